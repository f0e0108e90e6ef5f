"""The papers of a case (个案材料清单): what each step of its procedure yields, present or not."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.models import ArchivePaper, MonitoringCase
from fangfan_desktop.storage.cases import rows_of_case
from fangfan_desktop.usecases.procedures import case_procedure


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of the checklist; `is_present` is None where nobody has said."""

    item_key: str
    name: str
    stage: str
    step_key: str
    is_present: bool | None
    copies: int | None = None
    kept_at: str = ""
    owner: str = ""
    remarks: str = ""
    file_name: str = ""  # of the scan that is kept; "" without one


def case_papers(session: Session, case: MonitoringCase) -> tuple[PaperView, ...]:
    """All papers that the procedure of a case asks for, in its order."""
    procedure = case_procedure(session, case)
    rows = {row.item_key: row for row in rows_of_case(session, ArchivePaper, case.id)}
    found: list[PaperView] = []
    for stage in Stage:
        for step in procedure.steps(stage):
            for name in step.papers:
                key = f"{stage.value}/{step.key}/{name}"
                row = rows.get(key)
                found.append(
                    PaperView(
                        key,
                        name,
                        stage.value,
                        step.key,
                        None if row is None or row.is_present is None else bool(row.is_present),
                        row.copies if row else None,
                        (row.kept_at or "") if row else "",
                        (row.owner or "") if row else "",
                        (row.remarks or "") if row else "",
                        (row.file_name or "") if row else "",
                    )
                )
    return tuple(found)
