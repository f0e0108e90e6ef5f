"""Changing a form: each edit takes a form and gives the next one, so that an editor can go back.

Columns are counted from 0. A column that others depend on (a condition, a note) never leaves them
hanging: they are mended in the same edit.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from fangfan_desktop.forms.form import Condition, Field, Form, Kind, Source
from fangfan_desktop.forms.guess import guess_field, own_key, paper_width, screen_width
from fangfan_desktop.forms.values import format_value

NOTE = "_note"
MOST_LEVELS = 6  # as `forms.load` has it
_LONGEST_KEY = 60
_CHOICE_MARKS = "、,，;；/\n"
_SEPARATOR = "›"  # between the levels of a heading that is written in one line
_STEPS = re.compile(rf"{_SEPARATOR}|\s>\s")


def heading_line(field: Field) -> str:
    """The headings from the top in one line: 重点人群 › 脱贫户 › 是否2020年脱贫."""
    return f" {_SEPARATOR} ".join(text for text in field.headings if text)


def read_heading_line(text: str) -> tuple[str, ...]:
    """The headings that a line means; a `>` between spaces does for `›` too."""
    return tuple(part.strip() for part in _STEPS.split(text) if part.strip())


def read_choices(text: str) -> tuple[str, ...]:
    """The choices that a line means, each once."""
    for mark in _CHOICE_MARKS[1:]:
        text = text.replace(mark, _CHOICE_MARKS[0])
    parts = (part.strip() for part in text.split(_CHOICE_MARKS[0]))
    return tuple(dict.fromkeys(part for part in parts if part))


def new_field(form: Form, heading: str, headings_above: Sequence[str] = ()) -> Field:
    """A field of the office's own, with the key and kind that its wording suggests."""
    headings = (*headings_above, heading)
    guess = guess_field(headings)
    key = own_key(headings, form.value_keys)
    return Field(
        key=key,
        headings=headings,
        kind=guess.kind,
        choices=guess.choices,
        is_required=guess.is_required,
        width=screen_width(guess.kind, None),
        print_width=paper_width(guess.kind, None),
        note_key=_note_key(key, form.value_keys) if guess.has_note else "",
    )


def add_fields(form: Form, at: int, fields: Iterable[Field]) -> Form:
    """The form with further columns from `at` on."""
    return _with(form, (*form.fields[:at], *fields, *form.fields[at:]))


def set_field(form: Form, column: int, field: Field) -> Form:
    """The form with another field in a column; what goes with its kind is brought in step."""
    before = form.fields[column]
    field = _fitted(field, before)
    fields = list(form.fields)
    fields[column] = field
    if field.key != before.key:
        fields = [_rename_asked(each, before.key, field.key) for each in fields]
    if field.kind is not before.kind or field.choices != before.choices:
        fields = [_drop_impossible(each, field) for each in fields]
    return _with(form, fields)


def remove_fields(form: Form, columns: Collection[int]) -> Form:
    """The form without some columns, and without conditions that ask for them."""
    gone = {form.fields[column].key for column in columns}
    kept = [field for column, field in enumerate(form.fields) if column not in columns]
    return _with(
        form,
        (
            replace(field, applies=tuple(c for c in field.applies if c.field not in gone))
            for field in kept
        ),
    )


def duplicate_field(form: Form, column: int) -> Form:
    """The form with a column of its own behind one that it resembles."""
    field = form.fields[column]
    texts = [text for text in field.headings if text]
    headings = (*texts[:-1], f"{texts[-1]}（2）")
    key = own_key(headings, form.value_keys)
    note = _note_key(key, form.value_keys) if field.note_key else ""
    copy = replace(field, key=key, headings=headings, note_key=note, short="", aliases=())
    return add_fields(form, column + 1, [copy])


def move_fields(form: Form, columns: Collection[int], by: int) -> tuple[Form, list[int]]:
    """The form with columns moved one place left (-1) or right (1), and where they stand then.

    Columns at the edge stay there.
    """
    fields = list(form.fields)
    stand: set[int] = set()
    for column in sorted(columns, reverse=by > 0):
        goal = column + by
        if not 0 <= goal < len(fields) or goal in stand:
            stand.add(column)
            continue
        fields[column], fields[goal] = fields[goal], fields[column]
        stand.add(goal)
    return _with(form, fields), sorted(stand)


def make_own(form: Form, column: int) -> Form:
    """The form with a column under a key of the office's own, filled in by hand."""
    field = form.fields[column]
    key = own_key(tuple(_texts(field)), form.value_keys)
    note = _note_key(key, form.value_keys) if field.note_key else ""
    own = replace(field, key=key, note_key=note, source=Source.TYPED, aliases=())
    return set_field(form, column, own)


