"""Texts in the objects of a PDF: properties, notes, form fields, bookmarks, embedded files.

A small reader of its own: it goes through the bytes from the first to the last, so that objects
that no page shows any more (earlier versions, left in the file) are read as well.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator

from fangfan_desktop.documents.leak_findings import Findings
from fangfan_desktop.documents.leak_parts import look_at_bytes
from fangfan_desktop.documents.leak_texts import BrokenPartError, tagless, walk_texts

_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_END = b"endstream"
_LENGTH = re.compile(rb"/Length[\s]+(\d+)(?!\s+\d+\s+R)")
_FILTERS = re.compile(rb"/(?:Filter|F)\s*(\[[^\]]*\]|/[A-Za-z0-9]+)")
_NAME = re.compile(rb"/([A-Za-z0-9]+)")
_PREDICTOR = re.compile(rb"/Predictor\s+(?:[2-9]|1\d)")
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_PICTURES = frozenset({b"DCTDecode", b"DCT", b"JPXDecode", b"CCITTFaxDecode", b"JBIG2Decode"})
_TOKEN = re.compile(rb"\\.|[()]|<(?!<)[0-9A-Fa-f\s]*>", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_KERNING = re.compile(rb"[\s0-9.+-]{0,40}")
_KEY_BEFORE = re.compile(rb"/([A-Za-z0-9_.#-]+)\s*\Z")
_BARE_NUMBER = re.compile(rb"(?<![0-9.])[0-9]{11,22}[Xx]?(?![0-9.])")
_SHORTEST = 11
_PLACES = {
    "Author": "文档属性“作者”",
    "Title": "文档属性“标题”或书签",
    "Subject": "文档属性“主题”",
    "Keywords": "文档属性“关键词”",
    "Creator": "文档属性“创建程序”",
    "Producer": "文档属性“制作程序”",
    "Contents": "批注",
    "RC": "批注",
    "Subj": "批注",
    "T": "批注的作者或表单域的名字",
    "TU": "表单域的名字",
    "V": "表单域",
    "DV": "表单域",
    "Opt": "表单域",
    "URI": "链接",
    "JS": "脚本",
    "F": "附件的名字",
    "UF": "附件的名字",
    "Desc": "附件的说明",
    "Alt": "替代文字",
    "ActualText": "替代文字",
    "E": "替代文字",
    "P": "页标签",
}


def look_at_objects(content: bytes, findings: Findings) -> None:
    """Look over every object of a PDF.

    Raises:
        UserError: it is encrypted, damaged, or packed in a way that is not known here.
    """
    if _ENCRYPTED.search(content):
        raise findings.unreadable("密码或权限限制")
    if b"startxref" not in content or b"%%EOF" not in content:
        raise findings.damaged()  # cut short: readers would mend it and show what is left
    at = 0
    while match := _STREAM.search(content, at):
        between = content[at : match.start()]
        _look_at_strings(between, findings)
        head = between[between.rfind(b"obj") + 3 :] if b"obj" in between else between
        start = match.end()
        at = _end_of(content, start, head, findings)
        _look_at_stream(content[start:at], head, findings)
        at += len(_END)
    _look_at_strings(content[at:], findings)


def _end_of(content: bytes, start: int, head: bytes, findings: Findings) -> int:
    length = _LENGTH.search(head)
    if length is not None:
        end = start + int(length[1])
        if content[end : end + len(_END) + 2].lstrip().startswith(_END):
            return content.index(_END, end)
    end = content.find(_END, start)
    if end < 0:
        raise findings.damaged()
    return end


def _look_at_stream(packed: bytes, head: bytes, findings: Findings) -> None:
    kind = head.replace(b" ", b"")
    if b"/Type/XRef" in kind:
        return  # places of objects, no texts
    filters = _FILTERS.search(head)
    names = _NAME.findall(filters[1]) if filters else []
    is_picture = b"/Subtype/Image" in kind or bool(_PICTURES & set(names))
    if not is_picture and _PREDICTOR.search(head):
        raise findings.unreadable("用少见方式压缩的内容")
    unpacked = packed
    for name in names:
        if name in _PICTURES:
            break
        unpacked = _decoded(unpacked, name, findings)
    findings.spend(len(unpacked))
    if is_picture:
        if names and names[-1] in _PICTURES:  # what pixels look like as letters says nothing
            look_at_bytes(unpacked[: 1 << 16], findings, lambda: "图片的属性")
    elif b"/EmbeddedFile" in kind or unpacked.startswith((b"PK\x03\x04", b"%PDF")):
        _look_at_attachment(unpacked, findings)
    elif unpacked.lstrip()[:5].startswith((b"<?x", b"<x:", b"<rdf", b"\xef\xbb\xbf<")):
        _look_at_xml(unpacked, findings)
    elif b"/Length1" not in kind and b"/FontFile" not in kind:
        _look_at_strings(unpacked, findings)


def _decoded(data: bytes, name: bytes, findings: Findings) -> bytes:
    try:
        if name in {b"FlateDecode", b"Fl"}:
            inflate = zlib.decompressobj()
            plain = inflate.decompress(data, findings.room + 1)
            if not inflate.eof and not inflate.unconsumed_tail:
                raise findings.damaged()
            return plain
        if name in {b"ASCII85Decode", b"A85"}:
            body = b"".join(data.split()).removeprefix(b"<~")
            return base64.a85decode(body.partition(b"~")[0])
        if name in {b"ASCIIHexDecode", b"AHx"}:
            digits = b"".join(data.partition(b">")[0].split())
            return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except (zlib.error, ValueError) as error:
        raise findings.damaged() from error
    raise findings.unreadable("用少见方式压缩的内容")


def _look_at_attachment(content: bytes, findings: Findings) -> None:
    if content.startswith((b"PK\x03\x04", b"%PDF")):
        findings.embedded("附件", content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise findings.unreadable("旧格式的附件")
    elif content.lstrip()[:4].startswith((b"<", b"\xef\xbb\xbf<")):
        _look_at_xml(content, findings, "附件")
    else:
        look_at_bytes(content, findings, lambda: "附件")


def _look_at_xml(content: bytes, findings: Findings, where: str = "文档属性（XMP）") -> None:
    try:
        walk_texts(content, lambda text, _: findings.look(text, lambda: where))
    except BrokenPartError:
        for line in tagless(content).splitlines():
            findings.look(line, lambda: where)


def _look_at_strings(data: bytes, findings: Findings) -> None:
    """All strings between other words of the format, and numbers that are no strings."""
    run: list[str] = []
    last_end = 0
    rest: list[bytes] = []
    for start, end, text in _strings(data):
        between = data[last_end:start]
        rest.append(between)
        if run and not _KERNING.fullmatch(between):
            _look_at_run(run, findings)
            run = []
        run.append(text)
        last_end = end
        if len(text) >= _SHORTEST:
            key = _KEY_BEFORE.search(data, max(0, start - 60), start)
            name = key[1].decode("ascii", "replace") if key else ""
            place = _PLACES.get(name, "文件内部")
            look = findings.look if name in _PLACES else findings.add_elsewhere
            look(text, lambda place=place: place)
    _look_at_run(run, findings)
    rest.append(data[last_end:])
    for number in _BARE_NUMBER.findall(b" ".join(rest)):
        findings.add_elsewhere(number.decode("ascii"), lambda: "文件内部")


def _look_at_run(run: list[str], findings: Findings) -> None:
    """Strings with only numbers between: one text, its letters moved nearer to each other."""
    if len(run) > 1:
        findings.add_elsewhere("".join(run), lambda: "文件内部")


def _strings(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Start, end and text of each string; unclosed ones end with the data."""
    depth, start = 0, 0
    for match in _TOKEN.finditer(data):
        token = match[0]
        if token == b"(":
            start = start if depth else match.start()
            depth += 1
        elif token == b")" and depth:
            depth -= 1
            if not depth:
                yield start, match.end(), _text(_unescaped(data[start + 1 : match.start()]))
        elif token.startswith(b"<") and not depth:
            digits = b"".join(token[1:-1].split())
            yield (
                match.start(),
                match.end(),
                _text(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())),
            )
    if depth:
        yield start, len(data), _text(_unescaped(data[start + 1 :]))


def _unescaped(raw: bytes) -> bytes:
    if b"\\" not in raw:
        return raw

    def plain(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return bytes([int(match[1], 8) & 0xFF])
        if match[2] in {b"\r\n", b"\n", b"\r"}:
            return b""
        return _ESCAPES.get(match[2], match[2])

    return _ESCAPE.sub(plain, raw)


def _text(raw: bytes) -> str:
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xff\xfe"):
        return raw[2:].decode("utf-16-le", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    return raw.decode("latin-1")
