"""What a page is, and all that a page knows of the program around it.

A page shows and asks. It starts use cases through its context, and learns what changed (by
itself, by another page, by undo) through `refresh`. Pages never hold or signal each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.operation import Operation, Operations
from fangfan_desktop.views.style import Style

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the program lends to each page. The functions are called on the GUI thread."""

    operations: Operations
    database: Any  # the open database; handed to use cases, never looked into
    style: Style
    campaign_id: Callable[[], int | None]  # the campaign in hand (上方切换的排查)
    changed: Callable[[object], None]  # hand the Changes of a finished use case to all pages
    open_page: Callable[..., None]  # open_page("survey", household_id=5) shows page and target
    show_message: Callable[[str, Level], None]  # a sentence in the window, never a dialog
    show_saved: Callable[[], None]  # 已保存 with the time of now
    show_status: Callable[[str], None]  # counts of the page and selection in the bottom line

    def today(self) -> date:
        """The day that the office works on; fixed for a made-up township."""
        return self.database.today()

    def write(
        self,
        call: Callable[[], T],
        *,
        label: str,
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[str], None] | None = None,
        owner: QWidget | None = None,
    ) -> Operation:
        """Run a use case; then all pages refresh by its Changes and 已保存 is shown.

        The use case returns Changes, or something that holds them as `changes`. What is on disk
        is told to the pages, and a failure to the clerk, also where `owner` is gone by then.
        """
        return self.operations.start(
            call,
            label=label,
            on_done=on_done,
            on_error=on_error,
            on_written=self.tell_written,
            owner=owner,
        )

    def tell_written(self, result: object) -> None:
        """Show 已保存 and refresh all pages by the Changes, or what holds them as `changes`."""
        self.show_saved()
        self.changed(getattr(result, "changes", result))

    def read(
        self,
        call: Callable[[], T],
        *,
        label: str,
        on_done: Callable[[T], None],
        latest: str | None = None,
        owner: QWidget | None = None,
    ) -> Operation:
        """Ask a question; with `latest` only the answer to the newest one arrives."""
        return self.operations.start(call, label=label, on_done=on_done, latest=latest, owner=owner)


class Page(QWidget):
    """Base of all pages: a ground with one column of content."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.content = QVBoxLayout(self)
        self._set_margins()
        context.style.zoom_changed.connect(self._set_margins)

    def refresh(self, changes: object) -> None:
        """Something was changed; reload what concerns this page. `changes` is None for all."""

    @property
    def help_chapter(self) -> str:
        """Chapter of the manual about what is shown; "" for the page's own."""
        return ""

    def on_shown(self) -> None:
        """The clerk has come to this page."""

    def set_campaign(self, campaign_id: int | None) -> None:
        """Another campaign was taken in hand."""

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Go to what `open_page` named, such as a household and a column."""

    def has_in_hand(self, target: Mapping[str, Any]) -> bool:
        """Whether what `show_target` would go to is among what is shown."""
        del target
        return True

    def _set_margins(self) -> None:
        wide = style.current().px("space_4")
        self.content.setContentsMargins(wide, wide, wide, wide)
        self.content.setSpacing(style.current().px("space_3"))


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page as the navigation lists it; made when first shown."""

    key: str  # workbench, households, survey, cases, checks, ledger, notices, reports, exchange, …
    title: str
    icon: str
    make: Callable[[PageContext], Page]
    is_at_bottom: bool = False  # 设置与备份 stands apart, below


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One line of the search box's list, and where it leads."""

    title: str
    detail: str
    page: str
    target: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CampaignChoice:
    """One line of the campaign menu."""

    id: int
    name: str
    tag: str = ""  # 进行中 · 剩 6 天
    level: Level = Level.OK
