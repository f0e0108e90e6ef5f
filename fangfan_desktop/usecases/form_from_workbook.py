"""A form from the county's blank workbook: header found, columns matched, the rest guessed."""

from collections.abc import Iterable
from pathlib import Path

from fangfan_desktop.documents.blank_form import read_blank
from fangfan_desktop.documents.blank_header import FoundColumn, FoundHeader, find_headers
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.draft import (
    FormDraft,
    SheetColumn,
    draft_columns,
    guess_page,
    guess_subject,
)
from fangfan_desktop.forms.field_match import AskedColumn, match_fields
from fangfan_desktop.forms.form import Field, Subject
from fangfan_desktop.forms.guess import guess_field
from fangfan_desktop.forms.heading_words import essence
from fangfan_desktop.forms.known_fields import known_fields, known_headings

NO_TABLE = (
    "像是一户一页的表：栏名旁边留空填写，没有一行表头。这样的表认不出栏目，也填不进去。"
    "请先把要问的各栏排成一行表头，存成工作簿再用；要一户一页打印，新建时在“打印排法”里选。"
)
_OF_PEOPLE = frozenset({"户主关系", "户主名关系", "家庭成员姓名", "成员姓名"})


def draft_form(
    path: Path,
    *,
    name: str,
    year: int,
    own_fields: Iterable[Field] = (),
    subject: Subject | None = None,
) -> list[FormDraft]:
    """Drafts of the tables that a blank workbook or Word file holds, the best first.

    Args:
        path: .xlsx, .xls, .ods or .docx.
        name: of the new form.
        year: of the new form.
        own_fields: fields of the office's own forms, whose keys the columns may have too.
        subject: what a row is about; None: guessed from the headings.

    Raises:
        UserError: the file cannot be read, or no sheet has a header.
        OutsideError: the file cannot be opened.
    """
    headers = find_headers(read_blank(path), known_headings())
    tables = [header for header in headers if not header.is_page]
    if all(header.is_hidden for header in tables) and len(tables) < len(headers):
        raise UserError(f"“{path.name}”{NO_TABLE}")
    own = tuple(own_fields)
    return [draft_of_header(header, name, year, own, subject) for header in headers]


def draft_of_header(
    header: FoundHeader,
    name: str,
    year: int,
    own: tuple[Field, ...],
    subject: Subject | None = None,
) -> FormDraft:
    """The draft of one table; see `draft_form`."""
    columns = [_sheet_column(column) for column in header.columns]
    about = subject or guess_subject(header.title, columns)
    is_of_people = has_person_a_row(header)
    asked = [
        AskedColumn(
            _of_whom(column, is_of_people=is_of_people),
            guess_field(
                column.headings,
                choices=column.choices,
                number_format=column.number_format,
                hint=column.hint,
            ).kind,
        )
        for column in columns
    ]
    matches = match_fields(asked, known_fields(about, own))
    return FormDraft(
        sheet=header.sheet,
        name=name,
        year=year,
        subject=about,
        title=header.title,
        annex=header.annex,
        subtitle=header.subtitle,
        columns=draft_columns(columns, matches),
        footnotes=header.footnotes,
        page=header.page or guess_page(len(columns)),
        has_hint_row=bool(header.body.hint_rows),
        has_total_row=header.body.total_row is not None,
        is_hidden=header.is_hidden,
        warnings=tuple(_warnings(header)),
        header_rows=(header.first_row + 1, header.first_row + header.levels),
    )


def has_person_a_row(header: FoundHeader) -> bool:
    """Whether a row of the table is a person: it asks how he is related to the head."""
    leaves = {essence(text) for column in header.columns for text in column.headings if text}
    is_related = any("户主关系" in leaf or "户主名关系" in leaf for leaf in leaves)
    return is_related or bool(leaves & _OF_PEOPLE)


def _of_whom(column: SheetColumn, *, is_of_people: bool) -> tuple[str, ...]:
    """The headings, under 家庭成员 where a row is a person and nothing says 户主."""
    if not is_of_people or any("户主" in text for text in column.headings):
        return column.headings
    return ("家庭成员", *column.headings)


def _sheet_column(column: FoundColumn) -> SheetColumn:
    return SheetColumn(
        index=column.index,
        headings=column.headings,
        choices=column.choices,
        number_format=column.number_format,
        width=column.width,
        sample=column.sample,
        hint=column.hint,
    )


def _warnings(header: FoundHeader) -> list[str]:
    warnings: list[str] = []
    if header.is_hidden:
        warnings.append("这是一张隐藏的工作表，请核对是不是要填的表。")
    if header.body.filled_rows:
        warnings.append(f"表里已有 {header.body.filled_rows} 行内容，只取表头，不读入这些内容。")
    if header.is_page:
        warnings.append(f"“{header.sheet}”{NO_TABLE}")
    if has_person_a_row(header):
        warnings.append(
            "这张表像是一人一行。这里只能做一户一行或一村一行的表，家庭成员请用花名册。"
        )
    return warnings
