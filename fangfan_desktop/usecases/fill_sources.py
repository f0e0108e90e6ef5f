"""Which values a campaign has for the columns of somebody else's table, by field key."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from fangfan_desktop.forms.form import Field, Form, Kind, Subject, Value
from fangfan_desktop.forms.known_fields import KnownField, known_fields
from fangfan_desktop.forms.notes import join_note
from fangfan_desktop.storage.campaigns import form_keys
from fangfan_desktop.storage.household_forms import (
    HOUSEHOLD_FORM,
    CampaignBasis,
    FormRow,
    RowChoice,
    read_basis,
    read_rows,
)
from fangfan_desktop.storage.ledger import line_rows
from fangfan_desktop.storage.registry_columns import (
    REGISTRY_COLUMNS,
    registry_values,
    village_values,
)
from fangfan_desktop.storage.statistics import figures
from fangfan_desktop.storage.village_forms import VILLAGE_FORM
from fangfan_desktop.storage.village_forms import read_rows as read_village_rows
from fangfan_desktop.usecases.campaigns import campaign_headings, read_campaign_form
from fangfan_desktop.usecases.ledger_entry import LEDGER
from fangfan_desktop.usecases.statistics import STATISTICS

SEQ = "seq"
Row = Mapping[str, Value]
Reader = Callable[[Collection[str], int | None], list[Row]]


@dataclass(frozen=True, slots=True)
class FillSource:
    """A form of the campaign whose rows may go into somebody else's table.

    Attributes:
        form: with its headings filled in.
        known: the fields of the catalogue, with the wordings that they are known by: a column that
            asks for another one is not taken for the most similar that the rows have.
        has: keys that its rows have values for.
        own: keys of the form itself; the others come from the registry and from 附件1.
        read: (keys, village; None: all) → values by key, a row each, in the order of exports.
    """

    form: Form
    known: tuple[KnownField, ...]
    has: frozenset[str]
    own: frozenset[str]
    read: Reader


def fill_sources(session: Session, campaign_id: int) -> list[FillSource]:
    """The forms of a campaign, in its order.

    Raises:
        UserError: there is no such campaign.
    """
    readers = {VILLAGE_FORM: _village_form, STATISTICS: _statistics, LEDGER: _ledger}
    return [
        readers[key](session, campaign_id)
        if key in readers
        else _rows_form(session, campaign_id, key)
        for key in form_keys(session, campaign_id)
    ]


def shown_value(field: Field, row: Row) -> Value:
    """A value as it goes into a cell: an answer with its text, where it has one."""
    value = row.get(field.key)
    note = row.get(field.note_key) if field.note_key else None
    return join_note(value, note) if note else value


def _source(form: Form, further: Collection[str], read: Reader) -> FillSource:
    own = {field.key: field for field in form.fields}
    known = tuple(
        replace(known, field=own.get(known.field.key, known.field))
        for known in known_fields(form.subject, form.fields)
    )
    return FillSource(form, known, frozenset({*own, *further}), frozenset(own), read)


def _rows_form(session: Session, campaign_id: int, form_key: str) -> FillSource:
    """附件1 and the further forms of households and villages."""
    basis = read_basis(session.connection(), campaign_id, form_key)
    form = campaign_headings(session, campaign_id, basis.form)
    if basis.form.subject is Subject.VILLAGE:

        def read_villages(keys: Collection[str], village_id: int | None) -> list[Row]:
            villages = village_values(session.connection())
            rows = _own_rows(session, basis, village_id)
            return [villages.get(row.village_id, {}) | _by_key(basis, row, keys) for row in rows]

        return _source(form, {"township", "village"}, read_villages)
    annex = _annex(session, campaign_id, form_key)
    further = {*REGISTRY_COLUMNS, *(annex.form.value_keys if annex else ())}

    def read(keys: Collection[str], village_id: int | None) -> list[Row]:
        rows = _own_rows(session, basis, village_id)
        lacking = set(keys) - set(basis.form.value_keys)
        known = _of_households(session, annex, lacking, [row.household_id for row in rows])
        return [known.get(row.household_id, {}) | _by_key(basis, row, keys) for row in rows]

    return _source(form, further, read)


def _own_rows(session: Session, basis: CampaignBasis, village_id: int | None) -> list[FormRow]:
    return read_rows(session.connection(), basis, RowChoice(village_id=village_id))


def _by_key(basis: CampaignBasis, row: FormRow, keys: Collection[str]) -> dict[str, Value]:
    pairs = zip(basis.form.value_keys, row.values, strict=True)
    return {key: value for key, value in pairs if key in keys}


def _annex(session: Session, campaign_id: int, form_key: str) -> CampaignBasis | None:
    """附件1 of the campaign, whose answers other forms may show."""
    if form_key == HOUSEHOLD_FORM or HOUSEHOLD_FORM not in form_keys(session, campaign_id):
        return None
    return read_basis(session.connection(), campaign_id)


def _of_households(
    session: Session, annex: CampaignBasis | None, keys: Collection[str], ids: Sequence[int]
) -> dict[int, dict[str, Value]]:
    """What the registry, and before it 附件1, say of the keys that a form lacks."""
    connection = session.connection()
    found = registry_values(connection, sorted(keys), ids)
    if annex is not None and set(keys) & set(annex.form.value_keys):
        for row in read_rows(connection, annex, RowChoice(household_ids=ids)):
            answers = _by_key(annex, row, keys)
            known = {key: value for key, value in answers.items() if value is not None}
            found.setdefault(row.household_id, {}).update(known)
    return found


def _village_form(session: Session, campaign_id: int) -> FillSource:
    form = read_campaign_form(session, campaign_id, VILLAGE_FORM)

    def read(_keys: Collection[str], village_id: int | None) -> list[Row]:
        rows = read_village_rows(session, form, campaign_id, village_id=village_id)
        return [dict(zip(form.value_keys, row.values, strict=True)) for row in rows]

    return _source(form, (), read)


def _statistics(session: Session, campaign_id: int) -> FillSource:
    """附件3: a row a village, which any table of villages may take."""
    form = read_campaign_form(session, campaign_id, STATISTICS)

    def read(_keys: Collection[str], village_id: int | None) -> list[Row]:
        villages = village_values(session.connection())
        rows = figures(session, campaign_id).rows
        return [
            villages.get(row.village_id or 0, {}) | row.values | {"village": row.village}
            for row in rows
            if village_id in {None, row.village_id}
        ]

    return _source(form, {"township"}, read)


def _ledger(session: Session, campaign_id: int) -> FillSource:
    form = read_campaign_form(session, campaign_id, LEDGER)

    def read(keys: Collection[str], village_id: int | None) -> list[Row]:
        return [
            {key: line.value(key) for key in keys}
            for line in line_rows(session, campaign_id)
            if village_id in {None, line.village_id}
        ]

    return _source(form, (), read)


def counted(rows: int) -> range:
    """Numbers of the rows: 1, 2 and so on."""
    return range(1, rows + 1)


def kind_of(field: Field) -> Kind:
    """What a column's cells are: a number of rows counts."""
    return Kind.NUMBER if field.key == SEQ else field.kind
