import re
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import cast
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle

from fangfan_desktop.documents.notice_docx import notice_docx
from fangfan_desktop.documents.official_fonts import missing_fonts_note
from fangfan_desktop.domain.masking import private_numbers
from fangfan_desktop.domain.notice_paper import PaperSize
from fangfan_desktop.domain.notice_rules import NoticeKind
from tests.unit.documents.notice_samples import RARE_NAMES, sample_notice


def opened(data: bytes) -> WordDocument:
    return Document(BytesIO(data))


def styles(document: WordDocument) -> dict[str, ParagraphStyle]:
    found = [style for style in document.styles if isinstance(style, ParagraphStyle)]
    return {style.name or "": style for style in found}


def parts(data: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def test_a_notice_is_a_word_file_with_all_its_parts_in_order() -> None:
    notice = sample_notice(3)
    document = opened(notice_docx(notice))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == [
        "雒容镇龙岭村2022年拟纳入\n防止返贫监测对象公示",
        *notice.paragraphs,
        *notice.closing,
        "龙岭村民委员会",
        "2022年5月16日",
    ]
    (table,) = document.tables
    cells = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert cells == [notice.headings, *notice.rows]


def test_rare_characters_are_kept_and_set_in_a_font_that_has_them() -> None:
    document = opened(notice_docx(sample_notice(8)))
    heads = [row.cells[2].text for row in document.tables[0].rows]
    for name in RARE_NAMES:
        assert any(head.startswith(name) for head in heads)
    fonts = {
        run.text: run.font.name
        for row in document.tables[0].rows
        for run in row.cells[2].paragraphs[0].runs
    }
    assert fonts["𠮷"] == "SimSun-ExtB"
    assert fonts["水生"] is None


def test_paper_and_text_are_those_of_the_standard() -> None:
    document = opened(notice_docx(sample_notice(1)))
    (section,) = document.sections
    assert section.page_width is not None
    assert abs(section.page_width - Mm(210)) < Mm(0.1)
    for found, wanted in (
        (section.top_margin, Mm(37)),
        (section.left_margin, Mm(28)),
        (section.right_margin, Mm(26)),
        (section.bottom_margin, Mm(35)),
    ):
        assert found is not None
        assert abs(found - wanted) < Mm(0.1)
    found = styles(document)
    fonts = {name: (style.font.name, style.font.size) for name, style in found.items()}
    assert fonts["公文标题"] == ("方正小标宋简体", Pt(22))
    assert fonts["公文正文"] == ("仿宋_GB2312", Pt(16))
    assert fonts["名单表头"][0] == "黑体"
    assert fonts["页码（单页）"] == ("宋体", Pt(14))
    indent = cast("object", found["公文正文"].paragraph_format.first_line_indent)
    assert isinstance(indent, Length)
    assert round(indent.pt) == 32
    pitch = cast("object", found["Normal"].paragraph_format.line_spacing)
    assert isinstance(pitch, Length)
    assert pitch.pt == pytest.approx(28.99, abs=0.06)


def test_the_header_of_the_list_stands_on_every_page() -> None:
    text = parts(notice_docx(sample_notice(300)))["word/document.xml"]
    assert text.count("<w:tblHeader/>") == 1
    assert text.index("<w:tblHeader/>") < text.index("户主姓名")
    assert text.count("<w:tr>") == 301


def test_page_numbers_differ_on_odd_and_even_pages() -> None:
    found = parts(notice_docx(sample_notice(1)))
    assert "<w:evenAndOddHeaders/>" in found["word/settings.xml"]
    assert 'w:val="OddFooter"' in found["word/footer1.xml"]
    assert 'w:val="EvenFooter"' in found["word/footer2.xml"]
    assert "— " in found["word/footer1.xml"]


def test_a_board_and_a_letterhead_are_set_as_asked() -> None:
    board = opened(notice_docx(replace(sample_notice(9), size=PaperSize.A3, is_board=True)))
    assert board.sections[0].page_height is not None
    assert abs(board.sections[0].page_height - Mm(420)) < Mm(0.1)
    size = styles(board)["公文标题"].font.size
    assert size is not None
    assert Pt(26) <= size <= Pt(36)
    notice = sample_notice(2, NoticeKind.INCLUDED)
    headed = replace(notice, red_head="雒容镇人民政府", document_number="雒政公〔2022〕5号")
    text = notice_docx(headed)
    assert [one.text for one in opened(text).paragraphs][:2] == [
        "雒容镇人民政府",
        "雒政公〔2022〕5号",
    ]
    assert 'w:color="FF0000"' in parts(text)["word/document.xml"]
    assert "w:pBdr" not in parts(notice_docx(notice))["word/document.xml"]


def test_the_same_notice_gives_the_same_file_without_anybody_in_it() -> None:
    notice = sample_notice(30)
    data = notice_docx(notice)
    assert notice_docx(notice) == data
    properties = opened(data).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.created is not None
    assert properties.created.replace(tzinfo=None) == datetime(2022, 5, 16)  # noqa: DTZ001 - a day
    found = parts(data)
    assert "<w:removePersonalInformation/>" in found["word/settings.xml"]
    for name, text in found.items():
        assert private_numbers(text) == (), name
        assert "450221" not in text
        assert "因病" not in text


def test_what_no_xml_can_hold_does_not_break_the_file() -> None:
    notice = replace(sample_notice(1), signature='龙岭村\x0b\ud800民委员会<&>"')
    texts = [paragraph.text for paragraph in opened(notice_docx(notice)).paragraphs]
    assert '龙岭村民委员会<&>"' in texts


def test_a_list_at_the_very_end_is_followed_by_a_paragraph_as_word_wants_it() -> None:
    bare = replace(sample_notice(2), closing=(), signature="", date_line="")
    assert opened(notice_docx(bare)).paragraphs[-1].text == ""


def test_every_style_that_is_used_is_in_the_file() -> None:
    headed = replace(sample_notice(2), red_head="雒容镇人民政府", document_number="1号")
    found = parts(notice_docx(headed))
    used = {
        key
        for name in ("word/document.xml", "word/footer1.xml", "word/footer2.xml")
        for key in re.findall(r'<w:pStyle w:val="(\w+)"', found[name])
    }
    assert used <= set(re.findall(r'w:styleId="(\w+)"', found["word/styles.xml"]))


def test_missing_official_fonts_are_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    note = missing_fonts_note([tmp_path, tmp_path / "none"])
    assert note.startswith("本机没有装“方正小标宋简体”、“仿宋_GB2312”、“黑体”：PDF 用")
    (tmp_path / "deep" / "SIMFANG.TTF").touch()
    (tmp_path / "simhei.ttf").touch()
    assert missing_fonts_note([tmp_path]).startswith("本机没有装“方正小标宋简体”：")
    (tmp_path / "FZXBSJW.TTF").touch()
    assert missing_fonts_note([tmp_path]) == ""
    assert isinstance(missing_fonts_note(), str)
