"""Answers of a form taken into the registry: which columns they belong to, compared and written."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage.registry_facts import chosen

INCOME = "income_per_capita"
# field key → column of the household that says the same
_HOUSEHOLD_COLUMNS = {
    "housing_safe": "housing_safe",
    "water_safe": "water_safe",
    "on_dibao": "on_dibao",
    "scattered_tekun": "scattered_tekun",
    "elderly_apart": "elderly_apart",
    "relocated": "relocated",
    "phone": "phone",
}
# what forms are prefilled with: where the household has none, its head's
_PHONE = (
    "coalesce(phone, (SELECT p.phone FROM person p WHERE p.household_id = household.id"
    " AND p.relation = '户主' AND p.left_on IS NULL))"
)
UPDATABLE = frozenset({*_HOUSEHOLD_COLUMNS, INCOME})


class IncomeHeld(NamedTuple):
    """The income a head of a period: what is declared, and whether parts stand behind it."""

    per_capita_fen: int | None
    has_parts: bool


def held_values(
    connection: Connection, keys: Iterable[str], household_ids: Collection[int]
) -> dict[int, dict[str, Value]]:
    """Present households → key → what the registry holds now; income left out."""
    wanted = [key for key in keys if key in _HOUSEHOLD_COLUMNS]
    where, bound = chosen("id", household_ids)
    columns = "".join(
        f", {_PHONE if key == 'phone' else _HOUSEHOLD_COLUMNS[key]}" for key in wanted
    )
    rows = connection.exec_driver_sql(
        f"SELECT id{columns} FROM household WHERE left_on IS NULL AND {where}", bound
    )
    return {row[0]: dict(zip(wanted, row[1:], strict=True)) for row in rows.all()}


def held_incomes(
    connection: Connection, period: tuple[date, date], household_ids: Collection[int]
) -> dict[int, IncomeHeld]:
    """Households that have an income of exactly that period."""
    where, bound = chosen("household_id", household_ids)
    rows = connection.exec_driver_sql(
        "SELECT household_id, per_capita_fen, coalesce(wages_fen, business_fen, property_fen,"
        " transfer_fen, business_cost_fen) IS NOT NULL FROM income"
        f" WHERE period_from = ? AND period_to = ? AND {where}",
        (*(day.isoformat() for day in period), *bound),
    )
    return {row[0]: IncomeHeld(row[1], bool(row[2])) for row in rows.all()}


def write_held(connection: Connection, key: str, values: Mapping[int, Value]) -> None:
    """Write one column of households: household → value."""
    connection.exec_driver_sql(
        f"UPDATE household SET {_HOUSEHOLD_COLUMNS[key]} = ? WHERE id = ?",
        [(value, household_id) for household_id, value in values.items()],
    )


def write_incomes(
    connection: Connection, period: tuple[date, date], values: Mapping[int, Value]
) -> None:
    """Declare the income a head (fen) of a period: household → value."""
    first, last = (day.isoformat() for day in period)
    connection.exec_driver_sql(
        "INSERT INTO income (household_id, period_from, period_to, per_capita_fen)"
        " VALUES (?, ?, ?, ?) ON CONFLICT (household_id, period_from, period_to)"
        " DO UPDATE SET per_capita_fen = excluded.per_capita_fen, is_period_assumed = NULL",
        [(household_id, first, last, value) for household_id, value in values.items()],
    )
