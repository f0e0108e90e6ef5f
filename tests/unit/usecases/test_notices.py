"""Notices: who is listed, the period, the file that is kept, and the step that its end records."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.case_progress import CaseState, next_steps
from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import NoticeCase
from fangfan_desktop.storage.cases import find_case, read_facts
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.storage.notices import attachment_content, find_notice, lines_of
from fangfan_desktop.usecases.notice_drafts import NoticeWish, draft_notice
from fangfan_desktop.usecases.notice_lists import notice_candidates
from fangfan_desktop.usecases.notices import Outcome, end_notice, start_notice, withdraw_notice
from fangfan_desktop.usecases.procedures import case_procedure
from tests.small_township import make_township
from tests.unit.usecases.test_case_life import STEPS, begin, record, state

KIND = NoticeKind.TO_INCLUDE_VILLAGE
WISH = NoticeWish(KIND, village_id=1, starts_on=date(2022, 5, 11))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def to_the_notice(town: Database, household_id: int = 5) -> int:
    case_id = begin(town, household_id)
    for key in ("apply", "visit", "compare", "meeting"):
        record(town, case_id, key, STEPS[key])
    return case_id


def waiting(town: Database, case_id: int) -> list[str]:
    with town.read() as session:
        case = find_case(session, case_id)
        steps = next_steps(case_procedure(session, case), read_facts(session, case), Stage.IDENTIFY)
        return [step.key for step in steps]


def test_cases_at_the_step_are_listed_and_others_say_what_they_lack(town: Database):
    ready, early = to_the_notice(town), begin(town, 4)
    found = notice_candidates(town, kind=KIND, village_id=1)
    assert [(each.listed.case_id, each.is_ready, each.why_not) for each in found] == [
        (ready, True, ""),
        (early, False, "农户申请及承诺授权未完成"),
    ]


def test_a_case_that_has_not_come_to_the_step_cannot_be_listed(town: Database):
    to_the_notice(town)
    early = begin(town, 4)
    with pytest.raises(UserError, match="还不能公示：农户申请及承诺授权未完成"):
        draft_notice(town, wish=NoticeWish(KIND, 1, case_ids=[early]))


def test_the_paper_holds_counts_period_and_list(town: Database):
    to_the_notice(town)
    draft = draft_notice(town, wish=WISH)
    assert (draft.period.starts_on, draft.period.ends_on) == (date(2022, 5, 11), date(2022, 5, 15))
    assert draft.paper.headings == ("序号", "村民小组", "户主姓名", "家庭人口", "监测对象类别")
    assert draft.paper.rows[0][1:3] == ("三组", "蓝小桂")
    assert "1户" in draft.paper.paragraphs[0]


def test_a_period_shorter_than_the_procedure_is_refused(town: Database):
    to_the_notice(town)
    wish = NoticeWish(KIND, 1, starts_on=date(2022, 5, 11), ends_on=date(2022, 5, 13))
    with pytest.raises(UserError, match="不少于5天"):
        draft_notice(town, wish=wish)


def test_a_public_list_is_not_given_more_columns(town: Database):
    to_the_notice(town)
    for column in ("身份证号码", "联系电话", "主要风险"):
        with pytest.raises(UserError, match="不能公开"):
            draft_notice(town, wish=NoticeWish(KIND, 1, columns=["户主姓名", column]))


def test_what_hangs_is_kept_as_it_was(town: Database):
    case_id = to_the_notice(town)
    started = start_notice(town, wish=WISH)
    with town.read() as session:
        notice = find_notice(session, started.notice_id)
        assert attachment_content(session, notice.sha256) == started.content
        assert [line.case_id for line in lines_of(session, started.notice_id)] == [case_id]
    assert started.content.startswith(b"%PDF")


def test_the_end_of_the_period_does_the_step(town: Database):
    case_id = to_the_notice(town)
    started = start_notice(town, wish=WISH)
    with pytest.raises(UserError, match="期满"):
        end_notice(town, notice_id=started.notice_id, outcome=Outcome(date(2022, 5, 15)))
    end_notice(town, notice_id=started.notice_id, outcome=Outcome(date(2022, 5, 16)))
    assert waiting(town, case_id) == ["review"]
    undo(town)
    assert waiting(town, case_id) == ["notice"]


def test_an_objection_that_holds_sends_its_case_back_alone(town: Database):
    good, bad = to_the_notice(town, 5), to_the_notice(town, 4)
    started = start_notice(town, wish=WISH)
    outcome = Outcome(date(2022, 5, 16), objections="群众来电", upheld={bad: "在县城有稳定工作"})
    end_notice(town, notice_id=started.notice_id, outcome=outcome)
    assert waiting(town, good) == ["review"]
    assert waiting(town, bad) == ["notice"]
    again = notice_candidates(town, kind=KIND, village_id=1)
    assert [each.listed.case_id for each in again] == [bad]
    assert state(town, bad) is CaseState.IDENTIFYING
    with town.read() as session:
        assert {line.case_id: line.outcome for line in session.query(NoticeCase)} == {
            good: "无异议",
            bad: "异议成立",
        }


def test_a_notice_taken_down_lets_its_cases_be_listed_again(town: Database):
    to_the_notice(town)
    started = start_notice(town, wish=WISH)
    assert notice_candidates(town, kind=KIND, village_id=1) == ()
    withdraw_notice(town, notice_id=started.notice_id, reason="名单有误")
    assert len(notice_candidates(town, kind=KIND, village_id=1)) == 1
    with pytest.raises(UserError, match="撤回"):
        end_notice(town, notice_id=started.notice_id, outcome=Outcome(date(2022, 5, 16)))
