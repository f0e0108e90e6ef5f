"""The same step for many cases: who needs a reason, and recording it for all or for none."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fangfan_desktop.domain.case_progress import reason_needed
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.cases import find_case, read_facts
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.usecases.case_steps import StepEntry, StepsResult, record_in
from fangfan_desktop.usecases.procedures import case_procedure

_TOLD = 6


@dataclass(frozen=True, slots=True)
class ReasonNeeded:
    """A case whose step is late or out of order on that day; `why` is a sentence."""

    case_id: int
    code: str
    why: str


def reasons_needed(
    database: Database,
    *,
    case_ids: Collection[int],
    stage: Stage,
    step_key: str,
    done_on: date,
) -> tuple[ReasonNeeded, ...]:
    """The cases that need a reason if the step is recorded with that day, in their order.

    Raises:
        UserError: a case is not there any more, or its procedure has no such step.
    """
    found: list[ReasonNeeded] = []
    with database.read() as session:
        corrections = read_corrections(session)
        for case_id in case_ids:
            case = find_case(session, case_id)
            procedure = case_procedure(session, case)
            step = procedure.step(stage, step_key)
            facts = read_facts(session, case)
            why = reason_needed(procedure, facts, stage, step, done_on, corrections)
            if why is not None:
                found.append(ReasonNeeded(case_id, case.code, why))
    return tuple(found)


def record_for_all(
    database: Database,
    *,
    case_ids: Collection[int],
    stage: Stage,
    step_key: str,
    entry: StepEntry,
) -> StepsResult:
    """Record a step of many cases as one undo step; where some cannot take it, none does.

    Raises:
        UserError: some cannot; the sentence names each (of very many the first ones) and why.
    """
    if not case_ids:
        raise UserError("请先选要记录的个案。")
    refused: list[str] = []
    included = cleared = 0
    number = f"（{len(case_ids)} 户）" if len(case_ids) > 1 else ""
    with database.action(f"记录个案步骤{number}") as unit:
        for case_id in case_ids:
            try:
                counts = record_in(unit, [case_id], stage, step_key, entry, database.today())
            except UserError as error:  # the others are tried, so that all are named at once
                refused.append(error.sentence)
            else:
                included, cleared = included + counts[0], cleared + counts[1]
        if refused:
            raise UserError(_all_refusals(refused))
    return StepsResult(unit.changes, included, cleared)


def _all_refusals(sentences: list[str]) -> str:
    told = tuple(dict.fromkeys(sentences))
    more = f"还有 {len(told) - _TOLD} 个个案也不能记。" if len(told) > _TOLD else ""
    return "".join(told[:_TOLD]) + more
