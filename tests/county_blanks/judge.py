"""How much of an office's file is understood, by category."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from fangfan_desktop.documents.blank_form import read_blank
from fangfan_desktop.documents.blank_header import FoundHeader, find_headers
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.draft import DraftColumn, FormDraft
from fangfan_desktop.forms.field_match import Verdict
from fangfan_desktop.forms.known_fields import known_headings
from fangfan_desktop.usecases.form_from_workbook import draft_form
from tests.county_blanks.draw import letter, write
from tests.county_blanks.tables import Blank, Wanted

CATEGORIES = ("header", "rows", "column", "key", "kind", "choices", "told")


@dataclass
class Marks:
    """Right and asked by category, what went wrong in sentences."""

    right: Counter[str] = field(default_factory=Counter[str])
    asked: Counter[str] = field(default_factory=Counter[str])
    faults: list[str] = field(default_factory=list[str])
    wrong_sure: list[str] = field(default_factory=list[str])

    def judge(self, category: str, text: str, *, is_right: bool) -> None:
        """Count an answer."""
        self.asked[category] += 1
        self.right[category] += is_right
        if not is_right:
            self.faults.append(f"[{category}] {text}")


def judge(blank: Blank, folder: Path, marks: Marks) -> None:
    """Read the office's file and count what is right."""
    path = write(blank, folder)
    try:
        drafts = draft_form(path, name="表", year=2025)
    except UserError as error:
        if blank.refused:
            marks.judge("told", f"{blank.name}: {error}", is_right=blank.refused in str(error))
        else:
            marks.judge("header", f"{blank.name}: {error}", is_right=False)
        return
    if blank.refused:
        said = "；".join(w for draft in drafts for w in draft.warnings)
        marks.judge("told", f"{blank.name}: taken, told {said!r}", is_right=blank.refused in said)
        return
    headers = {_place(h): h for h in find_headers(read_blank(path), known_headings())}
    sheets = [tab.name for tab in blank.tabs if tab.name != "封面"]
    for number, wanted in enumerate(blank.wanted):
        name = f"{blank.name}/{number + 1}"
        sheet = sheets[min(number, len(sheets) - 1)] if blank.ending != "docx" else None
        draft = _draft(drafts, wanted, sheet)
        found = [d.header_rows for d in drafts][:5]
        marks.judge("header", f"{name}: {found}", is_right=draft is not None)
        if draft is not None:
            _judge_table(name, draft, headers.get((draft.sheet, draft.header_rows)), wanted, marks)


def _place(header: FoundHeader) -> tuple[str, tuple[int, int]]:
    return header.sheet, (header.first_row + 1, header.first_row + header.levels)


def _draft(drafts: list[FormDraft], wanted: Wanted, sheet: str | None) -> FormDraft | None:
    for draft in drafts:
        if draft.header_rows == wanted.header and sheet in {None, draft.sheet}:
            return draft
    return None


def _judge_table(
    name: str, draft: FormDraft, header: FoundHeader | None, wanted: Wanted, marks: Marks
) -> None:
    is_right = str(draft.subject) == wanted.subject
    marks.judge("rows", f"{name}: {draft.subject}", is_right=is_right)
    if header is not None:
        body = header.body
        found = (
            body.first_row + 1,
            tuple(row + 1 for row in body.sample_rows),
            None if body.total_row is None else body.total_row + 1,
        )
        asked = (wanted.data, wanted.samples, wanted.total)
        marks.judge("rows", f"{name}: {found} instead of {asked}", is_right=found == asked)
    if wanted.told:
        said = "；".join(draft.warnings)
        marks.judge("told", f"{name}: told {said!r}", is_right=wanted.told in said)
    columns = {letter(column.column.index): column for column in draft.columns}
    lines = {line.split()[0]: line.split()[1:] for line in wanted.columns.splitlines()}
    marks.judge("column", f"{name}: {list(columns)}", is_right=list(columns) == list(lines))
    for place, line in lines.items():
        if place in columns:
            _judge_column(f"{name} {place}", columns[place], line, marks)


def _judge_column(name: str, column: DraftColumn, line: list[str], marks: Marks) -> None:
    keys, kinds, choices = [*line, "", ""][:3]
    key = "new" if column.verdict is Verdict.NEW else column.key
    said = f"{name} {column.heading!r}: {column.verdict} {column.key} {column.field.kind}"
    is_right = key in keys.split("|")
    marks.judge("key", f"{said}, wanted {keys}", is_right=is_right)
    if column.verdict is Verdict.SURE and not is_right:
        marks.wrong_sure.append(said)
    if kinds:
        is_right = str(column.field.kind) in kinds.split("|")
        marks.judge("kind", f"{said}, wanted {kinds}", is_right=is_right)
    if choices and column.field.kind == "choice":
        found = "/".join(column.field.choices)
        marks.judge("choices", f"{said}: {found}, wanted {choices}", is_right=found == choices)
