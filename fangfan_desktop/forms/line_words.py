"""A heading that names another income line (监测范围) than the campaign's."""

import re

from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.forms.form import Form
from fangfan_desktop.forms.marks import CampaignFacts

# columns that are judged by the line of the campaign
_JUDGED = frozenset({"above_line", "below_line"})
_FIGURE = re.compile(r"([0-9]{4,6})(?:\.0+)?\s*元")


def line_doubts(form: Form, facts: CampaignFacts) -> tuple[str, ...]:
    """Sentences about columns whose heading says another figure than they are judged by."""
    doubts: list[str] = []
    for field in form.fields:
        heading = "".join(field.headings)
        figures = {int(text) * 100 for text in _FIGURE.findall(heading)}
        if field.key in _JUDGED and figures and facts.line_fen not in figures:
            named = "、".join(format_yuan(figure) for figure in sorted(figures))
            doubts.append(
                f"“{field.name}”的栏名写的是{named}元，本次排查的监测范围是"
                f"{format_yuan(facts.line_fen)}元，按{format_yuan(facts.line_fen)}元判断，请核对。"
            )
    return tuple(doubts)
