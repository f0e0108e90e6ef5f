from dataclasses import replace
from itertools import pairwise
from typing import Any, cast

import pypdfium2
import pytest

from fangfan_desktop.documents.notice_pdf import notice_pdf, unprintable_characters
from fangfan_desktop.domain.notice_paper import NoticePaper, PaperSize
from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.errors import UserError
from tests.unit.documents.notice_samples import RARE_NAMES, sample_notice


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def page_size(data: bytes) -> tuple[int, int]:
    document = pypdfium2.PdfDocument(data)
    try:
        width, height = document[0].get_size()
        return round(width / 72 * 25.4), round(height / 72 * 25.4)
    finally:
        document.close()


def lines(page: str) -> list[str]:
    return [line.strip() for line in page.splitlines()]


Box = tuple[float, float, float, float]


def box_of(data: bytes, text: str) -> Box:
    """Left, bottom, right, top of a text on the first page that has it, in points."""
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            textpage = page.get_textpage()
            found = textpage.search(text).get_next()
            if found is not None:
                index, count = found
                places = range(index, index + count)
                boxes = cast("list[Box]", [textpage.get_charbox(place) for place in places])
                return (
                    min(box[0] for box in boxes),
                    min(box[1] for box in boxes),
                    max(box[2] for box in boxes),
                    max(box[3] for box in boxes),
                )
    finally:
        document.close()
    raise AssertionError(text)


def test_a_short_notice_is_one_page_with_all_its_parts() -> None:
    (page,) = pages(notice_pdf(sample_notice(3)))
    found = lines(page)
    assert found[:2] == ["雒容镇龙岭村2022年拟纳入", "防止返贫监测对象公示"]
    for part in ("公示时间：2022年5月16日至2022年5月20日（5天）。", "监督电话：12317", "— 1 —"):
        assert part in page
    assert found.index("龙岭村民委员会") + 1 == found.index("2022年5月16日")


def test_only_what_may_be_public_is_in_the_file() -> None:
    text = "".join(pages(notice_pdf(sample_notice(30))))
    assert "45022119" not in text
    assert "因病" not in text


def test_rare_characters_print_and_can_be_searched() -> None:
    text = "".join(pages(notice_pdf(sample_notice(8))))
    for name in RARE_NAMES:
        assert name in text


def test_a_long_list_goes_over_pages_with_its_header_and_nothing_lost() -> None:
    found = pages(notice_pdf(sample_notice(300)))
    assert len(found) > 5
    for number, page in enumerate(found, 1):
        assert "监测对象类别" in page
        assert f"— {number} —" in page
    assert sum(page.count("拟纳入") for page in found[1:]) == 0
    serials = [
        int(line.split()[0])
        for page in found
        for line in lines(page)
        if line and line.split()[0].isdecimal()
    ]
    assert serials == list(range(1, 301))


def test_page_numbers_stand_outside_odd_right_and_even_left() -> None:
    data = notice_pdf(sample_notice(60))
    assert box_of(data, "— 1 —")[0] > 400
    assert box_of(data, "— 2 —")[2] < 200


@pytest.mark.parametrize("count", range(1, 40))
def test_a_signature_never_stands_alone_on_a_page(count: int) -> None:
    for notice in (sample_notice(count), replace(sample_notice(count), closing=())):
        last = lines(pages(notice_pdf(notice))[-1])
        above = last[: last.index("龙岭村民委员会")]
        assert above
        assert "2022年5月16日" in last


def test_the_type_area_is_that_of_the_standard() -> None:
    data = notice_pdf(sample_notice(1))
    body = box_of(data, "监测和帮扶有关规定")
    title = box_of(data, "防止返贫监测对象公示")
    assert body[0] == pytest.approx(28 / 25.4 * 72, abs=3)
    assert (title[0] + title[2]) / 2 == pytest.approx((28 + 78) / 25.4 * 72, abs=2)
    # the lines of a paragraph are 225 mm / 22 apart
    tops = [box_of(data, text)[1] for text in ("根据《雒容镇", "监测和帮扶有关规定")]
    assert [a - b for a, b in pairwise(tops)] == [pytest.approx(28.99, abs=2)]


