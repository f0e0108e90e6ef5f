"""What a household answered in the campaign before, and who its people are."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from fangfan_desktop.forms.form import Value
from fangfan_desktop.storage.household_forms import CampaignBasis, RowChoice, read_basis, read_rows


def previous_row(
    connection: Connection, basis: CampaignBasis, household_id: int
) -> tuple[CampaignBasis, dict[str, Value]] | None:
    """The household's answers to this form in the latest earlier campaign, by key."""
    has_key = "1" if basis.table.real else f"f.form_key = '{basis.form_key}'"
    found = connection.exec_driver_sql(
        f"SELECT f.campaign_id FROM {basis.table.name} f JOIN campaign c ON c.id = f.campaign_id"
        f" WHERE f.household_id = ? AND {has_key} AND c.id <> ? AND (c.starts_on < ?"
        " OR (c.starts_on = ? AND c.id < ?)) ORDER BY c.starts_on DESC, c.id DESC LIMIT 1",
        (
            household_id,
            basis.id,
            basis.starts_on.isoformat(),
            basis.starts_on.isoformat(),
            basis.id,
        ),
    ).first()
    if found is None:
        return None
    earlier = read_basis(connection, found[0], basis.form_key)
    rows = read_rows(connection, earlier, RowChoice(household_ids=[household_id]))
    return earlier, dict(zip(earlier.form.value_keys, rows[0].values, strict=True))


def people_rows(connection: Connection, household_id: int) -> Sequence[Any]:
    """Present people: name, relation, born_on, labour, school_state, work_months, health."""
    return connection.exec_driver_sql(
        "SELECT name, relation, born_on, labour, school_state, work_months, health FROM person"
        " WHERE household_id = ? AND left_on IS NULL"
        " ORDER BY relation <> '户主', position, id",
        (household_id,),
    ).all()


def household_heading(connection: Connection, household_id: int) -> Sequence[Any] | None:
    """Code, village and telephone of a household."""
    return connection.exec_driver_sql(
        "SELECT h.code, v.name, h.phone, g.name FROM household h"
        " JOIN village v ON v.id = h.village_id LEFT JOIN village_group g ON g.id = h.group_id"
        " WHERE h.id = ?",
        (household_id,),
    ).first()
