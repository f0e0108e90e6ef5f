"""Places in a workbook, in the words of people who work with spreadsheets."""

import re
from bisect import bisect_right
from functools import partial

from fangfan_desktop.documents.cell_references import column_number
from fangfan_desktop.documents.leak_findings import Findings, safe_name
from fangfan_desktop.documents.leak_parts import Parts, common_place, look_at_part
from fangfan_desktop.documents.leak_texts import Attributes, Spot, walk_texts, whole_number
from fangfan_desktop.domain.private_numbers import PrivateNumber, find_private

_WORKBOOK = "xl/workbook.xml"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]+)")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""(\w+)=["']([^"']*)["']""")
_SHARED = re.compile(rb"<(?:\w+:)?si[ />]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CODE_OF_HEADER = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&[A-Za-z]|&[0-9]{1,2}')
_SHEET_PLACES = {
    "formula1": "下拉选项",
    "formula2": "下拉选项",
    "dataValidation": "输入提示",
    "hyperlink": "链接",
    "sheetPr": "工作表代码名",
    "cfRule": "条件格式",
    "formula": "条件格式",
}
_PLACES = (
    ("xl/threadedComments/", "批注"),
    ("xl/comments", "批注"),
    ("xl/persons/", "批注的作者"),
    ("xl/drawings/vmlDrawing", "批注或文本框"),
    ("xl/drawings/", "文本框或图形"),
    ("xl/diagrams/", "图示"),
    ("xl/charts/", "图表"),
    ("xl/tables/", "表格的列名"),
    ("xl/externalLinks/", "外部链接"),
    ("xl/pivot", "透视表的缓存"),
    ("xl/styles", "单元格格式"),
    ("xl/connections", "数据连接"),
    ("xl/revisions/", "修订记录"),
    ("xl/queryTables/", "数据连接"),
    ("xl/slicer", "切片器"),
)


def look_at_workbook(parts: Parts, findings: Findings) -> None:
    """Look through every part of a workbook."""
    sheets = _sheets(parts)
    owners = _owners(parts, sheets)
    shared_part = next(iter(parts.targets(_WORKBOOK, "sharedStrings")), "")
    shared = _shared_texts(parts, shared_part, findings)
    used: set[int] = set()
    for name, content in parts.items():
        if name == shared_part:
            continue
        if name in sheets:
            _Sheet(content, sheets[name], shared, used, findings).look()
        else:
            look_at_part(name, content, findings, partial(_place, name, owners))
    for index, found in shared.items():
        if index not in used:
            findings.add(found, f"已不用的文字（共享字符串第 {index + 1} 条）")


def _sheets(parts: Parts) -> dict[str, tuple[str, str]]:
    """Part → name and state of each worksheet."""
    targets = parts.relations(_WORKBOOK)
    found: dict[str, tuple[str, str]] = {}
    for attributes in parts.elements(_WORKBOOK, "sheet"):
        key = next((v for k, v in attributes.items() if k.endswith(":id") or k == "id"), "")
        part = targets.get(key, ("", ""))[1]
        found[part] = safe_name(attributes.get("name", "")), attributes.get("state", "visible")

    for kind, part in targets.values():  # a sheet that the list leaves out is a sheet too
        if kind.endswith("sheet"):
            found.setdefault(part, ("（未列出）", "veryHidden"))
    return found


def _owners(parts: Parts, sheets: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Comments, drawings and charts → name of the sheet on which they stand."""
    owners: dict[str, str] = {}
    for sheet, (name, _) in sheets.items():
        waiting = [sheet]
        while waiting:
            for _, part in parts.relations(waiting.pop()).values():
                if part not in owners and part not in sheets:
                    owners[part] = name
                    waiting.append(part)
    return owners


def _shared_texts(
    parts: Parts, name: str, findings: Findings
) -> dict[int, tuple[PrivateNumber, ...]]:
    """Those of the shared texts that hold a number, by their place in the list."""
    found: dict[int, tuple[PrivateNumber, ...]] = {}
    content = parts.get(name) or b""
    starts: list[int] = []

    def look(text: str, spot: Spot) -> None:
        numbers = find_private(_unescaped(text), findings.allowed)
        if numbers:
            if not starts:
                starts.extend(match.start() for match in _SHARED.finditer(content))
            at = bisect_right(starts, spot.position) - 1
            found[at] = (*found.get(at, ()), *numbers)

    if content:
        walk_texts(content, look)
    return found


def _unescaped(text: str) -> str:
    """_x200B_ is how the format writes characters that XML may not hold."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _place(name: str, owners: dict[str, str], spot: Spot) -> str:
    on_sheet = f"工作表“{owners[name]}”的" if name in owners else ""
    what = next((place for start, place in _PLACES if name.startswith(start)), "")
    if what == "批注":
        comment = spot.around("comment") or spot.around("threadedComment")
        at = comment.get("ref", "") if comment else ""
        return on_sheet.removesuffix("的" if at else "") + f"{_cell_words(at)}批注"
    if what:
        return on_sheet + what
    if name == _WORKBOOK:
        return _place_in_workbook(spot)
    return on_sheet + common_place(name, spot)


def _cell_words(reference: str) -> str:
    match = _CELL.fullmatch(reference)
    return f"第 {match[2]} 行 {match[1]} 列的" if match else ""


def _place_in_workbook(spot: Spot) -> str:
    if spot.name == "definedName":
        return f"名称“{safe_name(spot.path[-1][1].get('name', ''))}”"
    return "工作表的名字" if spot.name == "sheet" else "工作簿设置"


class _Sheet:
    """One worksheet: cells by row and column, and all that stands around them."""

    def __init__(
        self,
        content: bytes,
        sheet: tuple[str, str],
        shared: dict[int, tuple[PrivateNumber, ...]],
        used: set[int],
        findings: Findings,
    ) -> None:
        self._content = content
        self._name, self._state = sheet
        self._shared = shared
        self._used = used
        self._findings = findings

    def look(self) -> None:
        """Look over all texts of the sheet."""
        walk_texts(self._content, self._text)

    def _text(self, text: str, spot: Spot) -> None:
        if spot.attribute:
            self._findings.look(text, partial(self._around, spot))
        elif spot.name == "v" and spot.parent == "c":
            self._value(text, spot)
        elif spot.name in {"is", "f"}:
            joined = text.replace('"&"', "") if spot.name == "f" else _unescaped(text)
            self._findings.look(joined, partial(self._cell, spot))
        elif spot.parent == "headerFooter":
            self._header(text)
        else:
            self._findings.look(_unescaped(text), partial(self._around, spot))

    def _value(self, text: str, spot: Spot) -> None:
        kind = spot.path[-2][1].get("t", "n")
        if kind == "s":
            index = int(text) if text.strip().isdecimal() else -1
            if index in self._shared:
                self._used.add(index)
                self._findings.add(self._shared[index], self._cell(spot))
        elif len(text) >= 7:  # noqa: PLR2004 - 1.38E+10 is the shortest way to write a mobile
            digits = whole_number(text) if kind == "n" else None
            shown = _unescaped(text) if digits is None else digits
            self._findings.look(shown, partial(self._cell, spot))

    def _header(self, text: str) -> None:
        def where() -> str:
            return f"工作表“{self._name}”的页眉页脚"

        self._findings.look(_CODE_OF_HEADER.sub("", text), where)
        self._findings.look(text, where)

    def _cell(self, spot: Spot) -> str:
        cell = spot.around("c") or {}
        row = spot.around("row") or {}
        match = _CELL.fullmatch(cell.get("r", ""))
        place = f"第 {match[2]} 行 {match[1]} 列" if match else f"第 {row.get('r', '?')} 行"
        is_column_hidden = match is not None and self._is_hidden(column_number(match[1]))
        notes = [
            *(["隐藏的工作表"] if self._state != "visible" else []),
            *(["隐藏行"] if _is_true(row, "hidden") or row.get("ht") == "0" else []),
            *(["隐藏列"] if is_column_hidden else []),
            *(["公式"] if spot.name == "f" else []),
        ]
        return f"工作表“{self._name}”{place}" + (f"（{'、'.join(notes)}）" if notes else "")

    def _is_hidden(self, column: int) -> bool:
        head = self._content.partition(b"sheetData")[0]
        for tag in _COLUMN.findall(head):
            found = {key.decode(): value.decode() for key, value in _ATTRIBUTE.findall(tag)}
            is_hidden = _is_true(found, "hidden") or found.get("width") == "0"
            if is_hidden and int(found.get("min", 0)) <= column <= int(found.get("max", 0)):
                return True
        return False

    def _around(self, spot: Spot) -> str:
        names = [spot.name, spot.parent]
        what = next((_SHEET_PLACES[name] for name in names if name in _SHEET_PLACES), "设置")
        return f"工作表“{self._name}”的{what}"


def _is_true(attributes: Attributes, key: str) -> bool:
    return attributes.get(key, "0") in {"1", "true"}
