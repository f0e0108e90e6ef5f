"""Keeps the rows of forms of open campaigns in step with the registry.

Every use case that changes the registry calls `refresh_rows` at the end of its action, so that the
rows belong to the same step of history.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from fangfan_desktop.forms.form import Source, Subject, Value
from fangfan_desktop.storage.cases import open_missing_cases
from fangfan_desktop.storage.database import UnitOfWork
from fangfan_desktop.storage.household_forms import (
    CampaignBasis,
    CheckedRow,
    NewRow,
    RowChoice,
    campaign_bases,
    check_values,
    computed,
    insert_rows,
    open_bases,
    own_rows,
    read_rows,
    write_rows,
)
from fangfan_desktop.storage.registry_columns import (
    copied_keys,
    registry_values,
    suggested_values,
    village_values,
)
from fangfan_desktop.storage.registry_facts import SCOPES, chosen, registry_answers
from fangfan_desktop.storage.untouched import is_empty, untouched_sql
from fangfan_desktop.storage.village_rows import fill_villages, merged, village_row

Progress = Callable[[int, int, str], None]
_CHUNK = 500
_Known = Mapping[int, Mapping[str, Value]]
# what the registry answers by first day and income period: worked out once for all forms
_Memo = dict[tuple[date, date, date], _Known]


def refresh_rows(unit: UnitOfWork, household_ids: Collection[int] | None = None) -> None:
    """Bring what follows from the registry in step with it: cases, and rows of open campaigns.

    Gives each identification that has none its case, for whoever added it past the case pages
    (the roster's import and grid, the household's page).

    Adds rows for households that came into a form's scope, copies the registry's columns (组, 户主,
    人口, 户属性 …) anew, fills empty suggested cells of rows that nobody has begun, and takes away
    rows that nobody has begun where the household left the scope. What a clerk answered is never
    changed.

    Args:
        unit: the action in hand; pending changes are flushed first.
        household_ids: households that changed; None for all.
    """
    unit.session.flush()
    if household_ids is not None and not household_ids:
        return
    open_missing_cases(unit.connection)
    memo: _Memo = {}
    for basis in open_bases(unit.connection):
        _refresh(unit.connection, basis, household_ids, memo)


def refresh_campaign(unit: UnitOfWork, campaign_id: int) -> None:
    """Bring all rows of one open campaign in step, as when it is opened again."""
    unit.session.flush()
    memo: _Memo = {}
    for basis in campaign_bases(unit.connection, campaign_id):
        if basis.state == "open":
            _refresh(unit.connection, basis, None, memo)


def refresh_villages(unit: UnitOfWork) -> None:
    """Bring the village forms of open campaigns in step after a village came or was renamed."""
    unit.session.flush()
    for basis in open_bases(unit.connection):
        if basis.form.subject is Subject.VILLAGE:
            fill_villages(unit.connection, basis)


def refresh_township(unit: UnitOfWork) -> None:
    """Bring the forms that copy the township's name in step after it was changed."""
    unit.session.flush()
    for basis in open_bases(unit.connection):
        if "township" in copied_keys(basis.form):
            _refresh(unit.connection, basis, None, {})


def kept_rows(unit: UnitOfWork, household_id: int) -> int:
    """Rows of forms that keep the household from being removed.

    Those that a clerk has begun, and all of closed campaigns, whose rows never change any more.
    What the registry filled in beforehand is no clerk's work.
    """
    connection = unit.connection
    closed = [
        connection.exec_driver_sql(
            f"SELECT count(*) FROM {table} AS f WHERE f.household_id = ?"
            " AND f.campaign_id IN (SELECT id FROM campaign WHERE state = 'closed')",
            (household_id,),
        ).scalar_one()
        for table in ("household_form", "further_form")
    ]
    begun = [
        connection.exec_driver_sql(
            f"SELECT count(*) FROM {basis.table.name} AS f WHERE f.household_id = ?"
            f" AND {own_rows(basis)} AND NOT {untouched_sql(basis)}",
            (household_id,),
        ).scalar_one()
        for basis in open_bases(connection)
    ]
    return sum(closed) + sum(begun)


def _refresh(
    connection: Connection,
    basis: CampaignBasis,
    household_ids: Collection[int] | None,
    memo: _Memo,
) -> None:
    if basis.form.subject is Subject.VILLAGE:
        if household_ids is None:
            fill_villages(connection, basis)
        return
    _remove_rows(connection, basis, household_ids)
    _update_rows(connection, basis, household_ids, memo)
    add_rows(connection, basis, household_ids)


