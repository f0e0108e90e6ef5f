"""What a simple formula gives: sums, counts, shares, conditions.

A file that was filled and not yet opened shows the values that stand in it. The formulas of forms
are few and simple; any other is left to the program that opens the file.
"""

import math
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from fangfan_desktop.documents.cell_references import Area, parse_area

Result = float | str | bool | None  # None: an empty cell

DIVIDED_BY_ZERO = "#DIV/0!"
WRONG_KIND = "#VALUE!"
_MOST_CELLS = 3_000_000  # of one range
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)"""
    r"""|(?P<cells>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?[A-Za-z]{1,3}\$?\d+"""
    r"""(?::\$?[A-Za-z]{1,3}\$?\d+)?)(?![\w(])|(?P<name>[A-Za-z][\w.]*)"""
    r"""|(?P<sign><>|<=|>=|[-+*/^&=<>%(),]))"""
)


class NotWorkedOutError(Exception):
    """The formula is none of the simple ones."""


class CellError(Exception):
    """The formula gives an error that spreadsheets show, such as #DIV/0!."""


class Cells(Protocol):
    """Where values are looked up."""

    def value(self, sheet: str, row: int, column: int) -> Result:
        """The value of a cell; the sheet "" is the formula's own."""
        ...

    def column(self, sheet: str, column: int, top: int, bottom: int) -> Iterator[Result]:
        """The values of a column."""
        ...


@dataclass(frozen=True, slots=True)
class _Range:
    sheet: str
    area: Area


_Operand = Result | _Range
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def work_out(formula: str, row: int, cells: Cells) -> Result:
    """The formula's value.

    Args:
        formula: without "=".
        row: in which it stands, from 1.
        cells: the values it may ask for.

    Raises:
        NotWorkedOutError: it is none of the simple ones.
        CellError: it gives an error.
    """
    reader = _Reader(formula, row, cells)
    value = reader.single(reader.comparison())
    if reader.token is not None:
        raise NotWorkedOutError(formula)
    return 0.0 if value is None else value


class _Reader:
    """Reads a formula from left to right and works it out."""

    def __init__(self, formula: str, row: int, cells: Cells) -> None:
        self._formula = formula
        self._row = row
        self._cells = cells
        self._at = 0
        self.token: tuple[str, str] | None = None
        self._next()

    def _next(self) -> None:
        if self._at >= len(self._formula.rstrip()):
            self.token = None
            return
        match = _TOKEN.match(self._formula, self._at)
        if match is None or match.lastgroup is None:
            raise NotWorkedOutError(self._formula)
        self._at = match.end()
        self.token = match.lastgroup, match[match.lastgroup]

    def _takes(self, *signs: str) -> str:
        if self.token is not None and self.token[0] == "sign" and self.token[1] in signs:
            sign = self.token[1]
            self._next()
            return sign
        return ""

    def _needs(self, sign: str) -> None:
        if not self._takes(sign):
            raise NotWorkedOutError(self._formula)

    def single(self, operand: _Operand) -> Result:
        """The value of an operand that is one cell at most."""
        if not isinstance(operand, _Range):
            return operand
        area = operand.area
        if (area.top, area.left) != (area.bottom, area.right):
            raise NotWorkedOutError(self._formula)
        return self._cells.value(operand.sheet, area.top, area.left)

    def _numeric(self, operand: _Operand) -> float:
        return _as_number(self.single(operand))

    def comparison(self) -> _Operand:
        """The whole of an expression."""
        left = self._joined()
        while sign := self._takes(*_COMPARISONS):
            one, other = self.single(left), self.single(self._joined())
            left = _compared(sign, one, other)
        return left

    def _joined(self) -> _Operand:
        left = self._sum()
        while self._takes("&"):
            left = _as_text(self.single(left)) + _as_text(self.single(self._sum()))
        return left

    def _sum(self) -> _Operand:
        left = self._product()
        while sign := self._takes("+", "-"):
            right = self._numeric(self._product())
            left = self._numeric(left) + (right if sign == "+" else -right)
        return left

    def _product(self) -> _Operand:
        left = self._power()
        while sign := self._takes("*", "/"):
            right = self._numeric(self._power())
            if sign == "/" and not right:
                raise CellError(DIVIDED_BY_ZERO)
            number = self._numeric(left)
            left = number * right if sign == "*" else number / right
        return left

    def _power(self) -> _Operand:
        left = self._signed()
        if self._takes("^"):
            raise NotWorkedOutError(self._formula)
        while self._takes("%"):
            left = self._numeric(left) / 100
        return left

    def _signed(self) -> _Operand:
        if self._takes("-"):
            return -self._numeric(self._signed())
        if self._takes("+"):
            return self._signed()
        return self._atom()

    def _atom(self) -> _Operand:
        if self.token is None:
            raise NotWorkedOutError(self._formula)
        kind, text = self.token
        self._next()
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "cells":
            return _range(text)
        if kind == "name":
            return self._call(text.upper())
        if text == "(":
            value = self.comparison()
            self._needs(")")
            return value
        raise NotWorkedOutError(self._formula)

    def _call(self, name: str) -> _Operand:
        if name in {"TRUE", "FALSE"} and not (self.token and self.token[1] == "("):
            return name == "TRUE"
        self._needs("(")
        if name == "IF":
            return self._choice()
        if name == "IFERROR":
            return self._without_error()
        operands: list[_Operand] = []
        while not self._takes(")"):
            operands.append(self.comparison())
            if not self._takes(","):
                self._needs(")")
                break
        if name == "ROW":
            area = operands[0] if operands else None
            return float(area.area.top if isinstance(area, _Range) else self._row)
        return self._worked(name, operands)

    def _choice(self) -> _Operand:
        """IF: only the branch that holds may be wrong."""
        holds = bool(_as_number(self.single(self.comparison())))
        branches: list[_Operand | CellError] = []
        while self._takes(","):
            branches.append(self._branch())
        self._needs(")")
        chosen = (branches[0] if holds else branches[1]) if len(branches) > 1 - holds else holds
        if isinstance(chosen, CellError):
            raise chosen
        return chosen

    def _without_error(self) -> _Operand:
        """IFERROR: the second where the first is an error."""
        first = self._branch()
        self._needs(",")
        second = self._branch()
        self._needs(")")
        chosen = second if isinstance(first, CellError) else first
        if isinstance(chosen, CellError):
            raise chosen
        return chosen

    def _branch(self) -> _Operand | CellError:
        start = self._at
        token = self.token
        try:
            return self.single(self.comparison())
        except CellError as error:
            self._at, self.token = start, token
            self._pass_over()
            return error

    def _pass_over(self) -> None:
        depth = 0
        while self.token is not None:
            kind, text = self.token
            if kind == "sign" and depth == 0 and text in {",", ")"}:
                return
            if kind == "sign":
                depth += (text == "(") - (text == ")")
            self._next()

    def _worked(self, name: str, operands: Sequence[_Operand]) -> Result:
        if name == "SUBTOTAL" and len(operands) > 1:
            name = {"9": "SUM", "109": "SUM", "3": "COUNTA", "103": "COUNTA"}.get(
                f"{self._numeric(operands[0]):g}", ""
            )
            operands = operands[1:]
        if name in _OF_ALL:
            return _OF_ALL[name](list(self._all(operands)))
        if name == "COUNTIF" and len(operands) == 2:  # noqa: PLR2004 - where, what
            wanted = self.single(operands[1])
            if isinstance(wanted, str) and re.match(r"[<>=]|.*[*?~]", wanted):
                raise NotWorkedOutError(self._formula)
            return float(sum(_is_same(wanted, value) for value in self._all(operands[:1])))
        if name == "ROUND" and len(operands) == 2:  # noqa: PLR2004 - what, digits
            scale = 10 ** self._numeric(operands[1])
            number = self._numeric(operands[0]) * scale
            return math.copysign(math.floor(abs(number) + 0.5), number) / scale
        raise NotWorkedOutError(self._formula)

    def _all(self, operands: Sequence[_Operand]) -> Iterator[Result]:
        for operand in operands:
            if not isinstance(operand, _Range):
                yield operand
                continue
            area = operand.area
            if (area.bottom - area.top + 1) * (area.right - area.left + 1) > _MOST_CELLS:
                raise NotWorkedOutError(self._formula)
            for column in range(area.left, area.right + 1):
                yield from self._cells.column(operand.sheet, column, area.top, area.bottom)


