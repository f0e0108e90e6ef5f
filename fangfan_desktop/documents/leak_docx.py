"""Places in a Word file."""

import re
from functools import partial

from fangfan_desktop.documents.leak_findings import Findings
from fangfan_desktop.documents.leak_parts import Parts, common_place, look_at_part
from fangfan_desktop.documents.leak_texts import Spot

_PARAGRAPH = re.compile(rb"<w:p[ >]")
_TABLE = re.compile(rb"<w:tbl>")
_ROW = re.compile(rb"<w:tr[ >]")
_PLACES = (
    ("word/header", "页眉"),
    ("word/footer", "页脚"),
    ("word/footnotes", "脚注"),
    ("word/endnotes", "尾注"),
    ("word/comments", "批注"),
    ("word/people", "批注的作者"),
    ("word/glossary/", "文档部件"),
    ("word/settings", "文档设置"),
    ("word/styles", "样式"),
    ("word/numbering", "编号样式"),
    ("word/charts/", "图表"),
    ("word/diagrams/", "图示"),
)


def look_at_word_file(parts: Parts, findings: Findings) -> None:
    """Look through every part of a .docx."""
    for name, content in parts.items():
        look_at_part(name, content, findings, partial(_place, name, content))


def _place(name: str, content: bytes, spot: Spot) -> str:
    if name == "word/document.xml":
        place = _place_in_text(content, spot)
    else:
        place = next((words for start, words in _PLACES if name.startswith(start)), "")
    return (place or common_place(name, spot)) + _manner(spot)


def _place_in_text(content: bytes, spot: Spot) -> str:
    before = content[: spot.position]
    if spot.around("tbl") is not None:
        table = len(_TABLE.findall(before))
        row = len(_ROW.findall(before.rpartition(b"<w:tbl>")[2]))
        return f"正文第 {table} 个表格第 {row} 行"
    return f"正文第 {len(_PARAGRAPH.findall(before))} 段"


def _manner(spot: Spot) -> str:
    if spot.attribute:
        return "（替代文字）" if spot.attribute in {"descr", "title", "alt"} else "（属性）"
    names = {name for name, _ in spot.path}
    if "txbxContent" in names or "textbox" in names:
        return "（文本框）"
    return ""