def group_fields(form: Form, columns: Collection[int], heading: str) -> Form:
    """The form with a heading over neighbouring columns, under what they have in common.

    Columns that are not neighbours are brought together behind the first of them.
    """
    order = sorted(columns)
    chosen = [form.fields[column] for column in order]
    common = _common([_texts(field)[:-1] for field in chosen])
    grouped = [
        replace(
            field,
            headings=(*common, heading, *_texts(field)[len(common) :])[:MOST_LEVELS],
        )
        for field in chosen
    ]
    others = [field for column, field in enumerate(form.fields) if column not in columns]
    at = order[0]
    return _with(form, (*others[:at], *grouped, *others[at:]))


def ungroup_fields(form: Form, columns: Collection[int]) -> Form:
    """The form with the lowest heading over each of the columns taken away."""
    fields = list(form.fields)
    for column in columns:
        texts = _texts(fields[column])
        if len(texts) > 1:
            fields[column] = replace(fields[column], headings=(*texts[:-2], texts[-1]))
    return _with(form, fields)


def suggest_reason(asked: Field, values: Sequence[int | str]) -> str:
    """The sentence that is shown where the condition does not hold."""
    words = "或".join(f"“{format_value(asked, value)}”" for value in values)
    return f"“{asked.name}”为{words}时才填本栏。"


def can_be_asked(field: Field) -> bool:
    """Whether a condition can ask for the field: what is chosen from a few values."""
    return field.kind is Kind.YES_NO or (field.kind is Kind.CHOICE and bool(field.choices))


def asked_values(field: Field) -> tuple[int | str, ...]:
    """The values that a condition on the field can ask for."""
    return (1, 0) if field.kind is Kind.YES_NO else field.choices


def _fitted(field: Field, before: Field) -> Field:
    """The field with choices, note and widths as its kind wants them."""
    if field.headings != before.headings:
        field = replace(field, headings=_bare(tuple(text.strip() for text in field.headings)))
    if field.kind is before.kind:
        return field
    if field.kind is not Kind.CHOICE:
        field = replace(field, choices=(), code_list="")
    if field.kind is not Kind.YES_NO:
        field = replace(field, note_key="", note_at=1)
    if field.width == screen_width(before.kind, None):
        field = replace(
            field,
            width=screen_width(field.kind, None),
            print_width=paper_width(field.kind, None),
        )
    return field


def with_note(form: Form, column: int, note_at: int | None) -> Form:
    """The form with a text asked for where a yes/no column is answered so; None: no text."""
    field = form.fields[column]
    if note_at is None:
        return set_field(form, column, replace(field, note_key="", note_at=1))
    key = field.note_key or _note_key(field.key, form.value_keys)
    return set_field(form, column, replace(field, note_key=key, note_at=note_at))


def _note_key(key: str, taken: Collection[str]) -> str:
    base = f"{key[: _LONGEST_KEY - len(NOTE) - 2]}{NOTE}"
    return next(
        name for n in range(1, 100) if (name := base if n == 1 else f"{base}{n}") not in taken
    )


def _rename_asked(field: Field, before: str, after: str) -> Field:
    if all(condition.field != before for condition in field.applies):
        return field
    renamed = (replace(c, field=after) if c.field == before else c for c in field.applies)
    return replace(field, applies=tuple(renamed))


def _drop_impossible(field: Field, asked: Field) -> Field:
    """The field without conditions on values that another field cannot have any more."""
    if all(condition.field != asked.key for condition in field.applies):
        return field
    possible = set(asked_values(asked)) if can_be_asked(asked) else set[int | str]()
    kept: list[Condition] = []
    for condition in field.applies:
        if condition.field != asked.key:
            kept.append(condition)
            continue
        values = tuple(value for value in condition.values if value in possible)
        if values:
            reason = condition.reason
            if values != condition.values:
                reason = suggest_reason(asked, values)
            kept.append(replace(condition, values=values, reason=reason))
    return replace(field, applies=tuple(kept))


def _texts(field: Field) -> list[str]:
    return [text for text in field.headings if text]


def _common(paths: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What all begin with."""
    found: list[str] = []
    for texts in zip(*paths, strict=False):
        if len(set(texts)) > 1:
            break
        found.append(texts[0])
    return tuple(found)


def _with(form: Form, fields: Iterable[Field]) -> Form:
    """The form with these fields; levels that none of them has a text in are gone."""
    every = list(fields)
    levels = max((len(_bare(field.headings)) for field in every), default=1)
    return replace(
        form,
        fields=tuple(
            field
            if len(field.headings) <= levels
            else replace(field, headings=field.headings[:levels])
            for field in every
        ),
        frozen_columns=min(form.frozen_columns, len(every)),
    )


def _bare(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Headings without empty levels at the end."""
    while len(headings) > 1 and not headings[-1]:
        headings = headings[:-1]
    return headings
