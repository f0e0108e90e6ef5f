"""Correcting the draft of a form: each step takes a draft and gives the next one.

Columns are counted from 0 over all columns of the draft, those that are not kept among them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from fangfan_desktop.forms.draft import FormDraft, matched_column, new_column
from fangfan_desktop.forms.field_match import Verdict
from fangfan_desktop.forms.form import Field, Form
from fangfan_desktop.forms.known_fields import KnownField

_MONITORED = re.compile(r"监测对象|监测户|三类户|三类对象")
_NOT_MONITORED = re.compile(r"(?:未纳入|非)(?:防返贫)?监测")
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


def rematch(draft: FormDraft, column: int, known: KnownField | None) -> FormDraft:
    """The draft with a column taken for another field; None: for a new one.

    A column that had the field before gives it up and is a new one.
    """
    columns = list(draft.columns)
    if known is not None:
        for other, one in enumerate(columns):
            if one.key == known.field.key and other != column:
                columns[other] = new_column(one.column, _taken(draft, other) | {one.key})
        matched = matched_column(columns[column].column, known, Verdict.SURE)
    else:
        matched = new_column(columns[column].column, _taken(draft, column))
    columns[column] = replace(matched, is_kept=columns[column].is_kept)
    return replace(draft, columns=tuple(columns))


def keep_columns(draft: FormDraft, columns: Sequence[int], *, is_kept: bool) -> FormDraft:
    """The draft with columns taken into the form, or left out."""
    changed = list(draft.columns)
    for column in columns:
        changed[column] = replace(changed[column], is_kept=is_kept)
    return replace(draft, columns=tuple(changed))


def confirm(draft: FormDraft, columns: Sequence[int]) -> FormDraft:
    """The draft with likely matches taken for sure ones."""
    changed = list(draft.columns)
    for column in columns:
        if changed[column].verdict is Verdict.LIKELY:
            changed[column] = replace(changed[column], verdict=Verdict.SURE, note="")
    return replace(draft, columns=tuple(changed))


def with_fields(draft: FormDraft, fields: Sequence[Field]) -> FormDraft:
    """The draft with other fields in the columns that are kept, in their order."""
    given = iter(fields)
    return replace(
        draft,
        columns=tuple(
            replace(column, field=next(given)) if column.is_kept else column
            for column in draft.columns
        ),
    )


def place_in_form(draft: FormDraft, column: int) -> int:
    """Where a column of the draft stands in the form; -1 where it is not kept."""
    if not draft.columns[column].is_kept:
        return -1
    return sum(one.is_kept for one in draft.columns[:column])


def place_in_draft(draft: FormDraft, column: int) -> int:
    """Which column of the draft a column of the form is."""
    return [i for i, one in enumerate(draft.columns) if one.is_kept][column]


def shared_part(draft: FormDraft, form: Form) -> float:
    """Which part (0-1) of a form's columns the draft has too."""
    wanted = {field.key for field in form.fields if field.key != "seq"}
    here = {column.key for column in draft.kept}
    return len(wanted & here) / len(wanted) if wanted else 0.0


def suggested_name(draft: FormDraft) -> str:
    """What the form may be called: its title, else the draft's name."""
    return draft.title.replace("\n", "").strip() or draft.name


def suggested_year(draft: FormDraft) -> int:
    """The year that the title names, else the draft's."""
    found = _YEAR.search(draft.title) or _YEAR.search(draft.name)
    return int(found[0]) if found else draft.year


def suggested_scope(draft: FormDraft) -> str:
    """Which households the title names, as `load.SCOPES` has it; all where it names none."""
    title = draft.title or draft.name
    has_monitored, has_lifted = _MONITORED.search(title), "脱贫户" in title
    if _NOT_MONITORED.search(title):
        return "lifted" if has_lifted else "general"
    if "一般农户" in title or "一般户" in title:
        return "all" if has_monitored or has_lifted else "general"
    if has_lifted:
        return "lifted-monitored" if has_monitored else "all"
    return "identified" if has_monitored else "all"


def _taken(draft: FormDraft, column: int) -> set[str]:
    others = [one.field for i, one in enumerate(draft.columns) if i != column]
    keys = {field.key for field in others} | {field.note_key for field in others}
    return keys - {""}
