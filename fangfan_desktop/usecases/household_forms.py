"""附件1 and every further form: reading rows for the grid, and writing what the clerk answers.

A value that cannot be taken is refused alone, with its reason; all others of the same request are
written in one action. A cell that does not apply takes nothing, but what stands there already
may always be cleared.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Value
from fangfan_desktop.forms.values import LONGEST_LONG_TEXT, LONGEST_TEXT
from fangfan_desktop.storage.campaigns import require_open
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.household_forms import (
    ANNEX_TABLE,
    FURTHER_TABLE,
    HOUSEHOLD_FORM,
    CampaignBasis,
    CheckedRow,
    FormRow,
    RowChoice,
    check_values,
    computed,
    read_basis,
    read_rows,
    write_rows,
)

__all__ = ["ANNEX_TABLE", "FURTHER_TABLE", "HOUSEHOLD_FORM"]

Progress = Callable[[int, int, str], None]
CellEdit = tuple[int, str, Value]  # row, key, value as it is stored
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
UNKNOWN_COLUMN = "本次排查的这张表没有这一栏"
_LARGEST_NUMBER = 10**9
_LARGEST_FEN = 10**12
_CHUNK = 50


@dataclass(frozen=True, slots=True)
class SavedAnswers:
    """What became of the cells that were to be written.

    `rows` are the written rows as they now are, `refused` the reason by row and key.
    """

    changes: Changes
    rows: Mapping[int, FormRow] = field(default_factory=dict[int, FormRow])
    refused: Mapping[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])


def load_rows(
    database: Database,
    *,
    campaign_id: int,
    choice: RowChoice | None = None,
    form_key: str = HOUSEHOLD_FORM,
) -> list[FormRow]:
    """Rows of a form by village and place; values in the order of the form's `value_keys`.

    Raises:
        UserError: there is no such campaign, or it does not use the form.
    """
    with database.read() as session:
        connection = session.connection()
        return read_rows(connection, read_basis(connection, campaign_id, form_key), choice)


def household_basis(
    database: Database, *, campaign_id: int, form_key: str = HOUSEHOLD_FORM
) -> CampaignBasis:
    """The campaign's form as it is kept, its facts and its state.

    Raises:
        UserError: there is no such campaign, or it does not use the form.
    """
    with database.read() as session:
        return read_basis(session.connection(), campaign_id, form_key)


def set_answers(
    database: Database,
    *,
    campaign_id: int,
    edits: Iterable[CellEdit],
    action_name: str = "填写附件1",
    form_key: str = HOUSEHOLD_FORM,
    progress: Progress | None = None,
) -> SavedAnswers:
    """Write cells as one action; refused cells are left as they were and reported.

    Args:
        database: the open database.
        campaign_id: the campaign.
        edits: (row, key, value) each; values as they are stored: yes/no 1 or 0, money in fen.
            A later edit of the same cell wins.
        action_name: what 撤销 shows.
        form_key: the form; 附件1 where not given.
        progress: told the rows done; may raise to cancel, then nothing is written.

    Raises:
        UserError: there is no such campaign, or it is closed.
    """
    wanted: dict[int, dict[str, Value]] = {}
    for row_id, key, value in edits:
        wanted.setdefault(row_id, {})[key] = value
    return set_rows(
        database,
        campaign_id=campaign_id,
        wanted=wanted,
        action_name=action_name,
        form_key=form_key,
        progress=progress,
    )


def set_rows(
    database: Database,
    *,
    campaign_id: int,
    wanted: Mapping[int, Mapping[str, Value]],
    action_name: str,
    form_key: str = HOUSEHOLD_FORM,
    progress: Progress | None = None,
) -> SavedAnswers:
    """Write the cells of many rows (row → key → value) as one action; see `set_answers`.

    Raises:
        UserError: there is no such campaign, or it is closed.
    """
    with database.action(action_name) as unit:
        require_open(unit.connection, campaign_id)
        basis = read_basis(unit.connection, campaign_id, form_key)
        rows, refused = write_answers(unit, basis, wanted, progress)
    return SavedAnswers(unit.changes, rows, refused)


def write_answers(
    unit: UnitOfWork,
    basis: CampaignBasis,
    wanted: Mapping[int, Mapping[str, Value]],
    progress: Progress | None = None,
) -> tuple[dict[int, FormRow], dict[tuple[int, str], str]]:
    """Write cells inside an action: row → key → value. Returns the rows and the refusals."""
    rows = read_rows(unit.connection, basis, RowChoice(row_ids=wanted.keys()))
    saved, changed, refused = plan_answers(basis, rows, wanted, progress)
    write_rows(unit.connection, basis, changed)
    for row_id in wanted.keys() - saved.keys():
        refused |= {(row_id, key): "这一户已不在本次排查中，请刷新后再填" for key in wanted[row_id]}
    return saved, refused


def plan_answers(
    basis: CampaignBasis,
    rows: Sequence[FormRow],
    wanted: Mapping[int, Mapping[str, Value]],
    progress: Progress | None = None,
) -> tuple[dict[int, FormRow], dict[int, CheckedRow], dict[tuple[int, str], str]]:
    """What writing the wanted cells comes to; nothing is written here.

    Returns:
        The rows as they will be, those of them that differ, and the reasons of refused cells.
    """
    entry = _Entry(basis)
    saved: dict[int, FormRow] = {}
    changed: dict[int, CheckedRow] = {}
    for done, row in enumerate(rows):
        if progress is not None and done % _CHUNK == 0:
            progress(done, len(rows), f"写入{basis.form.name}")
        values = entry.enter(row, wanted[row.id])
        if values == row.values:
            saved[row.id] = row
            continue
        checked = changed[row.id] = check_values(basis, values)
        saved[row.id] = FormRow(
            row.id, row.household_id, row.village_id, *checked[1:4], checked.values
        )
    return saved, changed, entry.refused


class _Entry:
    """Takes values into rows of one campaign; remembers which values are fit."""

    def __init__(self, basis: CampaignBasis) -> None:
        form = basis.form
        self.refused: dict[tuple[int, str], str] = {}
        self._basis = basis
        self._index = {key: i for i, key in enumerate(form.value_keys)}
        self._fields = {each.key: each for each in form.fields} | note_fields(form)
        self._owner = {each.note_key: each.key for each in form.fields if each.note_key}
        self._known: dict[tuple[str, Value], tuple[Value, str]] = {}
        self._locked = {
            each.key: reason
            for each in form.fields
            if (reason := _LOCKED.get("seq" if each.key == "seq" else each.source))
        }

    def enter(self, row: FormRow, wanted: Mapping[str, Value]) -> tuple[Value, ...]:
        """The row's values with what can be taken of `wanted`."""
        values = list(row.values)
        locked: list[tuple[str, Value]] = []
        for key, value in wanted.items():
            if key in self._locked:
                locked.append((key, value))
                continue
            fit, reason = self._fit(key, value)
            if reason:
                self.refused[row.id, key] = reason
            else:
                values[self._index[key]] = fit
        self._keep_closed(row, wanted, values)
        computed(self._basis, values)
        for key, value in locked:
            if value not in {None, values[self._index[key]]} and key != "seq":
                self.refused[row.id, key] = self._locked[key]
        return tuple(values)

    def _keep_closed(self, row: FormRow, wanted: Mapping[str, Value], values: list[Value]) -> None:
        """Put back what was entered into cells that do not apply in the row as it now is."""
        reasons = self._basis.checker.reasons(values)
        for key, value in wanted.items():
            at = self._index.get(self._owner.get(key, key))
            if at is None or value in {None, ""} or not reasons[at] or key in self._locked:
                continue
            if (row.id, key) not in self.refused:
                values[self._index[key]] = row.values[self._index[key]]
                self.refused[row.id, key] = f"不适用：{reasons[at]}"

    def _fit(self, key: str, value: Value) -> tuple[Value, str]:
        known = self._known.get((key, value))
        if known is None:
            known = self._known[key, value] = self._judge(key, value)
        return known

    def _judge(self, key: str, value: Value) -> tuple[Value, str]:
        if key not in self._fields:
            return None, UNKNOWN_COLUMN
        try:
            return fit_value(self._fields[key], value), ""
        except UserError as error:
            return None, error.sentence


