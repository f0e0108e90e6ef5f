"""Rows of forms that nobody has begun; what the registry filled in beforehand is no beginning."""

from sqlalchemy import Connection

from fangfan_desktop.forms.form import Source
from fangfan_desktop.storage.household_forms import CampaignBasis, own_rows, value_column


def untouched_sql(basis: CampaignBasis) -> str:
    """SQL that is true for a row `f` in which nobody has answered anything, nor keyed it again."""
    columns = [field.key for field in basis.form.fields if field.source is Source.TYPED]
    keys = [key for key in (*columns, *basis.form.note_keys) if key != "seq"]
    alone = (
        f"NOT EXISTS (SELECT 1 FROM second_keying k WHERE k.campaign_id = {basis.id}"
        f" AND k.form_key = '{basis.form_key}' AND k.household_id = f.household_id)"
    )
    return "(" + " AND ".join([*(is_empty(basis, key) for key in keys), alone]) + ")"


def is_empty(basis: CampaignBasis, key: str) -> str:
    """SQL that is true for a row `f` without that value."""
    return f"{value_column(key, basis.table)} IS NULL"


def begun_rows(connection: Connection, basis: CampaignBasis) -> set[int]:
    """Rows of a form in which somebody has answered something."""
    rows = connection.exec_driver_sql(
        f"SELECT f.id FROM {basis.table.name} f"
        f" WHERE {own_rows(basis)} AND NOT {untouched_sql(basis)}"
    )
    return {row[0] for row in rows}
