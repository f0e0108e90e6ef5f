"""A yes/no answer with its text in one cell, as papers have it: 是（大病住院）."""

from dataclasses import replace

from fangfan_desktop.forms.form import Form, Kind, Value

_YES, _NO = "是", "否"


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
