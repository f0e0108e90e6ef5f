"""Tables to hang on a wall: large letters, everything seen, tiles that fit together."""

import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import cast

import pypdfium2
import pytest

from fangfan_desktop.documents.pdf_preview import Picture, open_preview
from fangfan_desktop.documents.sheet import Column, Row, Sheet, flat_header
from fangfan_desktop.documents.wall_pdf import WallSize, wall_sheet, write_wall
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Kind

HEADINGS = (
    ("序号", Kind.NUMBER),
    ("村民小组", Kind.TEXT),
    ("户主姓名", Kind.TEXT),
    ("家庭人口", Kind.NUMBER),
    ("监测对象类别", Kind.CHOICE),
    ("识别时间", Kind.DATE),
    ("主要风险", Kind.TEXT),
    ("帮扶措施", Kind.LONG_TEXT),
    ("帮扶责任人", Kind.TEXT),
    ("风险是否消除", Kind.YES_NO),
)
MEASURES = "护林员岗位，每月800元；小额信贷；介绍到县城木材厂就近务工；慢病签约服务"
PAPERS_MM = {
    WallSize.A3: (420, 297),
    WallSize.A2: (594, 420),
    WallSize.A2_ON_A3: (297, 420),
    WallSize.A2_ON_A4: (297, 210),
}


def row(number: int) -> Row:
    return (
        number,
        "大岭脚村民小组",
        "欧阳𠮷㛃",
        4,
        "突发严重困难户",
        "2022-05-09",
        "因自然灾害",
        f"{number}号{MEASURES}",
        "帮扶人甲、帮扶人乙",
        number % 2,
    )


def wall(rows: int, name: str = "坭桥村") -> Sheet:
    return Sheet(
        name=name,
        title=f"雒容镇{name}防贫监测对象帮扶工作信息一览表",
        columns=tuple(Column(kind) for _, kind in HEADINGS),
        header=flat_header(heading for heading, _ in HEADINGS),
        rows=(row(number) for number in range(1, rows + 1)),
        subtitle_left=f"{name}村民委员会",
        subtitle_right="2022年5月9日",
        footnotes=("监督电话：12317",),
    )


def page_texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        found = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return ["".join(text.split()) for text in found]


