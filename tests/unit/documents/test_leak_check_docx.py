"""Numbers planted in every place of a Word file are found there."""

from collections.abc import Callable
from typing import Any

import pytest

from fangfan_desktop.documents.leak_check import find_leaks
from tests.unit.documents.leak_files import NUMBERS, picture, with_parts, word_file, workbook

TEXT = "word/document.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _run(text: str, tag: str = "t", properties: str = "") -> str:
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def _runs(text: str, tag: str = "t") -> str:
    breaks = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="1" w:name="a"/>'
    return _run(text[:3], tag) + breaks + _run(text[3:9], tag, "<w:b/>") + _run(text[9:], tag)


def _paragraph(template: str) -> Callable[[str], bytes]:
    """A paragraph in front of the first one; {} is the number in runs, [] whole."""

    def make(number: str) -> bytes:
        inside = template.replace("{}", _runs(number)).replace("[]", number)
        inside = inside.replace("{del}", _runs(number, "delText"))
        inside = inside.replace("{code}", _runs(number, "instrText"))
        return with_parts(word_file(), {TEXT: ("<w:body>", f"<w:body><w:p>{inside}</w:p>")})

    return make


def _planted(plant: Callable[[Any, str], object]) -> Callable[[str], bytes]:
    return lambda number: word_file(lambda document: plant(document, number))


def _part(name: str, inside: str) -> Callable[[str], bytes]:
    def make(number: str) -> bytes:
        text = f'<w:x xmlns:w="{W}">{inside.replace("{}", _runs(number))}</w:x>'
        return with_parts(word_file(), more={name: text.encode()})

    return make


def _header(document: Any, number: str) -> None:
    document.sections[0].header.paragraphs[0].text = number


def _footer(document: Any, number: str) -> None:
    document.sections[0].footer.paragraphs[0].text = number


def _author(document: Any, number: str) -> None:
    document.core_properties.author = number


def _comment(document: Any, number: str) -> None:
    document.add_comment(document.paragraphs[0].runs[0], f"莫某：{number}")


def _cell(document: Any, number: str) -> None:
    document.tables[0].cell(2, 4).text = number


BOX = "<w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r>"
ALTERNATE = (
    '<w:r><mc:AlternateContent xmlns:mc="mc"><mc:Choice Requires="wps"/><mc:Fallback><w:pict>'
    "<w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
PLACES: dict[str, tuple[Callable[[str], bytes], str]] = {
    "paragraph": (_planted(lambda d, n: d.add_paragraph(f"联系人{n}")), "正文第"),
    "runs": (_paragraph("{}"), "正文第 1 段"),
    "hidden text": (
        _paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>[]</w:t></w:r>"),
        "正文第 1 段",
    ),
    "cell": (_planted(_cell), "正文第 1 个表格第 3 行"),
    "header": (_planted(_header), "页眉"),
    "footer": (_planted(_footer), "页脚"),
    "comment": (_planted(_comment), "批注"),
    "author": (_planted(_author), "文档属性“作者”"),
    "footnote": (
        _part("word/footnotes.xml", "<w:footnote><w:p>{}</w:p></w:footnote>"),
        "脚注",
    ),
    "endnote": (_part("word/endnotes.xml", "<w:endnote><w:p>{}</w:p></w:endnote>"), "尾注"),
    "text box": (_paragraph(BOX), "正文第 2 段（文本框）"),
    "fallback text box": (_paragraph(ALTERNATE), "正文第 2 段（文本框）"),
    "inserted": (_paragraph('<w:ins w:id="1">{}</w:ins>'), "正文第 1 段"),
    "deleted": (_paragraph('<w:del w:id="1">{del}</w:del>'), "正文第 1 段"),
    "field code": (_paragraph("{code}"), "正文第 1 段"),
    "simple field": (
        _paragraph('<w:fldSimple w:instr="QUOTE 号码 []"/>'),
        "正文第 1 段（属性）",
    ),
    "content control": (
        _paragraph("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"),
        "正文第 1 段",
    ),
    "alternative text": (
        _paragraph(
            '<w:r><w:drawing><wp:docPr xmlns:wp="wp" id="1" descr="照片 []"/></w:drawing></w:r>'
        ),
        "正文第 1 段（替代文字）",
    ),
    "variable": (
        _part("word/settings.xml", '<w:docVar w:name="a"/>{}'),
        "文档设置",
    ),
    "building block": (_part("word/glossary/document.xml", "<w:p>{}</w:p>"), "文档部件"),
    "custom XML": (_part("customXml/item1.xml", "<w:p>{}</w:p>"), "自定义 XML"),
    "own property": (_part("docProps/custom.xml", "<property>{}</property>"), "文档属性“自定义”"),
    "chart": (_part("word/charts/chart1.xml", "<w:v>{}</w:v>"), "图表"),
    "workbook of a chart": (
        lambda n: with_parts(
            word_file(),
            more={"word/embeddings/a.xlsx": workbook(lambda _, s: s.write_string("H2", n))},
        ),
        "嵌入的文件“a.xlsx”里的工作表“名单”第 2 行 H 列",
    ),
    "picture": (
        lambda n: with_parts(word_file(), more={"word/media/a.png": picture(n, is_packed=True)}),
        "图片“a.png”的属性",
    ),
}


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("place", PLACES)
def test_a_number_is_found_where_it_is(place: str, kind: str) -> None:
    make, where = PLACES[place]
    number = NUMBERS[kind]
    leaks = find_leaks(make(number), "公示.docx")
    assert any(where in leak.where for leak in leaks), leaks
    assert all(number not in f"{leak.where}{leak.shown}" for leak in leaks)


@pytest.mark.parametrize("place", PLACES)
def test_the_same_file_without_a_number_is_clean(place: str) -> None:
    make, _ = PLACES[place]
    assert find_leaks(make("0772-2345678"), "公示.docx") == ()


def test_a_number_is_found_on_both_sides_of_a_change() -> None:
    change = (
        f'<w:del w:id="1">{_run("9999", "delText")}</w:del><w:ins w:id="2">{_run("0000")}</w:ins>'
    )
    make = _paragraph(_run("138") + change + _run("1111"))
    shown = {leak.shown for leak in find_leaks(make(""), "公示.docx")}
    assert shown == {"138****1111"}
    assert len(find_leaks(make(""), "公示.docx")) == 2


def test_cells_and_paragraphs_beside_each_other_are_no_number() -> None:
    def plant(document: Any) -> None:
        document.tables[0].cell(1, 0).text = "138"
        document.tables[0].cell(1, 1).text = "00001111"
        document.add_paragraph("450221")
        document.add_paragraph("199003072428")
        document.add_paragraph("138\t00001111")

    assert find_leaks(word_file(plant), "公示.docx") == ()


@pytest.mark.parametrize(
    "between", ["<w:noBreakHyphen/>", "<w:softHyphen/>", "<w:lastRenderedPageBreak/>", "<w:br/>"]
)
def test_marks_inside_a_number_are_seen_through(between: str) -> None:
    make = _paragraph(f"<w:r><w:t>138</w:t>{between}<w:t>00001111</w:t></w:r>")
    assert [leak.shown for leak in find_leaks(make(""), "公示.docx")] == ["138****1111"]
