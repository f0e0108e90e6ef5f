"""Numbers planted in every place of a workbook are found there."""

from collections.abc import Callable
from typing import Any

import pytest

from fangfan_desktop.documents.leak_check import find_leaks
from tests.unit.documents.leak_files import NUMBERS, picture, with_parts, word_file, workbook

SHEET = "xl/worksheets/sheet1.xml"
TAIL = ("</worksheet>", "{}</worksheet>")


def _hidden_row(number: str) -> bytes:
    def plant(_: Any, sheet: Any) -> None:
        sheet.write_string("C7", number)
        sheet.set_row(6, None, None, {"hidden": True})

    return workbook(plant)


def _hidden_column(number: str) -> bytes:
    def plant(_: Any, sheet: Any) -> None:
        sheet.write_string("K7", number)
        sheet.set_column("J:L", None, None, {"hidden": True})

    return workbook(plant)


def _other_sheet(number: str, *, is_very_hidden: bool) -> bytes:
    def plant(book: Any, _: Any) -> None:
        other = book.add_worksheet("底稿")
        other.write_string("A1", number)
        other.very_hidden() if is_very_hidden else other.hide()

    return workbook(plant)


def _rich(number: str) -> bytes:
    def plant(book: Any, sheet: Any) -> None:
        bold, red = book.add_format({"bold": True}), book.add_format({"color": "red"})
        sheet.write_rich_string("H2", "电话", bold, number[:4], red, number[4:9], number[9:])

    return workbook(plant)


def _chart(number: str) -> bytes:
    def plant(book: Any, sheet: Any) -> None:
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=名单!$D$2:$D$4"})
        chart.set_title({"name": number})
        sheet.insert_chart("H2", chart)

    return workbook(plant)


def _part(name: str, text: str) -> Callable[[str], bytes]:
    return lambda number: with_parts(workbook(), more={name: text.format(number).encode()})


def _edit(name: str, pattern: str, replacement: str) -> Callable[[str], bytes]:
    return lambda number: with_parts(workbook(), {name: (pattern, replacement.format(number))})


def _planted(plant: Callable[[Any, Any, str], object]) -> Callable[[str], bytes]:
    return lambda number: workbook(lambda book, sheet: plant(book, sheet, number))


def _runs(number: str) -> str:
    return "".join(
        f"<a:r><a:rPr b='1'/><a:t>{piece}</a:t></a:r>" for piece in (number[:5], number[5:])
    )