def test_a_line_has_twenty_eight_characters() -> None:
    notice = NoticePaper(title="公示", paragraphs=("长" * 90,))
    found = lines(pages(notice_pdf(notice))[0])
    # the indent takes two
    assert [len(line) for line in found if line.startswith("长")] == [26, 28, 28, 8]


def test_the_date_has_room_for_the_seal_and_the_unit_stands_over_it() -> None:
    data = notice_pdf(replace(sample_notice(1), signature="龙岭村村委", date_line="2022年6月6日"))
    left, bottom, right, top = box_of(data, "龙岭村村委")
    date = box_of(data, "2022年6月6日")
    assert (left + right) / 2 == pytest.approx((date[0] + date[2]) / 2, abs=2)
    edge = (210 - 26) / 25.4 * 72
    assert edge - date[2] == pytest.approx(4 * 16, abs=3)
    closing = box_of(data, "12317")
    assert closing[1] - top > 2 * 28
    assert bottom > 35 / 25.4 * 72


def test_a_long_unit_stays_within_the_page() -> None:
    unit = "雒容镇巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作领导小组办公室"
    notice = replace(sample_notice(1), signature=unit)
    text = pages(notice_pdf(notice))[0].replace("\r\n", "")
    assert unit in text
    assert box_of(notice_pdf(notice), "办公室")[2] < (210 - 20) / 25.4 * 72


def test_a_board_has_a_larger_title_on_larger_paper() -> None:
    notice = sample_notice(12)
    board = replace(notice, size=PaperSize.A3, is_board=True)
    data = notice_pdf(board)
    assert page_size(notice_pdf(notice)) == (210, 297)
    assert page_size(data) == (297, 420)
    usual, large = (box_of(one, "监测对象公示") for one in (notice_pdf(notice), data))
    ratio = (large[3] - large[1]) / (usual[3] - usual[1])
    assert 26 / 22 - 0.05 < ratio < 36 / 22 + 0.05
    body = box_of(data, "公示地点")
    enlarged = box_of(notice_pdf(replace(board, body_size=22.0)), "公示地点")
    assert enlarged[2] - enlarged[0] == pytest.approx((body[2] - body[0]) * 22 / 16, rel=0.03)


def test_a_letterhead_stands_in_red_above_the_title() -> None:
    notice = sample_notice(2, NoticeKind.INCLUDED)
    plain = notice_pdf(notice)
    data = notice_pdf(
        replace(notice, red_head="雒容镇人民政府", document_number="雒政公〔2022〕5号")
    )
    found = lines(pages(data)[0])
    assert found[:2] == ["雒容镇人民政府", "雒政公〔2022〕5号"]
    assert red_pixels(data) > 1000
    assert red_pixels(plain) == 0


def red_pixels(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    try:
        bitmap = cast("Any", document[0].render(scale=1, rev_byteorder=True))
        pixels = bytes(bitmap.buffer)
        step = bitmap.n_channels
        return sum(
            1
            for at in range(0, len(pixels) - 2, step)
            if pixels[at] > 200 and pixels[at + 1] < 90 and pixels[at + 2] < 90
        )
    finally:
        document.close()


def test_the_same_notice_gives_the_same_file_without_anybody_in_it() -> None:
    notice = sample_notice(3)
    data = notice_pdf(notice)
    assert notice_pdf(notice) == data
    document = pypdfium2.PdfDocument(data)
    try:
        properties = document.get_metadata_dict()
    finally:
        document.close()
    assert properties["Author"] == ""
    assert properties["Title"] == "雒容镇龙岭村2022年拟纳入防止返贫监测对象公示"
    assert properties["CreationDate"].startswith("D:20220516")


def test_a_character_that_no_font_has_is_named() -> None:
    odd = replace(sample_notice(1), signature="龙岭村\U0010fffd民委员会")
    assert unprintable_characters(sample_notice(8)) == ()
    assert unprintable_characters(odd) in {("\U0010fffd",), ()}
    assert unprintable_characters(replace(odd, signature="\u0e01")) == ("\u0e01",)


def test_a_text_too_small_to_read_is_refused() -> None:
    with pytest.raises(UserError, match="正文字号应在16磅"):
        replace(sample_notice(1), body_size=9.0)
