"""Tables whose rows stand there beforehand: villages or households that the county listed.

Such a table waits for answers beside the names. Its rows stay where they are, and so does all that
stands in them; only its empty cells are filled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fangfan_desktop.documents.blank_header import FoundColumn, FoundHeader
from fangfan_desktop.documents.blank_rows import is_below, is_total
from fangfan_desktop.documents.blank_table import BlankSheet
from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.forms.form import Field, Source, Subject
from fangfan_desktop.usecases.fill_sources import SEQ, Row

_FEWEST = 2  # rows of a list; a single name is an example
_MOST_ANSWERED = 0.35  # of the cells for answers: a table filled in before is filled anew
_HOUSEHOLD_KEYS = ("household_code", "head_id_number", "head_name")  # the surest first
_OF_VILLAGES = frozenset({Subject.VILLAGE, Subject.VILLAGE_PROBLEM, Subject.VILLAGE_COUNT})


@dataclass(frozen=True, slots=True)
class ListedRows:
    """Rows of a list of theirs, from the first to the last, with ours beside them.

    Attributes:
        first_row: of the sheet, from 0.
        rows: ours, one a row of the sheet; empty where a row is a sum or nobody of ours.
        found: how many are ours.
        strangers: names in the list that none of ours has, or several have.
    """

    first_row: int
    rows: tuple[Row, ...]
    found: int
    strangers: tuple[str, ...]

    @property
    def last_row(self) -> int:
        """Last row of the list, from 0."""
        return self.first_row + len(self.rows) - 1


def listed_rows(
    sheet: BlankSheet,
    header: FoundHeader,
    fields: Sequence[tuple[FoundColumn, Field]],
    subject: Subject,
    rows: Sequence[Row],
) -> ListedRows | None:
    """The list that stands in the table; None where its rows are free.

    Args:
        sheet: theirs.
        header: of the table on it.
        fields: its columns that we know.
        subject: what a row is about.
        rows: ours, by field key.
    """
    columns = {field.key: column.index for column, field in fields}
    wanted = ("village",) if subject in _OF_VILLAGES else _HOUSEHOLD_KEYS
    places = [(key, columns[key]) for key in wanted if key in columns]
    if not places or header.body.sample_rows:
        return None
    name = places[-1][1]
    listed = [row for row in _body(sheet, header) if sheet.text(row, name)]
    of_registry = {
        c.index for c, field in fields if field.source is Source.REGISTRY or field.key == SEQ
    }
    # what stands beside each name alike, such as the area of a village, is no answer
    answers = [
        c.index
        for c in header.columns
        if c.index not in {name, *of_registry} and not (c.index < name)
    ]
    if len(listed) < _FEWEST or _share(sheet, answers, listed) >= _MOST_ANSWERED:
        return None
    found: dict[int, Row] = {}
    for key, column in places:
        left = [row for row in listed if row not in found]
        found |= _found(sheet, left, key, column, columns, rows)
    strangers = tuple(sheet.text(row, name) for row in listed if row not in found)
    span = range(listed[0], listed[-1] + 1)
    return ListedRows(span[0], tuple(found.get(row, {}) for row in span), len(found), strangers)


def _body(sheet: BlankSheet, header: FoundHeader) -> list[int]:
    """Rows of the table that may name somebody; subtotals between them are passed over."""
    rows: list[int] = []
    top = sheet.rows[header.first_row]
    for row in range(header.body.first_row, len(sheet.rows)):
        texts = sheet.rows[row]
        if any("小计" in text or "合计" in text for text in texts) or is_total(texts):
            continue
        if is_below(texts) or texts == top:
            break
        rows.append(row)
    return rows


def _share(sheet: BlankSheet, columns: Sequence[int], rows: Sequence[int]) -> float:
    """Which share of these cells has a text."""
    texts = [bool(sheet.text(row, column)) for row in rows for column in columns]
    return sum(texts) / max(len(texts), 1)


def _found(
    sheet: BlankSheet,
    listed: Sequence[int],
    key: str,
    column: int,
    columns: Mapping[str, int],
    rows: Sequence[Row],
) -> dict[int, Row]:
    """Our rows of theirs, by the column that names them.

    People of one name are told apart by village and group. Where that does not do, they are taken
    in order if the list has as many of them as we have.
    """
    beside = [(k, columns[k]) for k in ("village", "group") if k in columns and k != key]
    asked: dict[tuple[str, ...], list[int]] = {}
    for row in listed:
        text = "".join(sheet.text(row, column).split())
        if text:
            asked.setdefault((text, *(sheet.text(row, c) for _, c in beside)), []).append(row)
    ours: dict[str, list[Row]] = {}
    for row in rows:
        ours.setdefault(_text(row, key), []).append(row)
    found: dict[int, Row] = {}
    for (text, *places), same in asked.items():
        name = match_village(text, [name for name in ours if name]) if key == "village" else text
        candidates = ours.get(name or "", [])
        for (place, _), there in zip(beside, places, strict=True):
            narrowed = [r for r in candidates if _is_same_place(_text(r, place), there)]
            candidates = narrowed if len(candidates) > 1 else candidates
        if len(candidates) == len(same):
            found |= dict(zip(same, candidates, strict=True))
    return found


def _is_same_place(ours: str, theirs: str) -> bool:
    return not theirs or ours == theirs or (bool(ours) and match_village(theirs, [ours]) == ours)


def _text(row: Row, key: str) -> str:
    return "".join(str(row.get(key) or "").split())
