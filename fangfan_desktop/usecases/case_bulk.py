"""Before the same step is recorded for many cases: which of them need a reason, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fangfan_desktop.domain.case_progress import reason_needed
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.storage.cases import find_case, read_facts
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.usecases.procedures import case_procedure


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