def add_rows(
    connection: Connection,
    basis: CampaignBasis,
    household_ids: Collection[int] | None,
    progress: Progress | None = None,
) -> int:
    """Add prefilled rows for what the form is about and has none; returns how many were added."""
    if basis.form.subject is Subject.VILLAGE:
        return fill_villages(connection, basis)
    where, bound = chosen("h.id", household_ids)
    return _add(connection, basis, f"{_in_scope(basis)} AND {where}", bound, progress)


def _in_scope(basis: CampaignBasis) -> str:
    return f"{SCOPES[basis.scope]} AND {SCOPES[basis.form.scope]}"


def proposed_rows(connection: Connection, basis: CampaignBasis) -> list[NewRow]:
    """The prefilled rows that a form would have, nothing written: a table to fill in by hand."""
    if basis.form.subject is Subject.VILLAGE:
        known = village_values(connection)
        return [village_row(basis, village, 1, values) for village, values in known.items()]
    return _new_rows(connection, basis, _in_scope(basis), (), None)


def households_of(connection: Connection, basis: CampaignBasis) -> set[int]:
    """Households that have a row in the form."""
    rows = connection.exec_driver_sql(
        f"SELECT f.household_id FROM {basis.table.name} f WHERE {own_rows(basis)}"
    )
    return {row[0] for row in rows}


def villages_of(connection: Connection) -> dict[int, int]:
    """Present households → their village."""
    rows = connection.exec_driver_sql("SELECT id, village_id FROM household WHERE left_on IS NULL")
    return {row[0]: row[1] for row in rows}


def add_chosen(connection: Connection, basis: CampaignBasis, household_ids: Collection[int]) -> int:
    """Add prefilled rows for these households, whatever the form's scope; see `add_rows`."""
    where, bound = chosen("h.id", household_ids)
    return _add(connection, basis, f"h.left_on IS NULL AND {where}", bound, None)


def _add(
    connection: Connection,
    basis: CampaignBasis,
    condition: str,
    bound: tuple[str, ...],
    progress: Progress | None,
) -> int:
    added = _new_rows(connection, basis, condition, bound, progress)
    insert_rows(connection, basis, added)
    return len(added)


def _new_rows(
    connection: Connection,
    basis: CampaignBasis,
    condition: str,
    bound: tuple[str, ...],
    progress: Progress | None,
) -> list[NewRow]:
    missing = connection.exec_driver_sql(
        "SELECT h.id, h.village_id FROM household h LEFT JOIN village_group g ON g.id = h.group_id"
        f" WHERE {condition} AND NOT EXISTS (SELECT 1 FROM {basis.table.name} f"
        f" WHERE {own_rows(basis)} AND f.household_id = h.id)"
        " ORDER BY h.village_id, g.position IS NULL, g.position, g.id, h.id",
        bound,
    ).all()
    if not missing:
        return []
    is_whole = len(missing) > _CHUNK
    ids = None if is_whole else [row[0] for row in missing]
    suggested = suggested_values(connection, basis, ids)
    copied = registry_values(connection, copied_keys(basis.form), ids)
    places = Counter(_last_places(connection, basis))
    added: list[NewRow] = []
    for done, (household_id, village_id) in enumerate(missing):
        if progress is not None and done % _CHUNK == 0:
            progress(done, len(missing), f"预填{basis.form.name}")
        places[village_id] += 1
        given = {**suggested.get(household_id, {}), **copied[household_id]}
        values = [given.get(key) for key in basis.form.value_keys]
        checked = check_values(basis, computed(basis, values))
        added.append(NewRow(household_id, village_id, places[village_id], checked))
    return added


def _last_places(connection: Connection, basis: CampaignBasis) -> dict[int, int]:
    rows = connection.exec_driver_sql(
        f"SELECT village_id, max(position) FROM {basis.table.name} f WHERE {own_rows(basis)}"
        " GROUP BY village_id"
    )
    return {row[0]: row[1] for row in rows.all()}


