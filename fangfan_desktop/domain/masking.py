"""Hiding personal data in public lists, and finding what was not hidden.

A public list never shows an ID number, a telephone or a bank card; `private_numbers` is the look
over a finished text that tells whether one slipped through.
"""

from fangfan_desktop.domain.identity_number import id_card_part, mask, mask_phone
from fangfan_desktop.domain.private_numbers import private_numbers

__all__ = ["last_four", "mask", "mask_name", "mask_phone", "private_numbers"]

_STAR = "*"  # not a bullet, which looks like the dot inside a name
_WHOLE_SURNAME_ONLY = 2
_LAST_FOUR = 4


def mask_name(name: str) -> str:
    """The name with all but its first and last characters hidden: 韦*芳, 莫*."""
    if len(name) <= _WHOLE_SURNAME_ONLY:
        return name[:1] + _STAR * (len(name) - 1)
    return name[0] + _STAR * (len(name) - 2) + name[-1]


def last_four(number: str) -> str:
    """Last four of the ID number, which tell apart two heads of one name in one village."""
    return id_card_part(number)[-_LAST_FOUR:]
