"""Levels, states and closing of ledger lines."""

from datetime import date

import pytest

from fangfan_desktop.domain.ledger_rules import (
    Closing,
    LedgerLevel,
    LedgerState,
    can_move,
    closing_problems,
    is_overdue,
    level_of,
    level_problems,
    needs_reason,
    shown_state,
)

NUMBER = "450221199003072428"
TODAY = date(2022, 5, 20)


def keys(level: LedgerLevel, *cells: str | None) -> list[str]:
    return [problem.key for problem in level_problems(level, *cells)]


def test_a_township_s_problem_leaves_three_cells_empty() -> None:
    assert keys(LedgerLevel.TOWNSHIP, None, "", None) == []
    assert keys(LedgerLevel.TOWNSHIP, "坭桥村", None, NUMBER) == ["village", "id_number"]


def test_a_village_s_problem_leaves_two_cells_empty() -> None:
    assert keys(LedgerLevel.VILLAGE, "坭桥村", None, " ") == []
    assert keys(LedgerLevel.VILLAGE, "", "某某", None) == ["village", "head_name"]


def test_a_household_s_problem_fills_all() -> None:
    assert keys(LedgerLevel.HOUSEHOLD, "坭桥村", "某某", NUMBER) == []
    problems = level_problems(LedgerLevel.HOUSEHOLD, "坭桥村", None, "")
    assert [problem.sentence for problem in problems] == [
        "户级问题，户主姓名应填写",
        "户级问题，身份证号码应填写",
    ]


def test_the_level_is_read_from_the_cells() -> None:
    assert level_of(None, None, None) is LedgerLevel.TOWNSHIP
    assert level_of("坭桥村", "", "") is LedgerLevel.VILLAGE
    assert level_of("坭桥村", "某某", None) is LedgerLevel.HOUSEHOLD


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LedgerState.OPEN, LedgerState.IN_PROGRESS),
        (LedgerState.IN_PROGRESS, LedgerState.AWAITING_ACCEPTANCE),
        (LedgerState.AWAITING_ACCEPTANCE, LedgerState.CLOSED),
    ],
)
def test_a_line_goes_forward_step_by_step(before: LedgerState, after: LedgerState) -> None:
    assert can_move(before, after)
    assert not needs_reason(before, after)


def test_a_line_never_skips_acceptance() -> None:
    assert not can_move(LedgerState.OPEN, LedgerState.CLOSED)
    assert not can_move(LedgerState.IN_PROGRESS, LedgerState.CLOSED)
    assert not can_move(LedgerState.OPEN, LedgerState.OPEN)


def test_a_closed_line_is_opened_again_with_a_reason() -> None:
    assert can_move(LedgerState.CLOSED, LedgerState.IN_PROGRESS)
    assert needs_reason(LedgerState.CLOSED, LedgerState.IN_PROGRESS)


def test_closing_needs_evidence_and_acceptance() -> None:
    assert [p.key for p in closing_problems(Closing())] == [
        "evidence",
        "accepted_by",
        "accepted_on",
    ]
    assert closing_problems(Closing(1, "某某", TODAY)) == ()


def test_a_line_is_overdue_the_day_after_its_deadline_unless_closed() -> None:
    assert not is_overdue(LedgerState.OPEN, TODAY, TODAY)
    assert is_overdue(LedgerState.OPEN, date(2022, 5, 19), TODAY)
    assert not is_overdue(LedgerState.CLOSED, date(2022, 5, 19), TODAY)
    assert not is_overdue(LedgerState.OPEN, None, TODAY)
    assert shown_state(LedgerState.IN_PROGRESS, date(2022, 5, 19), TODAY) == "整改中（超期）"
    assert shown_state(LedgerState.CLOSED, date(2022, 5, 19), TODAY) == "已销号"
