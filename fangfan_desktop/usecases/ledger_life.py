"""The life of a ledger line: states, progress, evidence, acceptance, 销号 and reopening.

挂账整改、对账销号: a line is closed only against its evidence and acceptance (信丰县 2023).
"""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from fangfan_desktop.domain.ledger_rules import (
    TRANSITIONS,
    Closing,
    LedgerState,
    can_move,
    closing_problems,
    needs_reason,
)
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import LedgerEvidence, LedgerLine, LedgerNote
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.ledger import (
    evidence_content,
    evidence_count,
    find_line,
    keep_attachment,
)
from fangfan_desktop.usecases.kept_files import read_kept_file
from fangfan_desktop.whole_file import write_whole

PROGRESS = "进展"
STATE = "状态"
ACCEPTANCE = "验收"


def set_state(
    database: Database,
    *,
    line_ids: Collection[int],
    state: LedgerState,
    reason: str = "",
    on: date | None = None,
) -> Changes:
    """Move lines to another state, one step at a time.

    Args:
        database: the open database.
        line_ids: the lines.
        state: where they go; 已销号 asks for evidence and acceptance.
        reason: needed for a step back.
        on: the day of the step; today without.

    Raises:
        UserError: a line cannot take this step; the sentence names it. Nothing is changed.
    """
    with database.action(f"整改问题转为“{state.value}”") as unit:
        for line_id in line_ids:
            _move(unit, find_line(unit.session, line_id), state, reason, on or database.today())
    return unit.changes


def close_line(database: Database, *, line_id: int, on: date | None = None) -> Changes:
    """销号: close a line against its evidence and acceptance.

    Raises:
        UserError: something is missing; the sentence says what.
    """
    with database.action("整改问题销号") as unit:
        line = find_line(unit.session, line_id)
        _move(unit, line, LedgerState.CLOSED, "", on or database.today())
    return unit.changes


def reopen_line(
    database: Database, *, line_id: int, reason: str, on: date | None = None
) -> Changes:
    """Take a closed line up again: it goes to 整改中, and its acceptance counts no more.

    Raises:
        UserError: the line is not closed, or no reason is given.
    """
    with database.action("重新打开整改问题") as unit:
        line = find_line(unit.session, line_id)
        if line.state != LedgerState.CLOSED.value:
            raise UserError(f"第{line.number}条没有销号，不用重新打开。")
        _move(unit, line, LedgerState.IN_PROGRESS, reason, on or database.today())
    return unit.changes


def add_note(
    database: Database, *, line_id: int, text: str, noted_on: date | None = None
) -> Changes:
    """Write down how the rectification comes on.

    Raises:
        UserError: the text is empty.
    """
    words = text.strip()
    if not words:
        raise UserError("请写明整改进展，再保存。")
    with database.action("记录整改进展") as unit:
        find_line(unit.session, line_id)
        _note(unit, line_id, noted_on or database.today(), PROGRESS, words)
    return unit.changes


def add_evidence(
    database: Database,
    *,
    line_id: int,
    description: str = "",
    path: Path | None = None,
    added_on: date | None = None,
) -> Changes:
    """Add evidence: a file of at most 20 MB, kept in the database, or where a paper lies.

    Raises:
        UserError: neither a file nor a description is given, or the file is empty or too large.
        OutsideError: the file cannot be read.
    """
    words = description.strip()
    if path is None and not words:
        raise UserError("请选一个文件，或者写明纸质材料放在哪里。")
    kept = None if path is None else read_kept_file(path)
    with database.action("添加佐证材料") as unit:
        find_line(unit.session, line_id)
        if kept is not None:
            keep_attachment(unit.session, kept.sha256, kept.content)
        unit.session.add(
            LedgerEvidence(
                line_id=line_id,
                added_on=added_on or database.today(),
                description=words or (path.stem if path else ""),
                file_name=path.name if path else None,
                sha256=kept.sha256 if kept else None,
            )
        )
    return unit.changes


def save_evidence(database: Database, *, evidence_id: int, path: Path) -> Path:
    """Write a kept file out again; returns where it stands.

    Raises:
        UserError: the evidence is a paper, or is gone.
        OutsideError: the file cannot be written.
    """
    with database.read() as session:
        found = evidence_content(session, evidence_id)
    if found is None:
        raise UserError("这条佐证是纸质材料，没有文件。")
    with write_whole(path) as part:
        part.write_bytes(found[1])
    return path


def accept_line(
    database: Database, *, line_id: int, accepted_by: str, accepted_on: date | None = None
) -> Changes:
    """Record who accepted the rectification and when; the line waits for acceptance before.

    Raises:
        UserError: the line is in another state, nobody is named, or the day lies before the
            problem was found.
    """
    who, day = accepted_by.strip(), accepted_on or database.today()
    if not who:
        raise UserError("请填写由谁验收。")
    with database.action("整改验收") as unit:
        line = find_line(unit.session, line_id)
        if line.state != LedgerState.AWAITING_ACCEPTANCE.value:
            raise UserError(f"第{line.number}条现在是“{line.state}”，转到“待验收”后才能验收。")
        if line.found_on is not None and day < line.found_on:
            raise UserError("验收日期早于发现问题的日期，请改正。")
        line.accepted_by, line.accepted_on = who, day
        _note(unit, line_id, day, ACCEPTANCE, f"{who}验收")
    return unit.changes


def _move(unit: UnitOfWork, line: LedgerLine, state: LedgerState, reason: str, on: date) -> None:
    before = LedgerState(line.state)
    if before is state:
        return
    words = reason.strip()
    if not can_move(before, state):
        steps = "、".join(f"“{step.value}”" for step in TRANSITIONS[before])
        raise UserError(
            f"第{line.number}条现在是“{before.value}”，不能直接转为“{state.value}”，"
            f"可以转为{steps}。"
        )
    if needs_reason(before, state) and not words:
        raise UserError(f"第{line.number}条从“{before.value}”退回“{state.value}”，请写明原因。")
    if state is LedgerState.CLOSED:
        _check_closing(unit, line)
        line.closed_on = on
    elif before is LedgerState.CLOSED or state is LedgerState.IN_PROGRESS:
        line.closed_on = line.accepted_on = line.accepted_by = None
    line.state = state.value
    text = f"{before.value} → {state.value}" + (f"：{words}" if words else "")
    _note(unit, line.id, on, STATE, text)


def _check_closing(unit: UnitOfWork, line: LedgerLine) -> None:
    shown = Closing(evidence_count(unit.session, line.id), line.accepted_by or "", line.accepted_on)
    problems = closing_problems(shown)
    if problems:
        sentences = "；".join(problem.sentence for problem in problems)
        raise UserError(f"第{line.number}条还不能销号：{sentences}。")


def _note(unit: UnitOfWork, line_id: int, day: date, kind: str, text: str) -> None:
    unit.session.add(LedgerNote(line_id=line_id, noted_on=day, kind=kind, text=text))
