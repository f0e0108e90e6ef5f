"""Which forms a campaign uses, chosen as a whole: taken up, given up, put in order, as one step."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from fangfan_desktop.forms.form import Form, Subject
from fangfan_desktop.forms.load import parse_form
from fangfan_desktop.storage.campaigns import find_campaign, require_open
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import ELSEWHERE, count_rows, read_basis
from fangfan_desktop.storage.office_forms import campaign_form_rows
from fangfan_desktop.storage.screening_rows import Progress
from fangfan_desktop.storage.untouched import begun_rows
from fangfan_desktop.usecases.campaign_forms import BASIC, FormChange, drop_form, take_up
from fangfan_desktop.usecases.office_forms import FormEntry, form_in_use, list_forms


@dataclass(frozen=True, slots=True)
class OfferedForm:
    """A form that a campaign uses or could use.

    Attributes:
        form: as the campaign has it, else the newest version.
        is_used: whether the campaign uses it.
        is_basic: one of 附件1 to 附件4, which stay.
        is_own: whether only the office has it.
        has_newer: whether there is a newer version than the campaign's.
        rows: rows in the campaign.
        begun: rows in which somebody has answered something.
    """

    form: Form
    is_used: bool
    is_basic: bool
    is_own: bool
    has_newer: bool = False
    rows: int = 0
    begun: int = 0


def list_offered_forms(
    database: Database, *, campaign_id: int | None = None
) -> tuple[OfferedForm, ...]:
    """The campaign's forms in their order, then those that it could take up.

    Without a campaign: all forms that a new one could use.

    Raises:
        UserError: there is no such campaign.
    """
    entries = {
        entry.form.key: entry
        for entry in list_forms(database)
        if entry.form.subject is not Subject.REGISTER
    }
    used: list[OfferedForm] = []
    if campaign_id is not None:
        with database.read() as session:
            used = _used_forms(session, campaign_id, entries)
    known = {each.form.key for each in used}
    others = [
        OfferedForm(entry.form, campaign_id is None and key in BASIC, key in BASIC, entry.is_own)
        for key, entry in entries.items()
        if key not in known and not entry.is_retired
    ]
    return (*used, *others)


def choose_forms(
    database: Database,
    *,
    campaign_id: int,
    form_keys: Sequence[str],
    progress: Progress | None = None,
) -> FormChange:
    """Let a campaign use just these forms, in this order, as one action; 附件1 to 附件4 stay.

    Raises:
        UserError: no such form or campaign, the campaign is closed, or somebody has begun a form
            that is to go.
    """
    with database.action("更改本次排查使用的表") as unit:
        require_open(unit.connection, campaign_id)
        campaign = find_campaign(unit.session, campaign_id)
        held = [row.form_key for row in campaign_form_rows(unit.session, campaign_id)]
        wanted = list(dict.fromkeys((*(key for key in held if key in BASIC), *form_keys)))
        for key in held:
            if key not in wanted:
                drop_form(unit, campaign_id, key)
        rows = sum(take_up(unit, campaign, key, progress) for key in wanted if key not in held)
        for row in campaign_form_rows(unit.session, campaign_id):
            row.position = wanted.index(row.form_key)
    return FormChange(rows, unit.changes)


def _used_forms(
    session: Session, campaign_id: int, entries: dict[str, FormEntry]
) -> list[OfferedForm]:
    campaign, connection = find_campaign(session, campaign_id), session.connection()
    found: list[OfferedForm] = []
    for row in campaign_form_rows(session, campaign_id):
        form, entry = parse_form(row.definition), entries.get(row.form_key)
        is_offered = entry is not None and not entry.is_retired
        rows = begun = 0
        if row.form_key not in ELSEWHERE:
            basis = read_basis(connection, campaign_id, row.form_key)
            rows, begun = count_rows(connection, basis)[0], len(begun_rows(connection, basis))
        found.append(
            OfferedForm(
                form,
                is_used=True,
                is_basic=row.form_key in BASIC,
                is_own=entry is not None and entry.is_own,
                has_newer=is_offered and form_in_use(session, row.form_key, campaign.year) != form,
                rows=rows,
                begun=begun,
            )
        )
    return found
