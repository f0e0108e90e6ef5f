"""Rules of the rectification ledger (整改台账): levels, states, closing.

A township's problem leaves village, head and ID number empty; a village's leaves the last two
empty (footnote 1 of 附件4, 马店镇 2022). A line is closed only against evidence and acceptance,
and never deleted (挂账整改、对账销号, 信丰县 2023).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LedgerLevel(StrEnum):
    """Whose problem it is."""

    TOWNSHIP = "乡镇级"
    VILLAGE = "村级"
    HOUSEHOLD = "户级"


class LedgerState(StrEnum):
    """Where the line stands; 超期 is worked out, not stored."""

    OPEN = "待整改"
    IN_PROGRESS = "整改中"
    AWAITING_ACCEPTANCE = "待验收"
    CLOSED = "已销号"


OVERDUE_LABEL = "超期"

TRANSITIONS: dict[LedgerState, tuple[LedgerState, ...]] = {
    LedgerState.OPEN: (LedgerState.IN_PROGRESS,),
    LedgerState.IN_PROGRESS: (LedgerState.AWAITING_ACCEPTANCE, LedgerState.OPEN),
    LedgerState.AWAITING_ACCEPTANCE: (LedgerState.CLOSED, LedgerState.IN_PROGRESS),
    LedgerState.CLOSED: (LedgerState.IN_PROGRESS,),
}


@dataclass(frozen=True, slots=True)
class LedgerProblem:
    """What is wrong at a cell of the ledger."""

    key: str  # field key: village, head_name, id_number, or the field of a closing
    sentence: str


@dataclass(frozen=True, slots=True)
class Closing:
    """What a line has to show for being closed."""

    evidence_count: int = 0  # files attached
    accepted_by: str = ""
    accepted_on: date | None = None


_LABELS = {"village": "村（社区）", "head_name": "户主姓名", "id_number": "身份证号码"}
_FILLED: dict[LedgerLevel, frozenset[str]] = {
    LedgerLevel.TOWNSHIP: frozenset(),
    LedgerLevel.VILLAGE: frozenset({"village"}),
    LedgerLevel.HOUSEHOLD: frozenset({"village", "head_name", "id_number"}),
}


def required_keys(level: LedgerLevel) -> frozenset[str]:
    """Which of village, head_name and id_number are filled; the others are empty."""
    return _FILLED[level]


def level_of(village: str | None, head_name: str | None, id_number: str | None) -> LedgerLevel:
    """The level that the filled cells speak of, for lines imported without one."""
    if head_name or id_number:
        return LedgerLevel.HOUSEHOLD
    return LedgerLevel.VILLAGE if village else LedgerLevel.TOWNSHIP


def level_problems(
    level: LedgerLevel, village: str | None, head_name: str | None, id_number: str | None
) -> tuple[LedgerProblem, ...]:
    """Cells that the level wants filled or empty and that are not."""
    needed = required_keys(level)
    values = {"village": village, "head_name": head_name, "id_number": id_number}
    found: list[LedgerProblem] = []
    for key, value in values.items():
        is_filled = bool(value and value.strip())
        if is_filled == (key in needed):
            continue
        wish = "应填写" if key in needed else "应空着"
        found.append(LedgerProblem(key, f"{level.value}问题，{_LABELS[key]}{wish}"))
    return tuple(found)


def can_move(before: LedgerState, after: LedgerState) -> bool:
    """Whether a line may go from one state to the other in one step."""
    return after in TRANSITIONS[before]


def needs_reason(before: LedgerState, after: LedgerState) -> bool:
    """Whether the step goes backwards (退回、重新打开), which is done with a reason."""
    order = tuple(LedgerState)
    return order.index(after) < order.index(before)


def closing_problems(closing: Closing) -> tuple[LedgerProblem, ...]:
    """What is missing before the line may be 已销号; empty where nothing is."""
    found: list[LedgerProblem] = []
    if closing.evidence_count < 1:
        found.append(LedgerProblem("evidence", "没有佐证材料：请先附上整改照片或文件再销号"))
    if not closing.accepted_by.strip():
        found.append(LedgerProblem("accepted_by", "没有验收人：请填写由谁验收再销号"))
    if closing.accepted_on is None:
        found.append(LedgerProblem("accepted_on", "没有验收日期：请填写验收日期再销号"))
    return tuple(found)


def is_overdue(state: LedgerState, deadline: date | None, today: date) -> bool:
    """Whether the deadline has passed and the line is not closed; on the last day it is not."""
    return state is not LedgerState.CLOSED and deadline is not None and deadline < today


def shown_state(state: LedgerState, deadline: date | None, today: date) -> str:
    """The state for people, with 超期 where it is: `整改中（超期）`."""
    return (
        f"{state.value}（{OVERDUE_LABEL}）" if is_overdue(state, deadline, today) else state.value
    )
