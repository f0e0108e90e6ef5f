"""Notices that were put up: where they stand, their papers, their files; none with a leak."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.documents.leak_check import find_leaks
from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.domain.notice_template import shipped_template
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import ArchivePaper
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.case_new import remove_case
from fangfan_desktop.usecases.case_refusal import refuse_cases
from fangfan_desktop.usecases.case_steps import take_back_step
from fangfan_desktop.usecases.notice_book import (
    NoticeState,
    ending_reasons,
    list_notices,
    read_notice,
    save_kept_file,
    save_photo,
)
from fangfan_desktop.usecases.notice_drafts import LARGE_BODY, NoticeWish, draft_notice
from fangfan_desktop.usecases.notice_sheets import (
    check_whose,
    export_notice,
    finish_notice,
    read_counts,
    read_desk,
)
from fangfan_desktop.usecases.notice_texts import (
    edited_template,
    list_templates,
    restore_template,
    sample_paper,
    save_template,
)
from fangfan_desktop.usecases.notices import Outcome, end_notice, start_notice, withdraw_notice
from fangfan_desktop.usecases.township import change_settings
from fangfan_desktop.usecases.window_state import waiting_notices
from tests.small_township import make_township
from tests.unit.usecases.test_notices import KIND, WISH, to_the_notice, waiting

MOBILE = "13" + "8" * 9  # nobody's


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def papers(town: Database, case_id: int) -> dict[str, tuple[int | None, str | None, str | None]]:
    with town.read() as session:
        return {
            row.item_key.split("/")[-1]: (row.is_present, row.kept_at, row.file_name)
            for row in session.query(ArchivePaper).filter_by(case_id=case_id)
        }


def standing(town: Database, notice_id: int, day: int) -> tuple[NoticeState, str]:
    line = read_notice(town, notice_id=notice_id, today=date(2022, 5, day)).line
    return line.state, line.standing


def test_a_notice_says_where_it_stands_on_every_day(town: Database):
    to_the_notice(town)
    key = start_notice(town, wish=WISH).notice_id
    assert standing(town, key, 9) == (NoticeState.RUNNING, "2 天后开始")
    assert standing(town, key, 12) == (NoticeState.RUNNING, "还有 3 天")
    assert standing(town, key, 15) == (NoticeState.RUNNING, "今天 24:00 期满")
    assert standing(town, key, 16) == (NoticeState.OVER, "已期满 1 天")
    end_notice(town, notice_id=key, outcome=Outcome(date(2022, 5, 16)))
    assert standing(town, key, 20) == (NoticeState.ENDED, "无异议")


def test_what_waits_for_its_outcome_stands_first(town: Database):
    for household in (5, 4):
        to_the_notice(town, household)
    ready = read_desk(town, wish=WISH).candidates
    over = start_notice(town, wish=NoticeWish(KIND, 1, [ready[0].listed.case_id], date(2022, 5, 1)))
    runs = start_notice(
        town, wish=NoticeWish(KIND, 1, [ready[1].listed.case_id], date(2022, 5, 11))
    )
    lines = list_notices(town, today=date(2022, 5, 12))
    assert [one.notice_id for one in lines] == [over.notice_id, runs.notice_id]
    withdraw_notice(town, notice_id=over.notice_id, reason="名单有误")
    lines = list_notices(town, today=date(2022, 5, 12))
    assert [one.state for one in lines] == [NoticeState.RUNNING, NoticeState.WITHDRAWN]
    assert lines[1].standing == "名单有误"


def test_the_list_is_read_as_it_was_shown(town: Database):
    case_id = to_the_notice(town)
    view = read_notice(town, notice_id=start_notice(town, wish=WISH).notice_id)
    assert [(one.case_id, one.head_name) for one in view.listed] == [(case_id, "蓝小桂")]
    assert dict(view.listed[0].shown)["村民小组"] == "三组"


def test_its_papers_are_ticked_by_the_notice_itself(town: Database, tmp_path: Path):
    case_id = to_the_notice(town)
    started = start_notice(town, wish=WISH)
    assert papers(town, case_id) == {"公示稿": (1, "系统内", started.file_name)}
    photo = tmp_path / "公示栏.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0picture")
    end_notice(town, notice_id=started.notice_id, outcome=Outcome(date(2022, 5, 16), photo=photo))
    assert papers(town, case_id)["公示照片"] == (1, "系统内", "公示栏.jpg")
    copy = save_photo(town, notice_id=started.notice_id, path=tmp_path / "copy.jpg")
    assert copy.read_bytes() == photo.read_bytes()
    undo(town)
    assert set(papers(town, case_id)) == {"公示稿"}


def test_a_notice_taken_down_takes_its_paper_with_it(town: Database):
    case_id = to_the_notice(town)
    key = start_notice(town, wish=WISH).notice_id
    withdraw_notice(town, notice_id=key, reason="名单有误")
    assert papers(town, case_id) == {"公示稿": (None, None, None)}


def test_a_case_refused_meanwhile_does_not_hold_up_the_others(town: Database):
    good, bad = to_the_notice(town, 5), to_the_notice(town, 4)
    key = start_notice(town, wish=WISH).notice_id
    refuse_cases(town, case_ids=[bad], on=date(2022, 5, 13), reasons=["no_risk"], note="有稳定收入")
    assert all(
        one.case_id == good for one in ending_reasons(town, notice_id=key, on=date(2022, 6, 30))
    )
    end_notice(town, notice_id=key, outcome=Outcome(date(2022, 5, 16)))
    assert waiting(town, good) == ["review"]


def test_an_end_out_of_order_names_the_cases_that_need_a_reason(town: Database):
    case_id = to_the_notice(town)
    key = start_notice(town, wish=WISH).notice_id
    day = date(2022, 5, 16)
    assert ending_reasons(town, notice_id=key, on=day) == ()
    take_back_step(town, case_id=case_id, stage=Stage.IDENTIFY, step_key="meeting")
    assert [one.case_id for one in ending_reasons(town, notice_id=key, on=day)] == [case_id]
    with pytest.raises(UserError):
        end_notice(town, notice_id=key, outcome=Outcome(day))
    end_notice(town, notice_id=key, outcome=Outcome(day, late_reason="评议记录补录"))
    assert standing(town, key, 20)[0] is NoticeState.ENDED


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_a_notice_is_written_by_the_ending_and_nothing_is_put_up(
    town: Database, tmp_path: Path, ending: str
):
    to_the_notice(town)
    path = tmp_path / f"公示{ending}"
    draft = export_notice(town, wish=WISH, path=path)
    assert len(draft.rows) == 1
    assert find_leaks(path.read_bytes(), path.name) == ()
    assert list_notices(town) == ()


def test_another_ending_is_refused(town: Database, tmp_path: Path):
    to_the_notice(town)
    with pytest.raises(UserError, match=r"\.pdf 或 \.docx"):
        export_notice(town, wish=WISH, path=tmp_path / "公示.xlsx")


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_with_a_number_in_it_nothing_is_written(town: Database, tmp_path: Path, ending: str):
    to_the_notice(town)
    wish = NoticeWish(KIND, 1, starts_on=date(2022, 5, 11), posted_at=f"村委会，联系{MOBILE}")
    path = tmp_path / f"公示{ending}"
    path.write_bytes(b"before")
    with pytest.raises(UserError, match="不能公开的号码"):
        export_notice(town, wish=wish, path=path)
    assert path.read_bytes() == b"before"
    with pytest.raises(UserError, match="不能公开的号码"):
        start_notice(town, wish=wish)
    assert list_notices(town) == ()


def test_the_offices_own_mobile_may_stand_there(town: Database, tmp_path: Path):
    to_the_notice(town)
    change_settings(town, values={"office_phone": f"0772-0000000、{MOBILE}"})
    path = tmp_path / "公示.pdf"
    export_notice(town, wish=WISH, path=path)
    assert path.is_file()
    key = start_notice(town, wish=WISH).notice_id
    saved = save_kept_file(town, notice_id=key, path=tmp_path / "原件.pdf")
    assert saved.read_bytes()[:5] == b"%PDF-"


def test_the_kept_file_is_written_byte_for_byte(town: Database, tmp_path: Path):
    to_the_notice(town)
    started = start_notice(town, wish=WISH)
    saved = save_kept_file(town, notice_id=started.notice_id, path=tmp_path / "原件.pdf")
    digest = hashlib.sha256(started.content).digest()
    assert hashlib.sha256(saved.read_bytes()).digest() == digest
    with pytest.raises(UserError, match="没有存照片"):
        save_photo(town, notice_id=started.notice_id, path=tmp_path / "a.jpg")


def test_what_is_looked_at_is_what_is_put_up(town: Database):
    to_the_notice(town)
    desk = read_desk(town, wish=WISH)
    assert desk.draft is not None
    finished = finish_notice(desk.draft, desk.allowed)
    assert (finished.leaks, finished.problem) == ((), "")
    assert finished.preview.pages.page_count == 1
    finished.preview.close()


def test_what_cannot_be_drafted_is_a_sentence(town: Database):
    desk = read_desk(town, wish=WISH)
    assert desk.draft is None
    assert "没有到“拟纳入监测对象公示”这一步的个案" in desk.problem


def test_ready_cases_are_counted_by_kind_and_village(town: Database):
    case_id = to_the_notice(town)
    counts = read_counts(town)
    assert counts.ready[KIND] == {1: 1, None: 1}
    assert list(counts.villages.values()) == [1, 2]
    remove_case(town, case_id=case_id)
    assert KIND not in read_counts(town).ready


def test_a_board_is_printed_large(town: Database):
    to_the_notice(town)
    plain = draft_notice(town, wish=WISH)
    assert plain.paper.body_size < LARGE_BODY
    size = type(plain.paper.size)("A3")
    wish = NoticeWish(KIND, 1, starts_on=date(2022, 5, 11), size=size, is_board=True)
    assert draft_notice(town, wish=wish).paper.body_size == LARGE_BODY


def test_a_villages_notice_is_of_one_village():
    with pytest.raises(UserError, match="一村一张"):
        check_whose(KIND, None)
    check_whose(NoticeKind.INCLUDED, None)


def test_the_offices_own_words_are_printed_until_the_shipped_ones_are_restored(town: Database):
    to_the_notice(town)
    mine = edited_template(KIND, {"title": "{村}𠮷日公示"}, {"公示地点": "村口"})
    assert mine.paragraphs == shipped_template(KIND).paragraphs
    save_template(town, template=mine)
    assert draft_notice(town, wish=WISH).paper.title == "坭桥村𠮷日公示"
    assert [one.is_own for one in list_templates(town) if one.template.kind is KIND] == [True]
    restore_template(town, kind=KIND)
    assert not any(one.is_own for one in list_templates(town))


def test_an_unknown_placeholder_is_refused_with_the_known_ones():
    with pytest.raises(UserError, match=r"没有“\{户主电话\}”这个占位"):
        edited_template(KIND, {"closing": "联系{户主电话}"}, {})


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_shipped_text_can_be_looked_at_without_gaps_of_the_office(kind: NoticeKind):
    paper = sample_paper(shipped_template(kind))
    assert paper.rows
    assert "{" not in "".join((paper.title, *paper.paragraphs, *paper.closing))


def test_notices_without_an_outcome_are_counted_from_the_day_after_their_last(town: Database):
    to_the_notice(town)
    key = start_notice(town, wish=WISH).notice_id
    assert waiting_notices(town, today=date(2022, 5, 15)) == 0
    assert waiting_notices(town, today=date(2022, 5, 16)) == 1
    end_notice(town, notice_id=key, outcome=Outcome(date(2022, 5, 16)))
    assert waiting_notices(town, today=date(2022, 5, 17)) == 0
