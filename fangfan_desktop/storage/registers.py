"""The registers (名册、台账) of monitored households and of measures: which rows, and their values.

Which rows a register has is a selection, so that what is printed is what opens as a list and what
is counted. Values go by the field keys of the registers' forms.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from fangfan_desktop.domain.code_lists import LABOUR_SKILLS_ABLE
from fangfan_desktop.domain.household_rules import no_labour
from fangfan_desktop.domain.measure_rules import MeasureState, counts_as_development, measure_state
from fangfan_desktop.domain.natural_order import Key, group_key, natural_key
from fangfan_desktop.domain.risks import Risk, parse_risks
from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage.household_selections import CURRENT_CASE, OPEN_CASE
from fangfan_desktop.storage.registry_facts import income_per_head, people_facts
from fangfan_desktop.storage.selections import PEOPLE_OF_H, Selection

_OF_H = f"h.id AS household_id, h.village_id AS village_id, {PEOPLE_OF_H} AS people"
_ABLE = ", ".join(f"'{skill}'" for skill in sorted(LABOUR_SKILLS_ABLE))

# 名册: every identification that was not withdrawn; a cleared household stays in the books.
REGISTERED = Selection(
    "registered_cases",
    "监测对象名册",
    f"SELECT i.id AS item_id, {_OF_H}, i.category || '，识别时间 ' || i.identified_on AS evidence"
    " FROM identification AS i JOIN household AS h ON h.id = i.household_id"
    " WHERE i.removed_on IS NULL AND h.left_on IS NULL",
    has_one_row_each=False,
)
# 墙上的一览表: a household stands there once, with the case that counts now.
ON_THE_WALL = Selection(
    "wall_cases",
    "墙上一览表的监测对象",
    f"{REGISTERED.sql} AND i.id = {CURRENT_CASE}",
)
MEASURES = Selection(
    "measures",
    "帮扶措施台账",
    f"SELECT m.id AS item_id, {_OF_H}, m.made_on || ' ' || m.kind"
    " || coalesce('：' || nullif(m.content, ''), '') AS evidence"
    " FROM measure AS m CROSS JOIN household AS h ON h.id = m.household_id"
    " WHERE h.left_on IS NULL",
    has_one_row_each=False,
)
OPEN_MEASURES = Selection(
    "open_measures",
    "没有办完的帮扶措施",
    f"{MEASURES.sql} AND m.done_on IS NULL AND m.stopped_on IS NULL",
    has_one_row_each=False,
)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of a register; `values` by field key, stored values."""

    item_id: int
    household_id: int
    village_id: int
    people: int
    values: dict[str, Value]


_HOUSEHOLD: dict[str, str] = {
    "village": "v.name",
    "group": "g.name",
    "head_name": "head.name",
    "head_id_number": "head.id_number",
    "population": "s.people",
    "relocated": "h.relocated",
    "labour_count": "(SELECT count(*) FROM person p WHERE p.household_id = h.id"
    f" AND p.left_on IS NULL AND p.labour IN ({_ABLE}))",
}
_CASE: dict[str, str] = {
    "category": "i.category",
    "identified_on": "i.identified_on",
    "risks": "i.risks",
    "cleared_on": f"CASE WHEN {OPEN_CASE} THEN NULL ELSE i.cleared_on END",
    "is_cleared": f"CASE WHEN {OPEN_CASE} THEN 0 ELSE 1 END",
    **{
        f"{which}helper_{part}": f"nullif(trim(i.{which}helper_{part}), '')"
        for which in ("", "second_")
        for part in ("name", "phone", "unit", "post")
    },
    "remarks": "i.remarks",
}
_MEASURE: dict[str, str] = {
    "kind": "m.kind",
    "measure_risk": "m.risk",
    "detail": "m.detail",
    "content": "m.content",
    "beneficiary": "m.beneficiary",
    "owner": "m.owner",
    "department": "nullif(trim(m.department), '')",
    "made_on": "m.made_on",
    "started_on": "m.started_on",
    "planned_until": "m.planned_until",
    "done_on": "m.done_on",
    "stopped_on": "m.stopped_on",
    "amount": "m.amount_fen",
    "measure_remarks": "m.remarks",
}
_PLACES = (
    " JOIN household AS h ON h.id = s.household_id JOIN village AS v ON v.id = h.village_id"
    " LEFT JOIN village_group AS g ON g.id = h.group_id"
    " LEFT JOIN person AS head ON head.household_id = h.id AND head.relation = '户主'"
    " AND head.left_on IS NULL"
)


