"""Backups prove themselves, are kept by day, week and month, and come back whole."""

import shutil
from collections.abc import Generator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fangfan_desktop.errors import OutsideError, UserError
from fangfan_desktop.storage.backup_rotation import (
    AT_CLOSING,
    BEFORE_RESTORE,
    Keeping,
    backup_path,
    expired_backups,
    list_backups,
)
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.usecases.backups import (
    back_up_automatically,
    back_up_to,
    describe_counts,
    known_backups,
    restore_backup,
    restore_open_database,
    rotate,
    verify_backup,
    verify_database,
)
from fangfan_desktop.usecases.township import change_settings, create_township, office_settings

TOWNSHIP = "450203100"
NOON = datetime(2022, 5, 19, 12)  # noqa: DTZ001 - local time, as in the names of the files


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FANGFAN_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(params=[None, "山路十八弯"])
def database(home: Path, request: pytest.FixtureRequest) -> Generator[Database]:
    with create_township(
        home / "fangfan.db", township_code=TOWNSHIP, password=request.param
    ) as opened:
        yield opened


def office_name(database: Database) -> object:
    return office_settings(database)["office_name"]


def rename_office(database: Database, name: str) -> None:
    change_settings(database, values={"office_name": name})


def test_a_backup_is_counted_and_has_the_content(database: Database, tmp_path: Path):
    rename_office(database, "𠮷祥镇人民政府")
    backup = back_up_to(database, path=tmp_path / "手工.db")
    assert backup.counts["village"] == 20
    assert describe_counts(backup.counts) == "村 20"
    with open_database(backup.path, database.password) as copy:
        assert office_name(copy) == "𠮷祥镇人民政府"


def test_a_backup_never_goes_onto_the_database_itself(database: Database):
    with pytest.raises(UserError, match="自己的文件"):
        back_up_to(database, path=database.path)


def test_a_backup_into_a_missing_folder_says_so(database: Database, tmp_path: Path):
    with pytest.raises(OutsideError, match="找不到文件夹"):
        back_up_to(database, path=tmp_path / "没有" / "a.db")


def test_the_whole_database_is_checked_and_counted(database: Database):
    assert verify_database(database)["village"] == 20


def test_the_automatic_backup_is_listed(database: Database, home: Path):
    made = back_up_automatically(database)
    listed = known_backups()
    assert [file.path for file in listed] == [made.path]
    assert listed[0].reason == AT_CLOSING
    assert made.path.parent == home / "backups"


def test_restoring_into_the_open_database_keeps_what_was_there(database: Database):
    rename_office(database, "从前")
    before = back_up_automatically(database, reason="手动")
    rename_office(database, "现在")
    restored = restore_open_database(database, backup=before.path)
    assert office_name(database) == "从前"
    assert restored.kept is not None
    assert BEFORE_RESTORE in restored.kept.name
    with open_database(restored.kept, database.password) as kept:
        assert office_name(kept) == "现在"
    rename_office(database, "恢复以后还能写")
    assert office_name(database) == "恢复以后还能写"


def test_a_damaged_backup_is_refused_and_changes_nothing(database: Database, tmp_path: Path):
    rename_office(database, "现在")
    backup = back_up_to(database, path=tmp_path / "坏.db").path
    content = bytearray(backup.read_bytes())
    content[4096:20000] = b"\x5a" * (20000 - 4096)
    backup.write_bytes(bytes(content))
    with pytest.raises((OutsideError, UserError)):
        restore_open_database(database, backup=backup)
    assert office_name(database) == "现在"


def test_a_file_that_is_no_database_of_ours_is_no_backup(database: Database, tmp_path: Path):
    stranger = tmp_path / "别的.db"
    stranger.write_text("不是数据库" * 500, encoding="utf-8")
    with pytest.raises(UserError):
        restore_open_database(database, backup=stranger)


def test_a_backup_takes_the_place_of_a_damaged_file_which_is_kept(home: Path):
    path = home / "fangfan.db"
    with create_township(path, township_code=TOWNSHIP, password="山路") as database:
        backup = back_up_automatically(database).path
    path.write_bytes(b"damaged" * 1000)
    restored = restore_backup(backup, path, "山路")
    assert restored.counts["village"] == 20
    assert restored.kept is not None
    assert restored.kept.read_bytes() == b"damaged" * 1000
    with open_database(path, "山路") as database:
        assert verify_database(database)["village"] == 20


