"""挂账整改、对账销号: no line is closed without evidence and acceptance, and none is deleted."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.ledger_rules import LedgerState
from fangfan_desktop.errors import OutsideError, UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.kept_files import LARGEST_FILE
from fangfan_desktop.usecases.ledger import LinePage, add_line, edit_lines, line_page
from fangfan_desktop.usecases.ledger_life import (
    accept_line,
    add_evidence,
    add_note,
    close_line,
    reopen_line,
    save_evidence,
    set_state,
)
from tests.small_township import add_campaign, make_township

DAY = date(2022, 5, 20)


@pytest.fixture
def town(tmp_path: Path):
    with make_township(tmp_path / "a.db") as database:
        add_campaign(database)
        add_line(database, campaign_id=1, found_on=date(2022, 5, 12))
        yield database


def page(database: Database) -> LinePage:
    return line_page(database, line_id=1, today=DAY)


def to_acceptance(database: Database) -> None:
    for state in (LedgerState.IN_PROGRESS, LedgerState.AWAITING_ACCEPTANCE):
        set_state(database, line_ids=[1], state=state, on=DAY)


def test_a_line_goes_its_way_and_every_step_is_noted(town: Database):
    to_acceptance(town)
    add_evidence(town, line_id=1, description="照片，存村委会档案柜", added_on=DAY)
    accept_line(town, line_id=1, accepted_by="工作站", accepted_on=DAY)
    close_line(town, line_id=1, on=DAY)
    shown = page(town)
    assert shown.line.row.state is LedgerState.CLOSED
    assert shown.line.row.closed_on == DAY
    assert [note.text for note in shown.notes] == [
        "待验收 → 已销号",
        "工作站验收",
        "整改中 → 待验收",
        "待整改 → 整改中",
    ]
    assert shown.next_states == (LedgerState.IN_PROGRESS,)


def test_closing_says_everything_that_is_missing(town: Database):
    to_acceptance(town)
    assert [problem.key for problem in page(town).missing] == [
        "evidence",
        "accepted_by",
        "accepted_on",
    ]
    with pytest.raises(UserError, match=r"佐证材料.*验收人.*验收日期"):
        close_line(town, line_id=1)
    assert page(town).line.row.state is LedgerState.AWAITING_ACCEPTANCE


def test_no_step_is_jumped(town: Database):
    with pytest.raises(UserError, match="可以转为“整改中”"):
        close_line(town, line_id=1)


def test_a_step_back_needs_a_reason_and_acceptance_counts_no_more(town: Database):
    to_acceptance(town)
    accept_line(town, line_id=1, accepted_by="工作站", accepted_on=DAY)
    with pytest.raises(UserError, match="原因"):
        set_state(town, line_ids=[1], state=LedgerState.IN_PROGRESS, reason="  ")
    set_state(town, line_ids=[1], state=LedgerState.IN_PROGRESS, reason="抽查不合格")
    assert page(town).line.row.accepted_by == ""
    assert "抽查不合格" in page(town).notes[0].text


def test_a_closed_line_is_reopened_with_a_reason_only(town: Database):
    to_acceptance(town)
    add_evidence(town, line_id=1, description="照片")
    accept_line(town, line_id=1, accepted_by="工作站")
    close_line(town, line_id=1)
    refused = edit_lines(town, campaign_id=1, edits=[(1, "owner", "改")]).refused
    assert "已销号" in refused[1, "owner"]
    with pytest.raises(UserError, match="原因"):
        reopen_line(town, line_id=1, reason="")
    reopen_line(town, line_id=1, reason="又漏水")
    row = page(town).line.row
    assert (row.state, row.closed_on, row.accepted_by) == (LedgerState.IN_PROGRESS, None, "")
    with pytest.raises(UserError, match="没有销号"):
        reopen_line(town, line_id=1, reason="再来")


def test_several_lines_move_together_or_not_at_all(town: Database):
    add_line(town, campaign_id=1)
    set_state(town, line_ids=[2], state=LedgerState.IN_PROGRESS)
    with pytest.raises(UserError, match="第1条"):
        set_state(town, line_ids=[2, 1], state=LedgerState.AWAITING_ACCEPTANCE)
    assert line_page(town, line_id=2).line.row.state is LedgerState.IN_PROGRESS
    undo(town)
    assert line_page(town, line_id=2).line.row.state is LedgerState.OPEN


def test_acceptance_waits_for_its_state_and_a_sensible_day(town: Database):
    with pytest.raises(UserError, match="待验收"):
        accept_line(town, line_id=1, accepted_by="工作站")
    to_acceptance(town)
    with pytest.raises(UserError, match="由谁验收"):
        accept_line(town, line_id=1, accepted_by=" ")
    with pytest.raises(UserError, match="早于"):
        accept_line(town, line_id=1, accepted_by="工作站", accepted_on=date(2022, 5, 1))


def test_a_file_is_kept_as_it_is_and_comes_out_again(town: Database, tmp_path: Path):
    picture = tmp_path / "整改后䶮.jpg"
    picture.write_bytes(b"\xff\xd8" + bytes(range(256)))
    add_evidence(town, line_id=1, path=picture)
    add_evidence(town, line_id=1, path=picture, description="同一张")
    add_evidence(town, line_id=1, description="纸质材料，第2盒")
    files = page(town).evidence
    assert [(each.file_name, each.description) for each in files] == [
        ("整改后䶮.jpg", "整改后䶮"),
        ("整改后䶮.jpg", "同一张"),
        (None, "纸质材料，第2盒"),
    ]
    out = save_evidence(town, evidence_id=files[1].id, path=tmp_path / "取出.jpg")
    assert out.read_bytes() == picture.read_bytes()
    with town.read() as session:
        kept = session.connection().exec_driver_sql("SELECT sha256, size FROM attachment").all()
    assert kept == [(hashlib.sha256(picture.read_bytes()).hexdigest(), 258)]
    with pytest.raises(UserError, match="纸质"):
        save_evidence(town, evidence_id=files[2].id, path=tmp_path / "无")


def test_evidence_can_be_undone(town: Database, tmp_path: Path):
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"x")
    add_evidence(town, line_id=1, path=picture)
    undo(town)
    assert page(town).evidence == ()


def test_evidence_that_is_none_is_refused(town: Database, tmp_path: Path):
    empty, large = tmp_path / "空.jpg", tmp_path / "大.jpg"
    empty.touch()
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(UserError, match="空文件"):
        add_evidence(town, line_id=1, path=empty)
    with pytest.raises(UserError, match="20 MB"):
        add_evidence(town, line_id=1, path=large)
    with pytest.raises(OutsideError, match="读不了"):
        add_evidence(town, line_id=1, path=tmp_path / "没有.jpg")
    with pytest.raises(UserError, match="选一个文件"):
        add_evidence(town, line_id=1, description=" ")


def test_an_empty_note_is_refused_and_a_missing_line_is_said_to_be_gone(town: Database):
    with pytest.raises(UserError, match="进展"):
        add_note(town, line_id=1, text=" ")
    with pytest.raises(UserError, match="没有找到"):
        add_note(town, line_id=9, text="已动工")
    add_note(town, line_id=1, text="已动工𫘝", noted_on=DAY)
    assert page(town).notes[0].text == "已动工𫘝"


def test_the_ledger_goes_on_after_the_campaign_is_closed(town: Database):
    close_campaign(town, campaign_id=1)
    set_state(town, line_ids=[1], state=LedgerState.IN_PROGRESS)
    assert page(town).line.row.state is LedgerState.IN_PROGRESS
