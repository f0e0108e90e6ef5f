"""The rows of a worksheet's part, one after another, as they stand in the file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, unescape

from fangfan_desktop.documents.cell_references import column_number, moved_formula
from fangfan_desktop.documents.xlsx_book import column_letters

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_CONTENT = re.compile(rb"<(?:\w+:)?(?:v|f|is)\b")
_ROW_NUMBER = re.compile(rb"""(\sr=["'][A-Z]+)\d+""")
_CELL = re.compile(r"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(r"<(?:\w+:)?f\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(r"<(?:\w+:)?v\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?v>)", re.DOTALL)
_TEXT = re.compile(r"<(?:\w+:)?t\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PLACE = re.compile(r"([A-Za-z]+)(\d+)")
_ENTITIES = {"&quot;": '"', "&apos;": "'", "&#10;": "\n"}

Attributes = dict[str, str]  # values as they stand in the file, still escaped


@dataclass(frozen=True, slots=True)
class SharedText:
    """A text; not plain where it is in several fonts."""

    text: str
    is_plain: bool


@dataclass(slots=True)
class CellPart:
    """A cell: column from 1; `inner` is what stands between its tags."""

    column: int
    attributes: Attributes
    inner: str

    @property
    def style(self) -> int:
        """Number of its style."""
        return int(self.attributes.get("s", "0"))

    @property
    def has_content(self) -> bool:
        """Whether it holds a value or a formula."""
        return (
            _VALUE.search(self.inner) is not None
            or _FORMULA.search(self.inner) is not None
            or (any(match[1] for match in _TEXT.finditer(self.inner)))
        )

    @property
    def has_formula(self) -> bool:
        """Whether its value is worked out."""
        return _FORMULA.search(self.inner) is not None

    @property
    def value(self) -> str | None:
        """What stands as its value: a number, the number of a shared text."""
        match = _VALUE.search(self.inner)
        return match[1] if match else None

    def text(self, shared: Sequence[SharedText]) -> SharedText:
        """The text that it shows; a number as it stands in the file.

        Args:
            shared: the texts that cells share.
        """
        kind = self.attributes.get("t", "n")
        if kind == "s" and self.value is not None and self.value.isdecimal():
            number = int(self.value)
            return shared[number] if number < len(shared) else SharedText("", is_plain=False)
        if kind == "inlineStr":
            texts = [match[1] or "" for match in _TEXT.finditer(self.inner)]
            return SharedText(unescape("".join(texts), _ENTITIES), is_plain=len(texts) == 1)
        return SharedText(unescape(self.value or "", _ENTITIES), is_plain=True)

    @property
    def is_number(self) -> bool:
        """Whether it holds a number."""
        return self.attributes.get("t", "n") == "n" and self.value is not None


@dataclass(slots=True)
class RowPart:
    """A row with its cells; `number` from 1; bare: none of the cells has content."""

    number: int
    attributes: Attributes = field(default_factory=Attributes)
    cells: list[CellPart] = field(default_factory=list[CellPart])
    is_bare: bool = False

    def cell(self, column: int) -> CellPart | None:
        """The cell in that column."""
        return next((cell for cell in self.cells if cell.column == column), None)


def read_rows(data: bytes, passed_over: tuple[int, int] = (0, 0)) -> Iterator[RowPart]:
    """The rows of what stands inside sheetData.

    Rows without content that look the same have the same list of cells: blanks may have tens of
    thousands of them.

    Args:
        data: as it stands in the file.
        passed_over: first and last row whose cells are not wanted.
    """
    number = 0
    first, last = passed_over
    alike: dict[bytes, list[CellPart]] = {}
    for match in _ROW.finditer(data):
        attributes = _attributes(match[1].decode())
        number = int(attributes.get("r", number + 1))
        inner = match[2] or b""
        if first <= number <= last:
            yield RowPart(number, attributes)
        elif _CONTENT.search(inner):
            yield RowPart(number, attributes, list(_cells(inner.decode())))
        else:
            key = _ROW_NUMBER.sub(rb"\1", inner)
            if key not in alike:
                alike[key] = list(_cells(inner.decode()))
            yield RowPart(number, attributes, alike[key], is_bare=True)


def _attributes(text: str) -> Attributes:
    return {m[1]: m[2] if m[2] is not None else m[3] for m in _ATTRIBUTE.finditer(text)}


def _cells(text: str) -> Iterator[CellPart]:
    column = 0
    for match in _CELL.finditer(text):
        attributes = _attributes(match[1])
        place = _PLACE.fullmatch(attributes.get("r", ""))
        column = column_number(place[1]) if place else column + 1
        yield CellPart(column, attributes, match[2] or "")


@dataclass
class Formulas:
    """The formulas of a sheet: those that share their text are given it.

    Programs write the text once where a formula is copied down; when rows move apart, each cell
    needs its own.
    """

    shared: dict[str, tuple[str, int, int]] = field(default_factory=dict[str, tuple[str, int, int]])

    def learn(self, data: bytes) -> None:
        """Look for shared texts."""
        if b'"shared"' not in data and b"'shared'" not in data:
            return
        for row in read_rows(data):
            for cell in row.cells:
                match = _FORMULA.search(cell.inner)
                if match is None or not match[2]:
                    continue
                attributes = _attributes(match[1])
                if attributes.get("t") == "shared":
                    text = unescape(match[2], _ENTITIES)
                    self.shared[attributes.get("si", "")] = text, row.number, cell.column

    def text(self, cell: CellPart, row: int) -> str | None:
        """The formula of the cell; None where it has none."""
        match = _FORMULA.search(cell.inner)
        if match is None:
            return None
        attributes = _attributes(match[1])
        known = self.shared.get(attributes.get("si", ""))
        if attributes.get("t") == "shared" and known is not None and not match[2]:
            text, from_row, from_column = known
            return moved_formula(text, row - from_row, cell.column - from_column)
        return unescape(match[2] or "", _ENTITIES)

    def array(self, cell: CellPart) -> str | None:
        """The range of an array formula."""
        match = _FORMULA.search(cell.inner)
        attributes = _attributes(match[1]) if match else {}
        return attributes.get("ref", "") if attributes.get("t") == "array" else None


@dataclass(frozen=True)
class RowPrinter:
    """Writes rows again; `prefix` is that of the part's names, such as `x:`."""

    prefix: str = ""

    def row(self, number: int, attributes: Mapping[str, str], cells: str) -> str:
        """A row; the hint which columns it spans is left out."""
        rest = "".join(
            f' {name}="{value}"' for name, value in attributes.items() if name not in {"r", "spans"}
        )
        return f'<{self.prefix}row r="{number}"{rest}>{cells}</{self.prefix}row>'

    def cell(self, cell: CellPart, row: int) -> str:
        """A cell as it was, in that row."""
        rest = _rest(cell.attributes, "r")
        start = f'<{self.prefix}c r="{column_letters(cell.column - 1)}{row}"{rest}'
        return f"{start}>{cell.inner}</{self.prefix}c>" if cell.inner else f"{start}/>"

    def empty(self, cell: CellPart, row: int) -> str:
        """A cell with its looks only."""
        return self.cell(CellPart(cell.column, _only_looks(cell.attributes), ""), row)

    def formula(
        self,
        cell: CellPart,
        row: int,
        text: str,
        array: str | None = None,
        result: float | str | bool | Exception | None = None,  # noqa: FBT001 - a cell's value
    ) -> str:
        """A cell with a formula.

        Args:
            cell: its place and looks.
            row: its row.
            text: the formula.
            array: the range of an array formula.
            result: what it gives; None: the program that opens the file works it out.
        """
        p = self.prefix
        kind = f' t="array" ref="{array}"' if array is not None else ""
        attributes = _only_looks(cell.attributes)
        value = ""
        if result is not None:
            shown, of_kind = _shown(result)
            value = f"<{p}v>{escape(shown)}</{p}v>"
            attributes |= {"t": of_kind} if of_kind else {}
        inner = f"<{p}f{kind}>{escape(text)}</{p}f>{value}"
        return self.cell(CellPart(cell.column, attributes, inner), row)

    def named(self, tail: str) -> str:
        """A piece of our own with the part's prefix on its tags."""
        return re.sub(r"<(/?)(?=[a-z])", rf"<\1{self.prefix}", tail) if self.prefix else tail


def _only_looks(attributes: Attributes) -> Attributes:
    return {name: value for name, value in attributes.items() if name != "t"}


def _rest(attributes: Attributes, *without: str) -> str:
    return "".join(
        f' {name}="{value}"' for name, value in attributes.items() if name not in without
    )


def _shown(result: float | str | bool | Exception) -> tuple[str, str]:  # noqa: FBT001 - a cell's value
    """How a result stands in the file, and its kind."""
    if isinstance(result, bool):
        return str(int(result)), "b"
    if isinstance(result, Exception):
        return str(result), "e"
    if isinstance(result, str):
        return result, "str"
    return f"{result:.15g}", ""
