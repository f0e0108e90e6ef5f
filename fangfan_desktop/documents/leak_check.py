"""The look over a finished public file before it leaves: no ID, telephone or card number in it.

It reads the bytes as they will be handed out, not what was meant to be written: whatever a cell,
a hidden sheet, a comment or a property holds is found there. What cannot be read to its end is
refused, never called clean. Written numbers only: nobody reads the pixels of a picture here.
"""

import re
from collections.abc import Collection, Sequence
from pathlib import PurePath

from fangfan_desktop.documents.leak_docx import look_at_word_file
from fangfan_desktop.documents.leak_findings import Findings, Leak
from fangfan_desktop.documents.leak_parts import common_place, look_at_part, open_parts
from fangfan_desktop.documents.leak_pdf import look_at_pdf
from fangfan_desktop.documents.leak_texts import BrokenPartError
from fangfan_desktop.documents.leak_xlsx import look_at_workbook
from fangfan_desktop.errors import UserError

__all__ = ["Leak", "find_leaks", "leak_sentence"]

_KINDS = (".xlsx", ".docx", ".pdf")
_PDF = re.compile(rb"\A[\x00\s]*%PDF-")
_MOST_SHOWN = 3


def find_leaks(content: bytes, file_name: str, allowed: Collection[str] = ()) -> tuple[Leak, ...]:
    """All private numbers in a finished .xlsx, .docx or .pdf.

    Args:
        content: the file's bytes, whole.
        file_name: its name, which is looked over too.
        allowed: numbers that may stand there: the office's own mobile. Landlines always may.

    Raises:
        UserError: another kind of file, damaged, encrypted, or with something in it that cannot be
            looked into; the sentence says so.
    """
    findings = Findings(file_name, allowed, _look_into)
    findings.look(PurePath(file_name).stem, lambda: "文件名")
    kind = PurePath(file_name).suffix.lower()
    if kind not in _KINDS or not content:
        raise UserError(
            f"“{file_name}”不是 .xlsx、.docx 或 .pdf 文件，"
            "没法查里面有没有身份证号码、电话，不能公开。"
        )
    try:
        found = _look(findings, content)
    except BrokenPartError as error:
        raise findings.damaged() from error
    if found != kind:
        raise UserError(f"“{file_name}”的内容和它的后缀不一致，没法查完，不能公开。请重新导出。")
    return findings.leaks


def _look(findings: Findings, content: bytes) -> str:
    """Look through a file; what kind it is by its content, "" for any other zip."""
    if _PDF.match(content[:1024]):
        look_at_pdf(content, findings)
        return ".pdf"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(
            f"“{findings.file_name}”设了打开密码，或是旧格式，没法查，不能公开。请重新导出。"
        )
    if not content.startswith(b"PK\x03\x04"):
        raise findings.damaged()
    parts = open_parts(content, findings)
    if parts.get("xl/workbook.xml") is not None:
        look_at_workbook(parts, findings)
        return ".xlsx"
    if parts.get("word/document.xml") is not None:
        look_at_word_file(parts, findings)
        return ".docx"
    for name, part in parts.items():
        look_at_part(name, part, findings, lambda spot, name=name: common_place(name, spot))
    return ""


def _look_into(findings: Findings, content: bytes) -> None:
    _look(findings, content)


def leak_sentence(leaks: Sequence[Leak]) -> str:
    """What was found, where, and what to do; "" where nothing was."""
    if not leaks:
        return ""
    places = "；".join(f"{leak.where}有{leak.kind} {leak.shown}" for leak in leaks[:_MOST_SHOWN])
    more = f"；另有 {len(leaks) - _MOST_SHOWN} 处" if len(leaks) > _MOST_SHOWN else ""
    return (
        f"公开的文件里发现 {len(leaks)} 处不能公开的号码，没有导出：{places}{more}。"
        "请删去或隐去这些号码后再导出。"
    )