DRAWING = (
    "<xdr:wsDr xmlns:xdr='x' xmlns:a='a'><xdr:sp><xdr:txBody><a:p>{}</a:p></xdr:txBody></xdr:sp>"
    "</xdr:wsDr>"
)
PLACES: dict[str, tuple[Callable[[str], bytes], str]] = {
    "cell": (_planted(lambda _, s, n: s.write_string("H2", n)), "工作表“名单”第 2 行 H 列"),
    "in a sentence": (
        _planted(lambda _, s, n: s.write_string("H2", f"号码{n}。")),
        "工作表“名单”第 2 行 H 列",
    ),
    "rich text": (_rich, "工作表“名单”第 2 行 H 列"),
    "inline text": (
        _edit(
            SHEET,
            "</sheetData>",
            '<row r="9"><c r="B9" t="inlineStr"><is><r><t>{}</t></r></is></c></row></sheetData>',
        ),
        "工作表“名单”第 9 行 B 列",
    ),
    "formula": (
        _planted(lambda _, s, n: s.write_formula("H2", f'="{n[:4]}"&"{n[4:]}"', None, "")),
        "工作表“名单”第 2 行 H 列（公式）",
    ),
    "value of a formula": (
        _planted(lambda _, s, n: s.write_formula("H2", "=A1", None, n + "号")),
        "工作表“名单”第 2 行 H 列",
    ),
    "hidden row": (_hidden_row, "工作表“名单”第 7 行 C 列（隐藏行）"),
    "hidden column": (_hidden_column, "工作表“名单”第 7 行 K 列（隐藏列）"),
    "hidden sheet": (
        lambda n: _other_sheet(n, is_very_hidden=False),
        "工作表“底稿”第 1 行 A 列（隐藏的工作表）",
    ),
    "very hidden sheet": (
        lambda n: _other_sheet(n, is_very_hidden=True),
        "工作表“底稿”第 1 行 A 列（隐藏的工作表）",
    ),
    "comment": (
        _planted(lambda _, s, n: s.write_comment("C3", f"莫某：{n}")),
        "工作表“名单”第 3 行 C 列的批注",
    ),
    "threaded comment": (
        _part(
            "xl/threadedComments/threadedComment1.xml",
            '<ThreadedComments><threadedComment ref="B2"><text>{}</text></threadedComment>'
            "</ThreadedComments>",
        ),
        "第 2 行 B 列的批注",
    ),
    "text box": (
        _planted(lambda _, s, n: s.insert_textbox("H2", f"联系{n}")),
        "工作表“名单”的文本框或图形",
    ),
    "text box in runs": (
        lambda n: with_parts(
            workbook(), more={"xl/drawings/drawing9.xml": DRAWING.format(_runs(n)).encode()}
        ),
        "文本框或图形",
    ),
    "alternative text": (
        _planted(lambda _, s, n: s.insert_textbox("H2", "", {"description": n})),
        "工作表“名单”的文本框或图形",
    ),
    "chart": (_chart, "工作表“名单”的图表"),
    "author": (
        _planted(lambda b, _, n: b.set_properties({"author": n})),
        "文档属性“作者”",
    ),
    "company": (
        _planted(lambda b, _, n: b.set_properties({"company": n})),
        "文档属性“单位”",
    ),
    "keywords": (
        _planted(lambda b, _, n: b.set_properties({"keywords": n})),
        "文档属性“关键词”",
    ),
    "own property": (
        _planted(lambda b, _, n: b.set_custom_property("电话", n + " ")),
        "文档属性“自定义”",
    ),
    "header": (
        _planted(lambda _, s, n: s.set_header(f'&C&"宋体,常规"&12 {n[:4]}&B{n[4:]}')),
        "工作表“名单”的页眉页脚",
    ),
    "footer": (_planted(lambda _, s, n: s.set_footer(f"&R{n}")), "工作表“名单”的页眉页脚"),
    "defined name": (
        _planted(lambda b, _, n: b.define_name("电话", f'="{n}"')),
        "名称“电话”",
    ),
    "list": (
        _planted(
            lambda _, s, n: s.data_validation("H2", {"validate": "list", "source": [n, "无"]})
        ),
        "工作表“名单”的下拉选项",
    ),
    "hint": (
        _planted(
            lambda _, s, n: s.data_validation("H2", {"validate": "any", "input_message": f"填{n}"})
        ),
        "工作表“名单”的输入提示",
    ),
    "name of a sheet": (_planted(lambda b, _, n: b.add_worksheet(n)), "工作表的名字"),
    "link": (
        _planted(lambda _, s, n: s.write_url("H2", "https://a.cn", string="看", tip=f"联系{n}")),
        "工作表“名单”的链接",
    ),
    "target of a link": (
        _planted(
            lambda _, s, n: s.write_url("H2", f"mailto:{n.replace(' ', '')}@a.cn", string="看")
        ),
        "链接",
    ),
    "number format": (
        _planted(lambda b, s, n: s.write("H2", 1, b.add_format({"num_format": f'"{n}"0'}))),
        "单元格格式",
    ),
    "external link": (
        _part(
            "xl/externalLinks/externalLink1.xml",
            '<externalLink><sheetData><cell r="A1"><v>{}</v></cell></sheetData></externalLink>',
        ),
        "外部链接",
    ),
    "custom XML": (_part("customXml/item1.xml", "<甲><乙>{}</乙></甲>"), "自定义 XML"),
    "XML comment": (_part("customXml/item1.xml", "<甲><!-- {} --></甲>"), "自定义 XML"),
    "text no cell uses": (
        _edit("xl/sharedStrings.xml", "</sst>", "<si/><si><r><t>{}</t></r></si></sst>"),
        "已不用的文字（共享字符串第",
    ),
    "sheet that is not listed": (
        _part(
            "xl/worksheets/sheet7.xml",
            '<worksheet><sheetData><row r="1"><c r="A1"><v>{}</v></c></row></sheetData>'
            "</worksheet>",
        ),
        "sheet7.xml",
    ),
    "picture": (
        lambda n: with_parts(workbook(), more={"xl/media/a.png": picture(n, is_packed=False)}),
        "图片“a.png”的属性",
    ),
    "picture, packed": (
        lambda n: with_parts(workbook(), more={"xl/media/a.png": picture(n, is_packed=True)}),
        "图片“a.png”的属性",
    ),
    "printer settings": (
        lambda n: with_parts(
            workbook(),
            more={"xl/printerSettings/p.bin": b"\x01\x02\x83" + n.encode("utf-16-le") + b"\xff"},
        ),
        "p.bin",
    ),
    "wide letters": (
        lambda n: with_parts(
            workbook(),
            more={"customXml/item1.xml": f'<?xml version="1.0"?><a>{n}</a>'.encode("utf-16")},
        ),
        "自定义 XML",
    ),
    "embedded workbook": (
        lambda n: with_parts(workbook(), more={"xl/embeddings/a.xlsx": _hidden_row(n)}),
        "嵌入的文件“a.xlsx”里的工作表“名单”第 7 行 C 列（隐藏行）",
    ),
    "embedded Word file": (
        lambda n: with_parts(
            workbook(), more={"xl/embeddings/a.docx": word_file(lambda d: d.add_paragraph(n))}
        ),
        "嵌入的文件“a.docx”里的正文",
    ),
    "comment of the zip": (
        lambda n: with_parts(workbook(), comment=n.encode()),
        "压缩包的注释",
    ),
    "name of a part": (
        lambda n: with_parts(workbook(), more={f"xl/media/{n}.txt": b"."}),
        "内部文件的名字",
    ),
}


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("place", PLACES)
def test_a_number_is_found_where_it_is(place: str, kind: str) -> None:
    make, where = PLACES[place]
    number = NUMBERS[kind]
    leaks = find_leaks(make(number), "名单.xlsx")
    assert any(where in leak.where for leak in leaks), leaks
    assert all(number not in f"{leak.where}{leak.shown}" for leak in leaks)


