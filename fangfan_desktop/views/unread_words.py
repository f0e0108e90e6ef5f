"""What the window says of texts that could not be read: waiting elsewhere, or given back by 撤销.

The grid is imported only when asked: the window starts without it.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from fangfan_desktop.views.page import CampaignChoice, Page

_OF_THE_REGISTRY = "households"  # its rows are of no campaign, and stay in sight


def waiting_words(
    pages: Mapping[str, Page], choices: Sequence[CampaignChoice], campaign_id: int | None
) -> str:
    """How many texts wait in a campaign that is left; "" where there is none, or it is gone.

    To be asked before the pages turn to another campaign.
    """
    from fangfan_desktop.views.grid.unread import unread_cells  # noqa: PLC0415

    waiting = sum(unread_cells(page) for key, page in pages.items() if key != _OF_THE_REGISTRY)
    name = next((each.name for each in choices if each.id == campaign_id), "")
    if not (waiting and name):
        return ""
    return f"还有 {waiting:,} 格没读懂的内容没写入，切回“{name}”时仍在。"


def given_back_words(window: QWidget) -> str:
    """Give up what the last entry left in red, and say so; "" where there is none."""
    from fangfan_desktop.views.grid.unread import take_back  # noqa: PLC0415

    taken = take_back(window)
    return f"已退回没有写入的 {taken:,} 格。" if taken else ""
