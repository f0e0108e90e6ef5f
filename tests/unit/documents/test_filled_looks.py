"""Blank workbooks of other programs come back filled and look as before, in LibreOffice's eyes."""

from typing import TYPE_CHECKING

import pytest

from fangfan_desktop.documents.fill_workbook import fill_workbook
from tests.flat_sheets import FlatSheet, Looks, read_flat, soffice
from tests.unit.documents.blank_fills import BLANKS, Blank

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(soffice() is None, reason="LibreOffice (soffice) is not installed")

_COMPARED = 60  # rows of the blanks; nothing stands below
_ROWS = (4, 30)  # fewer than they prepared, and more


@pytest.fixture(scope="module")
def sheets(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[tuple[str, int], dict[str, FlatSheet]]:
    folder = tmp_path_factory.mktemp("flat")
    files: dict[tuple[str, int], Path] = {}
    for blank in BLANKS:
        files[blank.file, 0] = blank.path
        for rows in _ROWS:
            target = folder / f"{rows}-{blank.file}"
            fill_workbook(blank.path, target, places=[blank.fill(rows)])
            files[blank.file, rows] = target
    return dict(zip(files, read_flat(list(files.values()), folder), strict=True))


def _added(blank: Blank, rows: int) -> int:
    return max(0, rows - (blank.last - blank.first + 1))


@pytest.mark.parametrize("rows", _ROWS)
@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: blank.file)
def test_outside_the_filled_rows_every_cell_is_as_before(
    sheets: dict[tuple[str, int], dict[str, FlatSheet]], blank: Blank, rows: int
):
    before, after = sheets[blank.file, 0], sheets[blank.file, rows]
    assert list(before) == list(after)
    added = _added(blank, rows)
    for name, old in before.items():
        new = after[name]
        is_filled = name == blank.sheet

        def moved(row: int, is_filled: bool = is_filled) -> int:  # noqa: FBT001
            return row + added if is_filled and row > blank.last else row

        outside = [
            place
            for place in old.looks
            if place[0] <= _COMPARED
            and (not is_filled or not blank.first <= place[0] <= blank.last)
        ]
        assert old.page == new.page
        assert old.widths == new.widths
        assert old.titles == new.titles
        for row, column in outside:
            here, there = (row, column), (moved(row), column)
            assert old.looks[here] == new.looks.get(there, {}), f"{name} {here}"
            assert old.merged.get(here) == new.merged.get(there), f"{name} {here}"
            assert old.notes.get(here) == new.notes.get(there), f"{name} {here}"
            if here not in old.formulas:
                assert old.values.get(here) == new.values.get(there), f"{name} {here}"
        rows_outside = {row for row, _ in outside if row <= len(old.heights)}
        for row in rows_outside:
            assert old.heights[row - 1] == new.heights[moved(row) - 1], f"{name} row {row}"


@pytest.mark.parametrize("rows", _ROWS)
@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: blank.file)
def test_filled_rows_look_like_the_prepared_ones(
    sheets: dict[tuple[str, int], dict[str, FlatSheet]], blank: Blank, rows: int
):
    old, new = sheets[blank.file, 0][blank.sheet], sheets[blank.file, rows][blank.sheet]
    model = blank.last - 1
    for row in range(blank.first, blank.first + rows):
        for column in range(1, len(old.widths) + 1):
            was, now = old.looks.get((model, column), {}), new.looks.get((row, column), {})
            assert _without_number(was) == _without_number(now), f"{row}, {column}"
        assert (model, 1) not in old.merged
        assert old.heights[model - 1] == new.heights[row - 1]


def _without_number(looks: Looks) -> Looks:
    return {key: value for key, value in looks.items() if key != "number"}


@pytest.mark.parametrize("rows", _ROWS)
@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: blank.file)
def test_filled_cells_show_our_values_and_no_others(
    sheets: dict[tuple[str, int], dict[str, FlatSheet]], blank: Blank, rows: int
):
    new = sheets[blank.file, rows][blank.sheet]
    fill = blank.fill(rows)
    ours = {column.column for column in fill.columns}
    for i in range(rows):
        row = blank.first + i
        assert new.values[row, 1] == str(i + 1)
        assert {column for at, column in new.values if at == row} == ours
        name = next(c for c in fill.columns if "韦𠮷祥" in c.values)
        assert new.values[row, name.column] == name.values[i]
        assert (row, name.column) not in new.formulas
    end = blank.first + max(rows, blank.last - blank.first + 1)
    for row in range(blank.first + rows, end):  # theirs, left empty
        assert not [value for (at, _), value in new.values.items() if at == row]


@pytest.mark.parametrize("rows", _ROWS)
@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: blank.file)
def test_the_print_area_and_the_lists_go_with_the_rows(
    sheets: dict[tuple[str, int], dict[str, FlatSheet]], blank: Blank, rows: int
):
    old, new = sheets[blank.file, 0][blank.sheet], sheets[blank.file, rows][blank.sheet]
    if old.print_ranges:  # LibreOffice names none where it is the whole sheet
        head, _, last = old.print_ranges.rpartition(".")
        letters = last.rstrip("0123456789")
        grown = int(last.removeprefix(letters)) + _added(blank, rows)
        assert new.print_ranges == f"{head}.{letters}{grown}"
    else:
        assert not new.print_ranges
    listed = {column for row, column in old.lists if row == blank.last}
    for row in range(blank.first, blank.last + _added(blank, rows) + 1):
        assert {column for at, column in new.lists if at == row} >= listed, row


def test_total_rows_and_hidden_checks_count_what_was_filled(
    sheets: dict[tuple[str, int], dict[str, FlatSheet]],
):
    monitored = sheets["monitored-check-2025.xlsx", 30]
    assert monitored["核查表"].values[13 + 23, 6] == "90"
    assert monitored["校验"].values[2, 2] == "30"
    few = sheets["monitored-check-2025.xlsx", 4]
    assert few["核查表"].values[13, 6] == "12"
    villages = sheets["village-survey-2024.xlsx", 30]["附件2"]
    assert villages.values[21 + 15, 4] == "9000"
