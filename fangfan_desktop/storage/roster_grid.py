"""The roster (花名册) as a grid has it: rows as tuples, read in bulk, few of them by their keys.

A row's values follow the columns of the grid; behind them stands what the checks need to know of
other rows.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.registry_facts import chosen

Row = tuple[Value, ...]

HOUSEHOLD_TAIL = 1  # values behind the columns of 农户: people of the household
PERSON_TAIL = 3  # of 家庭成员: household, ID number that others have too, who has it
_FEW = 5000  # rows, up to which equal numbers are looked up one by one
_HOUSEHOLD_SQL: Mapping[str, str] = {
    "village": "v.name",
    "group": "g.name",
    "head_name": "head.name",
    "head_id_number": "head.id_number",
}
_ELSEWHERE = frozenset(
    {"category", "identified_on", "is_cleared", "cleared_on", "income_per_capita"}
)
_HEAD = (
    " LEFT JOIN person AS head ON head.household_id = h.id AND head.relation = '户主'"
    " AND head.left_on IS NULL"
)


def household_rows(
    connection: Connection, keys: Sequence[str], household_ids: Collection[int] | None
) -> dict[int, list[Value]]:
    """Present households: the values of `keys`, then the number of people.

    What comes from identifications and incomes is None here.
    """
    where, bound = chosen("h.id", household_ids)
    names = ", ".join(
        "NULL" if key in _ELSEWHERE else _HOUSEHOLD_SQL.get(key, f'h."{key}"') for key in keys
    )
    rows = connection.exec_driver_sql(
        f"SELECT h.id, {names}, (SELECT count(*) FROM person AS p WHERE p.household_id = h.id"
        " AND p.left_on IS NULL) FROM household AS h JOIN village AS v ON v.id = h.village_id"
        f" LEFT JOIN village_group AS g ON g.id = h.group_id{_HEAD}"
        f" WHERE h.left_on IS NULL AND {where}",
        bound,
    )
    return {row[0]: list(row[1:]) for row in rows.all()}


def people_of(
    connection: Connection, keys: Sequence[str], household_ids: Collection[int] | None
) -> dict[int, list[Any]]:
    """Present people by household, the head first: id, household, then the values of `keys`."""
    where, bound = chosen("p.household_id", household_ids)
    return _people(connection, keys, where, bound)


def people_by_id(
    connection: Connection, keys: Sequence[str], person_ids: Collection[int]
) -> dict[int, list[Any]]:
    """Present people with these ids, by household."""
    where, bound = chosen("p.id", person_ids)
    return _people(connection, keys, where, bound)


def _people(
    connection: Connection, keys: Sequence[str], where: str, bound: tuple[str, ...]
) -> dict[int, list[Any]]:
    names = ", ".join(
        f"replace(p.\"{key}\", ',', '、')" if key == "health" else f'p."{key}"' for key in keys
    )
    rows = connection.exec_driver_sql(
        f"SELECT p.id, p.household_id, {names} FROM person AS p"
        f" WHERE p.left_on IS NULL AND {where}"
        " ORDER BY p.household_id, p.relation <> '户主', p.position, p.id",
        bound,
    )
    found: dict[int, list[Any]] = defaultdict(list)
    known: dict[Any, Any] = {}
    once = known.setdefault  # 壮族 is one text in memory and not 80,000
    for row in rows:
        found[row[1]].append([once(value, value) for value in row])
    return found


def household_places(
    connection: Connection, household_ids: Collection[int] | None
) -> dict[int, Row]:
    """Village, code and head of present households."""
    where, bound = chosen("h.id", household_ids)
    rows = connection.exec_driver_sql(
        "SELECT h.id, v.name, h.code, head.name FROM household AS h"
        f" JOIN village AS v ON v.id = h.village_id{_HEAD} WHERE h.left_on IS NULL AND {where}",
        bound,
    )
    return {row[0]: tuple(row[1:]) for row in rows.all()}


def equal_numbers(
    connection: Connection, numbers: Collection[str] | None
) -> dict[str, list[tuple[int, str]]]:
    """ID numbers that several present people have: person and who it is, by number.

    `numbers` are those to look at, None for all. Numbers that only stand for one yet to be given
    (999999…) are left out.
    """
    where, bound = "1", ()
    if numbers is not None and len(numbers) <= _FEW:
        where, bound = _chosen_texts("id_number", numbers)
    rows = connection.exec_driver_sql(
        "SELECT p.id_number, p.id, v.name || h.code || '户的' || p.name FROM person AS p"
        " JOIN household AS h ON h.id = p.household_id JOIN village AS v ON v.id = h.village_id"
        " WHERE p.left_on IS NULL AND p.id_number IN (SELECT id_number FROM person"
        f" WHERE left_on IS NULL AND id_number NOT LIKE '999999%' AND {where}"
        " GROUP BY id_number HAVING count(*) > 1) ORDER BY p.id",
        bound,
    )
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, person_id, words in rows.all():
        found[number].append((person_id, words))
    return found


def people_with_numbers(connection: Connection, numbers: Collection[str]) -> set[int]:
    """Present people who have one of these ID numbers."""
    where, bound = _chosen_texts("id_number", numbers)
    rows = connection.exec_driver_sql(
        f"SELECT id FROM person WHERE left_on IS NULL AND {where}", bound
    )
    return {row[0] for row in rows}


def owners_of_codes(connection: Connection, codes: Collection[str]) -> dict[str, int]:
    """Households, those that left too, that have one of these codes (户编号)."""
    where, bound = _chosen_texts("code", codes)
    rows = connection.exec_driver_sql(f"SELECT code, id FROM household WHERE {where}", bound)
    return {row[0]: row[1] for row in rows}


def drop_empty_incomes(connection: Connection, income_ids: Collection[int]) -> None:
    """Delete those of the incomes that hold nothing any more."""
    where, bound = chosen("id", income_ids)
    amounts = (
        "wages_fen", "business_fen", "property_fen", "transfer_fen", "business_cost_fen",
        "claims_fen", "medical_self_paid_fen", "per_capita_fen",
    )  # fmt: skip
    empty = " AND ".join(f"{amount} IS NULL" for amount in amounts)
    connection.exec_driver_sql(f"DELETE FROM income WHERE {where} AND {empty}", bound)


def touched_households(connection: Connection, changes: Changes) -> set[int] | None:
    """Households whose rows of the roster may show a change; None where that cannot be told."""
    found: set[int] = set(changes.ids("household") or ())
    if changes.touches("village", "village_group", "campaign") or _is_many(changes, "household"):
        return None
    for table in ("person", "income", "identification"):
        ids = changes.ids(table)
        if ids is None:
            return None
        where, bound = chosen("id", ids)
        rows = connection.exec_driver_sql(
            f"SELECT id, household_id FROM {table} WHERE {where}", bound
        ).all()
        if len(rows) < len(ids):
            return None  # a row is gone, and its household with it
        found |= {row[1] for row in rows}
    return found


def households_of_village(
    connection: Connection, household_ids: Collection[int], village_id: int
) -> set[int]:
    """Those of the households that are of the village."""
    where, bound = chosen("id", household_ids)
    rows = connection.exec_driver_sql(
        f"SELECT id FROM household WHERE village_id = {int(village_id)} AND {where}", bound
    )
    return {row[0] for row in rows}


def _is_many(changes: Changes, table: str) -> bool:
    return changes.ids(table) is None


def _chosen_texts(column: str, texts: Collection[str]) -> tuple[str, tuple[str, ...]]:
    return f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(sorted(texts)),)