def case_register(
    connection: Connection, selection: Selection, village_id: int | None, today: date
) -> tuple[RegisterRow, ...]:
    """Identifications of a selection, by village, group and head.

    Args:
        connection: of the session in hand.
        selection: `REGISTERED` or `ON_THE_WALL`.
        village_id: only that village; all where None.
        today: ages, and so who can work, count to this day.
    """
    join = f"{_PLACES} JOIN identification AS i ON i.id = s.item_id"
    rows = _read(connection, selection, {**_HOUSEHOLD, **_CASE}, join, village_id)
    homes = [row.household_id for row in rows]
    people = people_facts(connection, homes)
    incomes = _incomes(connection)
    measures = _measures_of_cases(connection)
    for row in rows:
        values = row.values
        risks = parse_risks(_text(values["risks"]))
        values["main_risk"] = _risk_words(risks[:1])
        values["main_risk_name"] = risks[0].name if risks else None
        values["minor_risks"] = _risk_words(risks[1:])
        values["no_labour"] = no_labour(people.get(row.household_id, []), today)
        values["income_per_capita"] = income_per_head(incomes.get(row.household_id), row.people)
        values["helper_unit_post"] = _both(values, "unit", "post")
        values["helper_name"] = _both(values, "name")
        values["helper_phone"] = _both(values, "phone")
        own = measures.get(row.item_id, ())
        kinds = dict.fromkeys(kind for kind, _ in own)
        values["measure_kinds"] = "、".join(kinds) or None
        values["main_measures"] = "；".join(dict.fromkeys(words for _, words in own)) or None
    return rows


def measure_register(
    connection: Connection, selection: Selection, village_id: int | None
) -> tuple[RegisterRow, ...]:
    """Measures of a selection with household and case, by village, group and head.

    A measure that belongs to no case is shown with the household's present one.

    Args:
        connection: of the session in hand.
        selection: `MEASURES` or `OPEN_MEASURES`.
        village_id: only that village; all where None.
    """
    join = (
        f"{_PLACES} JOIN measure AS m ON m.id = s.item_id"
        f" LEFT JOIN identification AS i ON i.id = coalesce(m.identification_id, {CURRENT_CASE})"
    )
    columns = {**_HOUSEHOLD, **_CASE, **_MEASURE}
    rows = _read(connection, selection, columns, join, village_id)
    for row in rows:
        values = row.values
        risk = values.pop("measure_risk") or values["risks"]
        values["risk"] = _risk_words(parse_risks(_text(risk)))
        values["remarks"] = values.pop("measure_remarks")
        kind, detail = _text(values["kind"]), _text(values["detail"])
        values["is_developmental"] = int(counts_as_development(kind, detail))
        parts = (part for part in (detail, values["content"]) if part)
        values["content"] = "：".join(map(str, parts)) or None
        values["state"] = _state(values).value
    return rows


def _read(
    connection: Connection,
    selection: Selection,
    columns: dict[str, str],
    join: str,
    village_id: int | None,
) -> tuple[RegisterRow, ...]:
    where, bound = ("", ()) if village_id is None else (" WHERE s.village_id = ?", (village_id,))
    listed = ", ".join(columns.values())
    found = connection.exec_driver_sql(
        "SELECT v.position, v.id, s.item_id, s.household_id, s.village_id, s.people,"
        f" {listed} FROM ({selection.sql}) AS s{join}{where}",
        bound,
    ).all()
    rows = [
        (row[0], row[1], RegisterRow(row[2], row[3], row[4], row[5], values))
        for row in found
        for values in [dict(zip(columns, row[6:], strict=True))]
    ]
    rows.sort(key=lambda row: _order(*row))
    return tuple(row for _, _, row in rows)


