"""Text that older programs damaged on its way: mended where it is certain what it said."""

import re

_OPENING, _CLOSING = 0x93, 0x94  # curly quotes of Windows-1252 inside GBK text
# What stands between such quotes: characters of GB 2312 and Latin ones; no other byte is 0x94.
_QUOTED = re.compile(rb"\x93((?:[\xa1-\xf7][\xa1-\xfe]|[\x20-\x7e]){0,60}?)\x94")
_LEAD_FROM = 0x81
_FOUR_BYTE_SECOND = range(0x30, 0x3A)


def mend_quotes(text: str) -> str:
    """The text with quotes put right that shifted the characters after them.

    Word wrote curly quotes as the single bytes 0x93 and 0x94 into GBK text; read as GBK, each takes
    the next byte with it and everything up to the closing quote is garbage: “三保障” reads as four
    other characters. A pair of quotes with nothing between is the closing quote of a quotation
    that is still open. Text without such damage comes back unchanged.
    """
    try:
        data = text.encode("gb18030")
    except UnicodeEncodeError:  # halves of surrogate pairs: not this kind of damage
        return text
    if _OPENING not in data:
        return text
    parts: list[str] = []
    at = 0
    while at < len(data):
        quoted = _QUOTED.match(data, at) if data[at] == _OPENING else None
        if quoted:
            parts.append(_quotation(quoted[1].decode("gb18030"), "".join(parts)))
            at = quoted.end()
        else:
            size = _size_of_character(data, at)
            parts.append(data[at : at + size].decode("gb18030"))
            at += size
    return "".join(parts)


def _quotation(inside: str, before: str) -> str:
    if inside:
        return f"“{inside}”"
    return "”" if before.count("“") > before.count("”") else "“”"


def _size_of_character(data: bytes, at: int) -> int:
    if data[at] < _LEAD_FROM or at + 1 == len(data):
        return 1
    return 4 if data[at + 1] in _FOUR_BYTE_SECOND else 2
