"""Nothing is called clean that was not read to its end, and the sentence tells where to look."""

import io
import zipfile
from typing import Any

import pytest

from fangfan_desktop.documents.leak_check import Leak, find_leaks, leak_sentence
from fangfan_desktop.errors import UserError
from tests.unit.documents.leak_files import pdf_file, with_parts, word_file, workbook

WHOLE = {
    "公示.xlsx": workbook(),
    "公示.docx": word_file(),
    "公示.pdf": pdf_file(),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_public_file_is_clean(name: str) -> None:
    assert find_leaks(WHOLE[name], name) == ()


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.98])
def test_a_file_that_is_cut_short_is_refused(name: str, share: float) -> None:
    content = WHOLE[name]
    with pytest.raises(UserError, match="不能公开"):
        find_leaks(content[: int(len(content) * share)], name)


@pytest.mark.parametrize("name", ["公示.xlsx", "公示.docx"])
def test_a_file_with_a_spoiled_byte_is_refused(name: str) -> None:
    content = bytearray(WHOLE[name])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        largest = max(archive.infolist(), key=lambda info: info.compress_size)
    content[largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2] ^= 0xFF
    with pytest.raises(UserError, match="损坏"):
        find_leaks(bytes(content), name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "公示.xlsx"),
        (b"", "公示.pdf"),
        (b"1,2,3\n", "公示.csv"),
        (b"1,2,3\n", "公示.xlsx"),
        (b"\x89PNG\r\n\x1a\n", "公示.png"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "公示.xls"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "公示.xlsx"),
        (b"%PDF-1.4\n%%EOF", "公示.pdf"),
        (WHOLE["公示.pdf"], "公示.xlsx"),
        (WHOLE["公示.xlsx"], "公示.docx"),
        (with_parts(WHOLE["公示.xlsx"], more={"a.txt": b"-"}), "公示"),
    ],
)
def test_any_other_file_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(UserError, match="不能公开"):
        find_leaks(content, name)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("xl/drawings/drawing1.xml", b"<a><b></a>"),
        ("customXml/item1.xml", b'<!DOCTYPE a [<!ENTITY b "138">]><a>&b;00001111</a>'),
        ("xl/embeddings/a.xlsx", b"PK\x03\x04 no zip"),
        ("xl/embeddings/a.pdf", b"%PDF-1.4 no PDF"),
        ("xl/media/a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x09zTXta\x00\x00no zip\x00\x00\x00\x00"),
    ],
)
def test_a_part_that_cannot_be_looked_into_is_refused(name: str, part: bytes) -> None:
    with pytest.raises(UserError, match="不能公开"):
        find_leaks(with_parts(workbook(), more={name: part}), "公示.xlsx")


def test_files_inside_files_without_end_are_refused() -> None:
    content = workbook()
    for _ in range(5):
        content = with_parts(workbook(), more={"xl/embeddings/a.xlsx": content})
    with pytest.raises(UserError, match="层层嵌入"):
        find_leaks(content, "公示.xlsx")


def test_a_file_that_unpacks_to_gigabytes_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/media/a.bin", "w", force_zip64=True) as part:
            for _ in range(450):
                part.write(bytes(1 << 20))
    with pytest.raises(UserError, match="太大"):
        find_leaks(target.getvalue(), "公示.xlsx")


def test_the_office_s_own_mobile_may_stand_there() -> None:
    def plant(_: Any, sheet: Any) -> None:
        sheet.write_string("A7", "联系电话：138 0000 1111")

    content = workbook(plant)
    assert find_leaks(content, "公示.xlsx", {"13800001111"}) == ()
    assert find_leaks(content, "公示.xlsx", {"13800002222"})


def test_the_name_of_the_file_is_looked_over_too() -> None:
    (leak,) = find_leaks(workbook(), "莫某13800001111.xlsx")
    assert leak.where == "文件名"


def test_a_sheet_whose_name_is_a_number_is_not_named() -> None:
    def plant(book: Any, _: Any) -> None:
        book.add_worksheet("13800001111").write_string("A1", "13800001111")

    assert "13800001111" not in leak_sentence(find_leaks(workbook(plant), "公示.xlsx"))


def test_the_sentence_says_what_where_and_what_to_do() -> None:
    leaks = tuple(Leak(f"第 {page} 页", "手机号码", "138****1111") for page in range(1, 6))
    assert leak_sentence(leaks[:1]) == (
        "公开的文件里发现 1 处不能公开的号码，没有导出：第 1 页有手机号码 138****1111。"
        "请删去或隐去这些号码后再导出。"
    )
    assert "第 3 页有手机号码 138****1111；另有 2 处。" in leak_sentence(leaks)
    assert leak_sentence(()) == ""