def letter_sizes(path: Path) -> set[float]:
    """The sizes of all letters of the finished file; nothing in it is scaled but in breadth."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\n?endstream", path.read_bytes(), re.DOTALL)
    sizes: set[float] = set()
    for stream in streams:
        try:
            code = zlib.decompress(stream)
        except zlib.error:
            continue
        sizes |= {float(size) for size in re.findall(rb"/F\d+ ([\d.]+) Tf", code)}
    return sizes


def dark_pixels(picture: Picture, first: int, end: int, edge: int) -> int:
    """Of the columns of pixels from `first`, between the upper and lower edges."""
    count = 0
    for y in range(edge + 2, picture.height - edge - 2):
        begins = y * picture.stride
        strip = picture.pixels[begins + 3 * first : begins + 3 * end : 3]
        count += sum(1 for value in strip if value < 128)
    return count


@pytest.mark.parametrize("size", WallSize)
def test_letters_can_be_read_from_two_metres(size: WallSize, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    write_wall(wall(30), target, size)

    found = letter_sizes(target)

    # The page's number, and on tiles the label that is cut off, may be smaller.
    not_of_the_table = {18, 8} if size.paper_count > 1 else {18}
    table = found - not_of_the_table
    assert min(table) >= 24
    assert max(table) >= 48
    if size is not WallSize.A3:
        assert min(table) >= 26


@pytest.mark.parametrize("size", WallSize)
def test_each_page_is_a_paper_of_the_office(size: WallSize, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    printed = write_wall(wall(8), target, size)

    document = pypdfium2.PdfDocument(target)
    sides = [cast("tuple[float, float]", page.get_size()) for page in document]
    sizes = {tuple(round(side / 72 * 25.4) for side in both) for both in sides}
    assert sizes == {PAPERS_MM[size]}
    assert printed.pages == len(document)
    assert printed.pages % size.paper_count == 0
    document.close()


@pytest.mark.parametrize("size", [WallSize.A3, WallSize.A2])
def test_sixty_rows_flow_on_whole_under_the_header(size: WallSize, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    printed = write_wall(wall(60), target, size)

    texts = page_texts(target)
    assert printed.rows == 60
    assert printed.pages == len(texts) > 1
    assert printed.missing_characters == ()
    for number, text in enumerate(texts, 1):
        assert "序号" in text
        assert f"第{number}页共{len(texts)}页" in text
    assert sum(text.count("2022-05-09") for text in texts) == 60
    assert sum(text.count("𠮷㛃") for text in texts) == 60
    characters = "".join(texts)
    assert characters.count("慢") == 60
    assert "监督电话：12317" in texts[-1]


def test_no_letter_stands_outside_its_cell(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    sheet = wall_sheet(wall(12), WallSize.A3)
    write_wall(wall(12), target, WallSize.A3)

    page = pypdfium2.PdfDocument(target)[0]
    text = page.get_textpage()
    width, _ = cast("tuple[float, float]", page.get_size())
    margin = sheet.page.margin_left / 25.4 * 72
    total = sum(column.print_width for column in sheet.columns)
    scale = (width - 2 * margin) / total
    edges = [margin]
    for column in sheet.columns:
        edges.append(edges[-1] + column.print_width * scale)
    for place in range(text.count_chars()):
        box = cast("tuple[float, float, float, float]", text.get_charbox(place))
        left, bottom, right, _ = box
        if bottom < 60 or bottom > 640 or right - left < 1:
            continue  # the page's number, the title
        assert any(
            edges[n] - 0.5 <= left and right <= edges[n + 1] + 0.5 for n in range(len(edges) - 1)
        ), (left, right)


def test_tiles_say_where_they_belong_and_how_they_are_glued(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    printed = write_wall(wall(8), target, WallSize.A2_ON_A4)

    texts = page_texts(target)
    assert printed.pages == 4
    for text, name in zip(texts, ("左上", "右上", "左下", "右下"), strict=True):
        assert f"坭桥村第1张{name}" in text
    assert "右边和下边往里10毫米涂胶" in texts[0]
    assert "沿角线裁去左边和上边的白边，压在邻页上" in texts[3]

    write_wall(wall(8), target, WallSize.A2_ON_A3)
    assert "第1张左（右边往里10毫米涂胶）" in page_texts(target)[0]


def test_neighbouring_tiles_show_the_same_strip(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    write_wall(wall(8), target, WallSize.A2_ON_A3)

    with open_preview(target) as preview:
        left, right = (preview.render(page, 144) for page in (0, 1))
    edge, strip = (round(mm / 25.4 * 144) for mm in (8, 10))
    end = left.width - edge
    dark = [
        dark_pixels(left, end - strip + 2, end - 2, edge),
        dark_pixels(right, edge + 2, edge + strip - 2, edge),
    ]
    assert min(dark) > 500
    assert abs(dark[0] - dark[1]) < 0.1 * max(dark)


def test_each_village_counts_its_own_sheets(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    write_wall([wall(1, "坭桥村"), wall(30, "高岭村"), wall(1, "南庆村")], target, WallSize.A2)

    texts = page_texts(target)
    last = texts[-1]
    assert "坭桥村" in texts[0]
    assert "第1页共1页" in texts[0]
    assert f"第1页共{len(texts) - 2}页" in texts[1]
    assert "南庆村" in last
    assert "第1页共1页" in last


def test_an_empty_village_has_a_sheet_with_its_header(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    assert write_wall(wall(0), target, WallSize.A3).rows == 0
    assert "帮扶责任人" in page_texts(target)[0]


def test_more_columns_than_a_wall_has_room_for_are_refused(tmp_path: Path) -> None:
    many = tuple(Column(Kind.TEXT) for _ in range(43))
    sheet = replace(wall(0), columns=many, header=flat_header(["甲"] * 43))
    target = tmp_path / "a.pdf"

    with pytest.raises(UserError, match="43栏，用两米外看得清的字排不下"):
        write_wall(sheet, target, WallSize.A3)
    with pytest.raises(UserError, match="没有可以打印"):
        write_wall([], target, WallSize.A3)
    assert not target.exists()


def test_the_most_room_goes_where_the_most_text_stands() -> None:
    sheet = wall_sheet(wall(20), WallSize.A2)

    widths = {
        heading: column.print_width
        for (heading, _), column in zip(HEADINGS, sheet.columns, strict=True)
    }
    assert max(widths, key=widths.__getitem__) == "帮扶措施"
    assert widths["序号"] < widths["监测对象类别"]
    assert sheet.page.size == "A2"
    assert tuple(sheet.rows) == tuple(sheet.rows) != ()
