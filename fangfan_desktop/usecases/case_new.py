"""Opening a case from a clue (线索), correcting the clue, removing one entered by mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import CaseState, case_state
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.domain.risks import Risk, format_risks
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import (
    ArchivePaper,
    AssetHit,
    CaseFinding,
    MonitoringCase,
    NoticeCase,
)
from fangfan_desktop.storage import registry
from fangfan_desktop.storage.cases import (
    cases_of_household,
    find_case,
    identification_of,
    next_code,
    read_facts,
    rows_of_case,
    step_rows,
)
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.household_records import category_doubts
from fangfan_desktop.usecases.procedures import (
    keep_procedure,
    office_procedure,
    procedure_named,
)

CLUE_SOURCES: tuple[str, ...] = DEFAULT_LISTS["clue_source"].items
CATEGORIES: tuple[str, ...] = DEFAULT_LISTS["monitoring_category"].items


@dataclass(frozen=True, slots=True)
class Clue:
    """What is told about a household.

    Attributes:
        on: Day of the clue; the clock runs from it.
        source: One of `CLUE_SOURCES`, or another word of the office.
        note: What was told.
        category: The category that it may come to; None while not known.
        risks: Up to five, the main one first.
        is_unmoved: Whether a relocated household's registration has not moved (户籍未迁).
    """

    on: date
    source: str
    note: str = ""
    category: str | None = None
    risks: Sequence[Risk] = ()
    is_unmoved: bool | None = None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case that was opened or changed, and what should be looked at again."""

    changes: Changes
    case_id: int
    warnings: tuple[str, ...] = ()


def open_case(
    database: Database, *, household_id: int, clue: Clue, procedure_key: str | None = None
) -> CaseResult:
    """Open a case from a clue; after a cleared one it is 重新识别.

    Raises:
        UserError: the clue lacks its day or source, lies in the future, or the household has a
            case that runs: the sentence names it.
    """
    with database.action("登记线索") as unit:
        session = unit.session
        household = registry.get_household(session, household_id)
        _check(clue, database.today())
        previous = _previous(session, household_id)
        procedure = (
            procedure_named(session, procedure_key)
            if procedure_key
            else office_procedure(session, clue.on)
        )
        case = MonitoringCase(
            code=next_code(session, clue.on.year),
            household_id=household_id,
            previous_id=previous,
            procedure_id=keep_procedure(session, procedure, database.today()),
        )
        _put(case, clue)
        session.add(case)
        session.flush()
        case_id = case.id
        warnings = category_doubts(clue.category, household.is_lifted) if clue.category else ()
    return CaseResult(unit.changes, case_id, tuple(warnings))


def correct_clue(database: Database, *, case_id: int, clue: Clue) -> CaseResult:
    """Correct the clue of a case; category and risks of one taken in are corrected there too.

    Raises:
        UserError: as `open_case`; or the day would fall after a step or the taking in.
    """
    with database.action("修改线索") as unit:
        session = unit.session
        case = find_case(session, case_id)
        _check(clue, database.today())
        identification = identification_of(session, case)
        if identification is not None and identification.identified_on < clue.on:
            raise UserError("线索日期晚于纳入日期，请核对。")
        _check_steps(session, case, clue.on)
        _put(case, clue)
        if identification is not None:
            identification.risks = case.risks
            identification.category = clue.category or identification.category
            refresh_rows(unit, [case.household_id])
        household = registry.get_household(session, case.household_id)
        warnings = category_doubts(clue.category, household.is_lifted) if clue.category else ()
    return CaseResult(unit.changes, case_id, tuple(warnings))


def remove_case(database: Database, *, case_id: int) -> Changes:
    """Remove a case entered by mistake that has not come to a decision.

    Raises:
        UserError: it was taken in (清退 is the way then), is on a notice, or a later case follows.
    """
    with database.action("删除误录线索") as unit:
        session = unit.session
        case = find_case(session, case_id)
        if case.identification_id is not None:
            raise UserError("这一户已经纳入监测，不能当误录删除；确实纳入错了的，请用“清退”。")
        if rows_of_case(session, NoticeCase, case_id):
            raise UserError(
                "这个个案上过公示名单，公示的记录要留存，不能删除。不再办理的请用“暂不纳入”。"
            )
        if any(c.previous_id == case_id for c in cases_of_household(session, case.household_id)):
            raise UserError("之后又有新的个案，请先处理后面那一个。")
        owned = [
            *step_rows(session, case_id),
            *rows_of_case(session, CaseFinding, case_id),
            *rows_of_case(session, AssetHit, case_id),
            *rows_of_case(session, ArchivePaper, case_id),
        ]
        for row in owned:
            session.delete(row)
        session.flush()
        session.delete(case)
    return unit.changes


def _check_steps(session: Session, case: MonitoringCase, on: date) -> None:
    """Nothing of the identification was done before its clue."""
    days = [
        row.done_on
        for row in step_rows(session, case.id)
        if row.stage == Stage.IDENTIFY.value and row.done_on is not None
    ]
    if case.refused_on is not None:
        days.append(case.refused_on)
    first = min(days, default=None)
    if first is not None and first < on:
        raise UserError(f"线索日期晚于已经记录的步骤（{first.isoformat()}），请核对。")


def _put(case: MonitoringCase, clue: Clue) -> None:
    case.clue_on = clue.on
    case.clue_source = clue.source.strip()
    case.clue_note = clue.note.strip() or None
    case.category = clue.category
    case.risks = format_risks(tuple(clue.risks)) or None
    case.is_unmoved = None if clue.is_unmoved is None else int(clue.is_unmoved)


def _check(clue: Clue, today: date) -> None:
    if not clue.source.strip():
        raise UserError("请选线索来源。")
    if clue.on > today:
        raise UserError("线索日期在今天以后，请核对。")
    if clue.category is not None and clue.category not in CATEGORIES:
        raise UserError(f"没有“{clue.category}”这个监测对象类别。")


def _previous(session: Session, household_id: int) -> int | None:
    """The household's last case, which must have come to an end.

    Raises:
        UserError: it runs.
    """
    cases = cases_of_household(session, household_id)
    for case in cases:
        state = case_state(read_facts(session, case))
        if state is CaseState.IDENTIFYING:
            raise UserError(f"这一户已经有一条正在识别的线索（{case.code}），请打开它继续办理。")
        if state in {CaseState.HELPING, CaseState.CLEARING}:
            raise UserError(f"这一户正在监测帮扶（{case.code}），新的风险请记到这个个案的风险里。")
    return cases[-1].id if cases else None
