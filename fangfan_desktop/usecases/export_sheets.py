"""The sheets of each table of the catalogue, read from a session.

A form is one sheet a village, as the official title names the village.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from fangfan_desktop.documents.form_sheet import Around, sheet_from_form
from fangfan_desktop.documents.sheet import SIGN_LINE, Sheet
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Source, Value
from fangfan_desktop.forms.notes import paper_form, paper_row
from fangfan_desktop.storage.campaigns import village_names
from fangfan_desktop.storage.household_forms import (
    HOUSEHOLD_FORM,
    RowChoice,
    read_basis,
    read_rows,
)
from fangfan_desktop.storage.ledger import line_rows
from fangfan_desktop.storage.office_settings import read_settings
from fangfan_desktop.storage.statistics import StatisticsRow, figures
from fangfan_desktop.storage.village_forms import VILLAGE_FORM
from fangfan_desktop.storage.village_forms import read_rows as read_village_rows
from fangfan_desktop.usecases.campaigns import read_campaign_form
from fangfan_desktop.usecases.ledger_entry import LEDGER
from fangfan_desktop.usecases.roster_export import roster_sheets
from fangfan_desktop.usecases.statistics import STATISTICS


def household_form(
    session: Session, campaign_id: int | None, village_id: int | None, *, is_blank: bool = False
) -> list[Sheet]:
    """附件1: a sheet a village, all households of the campaign's scope; its head where none is.

    With `is_blank` the households are printed without answers, to be filled in by hand.
    """
    campaign = needed_campaign(campaign_id)
    connection = session.connection()
    basis = read_basis(connection, campaign)
    sheets: list[Sheet] = []
    for name, key in chosen_villages(session, village_id):
        form = read_campaign_form(session, campaign, HOUSEHOLD_FORM, name)
        rows = read_rows(connection, basis, RowChoice(village_id=key))
        if rows or village_id is not None:
            values = (
                paper_row(form, unanswered(form, row.values) if is_blank else row.values)
                for row in rows
            )
            sheet = sheet_from_form(paper_form(form), values, office_around(session))
            sheets.append(replace(sheet, name=name))
    if not sheets:
        form = read_campaign_form(session, campaign, HOUSEHOLD_FORM)
        sheets.append(sheet_from_form(paper_form(form), (), office_around(session)))
    return sheets


def unanswered(form: Form, values: Sequence[Value]) -> tuple[Value, ...]:
    """A row with what the registry says alone: whose row it is, and room to write."""
    kept = {f.key for f in form.fields if f.source is Source.REGISTRY} | {"seq"}
    return tuple(
        value if key in kept else None for key, value in zip(form.value_keys, values, strict=True)
    )


def village_form(session: Session, campaign_id: int | None, village_id: int | None) -> list[Sheet]:
    """附件2: all villages in one sheet, or one village with its name in the title."""
    campaign = needed_campaign(campaign_id)
    names = {key: name for name, key in village_names(session).items()}
    place = names.get(village_id, "") if village_id is not None else ""
    form = read_campaign_form(session, campaign, VILLAGE_FORM, place)
    rows = read_village_rows(session, form, campaign, village_id=village_id)
    return [sheet_from_form(form, [row.values for row in rows], office_around(session))]


def statistics(session: Session, campaign_id: int | None, village_id: int | None) -> list[Sheet]:
    """附件3: a row a village and the total; one village has a row without total."""
    campaign = needed_campaign(campaign_id)
    form = read_campaign_form(session, campaign, STATISTICS)
    counted = figures(session, campaign)
    rows = [row for row in counted.rows if village_id in {None, row.village_id}]
    total = None if village_id is not None else _figure_row(form, counted.total, None)
    values = [_figure_row(form, row, number) for number, row in enumerate(rows, start=1)]
    return [sheet_from_form(form, values, replace(office_around(session), total=total))]


def ledger(session: Session, campaign_id: int | None, village_id: int | None) -> list[Sheet]:
    """附件4: all lines by number, or those of one village."""
    campaign = needed_campaign(campaign_id)
    form = read_campaign_form(session, campaign, LEDGER)
    lines = [
        tuple(line.value(field.key) for field in form.fields)
        for line in line_rows(session, campaign)
        if village_id in {None, line.village_id}
    ]
    return [sheet_from_form(form, lines, office_around(session))]


def roster(session: Session, _campaign_id: int | None, village_id: int | None) -> list[Sheet]:
    """The registry in the import workbook's own columns: 农户 and 家庭成员."""
    return roster_sheets(session, village_id=village_id)


def _figure_row(form: Form, row: StatisticsRow, number: int | None) -> tuple[Value, ...]:
    known = row.values | {"seq": number, "village": row.village}
    return tuple(known.get(field.key) for field in form.fields)


def chosen_villages(session: Session, village_id: int | None) -> Iterator[tuple[str, int]]:
    """Name and id of the one village, or of all."""
    for name, key in village_names(session).items():
        if village_id in {None, key}:
            yield name, key


def office_around(session: Session) -> Around:
    """The sign line with the office's own names filled in."""
    settings = read_settings(session)
    names = (
        settings["operator_name"],
        settings["checker_name"],
        settings["leader_name"],
        "",
    )
    return Around(
        sign_line=tuple(f"{label}{name}" for label, name in zip(SIGN_LINE, names, strict=True))
    )


def needed_campaign(campaign_id: int | None) -> int:
    """The campaign that the table belongs to.

    Raises:
        UserError: none is said.
    """
    if campaign_id is None:
        raise UserError("这张表要说明是哪一次排查。请先选一次排查。")
    return campaign_id
