"""Second keyings (二次录入) in the database: answers by household, as JSON by field key."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage.household_forms import CampaignBasis, compact, own_rows
from fangfan_desktop.storage.registry_facts import chosen


class Keying(NamedTuple):
    """What was keyed for a household: key → value, None where the paper is empty there."""

    answers: Mapping[str, Value]
    is_settled: bool


def read_keyings(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int] | None = None
) -> dict[int, Keying]:
    """Household → what was keyed a second time; all of the form where None."""
    where, bound = chosen("household_id", household_ids)
    rows = connection.exec_driver_sql(
        "SELECT household_id, answers, is_settled FROM second_keying"
        f" WHERE campaign_id = ? AND form_key = ? AND {where}",
        (basis.id, basis.form_key, *bound),
    )
    return {row[0]: Keying(json.loads(row[1]), bool(row[2])) for row in rows.all()}


def count_keyed(connection: Connection, basis: CampaignBasis) -> dict[int, int]:
    """Village → households of the form that were keyed a second time, at least one cell."""
    rows = connection.exec_driver_sql(
        f"SELECT f.village_id, count(*) FROM second_keying k JOIN {basis.table.name} f"
        f" ON f.household_id = k.household_id AND {own_rows(basis)}"
        " WHERE k.campaign_id = ? AND k.form_key = ? GROUP BY f.village_id",
        (basis.id, basis.form_key),
    )
    return {row[0]: row[1] for row in rows.all()}


def write_keyings(
    connection: Connection, basis: CampaignBasis, keyings: Mapping[int, Keying]
) -> None:
    """Keep what was keyed: household → all of its answers."""
    if not keyings:
        return
    connection.exec_driver_sql(
        "INSERT INTO second_keying (campaign_id, form_key, household_id, answers, is_settled)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (campaign_id, form_key, household_id)"
        " DO UPDATE SET answers = excluded.answers, is_settled = excluded.is_settled",
        [
            (
                basis.id,
                basis.form_key,
                household_id,
                compact(dict(keying.answers)),
                int(keying.is_settled),
            )
            for household_id, keying in keyings.items()
        ],
    )


def delete_keyings(
    connection: Connection, basis: CampaignBasis, household_ids: Iterable[int]
) -> None:
    """Forget what was keyed a second time for these households."""
    connection.exec_driver_sql(
        "DELETE FROM second_keying WHERE campaign_id = ? AND form_key = ?"
        " AND household_id IN (SELECT value FROM json_each(?))",
        (basis.id, basis.form_key, json.dumps(list(household_ids))),
    )
