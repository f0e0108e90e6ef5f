"""All cases of the township with the household each is about, for the list and the board."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from fangfan_desktop.storage.selections import PEOPLE_OF_H
from fangfan_desktop.storage.workbench import LACKING, Lacking


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case; `people` are the present people of its household.

    Category and risks are those of the identification where the household was taken in, else
    those found with the clue. Days are None where it has not come to that.
    """

    case_id: int
    code: str
    household_id: int
    household_code: str
    village_id: int
    village: str
    group: str
    head_name: str
    head_initials: str
    people: int
    procedure_id: int | None
    clue_on: date | None
    clue_source: str
    category: str
    risks: str
    refused_on: date | None
    refusal_reasons: str
    included_on: date | None
    clearing_started_on: date | None
    cleared_on: date | None
    cleared_how: str
    rolled_back_on: date | None
    removed_on: date | None
    is_again: bool  # 重新识别
    helper_name: str
    has_no_measure: bool
    open_hits: int  # hits of the asset search without a verdict


# a refused clue or a wrong one (清退) before it does not make it 重新识别
IS_AGAIN = (
    "CASE WHEN i.id IS NOT NULL THEN i.previous_id IS NOT NULL"
    " ELSE EXISTS (SELECT 1 FROM monitoring_case AS x"
    " JOIN identification AS y ON y.id = x.identification_id"
    " WHERE x.household_id = c.household_id AND x.id < c.id AND y.removed_on IS NULL) END"
)
_DAYS = frozenset({11, 15, 17, 18, 19, 21, 22})
_YES_NO = frozenset({23, 25})


def case_rows(connection: Connection) -> tuple[CaseRow, ...]:
    """Every case of a household that is on the books; one query."""
    rows = connection.exec_driver_sql(
        "SELECT c.id, c.code, h.id, h.code, v.id, v.name, coalesce(g.name, ''),"
        f" coalesce(p.name, ''), coalesce(p.initials, ''), {PEOPLE_OF_H}, c.procedure_id,"
        " c.clue_on, coalesce(c.clue_source, ''),"
        " coalesce(i.category, c.category, ''), coalesce(i.risks, c.risks, ''),"
        " c.refused_on, coalesce(c.refusal_reasons, ''),"
        " i.identified_on, i.clearing_started_on, i.cleared_on,"
        " coalesce(i.cleared_how, c.clearing_how, ''), i.rolled_back_on, i.removed_on,"
        f" {IS_AGAIN},"
        f" coalesce(i.helper_name, ''), {LACKING[Lacking.MEASURE]},"
        " (SELECT count(*) FROM asset_hit AS a WHERE a.case_id = c.id"
        " AND coalesce(a.verdict, '') = '')"
        " FROM monitoring_case AS c JOIN household AS h ON h.id = c.household_id"
        " JOIN village AS v ON v.id = h.village_id"
        " LEFT JOIN identification AS i ON i.id = c.identification_id"
        " LEFT JOIN village_group AS g ON g.id = h.group_id"
        " LEFT JOIN person AS p ON p.household_id = h.id AND p.relation = '户主'"
        " AND p.left_on IS NULL"
        " WHERE h.left_on IS NULL ORDER BY c.id"
    )
    return tuple(_case(tuple(row)) for row in rows)


def _case(row: tuple[object, ...]) -> CaseRow:
    """A row of the query above: days become dates, 0 and 1 become no and yes."""
    values = list(row)
    for position in _DAYS:
        value = values[position]
        if isinstance(value, str):
            values[position] = date.fromisoformat(value)
    for position in _YES_NO:
        values[position] = bool(values[position])
    return CaseRow(
        *values  # pyright: ignore[reportArgumentType] - columns stand in the order of the fields
    )
