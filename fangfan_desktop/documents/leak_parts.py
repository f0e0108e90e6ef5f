"""The parts of an office file and of what is embedded in it, each looked through."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fangfan_desktop.documents.leak_findings import Findings, safe_name
from fangfan_desktop.documents.leak_texts import (
    Attributes,
    BrokenPartError,
    Spot,
    elements_of,
    tagless,
    walk_texts,
)
from fangfan_desktop.documents.part_edits import utf8

Place = Callable[[Spot], str]

_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_PNG = b"\x89PNG\r\n\x1a\n"
_XML_STARTS = (b"<", b"\xef\xbb\xbf<")
_WIDE_XML = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_ASCII = re.compile(rb"[\x20-\x7e]{11,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){11,}")
_WIDE_BIG = re.compile(rb"(?:\x00[\x20-\x7e]){11,}")
_LARGEST_NOTE = 1 << 20
_PROPERTIES = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "title": "标题",
    "subject": "主题",
    "description": "备注",
    "keywords": "关键词",
    "category": "类别",
    "contentStatus": "状态",
    "Company": "单位",
    "Manager": "负责人",
    "HyperlinkBase": "链接基准",
    "Template": "模板",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of an office file, in order; two of one name are both there."""

    entries: tuple[tuple[str, bytes], ...]

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of each."""
        return iter(self.entries)

    def get(self, name: str) -> bytes | None:
        """Content of the last part of that name, which is the one that programs read."""
        return next((content for own, content in reversed(self.entries) if own == name), None)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → (last word of its kind, part) of what a part points at inside the file."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}
        for attributes in self.elements(f"{folder}/_rels/{name}.rels", "Relationship"):
            target = attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            kind = attributes.get("Type", "").rpartition("/")[2]
            if attributes.get("TargetMode") != "External":
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(whole))

        return found

    def targets(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that a part points at."""
        return [target for own, target in self.relations(part).values() if own == kind]

    def elements(self, part: str, name: str) -> list[Attributes]:
        """Attributes of all elements of one name in a part; none where there is no such part."""
        content = self.get(part)
        return [] if content is None else elements_of(content, name)


def open_parts(content: bytes, findings: Findings) -> Parts:
    """Unpack a zip file within the limits; its comment and names are looked over too.

    Raises:
        UserError: it is damaged, encrypted or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if any(info.flag_bits & 1 for info in infos):
                raise findings.unreadable("加了密码的内容")
            entries = [(info.filename, _unpacked(archive, info, findings)) for info in infos]
            comments = [archive.comment, *(info.comment for info in infos)]
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError) as error:
        raise findings.damaged() from error
    except (NotImplementedError, RuntimeError) as error:
        raise findings.unreadable("没法解开的内容") from error
    for comment in comments:
        findings.look(comment.decode("utf-8", "replace"), lambda: "压缩包的注释")
    for name, _ in entries:
        findings.look(name, lambda: "内部文件的名字")
    return Parts(tuple(entries))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, findings: Findings) -> bytes:
    findings.spend(info.file_size)  # the reader takes no more than is declared
    content = b"" if info.is_dir() else archive.read(info)
    return utf8(content) if content[:2] in _WIDE_XML else content


def look_at_part(name: str, content: bytes, findings: Findings, place: Place) -> None:
    """Look through one part, whatever it holds.

    Raises:
        UserError: it can't be looked into.
    """
    if content.lstrip()[:4].startswith(_XML_STARTS):
        _look_at_xml(name, content, findings, place)
    elif content.startswith(_OLD_FORMAT):
        raise findings.unreadable("宏或嵌入的旧格式文件")
    elif content.startswith((b"PK\x03\x04", b"%PDF")):
        findings.embedded(name, content)
    elif content.startswith(_PNG):
        look_at_bytes(_png_notes(content, findings), findings, lambda: f"图片“{_last(name)}”的属性")
    elif content:
        look_at_bytes(content, findings, lambda: place(Spot()))


def _look_at_xml(name: str, content: bytes, findings: Findings, place: Place) -> None:
    def look(text: str, spot: Spot) -> None:
        findings.look(text, lambda: place(spot))

    try:
        walk_texts(content, look)
    except BrokenPartError:
        if not name.endswith((".vml", ".html", ".htm")):  # which office programs write carelessly
            raise
        for line in tagless(content).split("\n"):
            look(line, Spot())


def look_at_bytes(content: bytes, findings: Findings, where: Callable[[], str]) -> None:
    """Look for numbers in what is no XML: pictures, settings of printers, plain texts."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\x00" not in text:
        for line in text.splitlines():
            findings.look(line, where)
        return
    for match in _ASCII.finditer(content):
        findings.look(match[0].decode("ascii"), where)
    for match in _WIDE.finditer(content):
        findings.look(match[0].decode("utf-16-le"), where)
    for match in _WIDE_BIG.finditer(content):
        findings.look(match[0].decode("utf-16-be"), where)


def _png_notes(content: bytes, findings: Findings) -> bytes:
    """The texts beside the pixels of a PNG, unpacked."""
    notes: list[bytes] = []
    at = len(_PNG)
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        if kind == b"zTXt":
            keyword, _, rest = body.partition(b"\x00")
            notes += [keyword, _inflated(rest[1:], findings)]
        elif kind == b"iTXt":
            keyword, _, rest = body.partition(b"\x00")
            text = rest[2:].split(b"\x00", 2)[-1]
            notes += [keyword, _inflated(text, findings) if rest[:1] == b"\x01" else text]
        elif kind not in {b"IDAT", b"IHDR", b"PLTE", b"IEND"}:
            notes.append(body)
        at += 12 + length
    return b"\n".join([*notes, content[at:]])


def _inflated(packed: bytes, findings: Findings) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _LARGEST_NOTE)
    except zlib.error as error:
        raise findings.damaged() from error


def common_place(name: str, spot: Spot) -> str:
    """The place in a part that every kind of office file may have."""
    if name.startswith("docProps/"):
        is_custom = spot.around("property") is not None
        return f"文档属性“{'自定义' if is_custom else _PROPERTIES.get(spot.name, spot.name)}”"
    if "/media/" in name:
        return f"图片“{_last(name)}”的属性"
    if "/embeddings/" in name:
        return f"嵌入的文件“{_last(name)}”"
    if name.endswith(".rels"):
        return "链接"
    is_own_data = name.startswith("customXml/")
    return "自定义 XML" if is_own_data else f"文件内部（{safe_name(_last(name))}）"


def _last(name: str) -> str:
    return name.rpartition("/")[2]
