"""The cards of a case that are edited where they stand, in the order of the page."""

from typing import Protocol, cast

from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.case_lines import CaseView
from fangfan_desktop.views.page import PageContext


class CaseSection(Protocol):
    """A card of the page: hides itself where it has nothing to do with the case."""

    def show_view(self, view: CaseView) -> None:
        """Show what the card is about."""
        ...


class SectionCard(QWidget):
    """A section as a widget."""

    def show_view(self, view: CaseView) -> None:
        """Show what the card is about."""
        raise NotImplementedError


def section_cards(context: PageContext) -> tuple[SectionCard, ...]:
    """The sections, made once for all cases that are shown."""
    makers: tuple[type[QWidget], ...] = ()
    return tuple(cast("SectionCard", make(context)) for make in makers)