def _remove_rows(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int] | None
) -> None:
    where, bound = chosen("f.household_id", household_ids)
    # whom the clerk chose stays, whatever it is that the campaign is about
    scope = SCOPES["all"] if basis.form.scope == "chosen" else _in_scope(basis)
    connection.exec_driver_sql(
        f"DELETE FROM {basis.table.name} AS f WHERE {own_rows(basis)}"
        f" AND {where} AND {untouched_sql(basis)} AND NOT EXISTS (SELECT 1 FROM household h"
        f" WHERE h.id = f.household_id AND {scope})",
        bound,
    )


def _update_rows(
    connection: Connection,
    basis: CampaignBasis,
    household_ids: Collection[int] | None,
    memo: _Memo,
) -> None:
    moved = _changed_rows(connection, basis, household_ids)
    fresh = _begun_by_nobody(connection, basis, household_ids)
    ids = moved.keys() | fresh.keys()
    if not ids:
        return
    rows = read_rows(connection, basis, RowChoice(row_ids=ids))
    households = [row.household_id for row in rows if row.id in fresh]
    known = _suggested(connection, basis, households, memo)
    changed: dict[int, CheckedRow] = {}
    for row in rows:
        copied: Mapping[str, Value] = moved[row.id].values if row.id in moved else {}
        values = merged(basis, row, known.get(row.household_id, {}), copied)
        if values != row.values:
            changed[row.id] = check_values(basis, values)
    write_rows(connection, basis, changed)
    _move_villages(connection, basis, moved)


def _suggested(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int], memo: _Memo
) -> _Known:
    if not household_ids:
        return {}
    if len(household_ids) <= _CHUNK:
        return suggested_values(connection, basis, household_ids)
    when = (basis.starts_on, basis.income_from, basis.income_to)
    if when not in memo:
        memo[when] = registry_answers(connection, basis, None)
    return suggested_values(connection, basis, None, memo[when])


class _Moved(NamedTuple):
    """What the registry says now of a row that says something else."""

    village_id: int
    values: Mapping[str, Value]


def _changed_rows(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int] | None
) -> dict[int, _Moved]:
    """Rows of present households whose copied columns or village differ from the registry."""
    keys = copied_keys(basis.form)
    where, bound = chosen("h.id", household_ids)
    real = [key if key in basis.table.real else None for key in keys]
    columns = "".join(f', f."{key}"' if key else ", NULL" for key in real)
    rows = connection.exec_driver_sql(
        f"SELECT f.id, f.household_id, f.village_id, h.village_id, f.{basis.table.others}{columns}"
        f" FROM household h JOIN {basis.table.name} f ON f.household_id = h.id"
        f" WHERE +{own_rows(basis)} AND h.left_on IS NULL AND {where}",
        bound,
    ).all()
    now = registry_values(connection, keys, household_ids) if rows else {}
    moved: dict[int, _Moved] = {}
    for row_id, household_id, village_id, new_village, others, *held in rows:
        known: dict[str, Value] = json.loads(others) if others and None in real else {}
        before = [
            value if key in basis.table.real else known.get(key)
            for key, value in zip(keys, held, strict=True)
        ]
        if village_id != new_village or before != list(now[household_id].values()):
            moved[row_id] = _Moved(new_village, now[household_id])
    return moved


def _begun_by_nobody(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int] | None
) -> dict[int, int]:
    """Rows without an answer of a clerk that have empty suggested cells: row id → household."""
    suggested = [field.key for field in basis.form.fields if field.source is Source.PREFILLED]
    if not suggested:
        return {}
    where, bound = chosen("f.household_id", household_ids)
    empty = " OR ".join(is_empty(basis, key) for key in suggested)
    rows = connection.exec_driver_sql(
        f"SELECT f.id, f.household_id FROM {basis.table.name} f JOIN household h"
        f" ON h.id = f.household_id AND h.left_on IS NULL WHERE {own_rows(basis)}"
        f" AND {where} AND {untouched_sql(basis)} AND ({empty})",
        bound,
    )
    return {row[0]: row[1] for row in rows.all()}


def _move_villages(
    connection: Connection, basis: CampaignBasis, moved: Mapping[int, _Moved]
) -> None:
    """Put the rows of households that changed village at the end of their new one."""
    table = basis.table.name
    for row_id, registry in moved.items():
        connection.exec_driver_sql(
            f"UPDATE {table} SET village_id = ?, position = (SELECT coalesce(max(f.position),"
            f" 0) + 1 FROM {table} f WHERE {own_rows(basis)} AND f.village_id = ?)"
            " WHERE id = ? AND village_id <> ?",
            (registry.village_id, registry.village_id, row_id, registry.village_id),
        )
