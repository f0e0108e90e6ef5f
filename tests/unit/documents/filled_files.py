"""Columns to fill in, and files opened again: what the tests of filled workbooks share."""

import warnings
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from fangfan_desktop.documents.fill_cells import ColumnFill
from fangfan_desktop.forms.form import Kind, Value


def column_fill(
    column: int,
    kind: Kind,
    values: Sequence[Value],
    *,
    is_counter: bool = False,
    name: str = "",
) -> ColumnFill:
    return ColumnFill(column, kind, values, is_counter=is_counter, name=name)


def counted(rows: int, *others: ColumnFill) -> tuple[ColumnFill, ...]:
    return (column_fill(1, Kind.NUMBER, list(range(1, rows + 1)), is_counter=True), *others)


def load(path: Path) -> Workbook:
    with warnings.catch_warnings():
        # Gnumeric's file lacks a style that openpyxl would like
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path)


def open_tab(path: Path, sheet: str) -> Worksheet:
    tab = load(path)[sheet]
    assert isinstance(tab, Worksheet)
    return tab


def part_of(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def cell_looks(cell: object) -> tuple[object, ...]:
    if not isinstance(cell, Cell):  # inside a merged one
        return ()
    parts = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
    return (*map(repr, parts), cell.number_format)


def change_part(source: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
