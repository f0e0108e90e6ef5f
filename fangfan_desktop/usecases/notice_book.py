"""The notices that were put up: where each stands, what it listed, its kept file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import (
    CaseFacts,
    CaseState,
    case_state,
    facts_of,
    reason_needed,
)
from fangfan_desktop.domain.notice_rules import NoticeKind, PublicColumn
from fangfan_desktop.domain.procedures import Stage, Step
from fangfan_desktop.domain.workdays import LightColour, light
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Notice, NoticeCase, Village
from fangfan_desktop.storage.cases import find_case, read_facts
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.storage.notices import (
    attachment_content,
    find_notice,
    lines_of,
    notice_rows_of,
)
from fangfan_desktop.usecases.case_bulk import ReasonNeeded
from fangfan_desktop.usecases.notice_drafts import allowed_numbers
from fangfan_desktop.usecases.notice_lists import notice_step
from fangfan_desktop.usecases.procedures import case_procedure
from fangfan_desktop.usecases.public_files import write_public
from fangfan_desktop.whole_file import write_whole


class NoticeState(StrEnum):
    """Where a notice stands."""

    RUNNING = "公示中"
    OVER = "期满待记结果"
    ENDED = "已结束"
    WITHDRAWN = "已撤回"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as the list shows it.

    Attributes:
        notice_id: Of the notice.
        kind: Of the notice.
        village: Its village; 全镇 where it is of the whole township.
        households: On its list.
        starts_on: First day.
        ends_on: Last day, counted.
        state: Where it stands.
        light: Of its last day.
        standing: In words: 还有 2 天, 期满 1 天, 无异议.
        title: As it was printed.
    """

    notice_id: int
    kind: NoticeKind
    village: str
    households: int
    starts_on: date
    ends_on: date
    state: NoticeState
    light: LightColour
    standing: str
    title: str


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line of a notice's list, with the words that were shown, and how it ended for the case."""

    case_id: int
    household_id: int
    shown: tuple[tuple[str, str], ...]  # heading and text
    head_name: str  # as shown
    outcome: str
    objection: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Everything of one notice."""

    line: NoticeLine
    text: str
    posted_at: str
    listed: tuple[ListedLine, ...]
    outcome: str
    outcome_on: date | None
    objections: str
    withdrawn_on: date | None
    withdrawn_reason: str
    file_name: str
    photo_name: str


def list_notices(database: Database, *, today: date | None = None) -> tuple[NoticeLine, ...]:
    """All notices: those that wait for their outcome, then those that hang, then the others."""
    day = today or database.today()
    order = list(NoticeState)
    with database.read() as session:
        lines = [
            _line(session, row, len(lines_of(session, row.id)), day)
            for row in notice_rows_of(session)
        ]
    first = (NoticeState.OVER, NoticeState.RUNNING)
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                (first.index(line.state), line.ends_on.toordinal(), line.notice_id)
                if line.state in first
                else (order.index(NoticeState.ENDED), -line.ends_on.toordinal(), -line.notice_id)
            ),
        )
    )


def read_notice(database: Database, *, notice_id: int, today: date | None = None) -> NoticeView:
    """One notice as it was put up, and its outcome for each case.

    Raises:
        UserError: it is not there any more.
    """
    day = today or database.today()
    with database.read() as session:
        row = find_notice(session, notice_id)
        listed = tuple(_listed(session, each) for each in lines_of(session, notice_id))
        return NoticeView(
            line=_line(session, row, len(listed), day),
            text=row.text,
            posted_at=row.posted_at or "",
            listed=listed,
            outcome=row.outcome or "",
            outcome_on=row.outcome_on,
            objections=row.objections or "",
            withdrawn_on=row.withdrawn_on,
            withdrawn_reason=row.withdrawn_reason or "",
            file_name=row.file_name or "",
            photo_name=row.photo_name or "",
        )


def kept_file(database: Database, *, notice_id: int) -> tuple[str, bytes]:
    """Name and bytes of the file that was put up.

    Raises:
        UserError: the notice or its file is not there any more.
    """
    with database.read() as session:
        row = find_notice(session, notice_id)
        content = attachment_content(session, row.sha256)
        if content is None:
            raise UserError("这份公示公告没有存下文件。")
        return row.file_name or "公示.pdf", content


def save_kept_file(database: Database, *, notice_id: int, path: Path) -> Path:
    """Write the file that was put up, byte for byte, after one more look through it.

    Raises:
        UserError: as `kept_file`, or a private number was found.
        OutsideError: the file cannot be written.
    """
    _, content = kept_file(database, notice_id=notice_id)
    with database.read() as session:
        allowed = allowed_numbers(session)
    write_public(path, lambda target: target.write_bytes(content), allowed)
    return path


def save_photo(database: Database, *, notice_id: int, path: Path) -> Path:
    """Write the photo of the board that was kept with the outcome.

    Raises:
        UserError: there is none.
        OutsideError: the file cannot be written.
    """
    with database.read() as session:
        content = attachment_content(session, find_notice(session, notice_id).photo_sha256)
    if content is None:
        raise UserError("这份公示公告没有存照片。")
    with write_whole(path) as temporary:
        temporary.write_bytes(content)
    return path


def ending_reasons(database: Database, *, notice_id: int, on: date) -> tuple[ReasonNeeded, ...]:
    """The cases whose step would be late or out of order if the outcome is recorded that day."""
    found: list[ReasonNeeded] = []
    with database.read() as session:
        notice = find_notice(session, notice_id)
        kind = NoticeKind(notice.kind)
        corrections = read_corrections(session)
        for line in lines_of(session, notice_id):
            case = find_case(session, line.case_id)
            procedure, facts = case_procedure(session, case), read_facts(session, case)
            at = notice_step(procedure, kind)
            if at is None or has_left(facts, *at, notice.starts_on):
                continue
            why = reason_needed(procedure, facts, at[0], at[1], on, corrections)
            if why is not None:
                found.append(ReasonNeeded(case.id, case.code, why))
    return tuple(found)


def has_left(facts: CaseFacts, stage: Stage, step: Step, starts_on: date) -> bool:
    """Whether a case is no longer on the way of a notice that began on that day.

    It was refused, taken out, decided by hand, or its clearing was given up; a clearing begun
    since is another one, with a notice of its own.
    """
    state = case_state(facts)
    recorded = facts_of(facts, stage)
    if step.is_decision and step.key in recorded and recorded[step.key].is_passed:
        return True
    if state in {CaseState.REFUSED, CaseState.REMOVED}:
        return True
    begun = facts.clearing_started_on
    return stage is Stage.CLEAR and (
        state is CaseState.HELPING or (begun is not None and begun > starts_on)
    )


def _line(session: Session, row: Notice, households: int, today: date) -> NoticeLine:
    village = None if row.village_id is None else session.get(Village, row.village_id)
    state = _state(row, today)
    is_open = state in {NoticeState.RUNNING, NoticeState.OVER}
    return NoticeLine(
        notice_id=row.id,
        kind=NoticeKind(row.kind),
        village=village.name if village else "全镇",
        households=households,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=state,
        light=light(row.ends_on, today).colour if is_open else LightColour.NONE,
        standing=_standing(row, state, today),
        title=row.title,
    )


def _state(row: Notice, today: date) -> NoticeState:
    if row.withdrawn_on is not None:
        return NoticeState.WITHDRAWN
    if row.outcome is not None:
        return NoticeState.ENDED
    return NoticeState.OVER if today > row.ends_on else NoticeState.RUNNING


def _standing(row: Notice, state: NoticeState, today: date) -> str:
    left = (row.ends_on - today).days
    if state is NoticeState.ENDED:
        return row.outcome or ""
    if state is NoticeState.WITHDRAWN:
        return row.withdrawn_reason or ""
    if state is NoticeState.OVER:
        return f"已期满 {-left} 天"
    if today < row.starts_on:
        return f"{(row.starts_on - today).days} 天后开始"
    return f"还有 {left} 天" if left else "今天 24:00 期满"


def _listed(session: Session, line: NoticeCase) -> ListedLine:
    names = {column.name.lower(): column.value for column in PublicColumn}
    words: dict[str, str] = json.loads(line.shown)
    shown = tuple((names.get(key, key), text) for key, text in words.items())
    return ListedLine(
        case_id=line.case_id,
        household_id=find_case(session, line.case_id).household_id,
        shown=shown,
        head_name=dict(shown).get(PublicColumn.HEAD.value, ""),
        outcome=line.outcome or "",
        objection=line.objection or "",
    )


def count_states(lines: Sequence[NoticeLine]) -> dict[NoticeState, int]:
    """How many notices stand where."""
    return {state: sum(line.state is state for line in lines) for state in NoticeState}
