"""Public lists of any households are clean, and any number among them is found."""

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangfan_desktop.documents.leak_check import find_leaks
from fangfan_desktop.domain.identity_number import check_digit
from fangfan_desktop.domain.masking import mask_name
from fangfan_desktop.domain.private_numbers import starred
from tests.unit.documents.leak_files import pdf_file, word_file, workbook

Row = tuple[int, str, str, int, str, str, str]
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(date(2021, 1, 1), date(2030, 12, 31))


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """An ID card of 15 or 18, disability card of 20 or 22, mobile, or bank card."""
    born = draw(st.dates(date(1930, 1, 1), date(2025, 12, 31)))
    area = draw(st.sampled_from(["450221", "341502", "110101", "654226"]))
    order = draw(st.integers(1, 999))
    first17 = f"{area}{born:%Y%m%d}{order:03d}"
    card = first17 + check_digit(first17)
    old = date(1930, 1, 1) + timedelta(days=draw(st.integers(0, 25_000)))
    mobile = draw(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
    return draw(
        st.sampled_from(
            [
                f"{area}{old:%y%m%d}{order:03d}",
                card,
                card + draw(st.from_regex(r"[1-7][1-4](B[1-9]|0[1-9])?", fullmatch=True)),
                mobile,
                f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}",
                f"+86{mobile}",
                draw(st.from_regex(r"62[0-9]{14}([0-9]{3})?", fullmatch=True)),
            ]
        )
    )


@st.composite
def households(draw: st.DrawFn) -> tuple[Row, ...]:
    """Rows as a public list shows them."""
    count = draw(st.integers(1, 30))
    shuffled = random.Random(draw(st.integers(0, 1 << 30)))  # noqa: S311 - made-up households
    seen = draw(DAYS)
    names = st.text("韦莫覃芳兰𠮷㛃䶮𫘝欧阳", min_size=2, max_size=4)
    name = draw(names)
    return tuple(
        (
            serial,
            f"第{shuffled.randint(1, 40)}组",
            mask_name(name) + shuffled.choice(["", f"（尾号{shuffled.randint(0, 9999):04d}）"]),
            shuffled.randint(1, 15),
            shuffled.choice(["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"]),
            (seen + timedelta(days=shuffled.randint(0, 90))).isoformat(),
            f"450204{shuffled.randint(100_000, 399_999)}",
        )
        for serial in range(1, count + 1)
    )


def _workbook(rows: tuple[Row, ...], number: str = "") -> bytes:
    def plant(_: Any, sheet: Any) -> None:
        for at, row in enumerate(rows, 10):
            sheet.write_row(at, 0, row)
        if number:
            sheet.write_string(9 + len(rows), 9, number)

    return workbook(plant)


def _word_file(rows: tuple[Row, ...], number: str = "") -> bytes:
    def plant(document: Any) -> None:
        for row in rows[:5]:
            document.add_paragraph("，".join(map(str, row)))
        if number:
            document.paragraphs[-1].add_run(f"（{number}）")

    return word_file(plant)


def _pdf_file(rows: tuple[Row, ...], number: str = "") -> bytes:
    def plant(canvas: Any) -> None:
        for at, row in enumerate(rows):
            for left, value in zip((40, 70, 120, 200, 230, 300, 380), row, strict=True):
                canvas.drawString(
                    left, 650 - 14 * at, str(value).encode("ascii", "replace").decode()
                )
        if number:
            canvas.drawString(460, 650, number)

    return pdf_file(plant)


@FEW
@given(households())
def test_no_household_of_a_public_list_is_taken_for_a_number(rows: tuple[Row, ...]) -> None:
    assert find_leaks(_workbook(rows), "公示.xlsx") == ()
    assert find_leaks(_word_file(rows), "公示.docx") == ()
    assert find_leaks(_pdf_file(rows), "公示.pdf") == ()


@FEW
@given(households(), numbers())
def test_a_number_among_households_is_always_found(rows: tuple[Row, ...], number: str) -> None:
    bare = number.replace(" ", "").removeprefix("+86")
    for content, name in (
        (_workbook(rows, number), "公示.xlsx"),
        (_word_file(rows, number), "公示.docx"),
        (_pdf_file(rows, number), "公示.pdf"),
    ):
        assert starred(bare) in {leak.shown for leak in find_leaks(content, name)}
