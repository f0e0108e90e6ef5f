"""Days of an identification that were corrected on the household's page, brought into its case."""

from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import round_of
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Identification
from fangfan_desktop.storage.cases import case_of_identification, read_facts, step_rows
from fangfan_desktop.usecases.procedures import case_procedure

Decided = tuple[date | None, date | None]


def decided_days(row: Identification) -> Decided:
    """The days of taking in and of clearing."""
    return row.identified_on, row.cleared_on


def bring_into_case(session: Session, row: Identification, before: Decided) -> None:
    """Move the deciding steps with the days that they decided.

    A decision is not recorded over in its case, so a day that was wrong is corrected here. A step
    that already had another day keeps it.

    Args:
        session: Of the action.
        row: The identification as it is now.
        before: Its days as they were.

    Raises:
        UserError: the household would be taken in before the clue.
    """
    case = case_of_identification(session, row.id)
    if case is None:
        return
    if case.clue_on is not None and row.identified_on < case.clue_on:
        raise UserError(
            f"识别时间早于线索日期{case.clue_on.isoformat()}（个案 {case.code}），请核对。"
        )
    if decided_days(row) == before:
        return
    procedure, facts = case_procedure(session, case), read_facts(session, case)
    for stage, old, new in zip(Stage, before, decided_days(row), strict=True):
        place = (stage.value, round_of(facts, stage), procedure.decision(stage).key)
        for step in step_rows(session, case.id):
            is_it = (step.stage, step.round, step.step_key) == place
            if is_it and None not in {old, new} and step.done_on == old:
                step.done_on = new
