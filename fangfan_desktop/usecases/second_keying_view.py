"""What stands around the second keying: how far each village is, and whose row it is.

Nothing here says what the first keying has: whoever keys again must not see it.
"""

from dataclasses import replace

from fangfan_desktop.storage.campaigns import VillageProgress, village_progress_rows
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import RowChoice, read_basis
from fangfan_desktop.storage.registry_columns import registry_values
from fangfan_desktop.storage.second_keying import count_keyed
from fangfan_desktop.usecases.household_panel import HouseholdPanel, read_household_panel
from fangfan_desktop.usecases.second_keying import load_second_rows

_WHOSE = ("head_name", "household_type")


def keying_progress(
    database: Database, *, campaign_id: int, form_key: str
) -> list[VillageProgress]:
    """Every village with its rows of a form; `done` are those keyed a second time.

    Raises:
        UserError: no such campaign or form.
    """
    with database.read() as session:
        connection = session.connection()
        keyed = count_keyed(connection, read_basis(connection, campaign_id, form_key))
        rows = village_progress_rows(connection, campaign_id, form_key)
    return [replace(row, done=keyed.get(row.village_id, 0)) for row in rows]


def read_blind_panel(
    database: Database, *, campaign_id: int, household_id: int, form_key: str
) -> HouseholdPanel:
    """The household as the registry has it, with the second keying's notes alone.

    Raises:
        UserError: the household is not in the campaign, or the form is a village form.
    """
    known = read_household_panel(
        database, campaign_id=campaign_id, household_id=household_id, form_key=form_key
    )
    rows = load_second_rows(
        database,
        campaign_id=campaign_id,
        form_key=form_key,
        choice=RowChoice(household_ids=[household_id]),
    )
    with database.read() as session:
        connection = session.connection()
        form = read_basis(connection, campaign_id, form_key).form
        whose = registry_values(connection, _WHOSE, [household_id])[household_id]
    again = dict(zip(form.value_keys, rows[0].values, strict=True))
    return replace(
        known,
        # a form of the office's own may have these typed: the registry's are shown
        head_name=str(whose.get("head_name") or "（没有户主）"),
        household_type=str(whose.get("household_type") or ""),
        differences=(),
        previous_name="",
        previous_lines=(),
        notes=tuple(
            (field.note_key, field.name, str(again.get(field.note_key) or ""))
            for field in form.fields
            if field.note_key and again.get(field.key) == field.note_at
        ),
    )
