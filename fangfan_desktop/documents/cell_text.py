"""How a stored value reads on paper, and which characters a file can hold."""

import re
from datetime import date

from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.domain.yes_no import format_yes_no
from fangfan_desktop.forms.form import Kind, Value

# Characters that XML 1.0 forbids, and halves of surrogate pairs, which UTF-8 cannot hold.
_NOT_WRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def cell_text(kind: Kind, value: Value) -> str:
    """The text of a stored value: 1 → 是, 700050 fen → 7000.50, None → empty.

    Money has two decimals only where there are fen; thousands are not grouped (official tables).
    A date stays as it is stored. A value that does not suit its kind (a 合计 in a column of
    numbers, 无 in one of dates) is written as it is: nothing that was entered is lost.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if kind is Kind.YES_NO and value in {0, 1}:
        return format_yes_no(value)
    if kind is Kind.MONEY:
        return format_yuan(value)
    return str(value)


def date_of(value: Value) -> date | None:
    """The date of ISO text, None where the value is no full date."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def writable_text(text: str) -> str:
    """The text with characters that no office file can hold replaced by a visible mark (�)."""
    return _NOT_WRITABLE.sub("\ufffd", text)
