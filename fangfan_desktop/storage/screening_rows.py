"""Keeps the rows of 附件1 of open campaigns in step with the registry.

Every use case that changes the registry calls `refresh_rows` at the end of its action, so that the
rows belong to the same step of history.
"""

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection

from fangfan_desktop.forms.form import Source, Value
from fangfan_desktop.storage.database import UnitOfWork
from fangfan_desktop.storage.household_forms import (
    CampaignBasis,
    CheckedRow,
    FormRow,
    RowChoice,
    check_values,
    computed,
    insert_rows,
    open_bases,
    read_rows,
    value_column,
    write_rows,
)
from fangfan_desktop.storage.registry_facts import (
    REGISTRY_KEYS,
    REGISTRY_SQL,
    SCOPES,
    RegistryRow,
    chosen,
    suggestions,
)

Progress = Callable[[int, int, str], None]
_CHUNK = 500


def refresh_rows(unit: UnitOfWork, household_ids: Collection[int] | None = None) -> None:
    """Bring the rows of open campaigns in step with the registry.

    Adds rows for households that came into a campaign's scope, copies group, head, population and
    户属性 anew, fills empty suggested cells of rows that nobody has begun, and takes away rows that
    nobody has begun where the household left. What a clerk answered is never changed.

    Args:
        unit: the action in hand; pending changes are flushed first.
        household_ids: households that changed; None for all.
    """
    unit.session.flush()
    if household_ids is not None and not household_ids:
        return
    for basis in open_bases(unit.connection):
        _refresh(unit.connection, basis, household_ids)


def refresh_campaign(unit: UnitOfWork, campaign_id: int) -> None:
    """Bring all rows of one campaign in step, as when it is opened again."""
    for basis in open_bases(unit.connection):
        if basis.id == campaign_id:
            _refresh(unit.connection, basis, None)


def kept_rows(unit: UnitOfWork, household_id: int) -> int:
    """Rows of 附件1 that keep the household from being removed.

    Those that a clerk has begun, and all of closed campaigns, whose rows never change any more.
    What the registry filled in beforehand is no clerk's work.
    """
    connection = unit.connection
    counted = "SELECT count(*) FROM household_form AS f WHERE f.household_id = ?"
    closed = connection.exec_driver_sql(
        f"{counted} AND f.campaign_id IN (SELECT id FROM campaign WHERE state = 'closed')",
        (household_id,),
    ).scalar_one()
    begun = [
        connection.exec_driver_sql(
            f"{counted} AND f.campaign_id = ? AND NOT {untouched_sql(basis)}",
            (household_id, basis.id),
        ).scalar_one()
        for basis in open_bases(connection)
    ]
    return closed + sum(begun)


def _refresh(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int] | None
) -> None:
    _remove_rows(connection, basis, household_ids)
    _update_rows(connection, basis, household_ids)
    add_rows(connection, basis, household_ids)


def add_rows(
    connection: Connection,
    basis: CampaignBasis,
    household_ids: Collection[int] | None,
    progress: Progress | None = None,
) -> int:
    """Add prefilled rows for households in scope that have none; returns how many were added."""
    where, bound = chosen("h.id", household_ids)
    rows = connection.exec_driver_sql(
        f"{REGISTRY_SQL} WHERE {SCOPES[basis.scope]} AND {where} AND NOT EXISTS (SELECT 1 FROM"
        " household_form f WHERE f.campaign_id = ? AND f.household_id = h.id)"
        " ORDER BY h.village_id, g.position IS NULL, g.position, g.id, h.id",
        (*bound, basis.id),
    ).all()
    if not rows:
        return 0
    missing = [RegistryRow(*row[:6]) for row in rows]
    ids = None if household_ids is None else [row.household_id for row in missing]
    known = suggestions(connection, basis, ids)
    places = Counter(_last_places(connection, basis))
    added: list[tuple[int, int, int, CheckedRow]] = []
    for done, row in enumerate(missing):
        if progress is not None and done % _CHUNK == 0:
            progress(done, len(missing), "预填到户排查表")
        places[row.village_id] += 1
        given = known[row.household_id] | _copied(row)
        values = [given.get(key) for key in basis.form.value_keys]
        checked = check_values(basis, computed(basis, values))
        added.append((row.household_id, row.village_id, places[row.village_id], checked))
    insert_rows(connection, basis, added)
    return len(added)


def _last_places(connection: Connection, basis: CampaignBasis) -> dict[int, int]:
    rows = connection.exec_driver_sql(
        "SELECT village_id, max(position) FROM household_form WHERE campaign_id = ?"
        " GROUP BY village_id",
        (basis.id,),
    )
    return {row[0]: row[1] for row in rows.all()}