def _order(position: int, village_id: int, row: RegisterRow) -> Key:
    values = row.values
    day = values.get("made_on") or values["identified_on"]
    group, head = _text(values["group"]), _text(values["head_name"])
    name = natural_key(head, is_name=True)
    return (position, village_id, group_key(group), name, row.household_id, day, row.item_id)


def _state(values: dict[str, Value]) -> MeasureState:
    days = {key: _day(values[key]) for key in ("started_on", "done_on", "stopped_on")}
    return measure_state(**days)


def _both(values: dict[str, Value], *parts: str) -> str | None:
    """What is known of the helper, and of the second one of a relocated household behind it."""
    words = [
        " ".join(_text(values[key]) for part in parts if values[key := f"{which}helper_{part}"])
        for which in ("", "second_")
    ]
    return "、".join(word for word in words if word) or None


def _risk_words(risks: Sequence[Risk]) -> str | None:
    """As forms show them, whatever an old register left out: 因病、因自然灾害（洪涝）."""
    words: list[str] = []
    for risk in risks:
        more = "；".join(part for part in (risk.detail, risk.remark) if part)
        words.append(f"{risk.name}（{more}）" if more else risk.name)
    return "、".join(words) or None


def _incomes(connection: Connection) -> dict[int, Sequence[Any]]:
    """The last known income of each household; one of an assumed period only where alone."""
    rows = connection.exec_driver_sql(
        "SELECT household_id, wages_fen, business_fen, property_fen, transfer_fen,"
        " business_cost_fen, per_capita_fen FROM income"
        " ORDER BY coalesce(is_period_assumed, 0) DESC, period_to, id"
    )
    return {row[0]: row for row in rows.all()}


def _measures_of_cases(connection: Connection) -> dict[int, list[tuple[str, str]]]:
    """Identification → (kind, kind：content) of its measures that were not stopped.

    One of no case counts for the identifications that it came after, as for what is lacking.
    """
    rows = connection.exec_driver_sql(
        "SELECT i.id, m.kind, m.content FROM measure AS m"
        " JOIN identification AS i ON i.id = m.identification_id OR (m.identification_id IS NULL"
        " AND i.household_id = m.household_id AND m.made_on >= i.identified_on)"
        " WHERE m.stopped_on IS NULL OR m.done_on IS NOT NULL ORDER BY m.made_on, m.id"
    )
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for case, kind, content in rows.all():
        found[case].append((kind, f"{kind}：{content}" if content else kind))
    return found


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _day(value: Value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """Who heads a household: what tells namesakes apart."""

    household_id: int
    village: str
    group: str
    name: str
    id_number: str


def heads_named(
    connection: Connection, village_id: int, names: Collection[str]
) -> tuple[HeadFacts, ...]:
    """Heads of present households of a village that have one of the names."""
    rows = connection.exec_driver_sql(
        "SELECT h.id, v.name, coalesce(g.name, ''), p.name, coalesce(p.id_number, '')"
        " FROM household AS h JOIN village AS v ON v.id = h.village_id"
        " JOIN person AS p ON p.household_id = h.id AND p.relation = '户主' AND p.left_on IS NULL"
        " LEFT JOIN village_group AS g ON g.id = h.group_id"
        " WHERE h.village_id = ? AND h.left_on IS NULL"
        " AND p.name IN (SELECT value FROM json_each(?)) ORDER BY h.id",
        (village_id, json.dumps(list(names))),
    )
    return tuple(HeadFacts(*row) for row in rows)
