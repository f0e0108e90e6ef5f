"""The booklet page: who the household is, which visits there were, room for those to come."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pypdfium2
import pytest

from fangfan_desktop.documents.visit_booklet import (
    BookletPage,
    BookletSize,
    BookletVisit,
    booklet_sheets,
    write_booklet,
)
from fangfan_desktop.errors import UserError

VISIT = BookletVisit(
    date(2022, 3, 9),
    "帮扶人甲",
    "一家四口身体都好，户主在本地打零工。",
    "希望修一修厨房屋顶。",
    "屋顶报村委会列入计划。",
)
PAGE = BookletPage(
    place="鹿寨县雒容镇坭桥村",
    group="大岭脚屯",
    head_name="欧阳𠮷㛃",
    population=4,
    category="突发严重困难户",
    identified_on=date(2022, 1, 5),
    risks=("因病", "缺劳动力"),
    helper="帮扶人甲（县人社局）",
    helper_phone="0772-0000000",
    measures="公益性岗位；慢病签约服务",
    visits=(replace(VISIT, visited_on=date(2022, 6, 1)), VISIT),
)


def page_texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        found = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return ["".join(text.split()) for text in found]


@pytest.mark.parametrize("size", BookletSize)
def test_a_page_has_the_household_and_its_visits_in_their_order(
    size: BookletSize, tmp_path: Path
) -> None:
    target = tmp_path / "a.pdf"
    printed = write_booklet([PAGE], target, size)

    (text,) = page_texts(target)
    assert (printed.rows, printed.pages, printed.missing_characters) == (2, 1, ())
    for part in (
        "帮扶责任人走访记录",
        "鹿寨县雒容镇坭桥村",
        "欧阳𠮷㛃",
        "4人",
        "突发严重困难户",
        "2022年1月5日",
        "因病、缺劳动力",
        "帮扶人甲（县人社局）",
        "0772-0000000",
        "公益性岗位；慢病签约服务",
        "农户签字",
    ):
        assert part in text
    assert text.index("2022-03-09") < text.index("2022-06-01")
    page = pypdfium2.PdfDocument(target)[0]
    width, height = cast("tuple[float, float]", page.get_size())
    assert round(width / 72 * 25.4) == {"A4": 210, "A5": 148}[size.value]
    assert height > width


def test_each_household_has_pages_of_its_own_that_name_it(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    many = replace(PAGE, head_name="王䶮", visits=(VISIT,) * 25)

    printed = write_booklet([PAGE, many, replace(PAGE, visits=())], target)

    texts = page_texts(target)
    assert printed.rows == 27
    assert len(texts) == printed.pages == 4
    for text, name, number in zip(
        texts, ("欧阳𠮷㛃", "王䶮", "王䶮", "欧阳𠮷㛃"), ("11", "12", "22", "11"), strict=True
    ):
        assert f"户主：{name}" in text
        assert f"第{number[0]}页共{number[1]}页" in text


def test_unknown_facts_leave_room_to_write(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    unknown = replace(
        PAGE, population=None, identified_on=None, risks=(), helper="", measures="", group=""
    )

    write_booklet([unknown], target)

    (text,) = page_texts(target)
    assert "None" not in text
    assert "户主：欧阳𠮷㛃走访日期" in text


def test_empty_rows_are_at_least_as_many_as_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    assert booklet_sheets(PAGE, BookletSize.A4, 3)[-1].spare_rows == 3
    few = write_booklet([PAGE], target, blank_rows=0)
    many = write_booklet([PAGE], target, blank_rows=30)
    assert few.pages == 1
    assert many.pages > 2


def test_a_booklet_of_no_household_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有可以打印的走访记录"):
        write_booklet([], tmp_path / "a.pdf")
