"""Parts that point at cells of a table that has grown: notes, drawings, tables, charts, names."""

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, unescape

from fangfan_desktop.documents.cell_references import (
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

# Kinds of parts that belong to a sheet and hold places in it.
NEIGHBOUR_KINDS = (
    "drawing",
    "vmlDrawing",
    "comments",
    "threadedComment",
    "table",
    "pivotTable",
)
_ANCHORS = frozenset({"from", "to"})
_WITH_RANGE = frozenset({"table", "autoFilter", "sortState", "sortCondition", "location"})
_FORMULA = re.compile(
    rb"(<(?:\w+:)?(?:f|formula|formula1|formula2)(?:\s[^>]*)?(?<!/)>)([^<]+)(?=<)"
)
_ANCHOR_NUMBERS = 8
_TOP, _BOTTOM = 2, 6
_NOTE_ROW = re.compile(rb"(<(?:\w+:)?Row>\s*)(\d+)")
_NOTE_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>\s*)([\d,\s]+)")
_PRINT_AREA = "_xlnm.Print_Area"
_ENTITIES = {"&quot;": '"', "&apos;": "'"}


def grown_neighbour(part: bytes, growth: Growth) -> bytes:
    """A part that belongs to the sheet."""
    if b"urn:schemas-microsoft-com:vml" in part:
        return _grown_notes(part, growth)
    return edited(part, _neighbour_edits(part, growth))


def _neighbour_edits(part: bytes, growth: Growth) -> Iterator[Edit]:
    for element in elements(part):
        text = element.text.strip()
        if element.name == "row" and element.parent in _ANCHORS and text.isdecimal():
            yield text_edit(element, str(growth.row(int(text) + 1) - 1))
        elif element.name in {"comment", "threadedComment"} and "ref" in element.attributes:
            area = parse_area(element.attributes["ref"])
            if area is not None:
                ref = re.sub(r"\d+", str(growth.row(area.top)), element.attributes["ref"])
                yield attribute_edit(part, element, "ref", ref)
        elif element.name in _WITH_RANGE and "ref" in element.attributes:
            ref = grown_ranges(element.attributes["ref"], growth)
            yield attribute_edit(part, element, "ref", ref)


def _grown_notes(part: bytes, growth: Growth) -> bytes:
    """Drawings of notes and buttons, which need not be proper XML (<br> without end)."""

    def anchor(match: re.Match[bytes]) -> bytes:
        numbers = [word.strip() for word in match[2].decode().split(",")]
        if len(numbers) != _ANCHOR_NUMBERS or not all(word.isdecimal() for word in numbers):
            return match[0]
        for place in (_TOP, _BOTTOM):
            numbers[place] = str(growth.row(int(numbers[place]) + 1) - 1)
        return match[1] + ", ".join(numbers).encode()

    def row(match: re.Match[bytes]) -> bytes:
        return match[1] + str(growth.row(int(match[2]) + 1) - 1).encode()

    return _NOTE_ROW.sub(row, _NOTE_ANCHOR.sub(anchor, part))


def grown_formulas(part: bytes, growths: Mapping[str, Growth], home: str) -> bytes:
    """A part whose formulas may point at a table, such as a chart."""

    def change(match: re.Match[bytes]) -> bytes:
        text = unescape(match[2].decode(), _ENTITIES)
        new = grown_formula(text, growths, home)
        return match[0] if new == text else match[1] + escape(new).encode()

    return _FORMULA.sub(change, part)


def grown_pivot(part: bytes, growths: Mapping[str, Growth]) -> bytes:
    """What a pivot table was made of, when its rows are a table that has grown; read anew."""
    found = elements(part)
    edits: list[Edit] = []
    for element in found:
        growth = growths.get(element.attributes.get("sheet", "").casefold())
        if element.name == "worksheetSource" and growth and "ref" in element.attributes:
            ref = grown_ranges(element.attributes["ref"], growth)
            edits += [
                attribute_edit(part, element, "ref", ref),
                attribute_edit(part, found[0], "refreshOnLoad", "1"),
            ]
    return edited(part, edits)


def grown_workbook(part: bytes, growths: Mapping[str, Growth], sheets: list[str]) -> bytes:
    """The part that lists the sheets: names and print areas grow, all is worked out anew."""
    found = elements(part)
    edits: list[Edit] = []
    for element in found:
        if element.name != "definedName" or not element.text:
            continue
        number = element.attributes.get("localSheetId", "")
        home = sheets[int(number)] if number.isdecimal() and int(number) < len(sheets) else ""
        new = grown_formula(element.text, growths, home)
        growth = growths.get(home.casefold())
        if element.attributes.get("name") == _PRINT_AREA and growth is not None:
            new = _printed(new, growth)
        if new != element.text:
            edits.append(text_edit(element, new))
    return edited(part, [*edits, *_calculated(part, found)])


def _printed(areas: str, growth: Growth) -> str:
    """A print area that ends in the header of an open table goes down to its end."""
    last = growth.last + growth.added
    match = re.fullmatch(r"(.*!\$[A-Z]+\$\d+:\$[A-Z]+\$)(\d+)", areas)
    if match and growth.is_open and growth.first - 1 <= int(match[2]) < last:
        return f"{match[1]}{last}"
    return areas


def _calculated(part: bytes, found: list[Element]) -> Iterator[Edit]:
    """Ask the program that opens the file to work everything out."""
    root = found[0]
    calculation = next((e for e in found if e.name == "calcPr"), None)
    if calculation is not None:
        yield attribute_edit(part, calculation, "fullCalcOnLoad", "1")
        return
    before = {"sheets", "functionGroups", "externalReferences", "definedNames"}
    at = max((e.end for e in found if e.name in before), default=root.inner[1])
    tag = re.match(rb"<(\w+:)?", part[root.start :])
    prefix = (tag[1] or b"").decode() if tag else ""
    yield at, at, f'<{prefix}calcPr fullCalcOnLoad="1"/>'.encode()
