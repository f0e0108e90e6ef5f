"""The cards of a case between what stands in the way and the rest of the household, in order."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.case_lines import CaseView
from fangfan_desktop.views.cases.told_cards import told_cards
from fangfan_desktop.views.page import PageContext


class CaseSection(Protocol):
    """A card of the page; it hides itself where it has nothing to do with the case."""

    def show_view(self, view: CaseView) -> None:
        """Show what the card is about."""
        ...


def section_cards(context: PageContext) -> tuple[tuple[QWidget, CaseSection], ...]:
    """The sections, made once for all cases that are shown: each as widget and as section."""
    del context  # nothing is edited in cards that only tell
    return tuple((card, card) for card in told_cards())
