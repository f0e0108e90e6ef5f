"""The parts of an .xlsx: which sheet is which part, which parts belong to it."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from fangfan_desktop.documents.part_edits import Element, elements, utf8
from fangfan_desktop.documents.sheet_rows import SharedText
from fangfan_desktop.errors import UserError

_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A sheet: its name, its part, whether it is shown, its number among the sheets from 0."""

    name: str
    part: str
    is_hidden: bool
    number: int


@dataclass
class WorkbookParts:
    """The parts of a workbook, read when they are asked for."""

    archive: zipfile.ZipFile
    sheets: tuple[SheetPlace, ...] = field(init=False)
    is_1904: bool = field(init=False)

    def __post_init__(self) -> None:
        found = elements(self.read(_WORKBOOK))
        targets = self.relations(_WORKBOOK)
        self.sheets = tuple(
            SheetPlace(
                element.attributes["name"],
                targets.get(element.attribute("id") or "", ("", ""))[1],
                element.attributes.get("state", "visible") != "visible",
                number,
            )
            for number, element in enumerate(e for e in found if e.name == "sheet")
        )
        self.is_1904 = any(
            e.name == "workbookPr" and e.attributes.get("date1904") in {"1", "true"} for e in found
        )

    @property
    def workbook(self) -> str:
        """Name of the part that lists the sheets."""
        return _WORKBOOK

    def read(self, part: str) -> bytes:
        """The part's bytes, as UTF-8."""
        return utf8(self.archive.read(part))

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self.archive.NameToInfo

    def sheet(self, name: str) -> SheetPlace:
        """The sheet with that name.

        Raises:
            UserError: there is none, or it is no worksheet.
        """
        for sheet in self.sheets:
            if sheet.name == name and sheet.part.startswith("xl/worksheets/"):
                return sheet
        raise UserError(f"工作簿里没有名为“{name}”的工作表。请核对文件。")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → (last word of its kind, part) of what the part points at inside the workbook."""
        folder, name = posixpath.split(part)
        holder = f"{folder}/_rels/{name}.rels"
        if not self.has(holder):
            return {}
        return {
            e.attributes["Id"]: (
                e.attributes["Type"].rpartition("/")[2],
                _target(folder, e.attributes["Target"]),
            )
            for e in elements(self.read(holder))
            if e.name == "Relationship" and e.attributes.get("TargetMode") != "External"
        }

    def of_kind(self, part: str, *kinds: str) -> list[str]:
        """The parts of these kinds that a part points at."""
        return [target for kind, target in self.relations(part).values() if kind in kinds]

    def named(self) -> list[tuple[Element, str]]:
        """The defined names, each with its formula."""
        found = elements(self.read(_WORKBOOK))
        return [(e, e.text) for e in found if e.name == "definedName"]

    def shared_texts(self) -> list[SharedText]:
        """The texts that cells share."""
        part = next(iter(self.of_kind(_WORKBOOK, "sharedStrings")), "")
        if not self.has(part):
            return []
        texts: list[SharedText] = []
        for element in elements(self.read(part)):
            if element.name == "si":
                texts.append(SharedText("", is_plain=True))
            elif element.name == "t" and element.parent in {"si", "r"}:
                is_plain = element.parent == "si"
                texts[-1] = SharedText(texts[-1].text + element.text, is_plain=is_plain)
        return texts


def _target(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


# The order of calculation, which programs work out anew, and signatures, which no longer hold.
_LEFT_OUT = re.compile(
    rb"<(?:\w+:)?(?:Override|Relationship)\b[^>]*"
    rb"(?:calcChain|_xmlsignatures|digital-signature)[^>]*?/>"
)
_MAIN = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.spreadsheetml\.template"
    rb"|ms-excel\.(?:sheet|template)\.macroEnabled)\.main\+xml"
)


def of_plain_workbook(part: bytes) -> bytes:
    """A list of parts without those that are left out; a template's becomes a workbook's."""
    kept = _LEFT_OUT.sub(b"", part)
    return _MAIN.sub(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", kept
    )
