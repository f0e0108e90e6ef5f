"""二次录入 of one form: what is said above, the blind grid, and the comparison in its place."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from fangfan_desktop.usecases.campaigns import VillageProgress
from fangfan_desktop.usecases.second_keying import forget_keyings
from fangfan_desktop.usecases.second_keying_view import keying_progress
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.survey.second_keying_comparison import ComparisonPanel
from fangfan_desktop.views.survey.second_keying_panel import SecondKeyingPanel
from fangfan_desktop.views.survey.village_bar import VillageBar
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import set_level, wrapped

_BLIND = "二次录入（盲录）：看不到第一遍的内容，照纸表再录一遍"
_COMPARING = "二次录入·比对：哪一遍对就采用哪一遍，核定后才改动第一遍"


class SecondKeyingDesk(QWidget):
    """The second keying of a form in the campaign in hand.

    Signals:
        left: key of the form; back to the form itself.
    """

    left = Signal(str)

    def __init__(
        self, context: PageContext, parent: QWidget | None = None, *, form_key: str
    ) -> None:
        super().__init__(parent)
        self.form_key = form_key
        self.panel = SecondKeyingPanel(context, form_key=form_key)
        self.comparison = ComparisonPanel(context, form_key=form_key)
        self._context = context
        self._campaign_id: int | None = None
        self._banner = QWidget()
        self._banner.setProperty("role", "banner")
        self._banner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = wrapped("", "heading")
        self.compare = Button("比对", self.show_comparison, icon="search-check", role="main")
        self.keying = Button("继续录入", self.show_keying, icon="edit")
        self.clear = Button("清除…", self._ask_clear, tip="清掉第二遍录入的内容，第一遍不变")
        self.leave = Button("退出二次录入", self.ask_leave)
        self._stack = QStackedWidget()
        self._lay_out()
        self.show_keying()

    # What the page tells

    def set_campaign(self, campaign_id: int | None) -> None:
        """Key in this campaign."""
        self._campaign_id = campaign_id
        self.panel.set_campaign(campaign_id)
        self.comparison.set_campaign(campaign_id)

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""
        self.panel.refresh(changes)
        self.comparison.refresh(changes)

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Go to a village or a household's cell, in the second keying."""
        self.show_keying()
        self.panel.show_target(target)

    def show_status(self) -> None:
        """Counts in the bottom line."""
        self.panel.show_status()
        self.comparison.show_status()

    @property
    def village_id(self) -> int | None:
        """The village in hand; None for all."""
        return self.panel.village_id

    @property
    def bar(self) -> VillageBar:
        """The villages above the grid."""
        return self.panel.bar

    # Keying and comparing

    def show_keying(self) -> None:
        """The blind grid."""
        self._show(self.panel, _BLIND)

    def show_comparison(self) -> None:
        """The differences; what was typed before is compared, too."""
        self._show(self.comparison, _COMPARING)

    def _show(self, part: SecondKeyingPanel | ComparisonPanel, words: str) -> None:
        is_blind = part is self.panel
        self._words.setText(words)
        level = Level.WARN if is_blind else Level.INFO
        set_level(self._banner, level)
        set_level(self._words, level)  # its colour is that of the banner's level
        self.compare.setVisible(is_blind)
        self.clear.setVisible(is_blind)
        self.keying.setVisible(not is_blind)
        self._stack.setCurrentWidget(part)
        self.setFocusProxy(part)
        if self.isVisible():
            part.setFocus()
            self.show_status()

    def _lay_out(self) -> None:
        look = style.current()
        side, above = look.px("space_3"), look.px("space_1")
        line = QHBoxLayout(self._banner)
        line.setContentsMargins(side, above, above, above)
        line.addWidget(self._words, 1)
        for button in (self.keying, self.clear, self.leave, self.compare):
            line.addWidget(button)
        for part in (self.panel, self.comparison):
            self._stack.addWidget(part)
        self.comparison.back_requested.connect(self.show_keying)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.px("space_3"))
        layout.addWidget(self._banner)
        layout.addWidget(self._stack, 1)

    # Leaving, and throwing it away

    def ask_leave(self) -> None:
        """Back to the form; asked where something would be lost that is not on disk."""
        lost = self._lost_words()
        if not lost:
            self.left.emit(self.form_key)
            return
        self._ask(
            "退出二次录入",
            lost,
            "录好、写入的内容都在，以后可以接着录、接着比对。",
            ("不要了，退出", self._leave_for_good),
        )

    def _leave_for_good(self) -> None:
        """What could not be read is given up as was said; the window keeps it no longer."""
        if self.panel.grid is not None:
            self.panel.grid.model.take_refused()
        self.left.emit(self.form_key)

    def _lost_words(self) -> str:
        grid = self.panel.grid
        refused = len(grid.model.refused_cells()) if grid is not None else 0
        chosen = len(self.comparison.grid.choices())
        lost: list[str] = []
        if refused:
            lost.append(f"{refused:,} 格没读懂、没写入（标红）")
        if chosen:
            lost.append(f"{chosen:,} 处选好了还没有核定")
        return f"还有 {'，'.join(lost)}，退出就没有了。" if lost else ""

    def _ask(
        self, title: str, text: str, detail: str, answer: tuple[str, Callable[[], None]]
    ) -> None:
        """Ask before something is lost; 取消 is the other answer."""
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        box.setText(text)
        box.setInformativeText(detail)
        words, call = answer
        go_on = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        go_on.clicked.connect(call)
        box.open()

    def _ask_clear(self) -> None:
        database, campaign_id, form_key = self._context.database, self._campaign_id, self.form_key
        if campaign_id is not None:
            self._context.read(
                lambda: keying_progress(database, campaign_id=campaign_id, form_key=form_key),
                label="读取二次录入进度",
                on_done=self._confirm_clear,
                owner=self,
            )

    def _confirm_clear(self, progress: list[VillageProgress]) -> None:
        """Ask before the second keying of the village in hand, or of all, is thrown away."""
        here = [each for each in progress if self.village_id in {None, each.village_id}]
        count = sum(each.done for each in here)
        place = "全镇" if self.village_id is None else here[0].village if here else ""
        if not count:
            self._context.show_message(f"{place}还没有录第二遍，没有要清除的。", Level.INFO)
            return
        self._ask(
            "清除二次录入",
            f"清除{place}第二遍录入的 {count:,} 户？",
            "这些户第二遍录的内容全部清掉，要比对就得重新录。第一遍的内容不变。清错了可以撤销。",
            ("清除", self.clear_keyings),
        )

    def clear_keyings(self) -> None:
        """Throw the second keying of the village in hand away, of all where none is."""
        database, campaign_id, form_key = self._context.database, self._campaign_id, self.form_key
        village_id = self.village_id
        if campaign_id is not None:
            self._context.write(
                lambda: forget_keyings(
                    database, campaign_id=campaign_id, form_key=form_key, village_id=village_id
                ),
                label="清除二次录入",
                owner=self,
            )
