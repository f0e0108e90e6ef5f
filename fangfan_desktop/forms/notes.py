"""A yes/no answer with its text in one cell, as papers have it: 是（大病住院）."""

from dataclasses import replace

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Value
from fangfan_desktop.forms.values import format_value, parse_value

_YES, _NO = "是", "否"
_FEWEST_LETTERS = 2
# A sentence that begins so says that there is nothing, and must not become 是.
_DENIALS = frozenset("无没未不否非")


def join_note(answer: Value, note: Value) -> str | None:
    """The text of one cell: 是（…）, 是, 否, or None for not answered."""
    if answer is None:
        return f"（{note}）" if note else None
    word = _YES if answer else _NO
    return f"{word}（{note}）" if note else word


def split_note(text: str) -> tuple[str, str]:
    """The answer and the note of a cell that `join_note`, or a clerk by hand, has written.

    是（…）, 是：…, 是，… and 是 … are all understood; the answer is returned as it stands.
    """
    plain = text.strip()
    word, rest = plain[:1], plain[1:].strip()
    if word not in {_YES, _NO} or not rest:
        return ("", plain[1:-1]) if _is_bracketed(plain) else (plain, "")
    if _is_bracketed(rest):
        return word, rest[1:-1].strip()
    return word, rest.lstrip("：:，,、 \u3000")


def read_cell(field: Field, text: str) -> tuple[Value, ...]:
    """What a typed or pasted text means: the field's value and, where it has a note, the note.

    Words alone, such as 大病住院, are 是 with these words where 是 is what has to be explained;
    words that deny are not understood.

    Raises:
        UserError: not a value of the field; the sentence says what to write instead.
    """
    if not field.note_key:
        return (parse_value(field, text),)
    answer, note = split_note(text)
    try:
        value = parse_value(field, answer)
    except UserError as error:
        words = text.strip()
        is_plain = field.note_at and sum(map(str.isalpha, words)) >= _FEWEST_LETTERS
        if words[:1] in _DENIALS or not is_plain:
            explained, other = (_YES, _NO) if field.note_at else (_NO, _YES)
            raise UserError(
                f"“{words}”不能确定是“是”还是“否”：请填{other}，或者写成{explained}（具体情况）"
            ) from error
        value, note = 1, words
    return value, parse_value(replace(field, kind=Kind.LONG_TEXT), note)


def format_cell(field: Field, value: Value, note: Value = None) -> str:
    """The text of a cell, with its note where it has one: 是（大病住院）."""
    return (join_note(value, note) or "") if note else format_value(field, value)


def paper_form(form: Form) -> Form:
    """The form as it stands on paper: a field with a note is a column of text."""
    fields = tuple(
        replace(field, kind=Kind.TEXT, choices=()) if field.note_key else field
        for field in form.fields
    )
    return replace(form, fields=fields)


def paper_row(form: Form, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """A row's values as paper has them, one a field: notes stand in their field's cell.

    Args:
        form: the form as it is filled in, not `paper_form`'s.
        values: in the order of `form.value_keys`.
    """
    keys = form.value_keys
    return tuple(
        join_note(values[i], values[keys.index(field.note_key)]) if field.note_key else values[i]
        for i, field in enumerate(form.fields)
    )


def _is_bracketed(text: str) -> bool:
    return len(text) > 1 and text[0] in "（(" and text[-1] in "）)"
