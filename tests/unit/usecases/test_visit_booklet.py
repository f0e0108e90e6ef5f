"""The helper's booklet page of a case."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.case_help import set_helper
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.usecases.household_records import set_measure, set_visit
from fangfan_desktop.usecases.visit_booklet import booklet_page, preview_booklet, save_booklet
from tests.small_township import make_township
from tests.unit.usecases.test_case_life import GENERAL, take_in


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def test_a_page_has_what_is_known_and_room_for_the_rest(town: Database, tmp_path: Path):
    case_id = take_in(town)
    set_helper(town, case_id=case_id, values={"name": "蒙𫘝", "unit": "镇政府", "on": "2022-05-20"})
    set_measure(
        town,
        household_id=GENERAL,
        values={"kind": "健康帮扶", "content": "签约随访", "made_on": "2022-05-20"},
    )
    set_measure(
        town,
        household_id=GENERAL,
        values={"kind": "搬迁", "made_on": "2022-05-20", "stopped_on": "2022-05-21"},
    )
    set_visit(
        town,
        household_id=GENERAL,
        values={"visited_on": "2022-05-21", "visitor": "蒙𫘝", "needs": "药费", "actions": "代办"},
    )
    page = booklet_page(read_case(town, case_id=case_id), "柳江区洛满镇")
    assert page.helper == "蒙𫘝（镇政府）"
    assert page.measures == "健康帮扶：签约随访"
    assert page.risks == ("因病", "因意外事故")
    (visit,) = page.visits
    assert (visit.visited_on, visit.needs, visit.actions) == (date(2022, 5, 21), "药费", "代办")
    result = save_booklet(town, case_ids=[case_id], path=tmp_path / "走访.pdf")
    assert result.rows == 1
    assert result.file.read_bytes().startswith(b"%PDF")


def test_the_page_is_looked_at_without_a_file_being_left(town: Database):
    preview = preview_booklet(town, case_ids=[take_in(town)])
    assert preview.pages.page_count == 1
    preview.close()


def test_no_case_is_said(town: Database, tmp_path: Path):
    with pytest.raises(UserError, match="请先选监测对象"):
        save_booklet(town, case_ids=[], path=tmp_path / "a.pdf")