def _numbers(values: Sequence[Result]) -> list[float]:
    # texts and answers in a range are passed over, as spreadsheets do
    return [v for v in values if isinstance(v, float)]


def _average(values: Sequence[Result]) -> float:
    numbers = _numbers(values)
    if not numbers:
        raise CellError(DIVIDED_BY_ZERO)
    return math.fsum(numbers) / len(numbers)


_OF_ALL: dict[str, Callable[[Sequence[Result]], Result]] = {
    "SUM": lambda values: math.fsum(_numbers(values)),
    "COUNT": lambda values: float(len(_numbers(values))),
    "COUNTA": lambda values: float(sum(value is not None for value in values)),
    "AVERAGE": _average,
    "MAX": lambda values: max(_numbers(values), default=0.0),
    "MIN": lambda values: min(_numbers(values), default=0.0),
    "AND": lambda values: all(bool(_as_number(v)) for v in values if v is not None),
    "OR": lambda values: any(bool(_as_number(v)) for v in values if v is not None),
}


def _range(text: str) -> _Range:
    sheet, _, place = text.rpartition("!")
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    area = parse_area(place)
    if area is None:
        raise NotWorkedOutError(text)
    return _Range(sheet, area)


def _as_number(value: Result) -> float:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise CellError(WRONG_KIND) from None
    return float(value or 0)


def _as_text(value: Result) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value or "")


def _compared(sign: str, one: Result, other: Result) -> bool:
    if one is None:
        one = "" if isinstance(other, str) else 0.0
    if other is None:
        other = "" if isinstance(one, str) else 0.0
    if isinstance(one, str) and isinstance(other, str):
        return _COMPARISONS[sign](one.casefold(), other.casefold())
    if isinstance(one, str) or isinstance(other, str):  # a text is more than any number
        return _COMPARISONS[sign](isinstance(one, str), isinstance(other, str))
    return _COMPARISONS[sign](one, other)


def _is_same(wanted: Result, value: Result) -> bool:
    return value is not None and _as_text(wanted).casefold() == _as_text(value).casefold()
