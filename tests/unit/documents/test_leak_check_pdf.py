"""Numbers planted in every place of a PDF are found there."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from fangfan_desktop.documents.leak_check import find_leaks
from fangfan_desktop.documents.pdf_writer import write_pdf
from fangfan_desktop.documents.sheet import Column, Sheet
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import HeaderCell, Kind, Page
from tests.unit.documents.leak_files import FIRST17, ID_NUMBER, NUMBERS, pdf_file, workbook


def _planted(plant: Callable[[Any, str], object]) -> Callable[[str], bytes]:
    return lambda number: pdf_file(lambda canvas: plant(canvas, number))


def _pieces(canvas: Any, number: str) -> None:
    """The number drawn piece by piece, as programs do that space letters themselves."""
    left = 40.0
    for piece in (number[:3], number[3:7], number[7:]):
        canvas.drawString(left, 500, piece)
        left += canvas.stringWidth(piece, "Helvetica", 9)


def _lettered(canvas: Any, number: str) -> None:
    text = canvas.beginText(40, 500)
    text.setCharSpace(2)
    text.textLine(number)
    canvas.drawText(text)


def _unseen(canvas: Any, number: str) -> None:
    text = canvas.beginText(40, 500)
    text.setTextRenderMode(3)
    text.textLine(number)
    canvas.drawText(text)


def _turned(canvas: Any, number: str) -> None:
    canvas.rotate(90)
    canvas.drawString(300, -300, number)


def _on_a_turned_page(canvas: Any, number: str) -> None:
    canvas.setPageRotation(90)
    canvas.rotate(-90)
    canvas.drawString(-500, 300, number)


def _white(canvas: Any, number: str) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(40, 500, number)


def _second_page(canvas: Any, number: str) -> None:
    canvas.showPage()
    canvas.setFont("Helvetica", 9)
    canvas.drawString(40, 500, number)


def _bookmark(canvas: Any, number: str) -> None:
    canvas.bookmarkPage("a")
    canvas.addOutlineEntry(f"书签{number}", "a")


def _form_never_shown(canvas: Any, number: str) -> None:
    canvas.beginForm("never")
    canvas.setFont("Helvetica", 9)
    canvas.drawString(10, 10, number)
    canvas.endForm()


def _with_objects(number: str, *bodies: bytes) -> bytes:
    """Objects behind the end of the file, as an earlier version would leave them."""
    text = number.encode("utf-16-be")
    wide = b"<FEFF" + text.hex().encode() + b">"
    added = b""
    for at, body in enumerate(bodies, 900):
        whole = body.replace(b"{plain}", number.encode()).replace(b"{wide}", wide)
        added += b"%d 0 obj\n%s\nendobj\n" % (at, whole)
    return pdf_file() + added


def _stream(head: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(data), data)


PLACES: dict[str, tuple[Callable[[str], bytes], str]] = {
    "page": (_planted(lambda c, n: c.drawString(40, 500, f"tel {n}")), "第 1 页"),
    "second page": (_planted(_second_page), "第 2 页"),
    "pieces": (_planted(_pieces), "第 1 页"),
    "spaced letters": (_planted(_lettered), "第 1 页"),
    "unseen letters": (_planted(_unseen), "第 1 页"),
    "white letters": (_planted(_white), "第 1 页"),
    "turned": (_planted(_turned), "第 1 页"),
    "turned page": (_planted(_on_a_turned_page), "第 1 页"),
    "off the page": (_planted(lambda c, n: c.drawString(-400, -90, n)), "第 1 页"),
    "author": (_planted(lambda c, n: c.setAuthor(f"莫某{n}")), "文档属性“作者”"),
    "title": (_planted(lambda c, n: c.setTitle(n)), "文档属性“标题”"),
    "subject": (_planted(lambda c, n: c.setSubject(n)), "文档属性“主题”"),
    "keywords": (_planted(lambda c, n: c.setKeywords(["公示", n])), "文档属性“关键词”"),
    "bookmark": (_planted(_bookmark), "书签"),
    "note": (_planted(lambda c, n: c.textAnnotation(f"电话{n}", Rect=[0, 0, 90, 90])), "批注"),
    "link": (_planted(lambda c, n: c.linkURL(f"tel:{n}", (0, 0, 9, 9))), "链接"),
    "form field": (
        _planted(lambda c, n: c.acroForm.textfield(name="a", value=n, x=9, y=9)),
        "表单域",
    ),
    "form that no page shows": (_planted(_form_never_shown), "文件内部"),
    "own property": (lambda n: _with_objects(n, b"<< /Helper {wide} >>"), "文件内部"),
    "XMP": (
        lambda n: _with_objects(
            n,
            _stream(
                b"/Type /Metadata /Subtype /XML",
                f'<?xpacket?><x:xmpmeta xmlns:x="x"><a>{n}</a></x:xmpmeta>'.encode(),
            ),
        ),
        "XMP",
    ),
    "embedded text": (
        lambda n: _with_objects(n, _stream(b"/Type /EmbeddedFile", f"甲,{n}\n".encode())),
        "附件",
    ),
    "embedded workbook": (
        lambda n: _with_objects(
            n,
            _stream(b"/Type /EmbeddedFile", workbook(lambda _, s: s.write_string("H2", n))),
        ),
        "附件”里的工作表“名单”第 2 行 H 列",
    ),
    "script": (
        lambda n: _with_objects(n, b"<< /S /JavaScript /JS (app.alert\\('{plain}'\\)) >>"),
        "脚本",
    ),
}


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("place", PLACES)
def test_a_number_is_found_where_it_is(place: str, kind: str) -> None:
    make, where = PLACES[place]
    number = NUMBERS[kind]
    leaks = find_leaks(make(number), "公示.pdf")
    assert any(where in leak.where for leak in leaks), leaks
    assert all(number not in f"{leak.where}{leak.shown}" for leak in leaks)


@pytest.mark.parametrize("place", PLACES)
def test_the_same_file_without_a_number_is_clean(place: str) -> None:
    make, _ = PLACES[place]
    assert find_leaks(make("0772-2345678"), "公示.pdf") == ()


def _sheet(*rows: tuple[str, ...]) -> Sheet:
    texts = ("序号", "村民小组", "户主姓名", "家庭人口", "备注")
    return Sheet(
        name="公示名单",
        title="拟纳入监测对象公示",
        columns=tuple(Column(Kind.TEXT, print_width=14) for _ in texts),
        header=tuple(HeaderCell(0, at, 1, 1, text) for at, text in enumerate(texts)),
        rows=rows,
        page=Page("A4", is_landscape=False),
    )


def test_a_number_that_our_own_printing_broke_over_lines_is_found(tmp_path: Path) -> None:
    target = tmp_path / "公示.pdf"
    write_pdf(
        _sheet(("1", "第1组", "韦*芳", "4", ID_NUMBER), ("2", "第2组", "莫*", "3", "")), target
    )
    (leak,) = find_leaks(target.read_bytes(), target.name)
    assert leak.where == "第 1 页"
    assert leak.shown == f"4502{'*' * 10}{ID_NUMBER[-4:]}"


def test_our_own_printed_list_is_clean(tmp_path: Path) -> None:
    target = tmp_path / "公示.pdf"
    rows = tuple(
        (str(at), f"第{at % 13}组", "𠮷*芳", str(at % 7), "2022-05-13") for at in range(200)
    )
    write_pdf(_sheet(*rows), target)
    assert find_leaks(target.read_bytes(), target.name) == ()


def test_cells_beside_and_above_each_other_are_no_number() -> None:
    def plant(canvas: Any) -> None:
        canvas.drawString(40, 500, "138")
        canvas.drawString(75, 500, "00001111")
        for at, figure in enumerate(("13", "8000", "01111", "450221199003", "072427")):
            canvas.drawString(300, 500 - 11 * at, figure)
        for at, figure in enumerate(("450221199003", FIRST17[12:] + ID_NUMBER[-1])):
            canvas.drawString(400, 500 - 30 * at, figure)

    assert find_leaks(pdf_file(plant), "公示.pdf") == ()


def test_a_number_is_found_in_a_file_that_is_not_compressed() -> None:
    for compression in (0, 1):
        content = pdf_file(
            lambda c: c.drawString(40, 500, "13800001111"), pageCompression=compression
        )
        assert find_leaks(content, "公示.pdf")


def test_a_file_with_a_password_is_refused() -> None:
    target = io.BytesIO()
    canvas: Any = Canvas(target, A4, encrypt="secret")
    canvas.drawString(40, 500, "12317")
    canvas.save()
    with pytest.raises(UserError, match="密码"):
        find_leaks(target.getvalue(), "公示.pdf")


def test_a_file_that_only_forbids_copying_is_refused() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415 - without types

    target = io.BytesIO()
    canvas: Any = Canvas(target, A4, encrypt=StandardEncryption("", "owner", canCopy=0))
    canvas.drawString(40, 500, "12317")
    canvas.save()
    with pytest.raises(UserError, match="限制"):
        find_leaks(target.getvalue(), "公示.pdf")


@pytest.mark.parametrize(
    "body",
    [
        _stream(b"/Filter /FlateDecode", b"no packed data"),
        _stream(b"/Filter /LZWDecode", b"13800001111"),
        b"<< /Length 5 >>\nstream\nwithout an end",
        _stream(b"/Type /EmbeddedFile", b"\xd0\xcf\x11\xe0 an old workbook"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(body: bytes) -> None:
    with pytest.raises(UserError, match="不能公开"):
        find_leaks(_with_objects("", body), "公示.pdf")
