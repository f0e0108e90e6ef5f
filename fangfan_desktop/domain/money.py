"""Money (金额): whole fen inside, yuan for people. Never a float in between."""

import re
from decimal import ROUND_HALF_UP, Decimal

from fangfan_desktop.domain.characters import drop_invisible, to_half_width
from fangfan_desktop.errors import UserError

FEN_PER_YUAN = 100

_AMOUNT = re.compile(r"([+-]?)(?:([0-9]+)|([0-9]{1,3}(?:,[0-9]{3})+))(\.[0-9]*)?(万?)元?")
_LARGEST_YUAN = 10**10  # no household and no project of a township comes near it


def parse_yuan(value: object) -> int:
    """Fen of an amount in yuan: text (`6480.5`, `7,000元`, `0.7万元`), int, float or Decimal.

    What is smaller than a fen, as averages in spreadsheets have it, is rounded half up.

    Raises:
        UserError: not an amount, or larger than any amount here can be.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise UserError("这一格不是金额：请填数字，单位为元，如6480.5")
    yuan = _decimal_of_text(value) if isinstance(value, str) else Decimal(str(value))
    if not yuan.is_finite() or abs(yuan) > _LARGEST_YUAN:
        raise UserError(f"金额“{value}”过大或不是数：请填数字，单位为元")
    return int((yuan * FEN_PER_YUAN).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _decimal_of_text(text: str) -> Decimal:
    cleaned = drop_invisible(to_half_width(text)).replace("−", "-").lstrip("¥￥")
    match = _AMOUNT.fullmatch(cleaned)
    if match is None:
        raise UserError(f"“{text.strip()}”不是金额：请填数字，单位为元，如6480.5")
    sign, plain, grouped, fraction, unit = match.groups()
    digits = plain or grouped.replace(",", "")
    yuan = Decimal(f"{sign}{digits}{(fraction or '').rstrip('.')}")
    return yuan * 10_000 if unit else yuan


def format_yuan(fen: int) -> str:
    """Yuan without grouping; two decimals only where there are fen: `7000`, `6480.50`."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{yuan}.{rest:02}" if rest else f"{sign}{yuan}"


def per_capita(fen: int, population: int) -> int:
    """Fen a head, rounded half up (away from zero); a population below 1 counts as 1.

    Source: income formula of the national system (人口<1 按 1).
    """
    heads = max(population, 1)
    share = (2 * abs(fen) + heads) // (2 * heads)
    return -share if fen < 0 else share
