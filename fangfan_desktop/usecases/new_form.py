"""A form of the office from a blank workbook in one go, as the command line makes it."""

import re
from dataclasses import dataclass
from pathlib import Path

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.draft import DraftColumn, FormDraft, form_from_draft
from fangfan_desktop.forms.field_match import Verdict
from fangfan_desktop.forms.form import Form
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.form_from_workbook import draft_form
from fangfan_desktop.usecases.office_forms import list_forms, new_key, own_fields, save_form

_YEAR = re.compile(r"(20[0-9]{2})\s*年")


@dataclass(frozen=True, slots=True)
class NewForm:
    """A form that was made and kept, and what it was made of.

    `doubtful` are columns whose field somebody should look at.
    """

    form: Form
    version: int
    draft: FormDraft
    changes: Changes

    @property
    def doubtful(self) -> tuple[DraftColumn, ...]:
        """Columns that are only likely the field they were taken for, or have a note."""
        return tuple(
            column for column in self.draft.kept if column.verdict is Verdict.LIKELY or column.note
        )


def new_form(database: Database, *, path: Path, name: str, year: int | None = None) -> NewForm:
    """Make a form of the best table of a blank workbook or Word file, and keep it.

    Under the name of a form that there is already, it becomes that form's next version.

    Args:
        database: the open database.
        path: .xlsx, .xls, .ods or .docx.
        name: Chinese name of the form.
        year: that of the title, else of today, where not given.

    Raises:
        UserError: the name is empty, the file cannot be read, has no header, or what it holds is
            no form; the sentence says why.
    """
    if not name.strip():
        raise UserError("请写上表的名称，如 --name 摸底表。")
    drafts = draft_form(path, name=name.strip(), year=year or 0, own_fields=own_fields(database))
    draft = drafts[0]
    known = {entry.form.name: entry.form.key for entry in list_forms(database)}
    form = form_from_draft(
        draft,
        key=known.get(draft.name) or new_key(database),
        year=year or _year_of(draft.title) or database.today().year,
        source=path.name,
    )
    saved = save_form(database, form=form)
    return NewForm(saved.form, saved.version, draft, saved.changes)


def _year_of(title: str) -> int | None:
    found = _YEAR.search(title)
    return int(found[1]) if found else None
