"""A cell's value from what was typed, pasted or read from a workbook, and back to text.

Behaviour is looked up by the field's kind. Stored values: yes/no 1 or 0, money in fen, dates as
ISO text (YYYY-MM-DD), a pair as `12/37`; None is not answered.
"""

import re
from collections.abc import Callable
from datetime import date, datetime

from fangfan_desktop.domain.characters import drop_invisible, to_half_width
from fangfan_desktop.domain.dates import parse_date
from fangfan_desktop.domain.identity_number import read_number
from fangfan_desktop.domain.money import format_yuan, parse_yuan
from fangfan_desktop.domain.yes_no import format_yes_no, parse_yes_no
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.headings import plain_heading

LONGEST_TEXT = 500  # characters of a one-line text
LONGEST_LONG_TEXT = 32_000  # characters; a workbook's cell holds 32,767

_WHOLE_NUMBER = re.compile(r"([0-9]{1,9})(?:\.0*)?")
_PAIR = re.compile(r"([0-9]{1,9})[/、]([0-9]{1,9})")
_EDGES = " \t\r\n\u3000\u00a0\u200b\ufeff"
_LINE_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NO_CHARACTER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WHITE_RUN = re.compile(r"[\t\n]+")
_KEYS_OF_YES = frozenset("1yY是")
_KEYS_OF_NO = frozenset("0nN否")


def parse_value(field: Field, raw: object) -> Value:
    """The value that a typed text, a pasted cell or a workbook's cell (text, number, date) means.

    Nothing but white space is None: not answered.

    Raises:
        UserError: not a value of the field's kind; the sentence says what to write instead.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip(_EDGES)):
        return None
    return _PARSERS[field.kind](field, raw)


def format_value(field: Field, value: Value) -> str:
    """The text shown, copied and printed: 是/否, yuan without grouping, ISO dates; None is ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if field.kind is Kind.YES_NO:
        return format_yes_no(value)
    return format_yuan(value) if field.kind is Kind.MONEY else str(value)


def one_key(field: Field, char: str) -> int | str | None:
    """The answer that one key gives, or None where the key is the start of ordinary typing.

    Yes/no: 1, y, 是 and 0, n, 否, in full width too. A choice: its number, counted from 1.
    """
    key = to_half_width(char)
    if field.kind is Kind.YES_NO:
        if key in _KEYS_OF_YES:
            return 1
        return 0 if key in _KEYS_OF_NO else None
    if field.kind is Kind.CHOICE and key in "123456789" and key:
        number = int(key)
        return field.choices[number - 1] if number <= len(field.choices) else None
    return None


def _plain_text(raw: object) -> str:
    """A cell as text: a number without a needless `.0`, a day as an ISO date."""
    if isinstance(raw, bool):
        return format_yes_no(int(raw))
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    return _NO_CHARACTER.sub("", _LINE_BREAK.sub("\n", str(raw))).strip(_EDGES)


def _text(field: Field, raw: object) -> Value:
    del field
    text = _WHITE_RUN.sub(" ", _plain_text(raw))
    if len(text) > LONGEST_TEXT:
        raise UserError(f"这一格有{len(text)}个字，最多{LONGEST_TEXT}个，请写短一些")
    return text or None


def _long_text(field: Field, raw: object) -> Value:
    del field
    text = _plain_text(raw)
    if len(text) > LONGEST_LONG_TEXT:
        raise UserError(f"这一格有{len(text)}个字，最多{LONGEST_LONG_TEXT}个，请写短一些")
    return text or None


def _id_number(field: Field, raw: object) -> Value:
    del field
    reading = read_number(raw)
    if reading.refusal is not None:
        raise UserError(reading.refusal)
    return reading.number


def _number(field: Field, raw: object) -> Value:
    text = drop_invisible(to_half_width(_plain_text(raw))).replace(",", "")
    match = _WHOLE_NUMBER.fullmatch(text)
    if match is None:
        raise UserError(f"“{text}”不是整数，{field.name}请填0或更大的整数，如5")
    return int(match[1])


def _money(field: Field, raw: object) -> Value:
    del field
    return parse_yuan(raw)


def _yes_no(field: Field, raw: object) -> Value:
    del field
    return parse_yes_no(raw)


def _choice(field: Field, raw: object) -> Value:
    text = _plain_text(raw)
    if not field.choices or text in field.choices:
        return text or None
    plain = plain_heading(text)
    same = [choice for choice in field.choices if plain_heading(choice) == plain]
    close = same or [c for c in field.choices if plain and plain_heading(c).startswith(plain)]
    if len(close) == 1:
        return close[0]
    raise UserError(f"“{text}”不是可选的内容，{field.name}请从这些中选：{'、'.join(field.choices)}")


def _date(field: Field, raw: object) -> Value:
    del field
    return parse_date(raw).isoformat()


def _pair(field: Field, raw: object) -> Value:
    text = drop_invisible(to_half_width(_plain_text(raw)))
    match = _PAIR.fullmatch(text)
    if match is None:
        raise UserError(f"“{text}”不是两个数，{field.name}请写成12/37的样子")
    return f"{int(match[1])}/{int(match[2])}"


_PARSERS: dict[Kind, Callable[[Field, object], Value]] = {
    Kind.TEXT: _text,
    Kind.ID_NUMBER: _id_number,
    Kind.LONG_TEXT: _long_text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.PAIR: _pair,
}
