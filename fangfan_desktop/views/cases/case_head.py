"""The head of a case's page: whose it is, how it stands, the main button and the menu."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from fangfan_desktop.usecases.case_lines import CaseAction, CaseView, StepView
from fangfan_desktop.views import style
from fangfan_desktop.views.cases.step_words import STATE_LEVELS, done_button, head_words
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.label import Tag, label, wrapped

_NARROW = 760  # pixels at 100 %: less than name and buttons need beside each other
_BESIDE = (  # what stands as a button of its own, the first that may be done
    CaseAction.REFUSE,
    CaseAction.TAKE_UP,
    CaseAction.START_CLEARING,
    CaseAction.STOP_CLEARING,
    CaseAction.ROLL_BACK,
)


class CaseHead(QWidget):
    """The head.

    Signals:
        left: back to all cases.
        step_requested: StepView that is to be recorded.
        notice_requested: StepView whose notice is to be made or looked at.
        action_requested: CaseAction.
        back_requested: StepView that is to be taken back.
        print_requested: the helper's visit record is to be printed.
    """

    left = Signal()
    step_requested = Signal(object)
    notice_requested = Signal(object)
    action_requested = Signal(object)
    back_requested = Signal(object)
    print_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseView | None = None
        self._last: StepView | None = None
        self.menu = QMenu(self)
        self.back = IconButton("arrow-left", "返回监测帮扶", self.left.emit)
        self.name, self.state = label("", "title"), Tag()
        self.line, self.ended = wrapped("", "secondary"), wrapped("", "secondary")
        self.more = Button("更多", self._open_menu, icon="more")
        self.beside = Button("", self._do_beside)
        self.main = Button("", self._do_main, role="main")
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()

    def show_view(self, view: CaseView, last: StepView | None) -> None:
        """Show a case; `last` is the step that may be taken back."""
        self._view, self._last = view, last
        self.name.setText(f"{view.head}户")
        self.state.set(view.state.value, STATE_LEVELS[view.state])
        self.line.setText(head_words(view))
        self.ended.setText(view.ended_words)
        self.ended.setVisible(bool(view.ended_words))
        step = view.main_step
        self.main.setVisible(step is not None)
        if step is not None:
            self.main.setText(done_button(step))
            self.main.setAccessibleName(self.main.text())
        action = self._beside_action
        self.beside.setVisible(action is not None)
        self.beside.setText(action.value if action else "")
        self.beside.setAccessibleName(self.beside.text())
        self._fill_menu(view.actions, step)
        if view.is_included:
            self.menu.addAction("打印走访本…", self.print_requested.emit)
            self.more.show()

    @property
    def _beside_action(self) -> CaseAction | None:
        view = self._view
        return None if view is None else next((a for a in _BESIDE if a in view.actions), None)

    def _lay_out(self) -> None:
        look = style.current()
        names = QVBoxLayout()
        names.setSpacing(look.px("space_1"))
        first = QHBoxLayout()
        first.setSpacing(look.px("space_3"))
        for widget in (self.back, self.name, self.state):
            first.addWidget(widget)
        first.addWidget(self.line, 1)
        names.addLayout(first)
        names.addWidget(self.ended)
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px("space_3"))
        buttons.addStretch()
        for button in (self.more, self.beside, self.main):
            buttons.addWidget(button)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(look.px("space_2"))
        self._rows.addLayout(names, 1)
        self._rows.addLayout(buttons)
        self.setLayout(self._rows)

    def _fill_menu(self, actions: Sequence[CaseAction], waiting: StepView | None) -> None:
        self.menu.clear()
        if waiting is not None and waiting.is_notice:  # it hung without the program
            self.menu.addAction(f"记录“{waiting.name}”…", lambda: self.step_requested.emit(waiting))
        if self._last is not None:
            step = self._last
            self.menu.addAction(f"撤回“{step.name}”", lambda: self.back_requested.emit(step))
        for action in actions:
            if action is not self._beside_action:
                self.menu.addAction(
                    action.value, lambda action=action: self.action_requested.emit(action)
                )
        self.more.setVisible(not self.menu.isEmpty())

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _do_beside(self) -> None:
        action = self._beside_action
        if action is not None:
            self.action_requested.emit(action)

    def _do_main(self) -> None:
        step = self._view.main_step if self._view is not None else None
        if step is not None:
            (self.notice_requested if step.is_notice else self.step_requested).emit(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < style.current().scaled(_NARROW)
        way = QBoxLayout.Direction
        self._rows.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)
