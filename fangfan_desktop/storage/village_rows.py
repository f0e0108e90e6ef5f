"""Rows of village forms: one a village by themselves, more where a clerk adds them."""

from collections.abc import Mapping

from sqlalchemy import Connection

from fangfan_desktop.forms.form import Subject, Value
from fangfan_desktop.storage.household_forms import (
    CampaignBasis,
    CheckedRow,
    FormRow,
    NewRow,
    check_values,
    computed,
    insert_rows,
    open_bases,
    own_rows,
    read_rows,
    write_rows,
)
from fangfan_desktop.storage.registry_columns import copied_keys, village_values
from fangfan_desktop.storage.untouched import untouched_sql


def merged(
    basis: CampaignBasis,
    row: FormRow,
    suggested: Mapping[str, Value],
    copied: Mapping[str, Value],
) -> tuple[Value, ...]:
    """The row with empty cells filled by suggestions and the registry's columns copied."""
    values = [
        copied[key] if key in copied else (suggested.get(key) if value is None else value)
        for key, value in zip(basis.checker.keys, row.values, strict=True)
    ]
    return tuple(computed(basis, values))


def fill_villages(connection: Connection, basis: CampaignBasis) -> int:
    """Copy the names of the villages, and add a row for each that has none; returns how many."""
    known = village_values(connection)
    keys = set(copied_keys(basis.form))
    rows = read_rows(connection, basis)
    changed: dict[int, CheckedRow] = {}
    for row in rows:
        copied = {key: value for key, value in known[row.village_id].items() if key in keys}
        values = merged(basis, row, {}, copied)
        if values != row.values:
            changed[row.id] = check_values(basis, values)
    write_rows(connection, basis, changed)
    there = {row.village_id for row in rows}
    added = [
        village_row(basis, village_id, 1, known[village_id])
        for village_id in known
        if village_id not in there
    ]
    insert_rows(connection, basis, added)
    return len(added)


def village_row(
    basis: CampaignBasis, village_id: int, position: int, known: Mapping[str, Value]
) -> NewRow:
    """A new row of a village form; `known` is what `village_values` says of the village."""
    keys = set(copied_keys(basis.form))
    values = [known.get(key) if key in keys else None for key in basis.form.value_keys]
    return NewRow(None, village_id, position, check_values(basis, computed(basis, values)))


def remove_untouched(connection: Connection, village_id: int) -> None:
    """Take a village's rows that nobody has begun out of the village forms of open campaigns."""
    for basis in open_bases(connection):
        if basis.form.subject is Subject.VILLAGE:
            connection.exec_driver_sql(
                f"DELETE FROM {basis.table.name} AS f WHERE {own_rows(basis)}"
                f" AND f.village_id = ? AND {untouched_sql(basis)}",
                (village_id,),
            )
