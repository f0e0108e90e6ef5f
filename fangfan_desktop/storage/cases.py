"""Cases: their rows, codes, facts and stored procedures. Every identification has a case."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import Connection, Integer, cast, func, select
from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import CaseFacts, CaseState, StepFact, case_state
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import (
    ArchivePaper,
    AssetHit,
    CaseFinding,
    CaseStep,
    Identification,
    MonitoringCase,
    NoticeCase,
    StoredProcedure,
)

OfCase = TypeVar("OfCase", ArchivePaper, AssetHit, CaseFinding, NoticeCase)

GONE = "这个个案已经不在了，可能刚被删除或撤销。请刷新后再试。"


def find_case(session: Session, case_id: int) -> MonitoringCase:
    """The case of that id.

    Raises:
        UserError: it is not there any more.
    """
    row = session.get(MonitoringCase, case_id)
    if row is None:
        raise UserError(GONE)
    return row


def case_of_code(session: Session, code: str) -> MonitoringCase | None:
    """The case of that code, such as 2022-0031."""
    return session.scalar(select(MonitoringCase).where(MonitoringCase.code == code))


def case_of_identification(session: Session, identification_id: int) -> MonitoringCase | None:
    """The case that an identification belongs to."""
    wanted = MonitoringCase.identification_id == identification_id
    return session.scalar(select(MonitoringCase).where(wanted))


def identification_of(session: Session, case: MonitoringCase) -> Identification | None:
    """The identification of a case that was taken in."""
    if case.identification_id is None:
        return None
    return session.get(Identification, case.identification_id)


def cases_of_household(session: Session, household_id: int) -> Sequence[MonitoringCase]:
    """All cases of a household, the oldest first."""
    wanted = MonitoringCase.household_id == household_id
    return session.scalars(select(MonitoringCase).where(wanted).order_by(MonitoringCase.id)).all()


def is_identified_anew(session: Session, case: MonitoringCase) -> bool:
    """重新识别: taken in before. A refused clue or a wrong one (清退) does not make it so.

    In SQL it is `case_rows.IS_AGAIN`.
    """
    own = identification_of(session, case)
    if own is not None:
        return own.previous_id is not None
    older = (c for c in cases_of_household(session, case.household_id) if c.id < case.id)
    rows = (identification_of(session, other) for other in older)
    return any(row is not None and row.removed_on is None for row in rows)


def newer_cases(session: Session, case: MonitoringCase) -> list[MonitoringCase]:
    """Cases of the same household that were opened after this one."""
    return [c for c in cases_of_household(session, case.household_id) if c.id > case.id]


def newer_standing(session: Session, case: MonitoringCase) -> list[MonitoringCase]:
    """Newer cases of the household that count: a refused clue and a wrong one (清退) do not."""
    ended = {CaseState.REFUSED, CaseState.REMOVED}
    return [
        other
        for other in newer_cases(session, case)
        if case_state(read_facts(session, other)) not in ended
    ]


def next_code(session: Session, year: int) -> str:
    """The next free code of a year: 2022-0001. Numbers of removed cases are not given again."""
    prefix = f"{year:04}-"
    last = session.scalar(
        select(func.max(cast(func.substr(MonitoringCase.code, 6), Integer))).where(
            MonitoringCase.code.startswith(prefix)
        )
    )
    return f"{prefix}{int(last or 0) + 1:04}"


def step_rows(session: Session, case_id: int) -> Sequence[CaseStep]:
    """What was recorded of a case's steps, in the order of recording."""
    wanted = select(CaseStep).where(CaseStep.case_id == case_id).order_by(CaseStep.id)
    return session.scalars(wanted).all()


def read_facts(session: Session, case: MonitoringCase) -> CaseFacts:
    """Days and steps of a case."""
    steps = tuple(step_fact(row) for row in step_rows(session, case.id))
    return facts_from(case, identification_of(session, case), steps)


def facts_from(
    case: MonitoringCase, identification: Identification | None, steps: tuple[StepFact, ...]
) -> CaseFacts:
    """The facts of rows that are at hand."""
    if identification is None:
        return CaseFacts(case.clue_on, case.refused_on, steps=steps)
    return CaseFacts(
        clue_on=case.clue_on,
        refused_on=None,
        included_on=identification.identified_on,
        clearing_started_on=identification.clearing_started_on,
        cleared_on=identification.cleared_on,
        rolled_back_on=identification.rolled_back_on,
        removed_on=identification.removed_on,
        steps=steps,
    )


