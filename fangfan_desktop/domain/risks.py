"""致贫返贫风险 of a case: up to five in order, with sub-items and remarks, in one readable text.

Stored as forms and registers show them: 因病、因自然灾害（洪涝）、其他（丈夫失联）.
The first is the main risk (主要风险), the second the next (次要风险).
"""

from dataclasses import dataclass

from fangfan_desktop.domain.code_lists import MOST_RISKS, NATURAL_DISASTER, OTHER_RISK
from fangfan_desktop.errors import UserError

_OPEN, _CLOSE, _BETWEEN = "（", "）", "、"
_SPLIT = "；"  # between sub-item and remark inside the brackets


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk; `detail` is a sub-item such as 洪涝, `remark` free words."""

    name: str
    detail: str = ""
    remark: str = ""


def parse_risks(text: str | None) -> tuple[Risk, ...]:
    """The risks of a stored text; separators inside brackets belong to the remark."""
    return tuple(_risk(part) for part in _parts(text or "") if part)


def format_risks(risks: tuple[Risk, ...]) -> str:
    """The text of risks; `parse_risks` reads it back.

    Raises:
        UserError: more than five, one twice, 其他 without a remark, a disaster without its kind,
            or brackets in a remark that do not pair.
    """
    if len(risks) > MOST_RISKS:
        raise UserError(f"风险最多选{MOST_RISKS}个，请按主次留下最要紧的。")
    names = [risk.name for risk in risks]
    if len(set(names)) < len(names):
        raise UserError("同一个风险选了两次，请去掉一个。")
    return _BETWEEN.join(_words(risk) for risk in risks)


def _words(risk: Risk) -> str:
    detail, remark = risk.detail.strip(), " ".join(risk.remark.split())
    if risk.name == OTHER_RISK and not remark:
        raise UserError("风险选了“其他”，请在说明里写明是什么风险。")
    if risk.name == NATURAL_DISASTER and not detail:
        raise UserError("风险选了“因自然灾害”，请选是哪一种灾害。")
    for words in (detail, remark):
        if _depths(words)[-1:] not in ([], [0]) or min(_depths(words), default=0) < 0:
            raise UserError(f"“{words}”里的括号不成对，请改好。")
    if risk.name == NATURAL_DISASTER:
        inside = detail + (f"{_SPLIT}{remark}" if remark else "")
    else:
        inside = detail + remark
    return f"{risk.name}{_OPEN}{inside}{_CLOSE}" if inside else risk.name


def _risk(part: str) -> Risk:
    name, bracket, rest = part.partition(_OPEN)
    if not bracket:
        return Risk(part)
    inside = rest.removesuffix(_CLOSE)
    if name == NATURAL_DISASTER:
        detail, _, remark = inside.partition(_SPLIT)
        return Risk(name, detail, remark)
    return Risk(name, "", inside)


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    depth, part = 0, ""
    for sign in text.replace(",", _BETWEEN).replace("，", _BETWEEN) if _OPEN not in text else text:
        depth += (sign == _OPEN) - (sign == _CLOSE)
        if sign == _BETWEEN and depth <= 0:
            parts.append(part.strip())
            part = ""
        else:
            part += sign
    return [*parts, part.strip()]


def _depths(words: str) -> list[int]:
    depth = 0
    found: list[int] = []
    for sign in words:
        depth += (sign == _OPEN) - (sign == _CLOSE)
        found.append(depth)
    return found
