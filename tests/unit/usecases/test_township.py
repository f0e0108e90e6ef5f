"""A township's database is ready to work with as soon as it is made."""

from pathlib import Path

import pytest
from sqlalchemy import select

from fangfan_desktop.errors import UserError
from fangfan_desktop.models import CodeItem, Village
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.township import (
    change_settings,
    create_township,
    office_settings,
    read_office,
)


def test_luorong_has_its_twenty_villages_and_the_code_lists(tmp_path: Path):
    with create_township(tmp_path / "a.db", township_code="450203100") as database:
        with database.read() as session:
            names = list(session.scalars(select(Village.name).order_by(Village.position)))
            relations = session.scalars(
                select(CodeItem.item).where(CodeItem.list_key == "relation")
            ).all()
        assert len(names) == 20
        assert {"雒容社区", "坭桥村", "六座村"} <= set(names)
        assert "户主" in relations
        office = read_office(database)
    assert office.township_name == "雒容镇"
    assert office.region_name == "广西壮族自治区 柳州市 鱼峰区 雒容镇"


def test_an_unknown_township_leaves_no_file_behind(tmp_path: Path):
    folder = tmp_path / "data"
    folder.mkdir()
    with pytest.raises(UserError, match="999999999"):
        create_township(folder / "a.db", township_code="999999999")
    assert list(folder.iterdir()) == []


def test_an_existing_file_is_not_overwritten(tmp_path: Path):
    path = tmp_path / "a.db"
    path.write_bytes(b"mine")
    with pytest.raises(UserError, match="已经存在"):
        create_township(path, township_code="450203100")
    assert path.read_bytes() == b"mine"


def test_changed_settings_are_kept_and_can_be_undone(tmp_path: Path):
    with create_township(tmp_path / "a.db", township_code="450203100") as database:
        change_settings(database, values={"office_phone": "0772-1234567"})
        assert office_settings(database)["office_phone"] == "0772-1234567"
        undo(database)
        assert office_settings(database)["office_phone"] == ""


def test_the_history_names_the_clerk_of_the_settings(tmp_path: Path):
    with create_township(tmp_path / "a.db", township_code="450203100") as database:
        change_settings(database, values={"operator_name": "㛃经办"})
        change_settings(database, values={"office_phone": "0772"})
        with database.read() as session:
            who = session.connection().exec_driver_sql("SELECT who FROM action ORDER BY id").all()
    assert who[-1][0] == "㛃经办"
    assert who[0][0] != "㛃经办"
