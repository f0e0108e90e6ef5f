"""二次录入: a form keyed a second time without sight of the first, compared, and settled.

The second keying stands beside the form's rows and changes nothing in them until a difference is
settled. Only cells that were keyed a second time are compared, so that a few columns can be
checked this way; with `is_whole` also those that a keyed household left empty.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Source, Subject, Value
from fangfan_desktop.forms.notes import format_cell, read_cell
from fangfan_desktop.storage.campaigns import require_open
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import (
    CampaignBasis,
    FormRow,
    RowChoice,
    check_values,
    computed,
    read_basis,
    read_rows,
)
from fangfan_desktop.storage.registry_columns import registry_values
from fangfan_desktop.storage.second_keying import (
    Keying,
    delete_keyings,
    read_keyings,
    write_keyings,
)
from fangfan_desktop.usecases.household_forms import SavedAnswers, plan_answers, write_answers

Progress = Callable[[int, int, str], None]
_KEYED = frozenset({Source.TYPED, Source.PREFILLED})
_NOT_KEYED = Keying({}, is_settled=False)
_WHOSE = ("village", "group", "head_name")
_CHUNK = 200  # households between two reports
_GONE = "这一户已不在本次排查中，请刷新后再填"


class Keep(StrEnum):
    """Which keying is right; neither where another value is."""

    FIRST = "first"
    SECOND = "second"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KeyingDifference:
    """A cell that was keyed in two ways; texts as the grid shows them, "" where empty."""

    row_id: int
    household_id: int
    village: str
    group: str
    head_name: str
    key: str
    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Households keyed a second time, cells of theirs that were compared, those that differ."""

    households: int
    cells: int
    differences: tuple[KeyingDifference, ...]

    @property
    def agreement(self) -> float | None:
        """Percent of the compared cells that agree; None where none was compared.

        Cut after two digits, not rounded: 100 says that all agree.
        """
        agreeing = self.cells - len(self.differences)
        return agreeing * 10_000 // self.cells / 100 if self.cells else None


@dataclass(frozen=True, slots=True)
class Choice:
    """How a difference is settled; `text` is what is right where neither keying is."""

    household_id: int
    key: str
    keep: Keep
    text: str = ""


def load_second_rows(
    database: Database,
    *,
    campaign_id: int,
    form_key: str,
    choice: RowChoice | None = None,
) -> list[FormRow]:
    """Rows as the second keying has them: the registry's columns, and what was keyed again.

    Raises:
        UserError: no such campaign or form, or it is a village form.
    """
    with database.read() as session:
        connection = session.connection()
        basis = _basis(connection, campaign_id, form_key)
        rows = read_rows(connection, basis, choice)
        keyings = read_keyings(connection, basis, {row.household_id for row in rows})
    return [_second_row(basis, row, keyings.get(row.household_id, _NOT_KEYED)) for row in rows]


def key_again(
    database: Database,
    *,
    campaign_id: int,
    form_key: str,
    wanted: Mapping[int, Mapping[str, Value]],
    action_name: str = "二次录入",
    progress: Progress | None = None,
) -> SavedAnswers:
    """Keep cells of the second keying (row → key → value); the form's own rows stay.

    Raises:
        UserError: no such campaign or form, or the campaign is closed.
    """
    with database.action(action_name) as unit:
        connection = unit.connection
        require_open(connection, campaign_id)
        basis = _basis(connection, campaign_id, form_key)
        first = read_rows(connection, basis, RowChoice(row_ids=wanted.keys()))
        keyings = read_keyings(connection, basis, {row.household_id for row in first})
        rows = [_second_row(basis, row, keyings.get(row.household_id, _NOT_KEYED)) for row in first]
        saved, _changed, refused = plan_answers(basis, rows, wanted, progress)
        kept: dict[int, Keying] = {}
        for row in rows:
            taken = [key for key in wanted[row.id] if (row.id, key) not in refused]
            if not taken:
                continue
            values = dict(zip(basis.form.value_keys, saved[row.id].values, strict=True))
            before = keyings.get(row.household_id, _NOT_KEYED).answers
            answers = {**before, **{key: values[key] for key in taken}}
            kept[row.household_id] = Keying(answers, is_settled=False)
        write_keyings(connection, basis, kept)
    for row_id in wanted.keys() - saved.keys():
        refused |= {(row_id, key): _GONE for key in wanted[row_id]}
    return SavedAnswers(unit.changes, saved, refused)