def _copied(row: RegistryRow) -> dict[str, Value]:
    return {
        "group": row.group,
        "head_name": row.head_name,
        "population": row.population,
        "household_type": row.household_type,
    }


def untouched_sql(basis: CampaignBasis) -> str:
    """SQL that is true for a row in which nobody has answered anything of their own."""
    columns = [field.key for field in basis.form.fields if field.source is Source.TYPED]
    tests = [_is_empty(key) for key in (*columns, *basis.form.note_keys)]
    return "(" + " AND ".join(tests) + ")"


def _is_empty(key: str) -> str:
    return f"{value_column(key)} IS NULL"


def _remove_rows(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int] | None
) -> None:
    where, bound = chosen("f.household_id", household_ids)
    connection.exec_driver_sql(
        "DELETE FROM household_form AS f WHERE f.campaign_id = ?"
        f" AND {where} AND {untouched_sql(basis)} AND NOT EXISTS (SELECT 1 FROM household h"
        f" WHERE h.id = f.household_id AND {SCOPES[basis.scope]})",
        (basis.id, *bound),
    )


def _update_rows(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int] | None
) -> None:
    moved = _changed_rows(connection, basis, household_ids)
    fresh = _begun_by_nobody(connection, basis, household_ids)
    ids = moved.keys() | fresh.keys()
    if not ids:
        return
    rows = read_rows(connection, basis, RowChoice(row_ids=ids))
    households = [row.household_id for row in rows if row.id in fresh]
    known = suggestions(connection, basis, households) if households else {}
    changed: dict[int, CheckedRow] = {}
    for row in rows:
        given: dict[str, Value] = dict(known.get(row.household_id, {}))
        values = _merged(basis, row, given, moved.get(row.id))
        if values != row.values:
            changed[row.id] = check_values(basis, values)
    write_rows(connection, basis, changed)
    _move_villages(connection, basis, {row.id: moved[row.id] for row in rows if row.id in moved})


def _merged(
    basis: CampaignBasis, row: FormRow, suggested: dict[str, Value], registry: RegistryRow | None
) -> tuple[Value, ...]:
    """The row with empty cells filled by suggestions and the registry's columns copied."""
    copied = {} if registry is None else _copied(registry)
    values = [
        copied[key] if key in copied else (suggested.get(key) if value is None else value)
        for key, value in zip(basis.form.value_keys, row.values, strict=True)
    ]
    return tuple(computed(basis, values))


def _changed_rows(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int] | None
) -> dict[int, RegistryRow]:
    """Rows of present households whose copied columns differ from the registry: row id → new."""
    where, bound = chosen("h.id", household_ids)
    differs = " OR ".join(
        f'f."{ours}" IS NOT r.{theirs}'
        for ours, theirs in (
            ("village_id", "village_id"),
            ("group", "group_name"),
            *((key, key) for key in REGISTRY_KEYS[1:]),
        )
    )
    rows: list[Any] = list(
        connection.exec_driver_sql(
            f"WITH r AS ({REGISTRY_SQL} WHERE h.left_on IS NULL AND {where})"
            " SELECT f.id, r.* FROM r JOIN household_form f ON f.campaign_id = ?"
            f" AND f.household_id = r.household_id WHERE {differs}",
            (*bound, basis.id),
        ).all()
    )
    return {row[0]: RegistryRow(*row[1:7]) for row in rows}


def _begun_by_nobody(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int] | None
) -> dict[int, int]:
    """Rows without an answer of a clerk that have empty suggested cells: row id → household."""
    suggested = [field.key for field in basis.form.fields if field.source is Source.PREFILLED]
    if not suggested:
        return {}
    where, bound = chosen("f.household_id", household_ids)
    empty = " OR ".join(_is_empty(key) for key in suggested)
    rows = connection.exec_driver_sql(
        "SELECT f.id, f.household_id FROM household_form f JOIN household h"
        " ON h.id = f.household_id AND h.left_on IS NULL WHERE f.campaign_id = ?"
        f" AND {where} AND {untouched_sql(basis)} AND ({empty})",
        (basis.id, *bound),
    )
    return {row[0]: row[1] for row in rows.all()}


def _move_villages(
    connection: Connection, basis: CampaignBasis, moved: dict[int, RegistryRow]
) -> None:
    """Put the rows of households that changed village at the end of their new one."""
    for row_id, registry in moved.items():
        connection.exec_driver_sql(
            "UPDATE household_form SET village_id = ?, position = (SELECT coalesce(max(position),"
            " 0) + 1 FROM household_form WHERE campaign_id = ? AND village_id = ?)"
            " WHERE id = ? AND village_id <> ?",
            (registry.village_id, basis.id, registry.village_id, row_id, registry.village_id),
        )
