"""How a workbook of somebody else calls the columns of a form, where the wording is another."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.field_match import Verdict
from fangfan_desktop.forms.form import Form
from fangfan_desktop.forms.headings import plain_heading
from fangfan_desktop.usecases.form_from_workbook import draft_form


def wordings_of(path: Path, form: Form) -> dict[str, tuple[str, ...]]:
    """Key → headings of the workbook that surely mean that field of the form.

    Only what is sure: a wrong column would be filled with somebody else's answers. Empty where the
    workbook is of a kind that has no looks, such as .csv, or has no header.

    Args:
        path: the workbook.
        form: with its headings filled in.
    """
    try:
        drafts = draft_form(path, name="", year=0, own_fields=form.fields, subject=form.subject)
    except UserError:
        return {}
    keys = {field.key for field in form.fields}
    found: dict[str, tuple[str, ...]] = {}
    for column in (column for draft in drafts for column in draft.columns):
        if column.verdict is Verdict.SURE and column.key in keys:
            lowest = next((t for t in reversed(column.column.headings) if t), "")
            found[column.key] = tuple(dict.fromkeys((*found.get(column.key, ()), lowest)))
    return found


def with_wordings(form: Form, wordings: Mapping[str, tuple[str, ...]]) -> Form:
    """The form with these headings as further names of its columns.

    A heading that the form itself has stays what it is.
    """
    own = {plain_heading(text) for field in form.fields for text in field.headings if text}
    return replace(
        form,
        fields=tuple(
            replace(
                field,
                aliases=(
                    *field.aliases,
                    *(t for t in wordings.get(field.key, ()) if plain_heading(t) not in own),
                ),
            )
            for field in form.fields
        ),
    )
