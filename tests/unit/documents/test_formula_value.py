"""The simple formulas of forms, worked out; all others are left alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from fangfan_desktop.documents.formula_value import (
    CellError,
    NotWorkedOutError,
    Result,
    work_out,
)


@dataclass(frozen=True)
class Table:
    """Cells by (row, column) of the formula's own sheet."""

    cells: Mapping[tuple[int, int], Result]

    def value(self, sheet: str, row: int, column: int) -> Result:
        assert not sheet
        return self.cells.get((row, column))

    def column(self, sheet: str, column: int, top: int, bottom: int) -> Iterator[Result]:
        return (self.value(sheet, row, column) for row in range(top, bottom + 1))


_TABLE = Table({(1, 1): 3.0, (2, 1): 4.5, (3, 1): "是", (4, 1): "否", (5, 1): "是", (1, 2): 0.0})


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:A6)", 7.5),
        ("A1+A2*2-1", 11.0),
        ("-A1+50%", -2.5),
        ("(A1+A2)/3", 2.5),
        ("COUNT(A1:A9)", 2.0),
        ("COUNTA(A1:A9)", 5.0),
        ('COUNTIF(A1:A9,"是")', 2.0),
        ("AVERAGE(A1:A2)", 3.75),
        ("MAX(A1:A9,9)", 9.0),
        ("MIN(A1:A9)", 3.0),
        ("ROUND(A2/A1,1)", 1.5),
        ("ROUND(-2.5,0)", -3.0),
        ("ROW()-3", 4.0),
        ('IF(B1=0,"",A1/B1)', ""),
        ("IF(A1>=3,A2,A1/B1)", 4.5),
        ("IFERROR(A1/B1,0)", 0.0),
        ('A3&"、"&A1', "是、3"),
        ("SUBTOTAL(9,A1:A9)", 7.5),
        ('AND(A1>1,A3="是")', True),
        ("C1", 0.0),
        ('C1=""', True),
    ],
)
def test_simple_formulas(formula: str, value: Result):
    assert work_out(formula, 7, _TABLE) == value


@pytest.mark.parametrize(("formula", "error"), [("A1/B1", "#DIV/0!"), ("A3+1", "#VALUE!")])
def test_errors_are_those_that_spreadsheets_show(formula: str, error: str):
    with pytest.raises(CellError, match=error):
        work_out(formula, 7, _TABLE)


@pytest.mark.parametrize(
    "formula",
    ["TODAY()", "VLOOKUP(A1,A1:B9,2)", "A1:A3", "SUM(A1", '{"a"}', "A1^2", 'COUNTIF(A1:A9,">3")'],
)
def test_others_are_left_to_the_program_that_opens_the_file(formula: str):
    with pytest.raises(NotWorkedOutError):
        work_out(formula, 7, _TABLE)