def test_a_backup_takes_the_place_of_a_missing_file(home: Path):
    with create_township(home / "a.db", township_code=TOWNSHIP) as database:
        backup = back_up_to(database, path=home / "b.db").path
    assert restore_backup(backup, home / "c.db").kept is None
    with open_database(home / "c.db") as database:
        assert verify_database(database)["village"] == 20


def test_a_wrong_password_restores_nothing(home: Path):
    path = home / "fangfan.db"
    with create_township(path, township_code=TOWNSHIP, password="山路") as database:
        backup = back_up_automatically(database).path
    content = path.read_bytes()
    with pytest.raises(UserError, match="密码"):
        restore_backup(backup, path, "水路")
    assert path.read_bytes() == content


def test_a_database_in_use_is_not_replaced(home: Path):
    path = home / "fangfan.db"
    with create_township(path, township_code=TOWNSHIP) as database:
        backup = back_up_automatically(database).path
        with pytest.raises(UserError, match="正被另一个程序使用"):
            restore_backup(backup, path)
        assert verify_database(database)["village"] == 20


def test_a_missing_backup_is_a_sentence(tmp_path: Path):
    with pytest.raises(UserError, match="没有找到备份文件"):
        verify_backup(tmp_path / "没有.db", password=None)


def test_days_weeks_and_months_are_kept(tmp_path: Path):
    days = [NOON - timedelta(days=number) for number in range(400)]
    for day in days:
        for hours in (0, 3):
            path = backup_path(tmp_path, "fangfan", AT_CLOSING, day + timedelta(hours=hours))
            path.touch()
    rotate(tmp_path, stem="fangfan")
    kept = [file.made_at for file in known_backups(tmp_path)]
    assert all(at.hour == 15 for at in kept)
    assert [at.date() for at in kept[:7]] == [day.date() for day in days[:7]]
    assert len({(at.year, at.month) for at in kept}) == 12
    assert len(kept) == 7 + 2 + 11  # two of the weeks' and one of the months' are among the days'


def test_copies_before_risky_work_do_not_make_way_for_later_ones(tmp_path: Path):
    for minutes in range(30):
        at = NOON + timedelta(minutes=minutes)
        backup_path(tmp_path, "fangfan", AT_CLOSING, at).touch()
        backup_path(tmp_path, "fangfan", BEFORE_RESTORE, at).touch()
    rotate(tmp_path, stem="fangfan", keeping=Keeping(others=5))
    reasons = [file.reason for file in known_backups(tmp_path)]
    assert reasons.count(AT_CLOSING) == 1
    assert reasons.count(BEFORE_RESTORE) == 5


def test_files_of_people_and_of_other_databases_are_never_removed(tmp_path: Path):
    (tmp_path / "我的备份.db").touch()
    for number in range(20):
        backup_path(tmp_path, "别镇", AT_CLOSING, NOON + timedelta(minutes=number)).touch()
    assert rotate(tmp_path, stem="fangfan") == ()
    assert len(known_backups(tmp_path)) == 21


def test_two_programs_share_no_backup_by_accident(database: Database, tmp_path: Path):
    first = back_up_automatically(database).path
    copy = tmp_path / "copy.db"
    shutil.copyfile(first, copy)
    assert verify_backup(copy, password=database.password)["village"] == 20


def test_two_copies_of_one_second_both_stay(tmp_path: Path):
    at = datetime(2022, 5, 9, 23, 59, 59)  # noqa: DTZ001 - local, as in names
    first = backup_path(tmp_path, "雒容镇", "恢复前", at)
    first.write_bytes(b"1")
    second = backup_path(tmp_path, "雒容镇", "恢复前", at)
    assert second != first
    second.write_bytes(b"2")
    assert {file.reason for file in list_backups(tmp_path)} == {"恢复前"}


def test_a_file_named_after_no_day_is_one_of_a_person(tmp_path: Path):
    (tmp_path / "雒容镇-20229999-000000-自动.db").write_bytes(b"1")
    (found,) = list_backups(tmp_path)
    assert found.reason == ""
    assert not expired_backups([found], "雒容镇", Keeping(0, 0, 0, 0))