@pytest.mark.parametrize("place", PLACES)
def test_the_same_file_without_a_number_is_clean(place: str) -> None:
    make, _ = PLACES[place]
    assert find_leaks(make("0772-2345678"), "名单.xlsx") == ()


@pytest.mark.parametrize("value", [13800001111, 450221900307242, 450221199003072428, 1.38e10 + 1])
def test_a_number_stored_as_a_number_is_found(value: float) -> None:
    content = workbook(lambda _, sheet: sheet.write_number("H2", value))
    (leak,) = find_leaks(content, "名单.xlsx")
    assert leak.where == "工作表“名单”第 2 行 H 列"


def test_a_mobile_written_in_scientific_way_is_found() -> None:
    row = '<row r="9"><c r="B9"><v>1.3800001111E10</v></c></row></sheetData>'
    content = with_parts(workbook(), {SHEET: ("</sheetData>", row)})
    assert [leak.shown for leak in find_leaks(content, "名单.xlsx")] == ["138****1111"]


def test_cells_side_by_side_are_no_number() -> None:
    def plant(_: Any, sheet: Any) -> None:
        sheet.write_row("H2", ["138", "00001111", 138, 1111, "450221", "199003072428"])
        sheet.write_column("O2", ["138", "00001111", "450221199003", "072428"])
        sheet.write_row("Q2", [0.1 + 0.2, 1 / 3, 12345678901.5, 450204105203])

    assert find_leaks(workbook(plant), "名单.xlsx") == ()


def test_a_zero_width_character_written_as_the_format_does_is_seen_through() -> None:
    content = with_parts(
        workbook(lambda _, sheet: sheet.write_string("H2", "甲乙丙")),
        {"xl/sharedStrings.xml": ("甲乙丙", "138_x200B_00001111")},
    )
    assert find_leaks(content, "名单.xlsx")


def test_the_same_text_in_two_cells_is_told_twice() -> None:
    def plant(_: Any, sheet: Any) -> None:
        sheet.write_column("H2", ["13800001111", "13800001111"])

    places = [leak.where for leak in find_leaks(workbook(plant), "名单.xlsx")]
    assert places == ["工作表“名单”第 2 行 H 列", "工作表“名单”第 3 行 H 列"]
