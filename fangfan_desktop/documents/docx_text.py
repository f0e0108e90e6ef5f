"""Paragraphs, tables and styles of a .docx in WordprocessingML; lengths in points."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from fangfan_desktop.documents.docx_package import RARE_FONT, xml_text

_BEYOND_BASIC = 0x10000  # characters that the usual fonts do not have
_BORDER_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a paragraph is set, beyond its style; None leaves it to the style."""

    before: float | None = None
    after: float | None = None
    pitch: float | None = None  # from line to line, exactly
    left: float | None = None  # indent
    right: float | None = None
    first_line: float | None = None
    align: str = ""  # both, center, left, right
    stays_with_next: bool = False
    is_on_grid: bool = True
    has_gaps: bool = True  # Word's own between Chinese and figures; the standard knows none
    red_line: tuple[float, float] | None = None  # under it: thickness, distance


_AS_STYLE = Setting()


def twips(points: float) -> int:
    """Twentieths of a point, which Word counts in."""
    return round(points * 20)


def paragraph(lines: Sequence[str], style: str, setting: Setting = _AS_STYLE) -> str:
    """A paragraph; between its lines stand line breaks."""
    runs = "<w:r><w:br/></w:r>".join("".join(_runs(line)) for line in lines)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{_settings(setting)}</w:pPr>{runs}</w:p>'


def page_number(style: str) -> str:
    """A paragraph with the number of its page: — 1 —."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t>'
        '</w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


@dataclass(frozen=True, slots=True)
class Lettered:
    """The characters of a style."""

    font: str  # for figures too
    size: float
    spacing: float = 0.0  # added behind each character
    colour: str = ""  # RRGGBB; black if not given


def style(key: str, name: str, letters: Lettered, setting: Setting) -> str:
    """A paragraph style.

    Args:
        key: its name in the file; all styles are based on the one called Normal.
        name: its name on the screen.
        letters: its characters.
        setting: of its paragraphs.
    """
    default = ' w:default="1"' if key == "Normal" else ""
    based = "" if key == "Normal" else '<w:basedOn w:val="Normal"/>'
    shade = f'<w:color w:val="{letters.colour}"/>' if letters.colour else ""
    spacing = f'<w:spacing w:val="{math.floor(letters.spacing * 20)}"/>'
    half = round(letters.size * 2)
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}'
        f"<w:qFormat/><w:pPr>{_settings(setting)}</w:pPr><w:rPr>{_font(letters.font)}{shade}{spacing}"
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def table(
    rows: Sequence[Sequence[str]], widths: Sequence[float], styles: tuple[str, str], height: float
) -> str:
    """A table with all borders; its first row is the header and stands on every page.

    Args:
        rows: header first.
        widths: of the columns.
        styles: of the header's paragraphs and of the others.
        height: the least of a row.
    """
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in _BORDER_SIDES
    )
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    last = len(rows) - 2  # the last rows stay with what stands under the table
    inner = "".join(
        _row(row, widths, styles[min(number, 1)], height, (number == 0, number >= last))
        for number, row in enumerate(rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
        f'<w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{inner}</w:tbl>"
    )


def _row(
    texts: Sequence[str],
    widths: Sequence[float],
    style_key: str,
    height: float,
    header_and_last: tuple[bool, bool],
) -> str:
    is_header, is_last = header_and_last
    header = "<w:tblHeader/>" if is_header else ""
    setting = Setting(stays_with_next=is_last or is_header)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/>'
        f"</w:tcPr>{paragraph([text], style_key, setting)}</w:tc>"
        for text, width in zip(texts, widths, strict=True)
    )
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>'
        f"{header}</w:trPr>{cells}</w:tr>"
    )


def _settings(setting: Setting) -> str:
    """Properties in the order in which the format wants them."""
    parts: list[str] = []
    if setting.stays_with_next:
        parts.append("<w:keepNext/>")
    if setting.red_line is not None:
        width, distance = setting.red_line
        parts.append(
            f'<w:pBdr><w:bottom w:val="single" w:sz="{round(width * 8)}"'
            f' w:space="{round(distance)}" w:color="FF0000"/></w:pBdr>'
        )
    if not setting.has_gaps:
        parts.append('<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>')
    if not setting.is_on_grid:
        parts.append('<w:snapToGrid w:val="0"/>')
    parts.append(_attributes("spacing", _spacing(setting)))
    indents = {"left": setting.left, "right": setting.right, "firstLine": setting.first_line}
    parts.append(
        _attributes(
            "ind", {name: str(twips(size)) for name, size in indents.items() if size is not None}
        )
    )
    if setting.align:
        parts.append(f'<w:jc w:val="{setting.align}"/>')
    return "".join(parts)


def _spacing(setting: Setting) -> dict[str, str]:
    found: dict[str, str] = {}
    if setting.before is not None:
        found["before"] = str(twips(setting.before))
    if setting.after is not None:
        found["after"] = str(twips(setting.after))
    if setting.pitch is not None:
        found |= {"line": str(twips(setting.pitch)), "lineRule": "exact"}
    return found


def _attributes(name: str, values: dict[str, str]) -> str:
    inner = " ".join(f'w:{key}="{value}"' for key, value in values.items())
    return f"<w:{name} {inner}/>" if inner else ""


def _runs(text: str) -> Iterable[str]:
    # Word and WPS find rare characters surely only in the font that has them.
    for is_rare, characters in groupby(text, lambda character: ord(character) >= _BEYOND_BASIC):
        font = f"<w:rPr>{_font(RARE_FONT)}</w:rPr>" if is_rare else ""
        part = xml_text("".join(characters))
        yield f'<w:r>{font}<w:t xml:space="preserve">{part}</w:t></w:r>'


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'