def step_fact(row: CaseStep) -> StepFact:
    """A recorded step as the rules know it."""
    return StepFact(
        stage=Stage(row.stage),
        round=row.round,
        key=row.step_key,
        planned_on=row.planned_on,
        done_on=row.done_on,
        result=row.result,
        reason=row.reason or "",
        late_reason=row.late_reason or "",
        done_by=row.done_by or "",
        note=row.note or "",
        notice_id=row.notice_id,
    )


def steps_by_case(
    connection: Connection, case_ids: Collection[int] | None = None
) -> dict[int, tuple[StepFact, ...]]:
    """Case id → its recorded steps, of many cases with one query; all cases where None."""
    rows = connection.exec_driver_sql(
        "SELECT case_id, stage, round, step_key, planned_on, done_on, result, reason,"
        " late_reason, done_by, note, notice_id FROM case_step ORDER BY case_id, id"
    )
    wanted = None if case_ids is None else frozenset(case_ids)
    found: dict[int, list[StepFact]] = defaultdict(list)
    for case_id, stage, turn, key, planned, done, result, reason, late, by, note, notice in rows:
        if wanted is None or case_id in wanted:
            found[case_id].append(
                StepFact(
                    Stage(stage),
                    turn,
                    key,
                    _day(planned),
                    _day(done),
                    result,
                    reason or "",
                    late or "",
                    by or "",
                    note or "",
                    notice,
                )
            )
    return {case_id: tuple(steps) for case_id, steps in found.items()}


def open_missing_cases(connection: Connection) -> None:
    """Give each identification that has no case one, numbered by its year.

    For whatever adds identifications past the case pages: the roster's import and grid, the
    household's page. Call it inside the action that added them.
    """
    connection.exec_driver_sql(
        "WITH last AS (SELECT substr(code, 1, 4) AS year, max(CAST(substr(code, 6) AS INTEGER))"
        " AS number FROM monitoring_case GROUP BY 1)"
        " INSERT INTO monitoring_case (code, household_id, identification_id, previous_id)"
        " SELECT substr(i.identified_on, 1, 4) || '-' || printf('%04d', coalesce(last.number, 0)"
        " + row_number() OVER (PARTITION BY substr(i.identified_on, 1, 4)"
        " ORDER BY i.identified_on, i.id)), i.household_id, i.id,"
        " (SELECT p.id FROM monitoring_case AS p WHERE p.identification_id = i.previous_id)"
        " FROM identification AS i LEFT JOIN last ON last.year = substr(i.identified_on, 1, 4)"
        " WHERE NOT EXISTS (SELECT 1 FROM monitoring_case AS c WHERE c.identification_id = i.id)"
    )


def drop_unrecorded_cases(connection: Connection, identification_ids: Sequence[int]) -> None:
    """Before identifications go in an undo or redo: cases that no action knows go with them.

    An upgrade from a schema without cases opened them, outside the history.
    """
    connection.exec_driver_sql(
        "DELETE FROM monitoring_case WHERE identification_id IN (SELECT value FROM json_each(?))"
        ' AND id NOT IN (SELECT c.row_id FROM "change" AS c JOIN action AS a ON a.id = c.action_id'
        " WHERE c.table_name = 'monitoring_case' AND a.state = 'done')",
        (json.dumps(list(identification_ids)),),
    )


def stored_procedures(session: Session) -> Sequence[StoredProcedure]:
    """All stored procedures and versions, the oldest first."""
    return session.scalars(select(StoredProcedure).order_by(StoredProcedure.id)).all()


def find_procedure(session: Session, procedure_id: int) -> StoredProcedure:
    """A stored procedure.

    Raises:
        UserError: it is gone.
    """
    row = session.get(StoredProcedure, procedure_id)
    if row is None:
        raise UserError("这套程序已经不在了，请刷新后再试。")
    return row


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def rows_of_case(session: Session, table: type[OfCase], case_id: int) -> Sequence[OfCase]:
    """Rows of a table that belong to a case, the oldest first."""
    return session.scalars(select(table).where(table.case_id == case_id).order_by(table.id)).all()


def has_rows(session: Session, case_id: int) -> bool:
    """Whether steps, findings, hits, papers or notices belong to a case."""
    return bool(
        step_rows(session, case_id)
        or rows_of_case(session, ArchivePaper, case_id)
        or rows_of_case(session, AssetHit, case_id)
        or rows_of_case(session, CaseFinding, case_id)
        or rows_of_case(session, NoticeCase, case_id)
    )