_LOCKED: dict[str, str] = {
    "seq": "序号由程序编排，不用填",
    Source.REGISTRY: "本栏来自农户档案，请到农户档案中修改",
    Source.COMPUTED: "本栏由程序按人均纯收入和监测范围算出，不用填",
}


def note_fields(form: Form) -> dict[str, Field]:
    """Key → field of the texts that go with yes/no fields."""
    return {
        each.note_key: Field(each.note_key, (f"{each.name}（说明）",), Kind.LONG_TEXT)
        for each in form.fields
        if each.note_key
    }


def fit_value(field: Field, value: Value) -> Value:
    """A value as it may be stored in the field; empty text is None.

    Raises:
        UserError: not a value of the field's kind; the sentence says what to enter.
    """
    if value is None or value == "":
        return None
    test, sentence = _FITS[field.kind]
    if not test(value):
        raise UserError(f"“{field.name}”{sentence}")
    if field.choices and value not in field.choices:
        raise UserError(f"“{value}”不是可选的内容，请从这些中选：{'、'.join(field.choices)}")
    return int(value) if field.kind is Kind.YES_NO else value  # True is stored as 1


def _is_whole(value: Value, largest: int, smallest: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and smallest <= value <= largest


def _is_text(value: Value, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest


def _is_day(value: Value) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None and _has_day(value)


def _has_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_Test = Callable[[Value], bool]
_SHORT: tuple[_Test, str] = (
    lambda value: _is_text(value, LONGEST_TEXT),
    f"应是不超过{LONGEST_TEXT}个字的文字，请改写",
)
_FITS: dict[Kind, tuple[_Test, str]] = {
    Kind.TEXT: _SHORT,
    Kind.CHOICE: _SHORT,
    Kind.DATE: (_is_day, "应是日期，如2022-05-10，请改正"),
    Kind.PAIR: _SHORT,
    Kind.ID_NUMBER: _SHORT,
    Kind.LONG_TEXT: (
        lambda value: _is_text(value, LONGEST_LONG_TEXT),
        f"应是不超过{LONGEST_LONG_TEXT}个字的文字，请改写",
    ),
    Kind.NUMBER: (lambda value: _is_whole(value, _LARGEST_NUMBER), "应是0或更大的整数，请改正"),
    Kind.MONEY: (
        lambda value: _is_whole(value, _LARGEST_FEN, -_LARGEST_FEN),
        "应是金额，单位为元，请改正",
    ),
    Kind.YES_NO: (
        lambda value: value in {0, 1},
        "只能填是或否，没有排查的留空",
    ),
}
