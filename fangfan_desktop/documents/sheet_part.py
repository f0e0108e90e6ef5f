"""What stands around the rows of a worksheet, and what becomes of it when rows are added."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from fangfan_desktop.documents.cell_references import (
    Area,
    Growth,
    grown_formula,
    grown_ranges,
    parse_area,
)
from fangfan_desktop.documents.part_edits import (
    Edit,
    Element,
    attribute_edit,
    edited,
    elements,
    text_edit,
)
from fangfan_desktop.errors import UserError

# Elements with ranges that go with the table, and the attribute that holds them.
_RANGES = {
    "autoFilter": "ref",
    "sortState": "ref",
    "sortCondition": "ref",
    "hyperlink": "ref",
    "protectedRange": "sqref",
    "ignoredError": "sqref",
    "dataValidation": "sqref",
    "conditionalFormatting": "sqref",
    "cellWatch": "r",
    "inputCells": "r",
}
_FORMULAS = frozenset({"formula", "formula1", "formula2", "f"})
_ANCHORS = frozenset({"from", "to"})


@dataclass(frozen=True)
class ListRule:
    """A drop-down list: where it holds and where its choices come from."""

    areas: tuple[Area, ...]
    formula: str


@dataclass
class SheetPart:
    """A worksheet's part without its rows.

    Attributes:
        around: all that stands before and after the rows.
        data: the rows, as they stand in the file.
    """

    around: bytes
    data: bytes
    prefix: str
    _split: int
    found: list[Element] = field(default_factory=list[Element])

    @classmethod
    def read(cls, part: bytes) -> "SheetPart":
        """Part the rows from the rest.

        Raises:
            UserError: it is no worksheet.
        """
        start, end, data_start, data_end, name = _sheet_data(part)
        opened = part[start:data_start].rstrip(b"/>").rstrip() + b">"
        closed = f"</{name}>".encode()
        around = part[:start] + opened + closed + part[end:]
        prefix = name.rpartition(":")[0]
        return cls(
            around,
            part[data_start:data_end],
            f"{prefix}:" if prefix else "",
            start + len(opened),
            elements(around),
        )

    def list_rules(self) -> list[ListRule]:
        """The drop-down lists."""
        rules: list[ListRule] = []
        for i, element in enumerate(self.found):
            if element.name != "dataValidation" or element.attributes.get("type") != "list":
                continue
            inside = [e for e in self.found[i + 1 :] if e.end <= element.end]
            formula = _text_within(inside, {"formula1", "f"})
            ranges = element.attributes.get("sqref") or _text_within(inside, {"sqref"})
            areas = [parse_area(text) for text in ranges.split()]
            rules.append(ListRule(tuple(area for area in areas if area), formula))
        return rules

    def column_styles(self) -> dict[tuple[int, int], int]:
        """(first column, last column) → style of its empty cells."""
        return {
            (int(e.attributes["min"]), int(e.attributes["max"])): int(e.attributes["style"])
            for e in self.found
            if e.name == "col" and "style" in e.attributes
        }

    def merged(self) -> list[Area]:
        """The merged cells."""
        areas = [parse_area(e.attributes["ref"]) for e in self.found if e.name == "mergeCell"]
        return [area for area in areas if area]

    def is_one_page(self) -> bool:
        """Whether printing squeezes all rows onto one page."""
        fits = any(
            e.name == "pageSetUpPr" and e.attributes.get("fitToPage") in {"1", "true"}
            for e in self.found
        )
        heights = [
            e.attributes.get("fitToHeight", "1") for e in self.found if e.name == "pageSetup"
        ]
        return fits and heights == ["1"]

    def grown(
        self,
        name: str,
        growths: Mapping[str, Growth],
        merged: list[Area] | None,
        used: Area | None = None,
    ) -> tuple[bytes, bytes]:
        """What stands before the rows and after them, once tables have grown.

        Args:
            name: of the sheet.
            growths: of all sheets, by name in lower case.
            merged: the merged cells as they are now; None: they stay as they are.
            used: the rows of the table, which the sheet's extent has to hold.
        """
        growth = growths.get(name.casefold())
        edits = list(self._formula_edits(name, growths))
        if growth is not None:
            edits += self._range_edits(growth)
            edits += self._extent_edits(growth, used)
            edits += self._anchor_edits(growth)
        if merged is not None:
            edits += self._merge_edits(merged)
        before = [edit for edit in edits if edit[0] < self._split]
        after = [
            (start - self._split, end - self._split, new)
            for start, end, new in edits
            if start >= self._split
        ]
        return edited(self.around[: self._split], before), edited(self.around[self._split :], after)

    def _formula_edits(self, name: str, growths: Mapping[str, Growth]) -> Iterator[Edit]:
        for element in self.found:
            if element.name in _FORMULAS and element.text:
                new = grown_formula(element.text, growths, name)
                if new != element.text:
                    yield text_edit(element, new)
            elif element.name == "hyperlink" and element.attributes.get("location"):
                place = element.attributes["location"]
                new = grown_formula(place, growths, name)
                if new != place and "ref" not in element.attributes:
                    yield attribute_edit(self.around, element, "location", new)

    def _range_edits(self, growth: Growth) -> Iterator[Edit]:
        for element in self.found:
            if element.name == "sqref" and element.text:
                yield from _changed(
                    element.text,
                    grown_ranges(element.text, growth),
                    lambda new, e=element: text_edit(e, new),
                )
            attribute = _RANGES.get(element.name)
            if attribute is None or attribute not in element.attributes:
                continue
            yield from _changed(
                element.attributes[attribute],
                grown_ranges(element.attributes[attribute], growth),
                lambda new, e=element, a=attribute: attribute_edit(self.around, e, a, new),
            )

    def _extent_edits(self, growth: Growth, used: Area | None) -> Iterator[Edit]:
        for element in self.found:
            area = parse_area(element.attributes.get("ref", ""))
            if element.name != "dimension" or area is None:
                continue
            now = growth.area(area)
            if used is not None:
                now = Area(
                    min(now.top, used.top),
                    min(now.left, used.left),
                    max(now.bottom, used.bottom),
                    max(now.right, used.right),
                )
            yield attribute_edit(self.around, element, "ref", now.text)

    def _anchor_edits(self, growth: Growth) -> Iterator[Edit]:
        """Buttons and embedded objects, and page breaks set by hand."""
        parents: list[Element] = []
        for element in self.found:
            while parents and parents[-1].end <= element.start:
                parents.pop()
            if element.name == "row" and element.parent in _ANCHORS and element.text.isdecimal():
                yield text_edit(element, str(growth.row(int(element.text) + 1) - 1))
            if element.name == "brk" and any(p.name == "rowBreaks" for p in parents):
                row = growth.row(int(element.attributes["id"]) + 1) - 1
                yield attribute_edit(self.around, element, "id", str(row))
            parents.append(element)

    def _merge_edits(self, merged: list[Area]) -> Iterator[Edit]:
        p = self.prefix
        cells = "".join(f'<{p}mergeCell ref="{area.text}"/>' for area in merged)
        new = f'<{p}mergeCells count="{len(merged)}">{cells}</{p}mergeCells>' if merged else ""
        for element in self.found:
            if element.name == "mergeCells":
                yield element.start, element.end, new.encode()


def _changed(old: str, new: str, edit: Callable[[str], Edit]) -> Iterator[Edit]:
    if new != old:
        yield edit(new)


def _text_within(inside: list[Element], names: set[str]) -> str:
    return next((e.text.strip() for e in inside if e.name in names and e.text.strip()), "")


def _sheet_data(part: bytes) -> tuple[int, int, int, int, str]:
    """Start and end of sheetData, of what is in it, and its name with prefix."""
    at = -1
    while True:
        at = part.find(b"sheetData", at + 1)
        if at < 0:
            raise UserError("这个工作簿里有一张表不是普通的工作表，填不了。请另存为 .xlsx 后再试。")
        start = part.rfind(b"<", 0, at)
        name = part[start + 1 : at + len(b"sheetData")].decode("ascii", "replace")
        if name.rpartition(":")[2] == "sheetData":
            break
    tag_end = part.index(b">", at) + 1
    if part[tag_end - 2 : tag_end] == b"/>":
        return start, tag_end, tag_end, tag_end, name
    closing = part.rindex(b"</" + name.encode())
    return start, part.index(b">", closing) + 1, tag_end, closing, name
