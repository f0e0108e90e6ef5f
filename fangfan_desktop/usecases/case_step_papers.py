"""Recording a step together with the papers that it yielded: one undo step."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.models import ArchivePaper
from fangfan_desktop.storage.cases import rows_of_case
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.case_steps import StepEntry, StepsResult, record_in


def record_with_papers(
    database: Database,
    *,
    case_id: int,
    stage: Stage,
    step_key: str,
    entry: StepEntry,
    papers: Mapping[str, bool],
) -> StepsResult:
    """Record a step of one case and tick its papers.

    Args:
        database: The open database.
        case_id: The case.
        stage: Of the step.
        step_key: Key of the step.
        entry: What is recorded of it.
        papers: Key of the checklist → whether the paper is there; others stay as they are.

    Raises:
        UserError: as `case_steps.record_step`.
    """
    with database.action("记录个案步骤") as unit:
        included, cleared = record_in(unit, [case_id], stage, step_key, entry, database.today())
        _tick(unit.session, case_id, papers)
    return StepsResult(unit.changes, included, cleared)


def _tick(session: Session, case_id: int, papers: Mapping[str, bool]) -> None:
    rows = {row.item_key: row for row in rows_of_case(session, ArchivePaper, case_id)}
    for key, is_present in papers.items():
        row = rows.get(key) or ArchivePaper(case_id=case_id, item_key=key)
        row.is_present = int(is_present)
        session.add(row)
