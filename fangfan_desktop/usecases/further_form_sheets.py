"""The sheets of check tables, look-backs and the office's own forms.

A household form is a sheet a village, as its title names the village; a village form is one sheet.
A form that the campaign does not use is made too, with the rows that it would have: a table to
take along and fill in by hand.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from fangfan_desktop.documents.form_sheet import sheet_from_form
from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.forms.form import Form, Subject, Value
from fangfan_desktop.forms.notes import paper_form, paper_row
from fangfan_desktop.storage.campaigns import form_keys, village_names
from fangfan_desktop.storage.household_forms import (
    RowChoice,
    proposed_basis,
    read_basis,
    read_rows,
)
from fangfan_desktop.storage.screening_rows import proposed_rows
from fangfan_desktop.usecases.campaigns import campaign_headings
from fangfan_desktop.usecases.export_sheets import (
    chosen_villages,
    needed_campaign,
    office_around,
    unanswered,
)
from fangfan_desktop.usecases.office_forms import form_in_use

EMPTY_ROWS = 20  # of a table without rows: they fill its page

_Rows = dict[int, list[tuple[Value, ...]]]  # by village


def further_form_sheets(
    session: Session,
    form_key: str,
    campaign_id: int | None,
    village_id: int | None,
    *,
    is_blank: bool = False,
) -> list[Sheet]:
    """The sheets of a further form; where there are no rows, an empty form.

    Args:
        session: the open session.
        form_key: key of a household or village form, shipped or the office's own.
        campaign_id: the campaign.
        village_id: only that village; all where None.
        is_blank: print rows without answers, to be filled in by hand.

    Raises:
        UserError: no campaign is said, or there is no such campaign or form.
    """
    campaign = needed_campaign(campaign_id)
    form, rows = _read(session, form_key, campaign)
    if is_blank:
        rows = {key: [unanswered(form, row) for row in each] for key, each in rows.items()}
    if form.subject is Subject.VILLAGE:
        names = {key: name for name, key in village_names(session).items()}
        place = names.get(village_id, "") if village_id is not None else ""
        found = [row for key in names if village_id in {None, key} for row in rows.get(key, ())]
        values = [_numbered(form, row, number) for number, row in enumerate(found, start=1)]
        return [_sheet(session, campaign, form, place, values)]
    sheets = [
        replace(_sheet(session, campaign, form, name, rows.get(key, ())), name=name)
        for name, key in chosen_villages(session, village_id)
        if key in rows or village_id is not None
    ]
    return sheets or [_sheet(session, campaign, form, "", ())]


def _read(session: Session, form_key: str, campaign_id: int) -> tuple[Form, _Rows]:
    """The form as the campaign has it, placeholders open, and its rows by village."""
    connection = session.connection()
    rows: _Rows = defaultdict(list)
    if form_key in form_keys(session, campaign_id):
        basis = read_basis(connection, campaign_id, form_key)
        for row in read_rows(connection, basis, RowChoice()):
            rows[row.village_id].append(row.values)
        return basis.form, rows
    basis = proposed_basis(connection, campaign_id, form_in_use(session, form_key))
    for row in proposed_rows(connection, basis):
        rows[row.village_id].append(_numbered(basis.form, row.checked.values, row.position))
    return basis.form, rows


def _numbered(form: Form, values: Sequence[Value], number: int) -> tuple[Value, ...]:
    keys = form.value_keys
    return tuple(number if key == "seq" else value for key, value in zip(keys, values, strict=True))


def _sheet(
    session: Session,
    campaign_id: int,
    form: Form,
    place: str,
    rows: Sequence[tuple[Value, ...]],
) -> Sheet:
    filled = campaign_headings(session, campaign_id, form, place)
    is_table = form.layout == "table"
    around = replace(office_around(session), spare_rows=EMPTY_ROWS if is_table and not rows else 0)
    return sheet_from_form(paper_form(filled), [paper_row(filled, row) for row in rows], around)
