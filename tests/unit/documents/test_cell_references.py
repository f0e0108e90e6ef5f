"""References in formulas and ranges when a table grows and when a formula is copied down."""

import pytest

from fangfan_desktop.documents.cell_references import (
    Area,
    Growth,
    column_number,
    grown_formula,
    grown_ranges,
    moved_formula,
    parse_area,
)

# body in rows 5 to 14 of sheet 表, ten rows added
_GROWN = {"表": Growth(5, 14, 10)}


@pytest.mark.parametrize(
    ("formula", "grown"),
    [
        ("SUM(E5:E14)", "SUM(E5:E24)"),
        ("SUM(E$5:E$14)/E15", "SUM(E$5:E$24)/E25"),
        ("E14+E4", "E14+E4"),
        ("表!$A$1:$H$20", "表!$A$1:$H$30"),
        ("'表'!A15&其他!A15", "'表'!A25&其他!A15"),
        ("$1:$4", "$1:$4"),
        ("15:16", "25:26"),
        ('"A15"&A15', '"A15"&A25'),
        ("LOG10(A15)+A1B20+名_A15", "LOG10(A25)+A1B20+名_A15"),
        ("[1]表!A15+'[a b.xlsx]表'!A15:A16", "[1]表!A15+'[a b.xlsx]表'!A15:A16"),
        ("清单[A15]", "清单[A15]"),
        ("A:C", "A:C"),
    ],
)
def test_formulas_follow_a_table_that_grows(formula: str, grown: str):
    assert grown_formula(formula, _GROWN, "表") == grown


def test_in_a_row_of_the_table_only_fixed_ends_grow():
    for formula, grown in (
        ("SUM(E5:E14)", "SUM(E5:E14)"),
        ("E14/SUM(E$5:E$14)", "E14/SUM(E$5:E$24)"),
        ("SUM(A14:D14)", "SUM(A14:D14)"),
    ):
        assert grown_formula(formula, _GROWN, "表", is_in_body=True) == grown


def test_what_covered_the_rows_after_the_samples_covers_the_samples_places_too():
    grown = {"表": Growth(5, 14, 10, samples=2)}
    assert grown_formula("SUM(E7:E14)", grown, "表") == "SUM(E5:E24)"
    assert grown_formula("E7", grown, "表") == "E7"


def test_an_open_table_moves_nothing():
    growth = Growth(2, 1, 30, is_open=True)
    assert grown_ranges("B2:B11 D1:D1", growth) == "B2:B31 D1"
    assert grown_formula("A40+SUM(B2:B11)", {"表": growth}, "表") == "A40+SUM(B2:B31)"


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("C5-D5", "D7-E7"),
        ("$C5*D$5", "$C7*E$5"),
        ("SUM(C$5:C14)", "SUM(D$5:D16)"),
        ("表!C5", "表!D7"),
        ('"C5"&ROW()', '"C5"&ROW()'),
    ],
)
def test_a_copied_formula_moves_what_is_not_fixed(formula: str, moved: str):
    assert moved_formula(formula, 2, 1) == moved


def test_ranges_are_read_and_written():
    assert parse_area("$AA$3:C1") == Area(3, 27, 1, 3)
    assert parse_area("1:3") is None
    assert Area(1, 1, 2, 28).text == "A1:AB2"
    assert column_number("xfd") == 16_384
