"""How lines of the ledger are named and toned on the screen."""

from datetime import date

from fangfan_desktop.domain.ledger_rules import LedgerState
from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.usecases.ledger import ListedLine
from fangfan_desktop.views.level import Level

STATE_LEVELS = {
    LedgerState.OPEN: Level.PLAIN,
    LedgerState.IN_PROGRESS: Level.INFO,
    LedgerState.AWAITING_ACCEPTANCE: Level.WARN,
    LedgerState.CLOSED: Level.OK,
}
LIGHT_LEVELS = {
    LightColour.NONE: Level.OK,
    LightColour.NEAR: Level.WARN,
    LightColour.OVERDUE: Level.DANGER,
}
# What a step to a state is called on a button.
STEP_WORDS = {
    LedgerState.OPEN: "退回待整改",
    LedgerState.IN_PROGRESS: "开始整改",
    LedgerState.AWAITING_ACCEPTANCE: "报请验收",
    LedgerState.CLOSED: "销号",
}


def step_word(before: LedgerState, after: LedgerState) -> str:
    """The name of a step; going back is named as such."""
    if after is LedgerState.IN_PROGRESS and before is LedgerState.CLOSED:
        return "重新打开"
    if after is LedgerState.IN_PROGRESS and before is LedgerState.AWAITING_ACCEPTANCE:
        return "退回整改"
    return STEP_WORDS[after]


def days_words(line: ListedLine) -> str:
    """剩 5 天, 今天到期, 超期 3 天; "" without a deadline or when closed."""
    if not line.has_deadline:
        return ""
    days = line.light.days_left
    if days < 0:
        return f"超期 {-days} 天"
    return f"剩 {days} 天" if days else "今天到期"


def days_level(line: ListedLine) -> Level:
    """The tone of the deadline."""
    return LIGHT_LEVELS[line.light.colour] if line.has_deadline else Level.PLAIN


def state_words(line: ListedLine) -> str:
    """整改中, or 整改中（超期）."""
    state = line.row.state.value
    return f"{state}（超期）" if line.is_overdue else state


def place_words(line: ListedLine) -> str:
    """坭桥村 韦某某, 坭桥村, or 镇级."""
    row = line.row
    parts = [str(part) for part in (row.value("village"), row.value("head_name")) if part]
    return " ".join(parts) or "镇级"


def day_words(day: date | None) -> str:
    """5月20日; "" for none."""
    return f"{day.month}月{day.day}日" if day else ""
