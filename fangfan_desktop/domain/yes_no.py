"""Yes and no (是/否) in the ways that tables hold them; nothing is "not answered", never 否."""

from fangfan_desktop.domain.characters import drop_invisible, to_half_width
from fangfan_desktop.errors import UserError

YES = 1
NO = 0

_YES_WORDS = frozenset(
    ["是", "有", "对", "Y", "YES", "TRUE", "T", "1", "1.0", "√", "✓", "✔", "☑", "V"]
)
_NO_WORDS = frozenset(
    [
        "否",
        "无",
        "没有",
        "不是",
        "错",
        "N",
        "NO",
        "FALSE",
        "F",
        "0",
        "0.0",
        "×",
        "✗",
        "✘",
        "✕",
        "☒",
        "X",
    ]
)
_EMPTY_WORDS = frozenset({"", "-", "—", "——", "/"})


def parse_yes_no(value: object) -> int | None:
    """1 for yes, 0 for no, None for an empty cell or a dash.

    Raises:
        UserError: neither yes, no nor empty.
    """
    if value is None:
        return None
    word = drop_invisible(to_half_width(str(value))).upper()
    if word in _EMPTY_WORDS:
        return None
    if word in _YES_WORDS:
        return YES
    if word in _NO_WORDS:
        return NO
    raise UserError(f"“{str(value).strip()}”不是“是”或“否”：请填是或否，没有调查的留空")


def format_yes_no(value: int | None) -> str:
    """是, 否, or nothing where not answered."""
    return "" if value is None else ("是" if value else "否")
