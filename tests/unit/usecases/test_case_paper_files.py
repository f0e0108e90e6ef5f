"""Papers of a case: where they lie, and their scans inside the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.archive import PaperFacts
from fangfan_desktop.usecases.case_paper_files import save_paper_file, set_paper
from fangfan_desktop.usecases.case_papers import PaperView
from fangfan_desktop.usecases.case_view import read_case
from tests.small_township import make_township
from tests.unit.usecases.test_case_life import begin

KEY = "identify/apply/申请书"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def paper(town: Database, case_id: int) -> PaperView:
    return next(p for p in read_case(town, case_id=case_id).papers if p.item_key == KEY)


def test_a_scan_comes_out_as_it_went_in_and_stays_when_only_the_place_changes(
    town: Database, tmp_path: Path
):
    case_id = begin(town)
    scan = tmp_path / "申请书𠮷.jpg"
    scan.write_bytes(b"\xff\xd8" + bytes(1000))
    set_paper(town, case_id=case_id, item_key=KEY, facts=PaperFacts(is_present=True), path=scan)
    facts = PaperFacts(is_present=True, copies=2, kept_at="第2盒", owner="蒙𫘝")
    set_paper(town, case_id=case_id, item_key=KEY, facts=facts)
    found = paper(town, case_id)
    assert (found.file_name, found.copies, found.kept_at, found.owner) == (
        "申请书𠮷.jpg",
        2,
        "第2盒",
        "蒙𫘝",
    )
    out = save_paper_file(town, case_id=case_id, item_key=KEY, path=tmp_path / "out.jpg")
    assert out.read_bytes() == scan.read_bytes()


def test_noting_a_paper_is_one_undo_step(town: Database, tmp_path: Path):
    case_id = begin(town)
    scan = tmp_path / "a.jpg"
    scan.write_bytes(b"x")
    set_paper(town, case_id=case_id, item_key=KEY, facts=PaperFacts(is_present=True), path=scan)
    undo(town)
    assert paper(town, case_id).is_present is None
    with pytest.raises(UserError, match="没有存扫描件"):
        save_paper_file(town, case_id=case_id, item_key=KEY, path=tmp_path / "out.jpg")


@pytest.mark.parametrize(
    ("key", "copies", "words"),
    [("identify/apply/没有的", None, "没有这件材料"), (KEY, -1, "份数请填")],
)
def test_a_paper_that_cannot_be_is_refused(
    town: Database, key: str, copies: int | None, words: str
):
    case_id = begin(town)
    facts = PaperFacts(is_present=True, copies=copies)
    with pytest.raises(UserError, match=words):
        set_paper(town, case_id=case_id, item_key=key, facts=facts)
