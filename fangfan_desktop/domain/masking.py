"""Hiding personal data in public lists, and finding what was not hidden.

A public list never shows an ID number, a telephone or a bank card; `private_numbers` is the look
over a finished text that tells whether one slipped through.
"""

import re

from fangfan_desktop.domain.characters import to_half_width
from fangfan_desktop.domain.identity_number import id_card_part, mask, mask_phone

__all__ = ["last_four", "mask", "mask_name", "mask_phone", "private_numbers"]

_STAR = "*"  # not a bullet, which looks like the dot inside a name
_WHOLE_SURNAME_ONLY = 2
_LAST_FOUR = 4
_PRIVATE = re.compile(
    r"(?<![0-9])(?:"
    r"[0-9]{17}[0-9Xx](?:[0-9]{2}(?:[Bb][0-9]|[0-9]{2})?)?"  # ID card, disability card
    r"|[0-9]{15,19}"  # old ID card, bank card
    r"|(?:\+?86)?1[3-9][0-9]{9}"  # mobile
    r")(?![0-9])"
)
_GAP_IN_NUMBER = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u200b-](?=[0-9])")


def mask_name(name: str) -> str:
    """The name with all but its first and last characters hidden: 韦*芳, 莫*."""
    if len(name) <= _WHOLE_SURNAME_ONLY:
        return name[:1] + _STAR * (len(name) - 1)
    return name[0] + _STAR * (len(name) - 2) + name[-1]


def last_four(number: str) -> str:
    """Last four of the ID number, which tell apart two heads of one name in one village."""
    return id_card_part(number)[-_LAST_FOUR:]


def private_numbers(text: str) -> tuple[str, ...]:
    """ID numbers (15, 18, 20, 22), mobile and bank card numbers in a text, also spaced ones."""
    half = to_half_width(text)
    found = dict.fromkeys(_PRIVATE.findall(half))
    found |= dict.fromkeys(_PRIVATE.findall(_GAP_IN_NUMBER.sub("", half)))
    return tuple(found)