def compare_keyings(
    database: Database,
    *,
    campaign_id: int,
    form_key: str,
    village_id: int | None = None,
    is_whole: bool = False,
    progress: Progress | None = None,
) -> Comparison:
    """What the two keyings have in different ways, by village and place.

    Args:
        database: the open database.
        campaign_id: the campaign.
        form_key: the form.
        village_id: only this village; all where None.
        is_whole: compare also what was not keyed a second time, in households that were.
        progress: told the households done; may raise to cancel.

    Raises:
        UserError: no such campaign or form, or it is a village form.
    """
    with database.read() as session:
        connection = session.connection()
        basis = _basis(connection, campaign_id, form_key)
        rows = read_rows(connection, basis, RowChoice(village_id=village_id))
        keyings = read_keyings(connection, basis, {row.household_id for row in rows})
        rows = [row for row in rows if row.household_id in keyings]
        ids = {row.household_id for row in rows}
        heads = registry_values(connection, _WHOSE, ids)
    cells, differences = 0, list[KeyingDifference]()
    for done, row in enumerate(rows):
        if progress is not None and done % _CHUNK == 0:
            progress(done, len(rows), "比对两遍录入")
        head = heads[row.household_id]
        whose = [str(head[key] or "") for key in _WHOSE]
        keying = keyings[row.household_id]
        for field, *texts in _compared(basis, row, keying, is_whole=is_whole):
            cells += 1
            if texts[0] != texts[1]:
                what = (*whose, field.key, field.name, *texts)
                differences.append(KeyingDifference(row.id, row.household_id, *what))
    return Comparison(len(rows), cells, tuple(differences))


def settle_differences(
    database: Database,
    *,
    campaign_id: int,
    form_key: str,
    choices: Iterable[Choice],
    progress: Progress | None = None,
) -> SavedAnswers:
    """Take the right value of each difference into the form, as one action.

    The second keying is brought in line, so that what is settled differs no more. A value that
    the form cannot take is refused with its reason; that difference stays.

    Raises:
        UserError: no such campaign or form, or the campaign is closed.
    """
    with database.action("核定二次录入") as unit:
        connection = unit.connection
        require_open(connection, campaign_id)
        basis = _basis(connection, campaign_id, form_key)
        settled: dict[int, dict[str, Choice]] = {}
        for each in choices:
            settled.setdefault(each.household_id, {})[each.key] = each
        rows = read_rows(connection, basis, RowChoice(household_ids=settled.keys()))
        keyings = read_keyings(connection, basis, settled.keys())
        wanted: dict[int, dict[str, Value]] = {}
        unread: dict[tuple[int, str], str] = {}
        for row in rows:
            known = keyings.get(row.household_id, _NOT_KEYED).answers
            chosen = settled[row.household_id].values()
            wanted[row.id], failed = _right_values(basis, known, chosen)
            unread |= {(row.id, key): sentence for key, sentence in failed.items()}
        saved, refused = write_answers(unit, basis, wanted, progress)
        refused = unread | refused
        lines = _in_line(basis, rows, saved, keyings, settled, refused)
        write_keyings(connection, basis, lines)
    return SavedAnswers(unit.changes, saved, refused)


def forget_keyings(
    database: Database, *, campaign_id: int, form_key: str, village_id: int | None = None
) -> Changes:
    """Throw the second keying away, of a village or of all; the form's rows stay.

    Raises:
        UserError: no such campaign or form, or the campaign is closed.
    """
    with database.action("清除二次录入") as unit:
        require_open(unit.connection, campaign_id)
        basis = _basis(unit.connection, campaign_id, form_key)
        rows = read_rows(unit.connection, basis, RowChoice(village_id=village_id))
        delete_keyings(unit.connection, basis, (row.household_id for row in rows))
    return unit.changes


