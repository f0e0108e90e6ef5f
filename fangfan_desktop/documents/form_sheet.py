"""From a form (表) to the sheet that the writers take."""

from collections.abc import Iterable
from dataclasses import dataclass

from fangfan_desktop.documents.record_layout import record_layout
from fangfan_desktop.documents.sheet import SIGN_LINE, Column, Row, Sheet
from fangfan_desktop.forms.form import Form, Page
from fangfan_desktop.forms.header import header_cells


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a form's rows besides what the form itself says."""

    total: Row | None = None
    sign_line: tuple[str, ...] = SIGN_LINE
    spare_rows: int = 0


_MOST_COLUMNS_ON_A4 = 20

_NOTHING_MORE = Around()


def sheet_from_form(form: Form, rows: Iterable[Row], around: Around = _NOTHING_MORE) -> Sheet:
    """The sheet of a form's rows.

    Args:
        form: with its placeholders filled already (`forms.headings.fill_headings`).
        rows: stored values, one a field, in the order of the form's fields; read once.
        around: total row, sign line and spare rows.
    """
    columns = tuple(
        Column(
            kind=field.kind,
            choices=field.choices,
            width=field.width,
            print_width=field.print_width,
        )
        for field in form.fields
    )
    is_record = form.layout == "record"
    hints = tuple(field.hint for field in form.fields) if form.has_hint_row else ()
    return Sheet(
        name=form.name,
        title=form.title,
        columns=columns,
        header=tuple(header_cells(form)),
        rows=rows,
        annex=form.annex,
        subtitle_left=form.subtitle if form.subtitle_align == "left" else "",
        subtitle_right=form.subtitle if form.subtitle_align == "right" else "",
        hints=hints,
        total=around.total,
        footnotes=form.footnotes,
        sign_line=around.sign_line,
        page=_table_page(form) if is_record else form.page,
        frozen_columns=form.frozen_columns,
        spare_rows=around.spare_rows,
        record=record_layout(form) if is_record else None,
    )


def _table_page(form: Form) -> Page:
    """The paper of a one-page form's table, all rows under one another: it lies on its side."""
    size = form.page.size if len(form.fields) <= _MOST_COLUMNS_ON_A4 else "A3"
    return Page(size, is_landscape=True)
