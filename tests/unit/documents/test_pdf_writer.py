import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import cast

import pypdfium2
import pytest

from fangfan_desktop.documents.pdf_preview import open_preview
from fangfan_desktop.documents.pdf_writer import write_pdf
from fangfan_desktop.documents.sheet import Column, Row, Sheet, flat_header
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Kind, Page


def page_texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def many_rows(count: int) -> list[Row]:
    return [
        (n, "第一组", "450221199001011234", n * 100, n % 2, "2022-05-09", "入户排查", "1/1")
        for n in range(1, count + 1)
    ]


def test_the_header_stands_on_every_page_with_its_number(sheet: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"

    printed = write_pdf(replace(sheet, rows=many_rows(200)), target)

    texts = page_texts(target)
    assert printed.rows == 200
    assert printed.pages == len(texts) > 3
    for number, text in enumerate(texts, 1):
        assert "身份证号码" in text
        assert f"第 {number} 页 " in text
        assert f"共 {len(texts)} 页" in text
    assert "雒容镇坭桥村2022年排查表" in texts[0]
    assert "单位：元" in texts[0]
    assert "雒容镇坭桥村2022年排查表" not in texts[1]
    assert "注：一、填到户。" in texts[-1]
    assert "填报日期：" in texts[-1]
    found = sum(text.count("450221199001011234") for text in texts)
    assert found == 200


def test_values_are_written_as_official_tables_write_them(sheet: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"

    write_pdf(sheet, target)

    text = page_texts(target)[0]
    for part in ("7000.50", "7000\r", "是", "否", "2022-05-09", "=1+1", "14000.51", "18 位"):
        assert part in text
    assert "None" not in text


def test_rare_characters_are_printed_and_can_be_copied(tmp_path: Path) -> None:
    # Extensions A, B, C, D, E, F and one that needs no fall-back.
    names = "王㛃䶮𠮷𪜀𫝀𫠝𬺰𫘝"
    columns = (Column(Kind.TEXT, print_width=60),)
    target = tmp_path / "a.pdf"

    printed = write_pdf(Sheet("表", names, columns, flat_header([names]), [(names,)]), target)

    assert printed.missing_characters == ()
    assert page_texts(target)[0].count(names) == 3
    if shutil.which("pdftotext"):
        command = ["pdftotext", str(target), "-"]
        text = subprocess.run(command, check=True, capture_output=True).stdout.decode()  # noqa: S603
        assert text.count(names) == 3


@pytest.mark.parametrize(
    ("character", "least", "most"), [("（", 0.5, 1), ("）", 0, 0.2), ("日", 0.1, 0.3)]
)
def test_a_character_stands_where_its_font_has_it(
    tmp_path: Path, character: str, least: float, most: float
) -> None:
    # An opening bracket has its ink in the right half of its square, a closing one in the left.
    target = tmp_path / "a.pdf"
    columns = (Column(Kind.TEXT, print_width=60),)
    write_pdf(Sheet("表", "", columns, flat_header(["甲"]), [(f"国{character}国",)]), target)

    page = pypdfium2.PdfDocument(target)[0]
    text = page.get_textpage()
    at = text.get_text_bounded().index(f"国{character}国") + 1
    square, ink = (
        cast("tuple[float, float, float, float]", text.get_charbox(at, loose=loose))
        for loose in (True, False)
    )
    begins = (ink[0] - square[0]) / (square[2] - square[0])
    assert least <= begins <= most


def test_a_character_without_glyph_is_printed_as_a_mark_and_listed(tmp_path: Path) -> None:
    unknown = "\U00031350"  # Extension H
    private = "\ue000"
    columns = (Column(Kind.TEXT, print_width=60),)
    target = tmp_path / "a.pdf"

    rows = [(f"王{unknown}{private}{unknown}",)]
    printed = write_pdf(Sheet("表", "", columns, flat_header(["姓名"]), rows), target)

    assert printed.missing_characters == (unknown, private)
    text = page_texts(target)[0]
    assert "U+31350、U+E000" in text
    assert text.count(unknown) == 2  # copies as what it is


def test_long_answers_are_wrapped_and_a_row_is_not_split(tmp_path: Path) -> None:
    answer = "孩子上学费用较大，希望介绍就近务工。" * 12
    columns = (Column(Kind.NUMBER), Column(Kind.LONG_TEXT, print_width=20))
    target = tmp_path / "a.pdf"
    rows = [(number, answer) for number in range(1, 21)]

    printed = write_pdf(
        Sheet("表", "", columns, flat_header(["序号", "诉求"]), rows, page=Page("A4")), target
    )

    texts = page_texts(target)
    assert printed.pages > 1
    wholes = [text.replace("\r\n", "").count(answer) for text in texts]
    assert sum(wholes) == 20


def test_a_row_higher_than_a_page_goes_on_over_pages(tmp_path: Path) -> None:
    answer = "".join(f"第{number}条诉求。" for number in range(1500))
    columns = (Column(Kind.NUMBER), Column(Kind.LONG_TEXT, print_width=20))
    target = tmp_path / "a.pdf"

    printed = write_pdf(
        Sheet("表", "", columns, flat_header(["序号", "诉求"]), [(1, answer)]), target
    )

    texts = page_texts(target)
    assert printed.pages > 1
    assert all("诉求" in text for text in texts)
    joined = "".join(texts).replace("\r\n", "")
    assert joined.count("条") == 1500


def test_a_figure_is_set_narrower_before_it_is_broken(tmp_path: Path) -> None:
    columns = (Column(Kind.MONEY, print_width=11), *[Column(Kind.TEXT, print_width=20)] * 9)
    heads = [str(number) for number in range(10)]
    target = tmp_path / "a.pdf"

    row = (1_234_567, *[None] * 9)
    write_pdf(Sheet("表", "", columns, flat_header(heads), [row], page=Page("A4")), target)

    assert "12345.67" in page_texts(target)[0]


def test_the_properties_name_the_program_and_no_person(sheet: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    write_pdf(sheet, target)

    document = pypdfium2.PdfDocument(target)
    properties = document.get_metadata_dict()
    document.close()
    assert properties["Title"] == "附件1 到户排查表"
    assert properties["Creator"] == properties["Producer"] == "防返贫工作台"
    assert properties["Author"] == properties["Subject"] == properties["Keywords"] == ""


def test_pages_are_shown_as_pictures(sheet: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    write_pdf(sheet, target)

    with open_preview(target) as preview:
        assert preview.page_count == 1
        width, height = preview.page_size(0)
        picture = preview.render(0, 36)

    assert (round(width), round(height)) == (1191, 842)
    assert (picture.width, picture.height) == (596, 421)
    assert len(picture.pixels) == picture.stride * picture.height
    assert set(picture.pixels[:3]) == {255}
    assert min(picture.pixels) < 64


def test_pages_may_be_asked_for_on_several_threads_at_once(sheet: Sheet, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    write_pdf(sheet, target)

    with open_preview(target) as preview, ThreadPoolExecutor(4) as pool:
        pictures = [pool.submit(preview.render, 0, 36) for _ in range(60)]
        sizes = [pool.submit(preview.page_size, 0) for _ in range(60)]

        assert {picture.result().width for picture in pictures} == {596}
        assert {round(size.result()[0]) for size in sizes} == {1191}


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"no")
    with pytest.raises(UserError, match="不是能显示的 PDF"), open_preview(path):
        pass


def section(heading: str, rows: int) -> Sheet:
    return Sheet(
        name="表",
        title="",
        columns=(Column(Kind.TEXT), Column(Kind.TEXT)),
        header=(),
        rows=[(f"{heading}{number}", "是") for number in range(rows)],
        annex=f"{heading}表",
        page=Page(is_landscape=False),
        is_below=True,
    )


def test_a_table_stands_below_another_where_the_page_has_room(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    first = replace(section("甲", 3), is_below=False, title="𠮷户")
    last = replace(section("丁", 2), is_below=False)

    printed = write_pdf([first, section("乙", 3), section("丙", 60), last], target)

    texts = page_texts(target)
    assert (printed.rows, printed.pages) == (68, 3)
    assert all(part in texts[0] for part in ("𠮷户", "甲2", "乙2", "丙0"))
    assert "丙59" in texts[1]
    assert "丁0" not in texts[1]
    assert "丁1" in texts[2]


@pytest.mark.parametrize("rows", range(44, 60))
def test_a_heading_is_never_left_alone_at_the_foot_of_a_page(rows: int, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"

    write_pdf([replace(section("甲", rows), is_below=False), section("乙", 2)], target)

    assert all(("乙表" in text) == ("乙0" in text) for text in page_texts(target))