def _basis(connection: Connection, campaign_id: int, form_key: str) -> CampaignBasis:
    basis = read_basis(connection, campaign_id, form_key)
    if basis.form.subject is not Subject.HOUSEHOLD:
        raise UserError(f"“{basis.form.name}”是村表，不用二次录入。")
    return basis


def _second_row(basis: CampaignBasis, row: FormRow, keying: Keying) -> FormRow:
    """The row with what was keyed again in the place of the answers."""
    form = basis.form
    shown = {field.key for field in form.fields if field.source not in _KEYED}
    values: list[Value] = [
        value if key in shown else keying.answers.get(key)
        for key, value in zip(form.value_keys, row.values, strict=True)
    ]
    checked = check_values(basis, computed(basis, values))
    return FormRow(row.id, row.household_id, row.village_id, *checked[1:4], values=checked.values)


def _compared(
    basis: CampaignBasis, row: FormRow, keying: Keying, *, is_whole: bool
) -> Iterator[tuple[Field, str, str]]:
    """The cells that are compared, each with its texts: the first keying's and the second's."""
    first = dict(zip(basis.form.value_keys, row.values, strict=True))
    reasons = basis.checker.reasons(row.values)
    for place, field in enumerate(basis.form.fields):
        is_keyed = field.key in keying.answers or field.note_key in keying.answers
        if field.source not in _KEYED or (reasons[place] and not is_keyed):
            continue
        if not is_keyed and not is_whole:
            continue
        texts = [
            format_cell(field, known.get(field.key), known.get(field.note_key))
            for known in (first, keying.answers)
        ]
        if is_keyed or any(texts):  # what both leave empty would make the agreement look better
            yield field, texts[0], texts[1]


def _right_values(
    basis: CampaignBasis, second: Mapping[str, Value], choices: Iterable[Choice]
) -> tuple[dict[str, Value], dict[str, str]]:
    """What is to be written into the first keying's row, and why a text could not be read."""
    fields = {field.key: field for field in basis.form.fields}
    wanted: dict[str, Value] = {}
    unread: dict[str, str] = {}
    for choice in choices:
        keys = _with_note(fields[choice.key]) if choice.key in fields else []
        if choice.keep is Keep.SECOND:
            wanted |= {key: second.get(key) for key in keys}
        elif choice.keep is Keep.OTHER and keys:
            try:
                values = read_cell(fields[choice.key], choice.text)
            except UserError as error:
                unread[choice.key] = error.sentence
            else:
                wanted |= dict(zip(keys, values, strict=True))
    return wanted, unread


def _with_note(field: Field) -> list[str]:
    return [key for key in (field.key, field.note_key) if key]


def _in_line(
    basis: CampaignBasis,
    rows: Iterable[FormRow],
    saved: Mapping[int, FormRow],
    keyings: Mapping[int, Keying],
    settled: Mapping[int, Mapping[str, Choice]],
    refused: Mapping[tuple[int, str], str],
) -> dict[int, Keying]:
    """The second keyings with what was settled as the form has it now."""
    kept: dict[int, Keying] = {}
    for row in rows:
        now = dict(zip(basis.form.value_keys, saved.get(row.id, row).values, strict=True))
        choices = settled[row.household_id]
        done = [
            _with_note(field)
            for field in basis.form.fields
            if field.key in choices and not any((row.id, k) in refused for k in _with_note(field))
        ]
        before = keyings.get(row.household_id, _NOT_KEYED).answers
        answers = {**before, **{key: now[key] for keys in done for key in keys}}
        is_settled = all(answers[key] == now[key] for key in answers if key in now)
        kept[row.household_id] = Keying(answers, is_settled)
    return kept
