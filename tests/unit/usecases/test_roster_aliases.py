"""Workbooks of others: columns are offered, matched once, and known from then on."""

from dataclasses import replace
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.roster_aliases import (
    SavedMapping,
    field_choices,
    forget_mapping,
    inspect_roster,
    list_mappings,
    map_sheet,
    save_mapping,
)
from fangfan_desktop.usecases.roster_import import import_roster
from fangfan_desktop.usecases.roster_rows import Part
from fangfan_desktop.usecases.roster_tables import ColumnMatch, SheetKind
from tests.unit.usecases.roster_books import TODAY, township, write_book

ROWS = (
    ("雒容镇登记表",),
    ("行政村", "户编号", "户主姓名", "户主联系电话号码", "安置点"),
    ("坭桥村", "A1", "韦𠮷祥", "13800000001", "甲"),
)


def test_a_heading_that_looks_alike_is_offered_and_remembered_once_chosen(tmp_path: Path):
    path = write_book(tmp_path / "登记表.xlsx", {"登记": ROWS})
    with township(tmp_path / "a.db") as database:
        (view,) = inspect_roster(database, path=path)
        assert view.mapping is not None
        assert (view.mapping.kind, view.mapping.header_row) == (SheetKind.HOUSEHOLDS, 2)
        offered = view.columns[3]
        assert offered.match.part is None
        assert offered.samples == ("13800000001",)
        assert offered.offer == ColumnMatch(3, "户主联系电话号码", Part.HOUSEHOLD, "phone")
        columns = (*view.mapping.columns[:3], offered.offer, view.mapping.columns[4])
        save_mapping(
            database, name="登记表", mapping={"登记": replace(view.mapping, columns=columns)}
        )
        result = import_roster(database, path=path, today=TODAY)
        assert [warning.column for warning in result.warnings] == ["安置点"]
        assert list_mappings(database) == (
            SavedMapping("登记表", (("户主联系电话号码", "联系电话"),)),
        )
        forget_mapping(database, name="登记表")
        assert list_mappings(database) == ()


def test_a_given_mapping_is_followed_and_other_sheets_are_left_out(tmp_path: Path):
    path = write_book(tmp_path / "登记表.xlsx", {"登记": ROWS, "另一张": ROWS})
    with township(tmp_path / "a.db") as database:
        view = map_sheet(database, path=path, sheet_name="登记", header_row=2, kind=None)
        assert view.mapping is not None
        result = import_roster(
            database, path=path, mapping={"登记": view.mapping}, is_trial=True, today=TODAY
        )
        assert (result.sheets, result.refused) == (("登记",), 0)
        with pytest.raises(UserError, match="第30行是空的"):
            map_sheet(database, path=path, sheet_name="登记", header_row=30, kind=None)


def test_choices_of_a_sheet_with_both_halves_are_those_of_both():
    both = field_choices(SheetKind.BOTH)
    parts = (*field_choices(SheetKind.HOUSEHOLDS), *field_choices(SheetKind.PEOPLE))
    assert both == parts
