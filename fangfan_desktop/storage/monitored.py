"""The register of monitored households: identifications with the household each is about."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from fangfan_desktop.storage.household_selections import OPEN_CASE
from fangfan_desktop.storage.selections import PEOPLE_OF_H
from fangfan_desktop.storage.workbench import LACKING, Lacking


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One identification; `people` are the present people of its household."""

    identification_id: int
    household_id: int
    household_code: str
    village_id: int
    village: str
    group: str
    head_name: str
    head_initials: str
    people: int
    category: str
    identified_on: date
    risks: str
    is_running: bool
    clearing_started_on: date | None
    cleared_on: date | None
    cleared_how: str
    rolled_back_on: date | None
    removed_on: date | None
    is_again: bool  # 重新识别
    helper_name: str
    has_no_measure: bool


def case_rows(connection: Connection) -> tuple[CaseRow, ...]:
    """Every identification of a household that is present, the last taken in first."""
    rows = connection.exec_driver_sql(
        "SELECT i.id, h.id, h.code, v.id, v.name, coalesce(g.name, ''),"
        " coalesce(p.name, ''), coalesce(p.initials, ''),"
        f" {PEOPLE_OF_H}, i.category, i.identified_on, coalesce(i.risks, ''), ({OPEN_CASE}),"
        " i.clearing_started_on, i.cleared_on, coalesce(i.cleared_how, ''), i.rolled_back_on,"
        " i.removed_on, i.previous_id IS NOT NULL, coalesce(i.helper_name, ''),"
        f" {LACKING[Lacking.MEASURE]}"
        " FROM identification AS i JOIN household AS h ON h.id = i.household_id"
        " JOIN village AS v ON v.id = h.village_id"
        " LEFT JOIN village_group AS g ON g.id = h.group_id"
        " LEFT JOIN person AS p ON p.household_id = h.id AND p.relation = '户主'"
        " AND p.left_on IS NULL"
        " WHERE h.left_on IS NULL ORDER BY i.identified_on DESC, i.id DESC"
    )
    return tuple(_case(tuple(row)) for row in rows)


def _case(row: tuple[object, ...]) -> CaseRow:
    """A row of the query above: days become dates, 0 and 1 become no and yes."""
    days = {10, 13, 14, 16, 17}
    yes_no = {12, 18, 20}
    return CaseRow(
        *(  # pyright: ignore[reportArgumentType] - the columns stand in the order of the fields
            date.fromisoformat(value)
            if position in days and isinstance(value, str)
            else bool(value)
            if position in yes_no
            else value
            for position, value in enumerate(row)
        )
    )
