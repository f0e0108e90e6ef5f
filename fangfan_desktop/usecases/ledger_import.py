"""Ledger lines from an annex 4 workbook. The same file a second time changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from fangfan_desktop.documents.workbook_reader import read_workbook
from fangfan_desktop.domain.ledger_rules import LedgerLevel, LedgerState, level_of
from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.models import LedgerLine
from fangfan_desktop.storage.campaigns import village_names
from fangfan_desktop.storage.changes import NO_CHANGES
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.ledger import (
    LINE_KEYS,
    LedgerRow,
    find_line,
    heads_named,
    heads_numbered,
    line_rows,
    next_number,
    stored_level,
)
from fangfan_desktop.usecases.campaigns import read_campaign_form
from fangfan_desktop.usecases.ledger_entry import LEDGER
from fangfan_desktop.usecases.ledger_rows import BadCell, ReadRow, read_ledger_rows
from fangfan_desktop.usecases.roster_import import RowCounts
from fangfan_desktop.usecases.roster_rows import Outcome, RowFinding
from fangfan_desktop.usecases.taken_rows import TakenRows

_Key = tuple[int | None, str, str, str, str]
_LATER = ("unit", "action", "owner", "deadline", "remarks")  # may change from file to file


class LedgerImport(TakenRows):
    """What an import of the ledger did, or would do."""

    __slots__ = ()
    counted = "lines"

    @property
    def lines(self) -> RowCounts:
        """Lines of the ledger, by what becomes of them."""
        return self.counts


@dataclass(slots=True)
class _Line:
    """A row fit to be written: the line it changes, or None for a new one."""

    line_id: int | None
    level: LedgerLevel
    village_id: int | None
    household_id: int | None
    values: dict[str, Value]


@dataclass(slots=True)
class _Plan:
    same: int = 0
    lines: list[_Line] = field(default_factory=list[_Line])
    refusals: list[RowFinding] = field(default_factory=list[RowFinding])
    warnings: list[RowFinding] = field(default_factory=list[RowFinding])


def import_ledger(
    database: Database,
    *,
    campaign_id: int,
    path: Path,
    is_trial: bool = False,
    today: date | None = None,
) -> LedgerImport:
    """Take lines in from a workbook (.xlsx, .xls, .ods, .csv) with the header of 附件4.

    A line that the ledger has already (same place, household, type and problem) is not added
    again; its 单位, 整改措施, 责任人, 时限 and 备注 follow the workbook where it has any.

    Args:
        database: the open database.
        campaign_id: whose ledger.
        path: the workbook.
        is_trial: write nothing.
        today: the day that new lines are found on; the office's day without.

    Raises:
        UserError: the file cannot be read, has no such header, or there is no such campaign.
    """
    book = read_workbook(path)
    with database.read() as session:
        form = read_campaign_form(session, campaign_id, LEDGER)
        rows, unknown = read_ledger_rows(book, form)
        plan = _Planner(session, campaign_id, form).plan(rows)
    plan.warnings += [
        RowFinding(Outcome.WARNED, "", 0, heading, "", f"“{heading}”一栏不认识，没有导入")
        for heading in dict.fromkeys(unknown)
    ]
    changes = NO_CHANGES
    if not is_trial and plan.lines:
        with database.action("导入整改台账") as unit:
            _write(unit, campaign_id, plan.lines, today or database.today())
        changes = unit.changes
    added = sum(line.line_id is None for line in plan.lines)
    return LedgerImport(
        RowCounts(added, len(plan.lines) - added, plan.same),
        tuple(plan.refusals),
        tuple(plan.warnings),
        is_trial,
        changes,
    )


class _Planner:
    """Compares rows with the ledger and the registry."""

    def __init__(self, session: Session, campaign_id: int, form: Form) -> None:
        self._session = session
        self._form = form
        self._villages = village_names(session)
        # lines of the ledger that no row of the workbook stands for yet
        self._known: dict[_Key, list[LedgerRow]] = {}
        for row in line_rows(session, campaign_id):
            key = _key(row.village_id, dict(zip(LINE_KEYS, row.values, strict=True)))
            self._known.setdefault(key, []).append(row)
        self._read: set[tuple[_Key, tuple[Value, ...]]] = set()

    def plan(self, rows: list[ReadRow]) -> _Plan:
        plan = _Plan()
        resolved = [(row, self._resolve(row)) for row in rows]
        # rows that equal a line come first: the same problem may stand in the ledger twice
        equal = [
            not row.bad and (self._is_repeated(line) or self._take_equal(line))
            for row, line in resolved
        ]
        plan.same = sum(equal)
        for (row, line), is_equal in zip(resolved, equal, strict=True):
            if not row.bad and not is_equal:
                self._compare(row, line, plan)
            head, village = str(row.values.get("head_name") or ""), row.raw.get("village", "")
            if row.bad:
                plan.refusals.append(_finding(Outcome.REFUSED, row, row.bad, head, village))
                continue
            plan.warnings += [
                _finding(Outcome.WARNED, row, [doubt], head, village) for doubt in row.doubts
            ]
        return plan

    def _resolve(self, row: ReadRow) -> _Line:
        """Village and household of a row; what is wrong goes into the row."""
        values = row.values
        village, head, number = (
            _text(values.get(key)) for key in ("village", "head_name", "id_number")
        )
        line = _Line(None, level_of(village, head, number), None, None, dict(values))
        if village is not None:
            name = match_village(village, self._villages)
            if name is None:
                row.bad.append(self._cell(row, "village", "没有这个村（社区），请改成本乡镇的村名"))
            else:
                line.village_id = self._villages[name]
        elif line.level is LedgerLevel.HOUSEHOLD and not row.bad:
            row.bad.append(self._cell(row, "village", "有户主姓名或身份证号码，请填村（社区）"))
        if line.level is LedgerLevel.HOUSEHOLD and not row.bad:
            self._find_household(row, line, head, number)
        return line

    def _find_household(
        self, row: ReadRow, line: _Line, head: str | None, number: str | None
    ) -> None:
        """Fill in from the registry what the row leaves empty, where it is clear who is meant."""
        if number is not None:
            found = heads_numbered(self._session, number)
        else:
            found = heads_named(self._session, line.village_id or 0, head or "")
        if len(found) == 1 and head in {None, found[0].name}:
            line.household_id = found[0].household_id
            line.values |= {"head_name": found[0].name, "id_number": found[0].id_number}
            return
        if head is None:
            row.bad.append(self._cell(row, "head_name", "没有户主姓名，请补上"))
        elif number is None:
            several = "有几位同名户主" if found else "农户档案中没有这位户主"
            row.doubts.append(self._cell(row, "id_number", f"没有身份证号码，{several}，请核对"))
        elif not found:
            row.doubts.append(self._cell(row, "id_number", "农户档案的户主中没有这个号码，请核对"))
        else:
            row.doubts.append(self._cell(row, "head_name", "与农户档案中该号码的户主不同，请核对"))

    def _is_repeated(self, line: _Line) -> bool:
        """Whether the workbook had just the same row before."""
        whole = (
            _key(line.village_id, line.values),
            tuple(line.values.get(each) for each in _LATER),
        )
        is_repeated = whole in self._read
        self._read.add(whole)
        return is_repeated

    def _take_equal(self, line: _Line) -> bool:
        """Whether the ledger has a line in which the row would change nothing; it is used up."""
        known = self._known.get(_key(line.village_id, line.values), [])
        for each in known:
            if not _changed(line, each):
                known.remove(each)
                return True
        return False

    def _compare(self, row: ReadRow, line: _Line, plan: _Plan) -> None:
        """Pair the row with the line of the ledger that is most like it; else it is new."""
        key = _key(line.village_id, line.values)
        rows = self._known.get(key)
        if not rows:
            plan.lines.append(line)
            return
        known = min(rows, key=lambda each: len(_changed(line, each)))
        rows.remove(known)
        changed = _changed(line, known)
        if known.state is LedgerState.CLOSED:
            reason = f"台账中是第{known.number}条，已销号，不能修改。确需修改请先重新打开"
            row.bad.append(self._cell(row, next(iter(changed)), reason))
        else:
            line.line_id, line.values = known.id, changed
            plan.lines.append(line)

    def _cell(self, row: ReadRow, key: str, reason: str) -> BadCell:
        return BadCell(self._form.field(key).name, row.raw.get(key, ""), reason)


def _changed(line: _Line, known: LedgerRow) -> dict[str, Value]:
    """What the workbook says otherwise; what it leaves empty is left alone."""
    return {
        key: line.values[key]
        for key in _LATER
        if line.values.get(key) not in {None, known.value(key)}
    }


def _key(village_id: int | None, values: Mapping[str, Value]) -> _Key:
    """What makes two rows the same problem."""
    head, number, kind, problem = (
        str(values.get(key) or "") for key in ("head_name", "id_number", "problem_type", "problem")
    )
    return village_id, head, number, kind, "".join(problem.split())


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _finding(
    outcome: Outcome, row: ReadRow, cells: list[BadCell], name: str, village: str
) -> RowFinding:
    first, *others = cells
    return RowFinding(
        outcome,
        row.sheet,
        row.number,
        first.column,
        first.value,
        first.reason,
        name,
        village,
        tuple((cell.column, cell.value, cell.reason) for cell in others),
    )


def _write(unit: UnitOfWork, campaign_id: int, lines: list[_Line], today: date) -> None:
    number = next_number(unit.session, campaign_id)
    for line in lines:
        if line.line_id is not None:
            row = find_line(unit.session, line.line_id)
        else:
            row = LedgerLine(
                campaign_id=campaign_id,
                number=number,
                level=stored_level(line.level),
                village_id=line.village_id,
                household_id=line.household_id,
                state=LedgerState.OPEN.value,
                found_on=today,
                source="导入的台账",
            )
            number += 1
            unit.session.add(row)
        for key, value in line.values.items():
            if key == "deadline":
                row.deadline = date.fromisoformat(str(value)) if value else None
            elif key != "village":
                setattr(row, key, value)
