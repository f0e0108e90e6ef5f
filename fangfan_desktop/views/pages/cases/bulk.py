"""What is done with the selected cases: open, record a step of all, start clearing of all."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from fangfan_desktop.usecases.case_list import CaseLine, CaseState, common_steps
from fangfan_desktop.views.dialogs.case_bulk import RecordStep, StartClearing
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.page_header import PageHeader

_NO_CASE = "先选个案：Ctrl 或 Shift 加点击、加方向键可以选几个"
_NO_STEP = "所选个案没有共同的待办步骤，请只选在同一步的"
_NO_CLEARING = "启动消除只用于“帮扶中”的个案"


class BulkActions(QObject):
    """Buttons in the header, and the menu of the selection.

    Signals:
        open_requested: id of the case to open.
    """

    open_requested = Signal(int)

    def __init__(
        self,
        context: PageContext,
        page: QWidget,
        header: PageHeader,
        chosen: Callable[[], Sequence[CaseLine]],
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._chosen = context, page, chosen
        self.clearing_button = header.add_button("启动消除…", self.start_clearing)
        self.record_button = header.add_button("记录步骤…", self.record, icon="check")
        self.show_for(())

    def show_for(self, cases: Sequence[CaseLine]) -> None:
        """Light the buttons that go for these cases; the others say why not."""
        steps = common_steps(cases)
        why = "" if steps else _NO_STEP if cases else _NO_CASE
        self.record_button.setEnabled(bool(steps))
        number = f"（{len(cases)}）" if len(cases) > 1 else ""
        self.record_button.setText(f"记录步骤{number}…")
        self.record_button.setToolTip(why or f"{steps[0].title}　Ctrl+Enter")
        can_clear = bool(cases) and all(case.state is CaseState.HELPING for case in cases)
        self.clearing_button.setEnabled(can_clear)
        self.clearing_button.setToolTip("" if can_clear else _NO_CLEARING if cases else _NO_CASE)

    def record(self) -> RecordStep | None:
        """Ask what is to be recorded of the step that all selected cases have in hand."""
        cases = tuple(self._chosen())
        steps = common_steps(cases)
        if not steps:
            self._context.show_status(_NO_STEP if cases else _NO_CASE)
            return None
        dialog = RecordStep(self._context, cases, steps, self._page)
        dialog.open()
        return dialog

    def start_clearing(self) -> StartClearing | None:
        """Ask for the day and way of clearing of the selected cases."""
        cases = tuple(self._chosen())
        if not cases:
            return None
        dialog = StartClearing(self._context, cases, self._page)
        dialog.open()
        return dialog

    def open_menu(self, point: QPoint) -> QMenu | None:
        """The menu of the selection, at a point of the screen."""
        cases = tuple(self._chosen())
        if not cases:
            return None
        menu = QMenu(self._page)
        first = cases[0]
        if len(cases) == 1:
            menu.addAction("打开个案").triggered.connect(
                lambda: self.open_requested.emit(first.case_id)
            )
            menu.addAction("打开农户档案").triggered.connect(
                lambda: self._context.open_page("households", household_id=first.household_id)
            )
            menu.addSeparator()
        steps = common_steps(cases)
        record = menu.addAction(f"记录“{steps[0].title}”…" if steps else "记录步骤…")
        record.setEnabled(bool(steps))
        record.triggered.connect(self.record)
        clear = menu.addAction("启动消除…")
        clear.setEnabled(self.clearing_button.isEnabled())
        clear.triggered.connect(self.start_clearing)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)
        return menu
