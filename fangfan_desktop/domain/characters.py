"""Characters as they come out of spreadsheets: full width, invisible, spaced."""

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)


def to_half_width(text: str) -> str:
    """Full-width digits, letters, punctuation and the ideographic space in their ASCII form."""
    return text.translate(_FULL_WIDTH)


def drop_invisible(text: str) -> str:
    """Without any white space, zero-width character or direction mark."""
    return _INVISIBLE.sub("", text)
