"""Workbooks written part by part, for what no program would write and some nevertheless do."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "xl/worksheets/sheet1.xml"
HEADINGS = ("序号", "户主姓名", "家庭人口数", "是否低保")


def cell(place: str, text: str) -> str:
    """A text cell; one without a place stands behind the one before."""
    at = f' r="{place}"' if place else ""
    return f'<c{at} t="inlineStr"><is><t>{text}</t></is></c>'


def header(*texts: str) -> str:
    """Row 1."""
    cells = "".join(
        cell(f"{letter}1", text) for letter, text in zip("ABCDEFGH", texts, strict=False)
    )
    return f'<row r="1">{cells}</row>'


HEADER = header(*HEADINGS)


def sheet(rows: str, tail: str = "", head: str = "", main: str = MAIN) -> str:
    """A worksheet's part."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}" xmlns:r="{RELATIONS}">'
        f"{head}<sheetData>{rows}</sheetData>{tail}</worksheet>"
    )


def raw_workbook(
    path: Path,
    part: str | bytes,
    *,
    name: str = SHEET,
    main: str = MAIN,
    relations: str = RELATIONS,
    kind: str = f"{_TYPE}.sheet.main+xml",
    inside: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> Path:
    """A workbook of one sheet called 表.

    Args:
        path: of the file.
        part: the worksheet.
        name: of its part.
        main: name space of all parts.
        relations: name space of the relations.
        kind: content type of the workbook.
        inside: elements of the workbook before its sheets.
        more: further parts.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{_PACKAGE[7:]}"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
            f'<Override PartName="/{name}" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relations}">{inside}<sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{relations}/worksheet" Target="/{name}"/></Relationships>',
        )
        archive.writestr(name, part)
        for further, content in (more or {}).items():
            archive.writestr(further, content)
    return path
