"""A .docx file as a package of parts: what every document of an office has around its text.

Written part by part and not from a library's template, so that nothing is in the file that the
office did not put there: no maker's name, no revision numbers, no picture, no custom data.
"""

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_PROGRAM = "防返贫工作台"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of files in the package: the same notice gives the same bytes
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Fonts of official papers, and what stands in for each where it is not installed.
TITLE_FONT, BODY_FONT, HEADER_FONT, NUMBER_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
RARE_FONT = "SimSun-ExtB"  # has the characters beyond U+FFFF
_STAND_INS = {
    TITLE_FONT: "方正小标宋_GBK,华文中宋,宋体",
    BODY_FONT: "仿宋,FangSong,华文仿宋",
    HEADER_FONT: "SimHei",
    NUMBER_FONT: "SimSun",
    RARE_FONT: "宋体-ExtB",
}


@dataclass(frozen=True, slots=True)
class DocxContent:
    """What differs from document to document; all texts but the title are WordprocessingML."""

    title: str
    made_on: date
    body: str  # paragraphs, tables, and the section at the end
    styles: str
    odd_footer: str
    even_footer: str


def docx_bytes(content: DocxContent) -> bytes:
    """The finished file; the same content gives the same bytes."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_links(),
        "docProps/core.xml": _core(content),
        "docProps/app.xml": _app(),
        "word/document.xml": _part("document", f"<w:body>{content.body}</w:body>"),
        "word/_rels/document.xml.rels": _document_links(),
        "word/styles.xml": _part("styles", content.styles),
        "word/settings.xml": _part("settings", _SETTINGS),
        "word/fontTable.xml": _part("fonts", _fonts()),
        "word/footer1.xml": _part("ftr", content.odd_footer),
        "word/footer2.xml": _part("ftr", content.even_footer),
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        for name, text in parts.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0
            package.writestr(info, (_DECLARATION + text).encode())
    return buffer.getvalue()


def xml_text(text: str) -> str:
    """The text as XML may hold it; characters that no XML can hold are dropped."""
    return escape(_NOT_XML.sub("", text), {'"': "&quot;"})


def _part(name: str, inner: str) -> str:
    return f'<w:{name} xmlns:w="{_WORDS}" xmlns:r="{_LINKS}">{inner}</w:{name}>'


# Word is asked to keep names and times out of the file when it is saved again. It calls a file
# damaged whose settings stand in another order.
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:removePersonalInformation/><w:removeDateAndTime/>'
    "<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>"
    '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)


def _fonts() -> str:
    return "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, others in _STAND_INS.items()
    )


def _content_types() -> str:
    kinds = {
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{_TYPES}.extended-properties+xml",
        "/word/document.xml": f"{_TYPES}.wordprocessingml.document.main+xml",
        "/word/styles.xml": f"{_TYPES}.wordprocessingml.styles+xml",
        "/word/settings.xml": f"{_TYPES}.wordprocessingml.settings+xml",
        "/word/fontTable.xml": f"{_TYPES}.wordprocessingml.fontTable+xml",
        "/word/footer1.xml": f"{_TYPES}.wordprocessingml.footer+xml",
        "/word/footer2.xml": f"{_TYPES}.wordprocessingml.footer+xml",
    }
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _links(targets: dict[str, str]) -> str:
    """Relationships, rId1 and so on in this order: target → type."""
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _root_links() -> str:
    return _links(
        {
            "word/document.xml": f"{_LINKS}/officeDocument",
            "docProps/core.xml": f"{_PACKAGE}/relationships/metadata/core-properties",
            "docProps/app.xml": f"{_LINKS}/extended-properties",
        }
    )


def _document_links() -> str:
    return _links(
        {
            "styles.xml": f"{_LINKS}/styles",
            "settings.xml": f"{_LINKS}/settings",
            "fontTable.xml": f"{_LINKS}/fontTable",
            "footer1.xml": f"{_LINKS}/footer",
            "footer2.xml": f"{_LINKS}/footer",
        }
    )


def _core(content: DocxContent) -> str:
    made = f"{content.made_on.isoformat()}T00:00:00Z"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_text(content.title)}</dc:title><dc:creator></dc:creator>"
        "<cp:lastModifiedBy></cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _app() -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'<Properties xmlns="{kind}"><Application>{_PROGRAM}</Application></Properties>'
