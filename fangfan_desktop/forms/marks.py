"""What a check says about one cell."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How grave a mark is; an error keeps its row from being complete."""

    ERROR = "error"  # 错误
    DOUBT = "doubt"  # 疑问
    HINT = "hint"  # 提示


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding at one cell of a row."""

    column: int  # from 0
    key: str  # the field's key
    level: Level
    rule: str  # number of the check, D03; "" for a plain check of the kind
    message: str  # Chinese: what is wrong and what to do


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """What the checks need to know of the campaign."""

    line_fen: int  # income line (监测范围) a head and year, in fen
    year: int = 0
    line_name: str = "监测范围"
