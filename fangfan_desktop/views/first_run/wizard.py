"""The first run: township, office and password, how to start. Three minutes to a filled grid."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.views import style
from fangfan_desktop.views.first_run.office_step import OfficeStep
from fangfan_desktop.views.first_run.township_step import TownshipStep
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped


class Start(StrEnum):
    """With what the clerk begins."""

    IMPORT = "import"
    EMPTY = "empty"
    DEMO = "demo"


_STARTS = {
    Start.IMPORT: (
        "导入花名册",
        "有现成的农户名单（Excel、WPS、系统导出都行），接下来打开导入向导。",
    ),
    Start.EMPTY: ("从空白开始", "村和社区已经填好，农户逐户登记，以后随时可以导入。"),
    Start.DEMO: (
        "先看看演示数据",
        "生成 2,000 户虚构的农户和一次排查，可以随意试用，没有真实的人。",
    ),
}
_TITLES = ("选择乡镇", "单位和密码", "怎样开始")


@dataclass(frozen=True, slots=True)
class FirstRunAnswer:
    """What was asked; an empty password means an unencrypted file."""

    township_code: str
    office_name: str
    operator_name: str
    password: str
    start: Start


class _StartStep(QWidget):
    """Third step: three ways to begin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.choices: dict[Start, QRadioButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        look = style.current()
        for start, (title, text) in _STARTS.items():
            choice = QRadioButton(title)
            choice.setAccessibleDescription(text)
            self._group.addButton(choice)
            self.choices[start] = choice
            words = wrapped(text, "secondary")
            words.setContentsMargins(look.px("checkbox") + look.px("space_2"), 0, 0, 0)
            layout.addWidget(choice)
            layout.addWidget(words)
            layout.addSpacing(look.px("space_3"))
        layout.addStretch()
        self.choices[Start.IMPORT].setChecked(True)

    @property
    def start(self) -> Start:
        """The way chosen."""
        return next(start for start, choice in self.choices.items() if choice.isChecked())


class FirstRun(QDialog):
    """Emits `answered` with a FirstRunAnswer; stays open until it is closed by the program.

    Signals:
        restore_wanted: there is a backup from before, put it back instead.
    """

    answered = Signal(object)
    restore_wanted = Signal()

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("第一次使用")
        self._step_words = label("", "secondary")
        self._title = label("", "title")
        self.township = TownshipStep(operations)
        self.office = OfficeStep()
        self.start = _StartStep()
        self._problem = wrapped("", "small")
        self._problem.setProperty("level", "danger")
        self._problem.hide()
        self.steps = QStackedWidget()
        for step in (self.township, self.office, self.start):
            self.steps.addWidget(step)
        self.restore = Button("已有备份，恢复它", self.restore_wanted.emit, role="link")
        self.back = Button("上一步", self._go_back)
        self.next = Button("下一步", self._go_on, role="main")
        self.next.setDefault(True)
        self.township.changed.connect(self._check)
        self.office.changed.connect(self._check)
        self._lay_out()
        self._show_step(0)

    def show_problem(self, sentence: str) -> None:
        """Say why the database could not be made; everything typed is still there."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self.set_busy(is_busy=False)

    def set_busy(self, *, is_busy: bool) -> None:
        """Hold the buttons while the database is made."""
        self.steps.setEnabled(not is_busy)
        self.back.setEnabled(not is_busy)
        self.next.setEnabled(not is_busy)
        if is_busy:
            self.next.setText("正在建立…")
        else:
            self._show_step(self.steps.currentIndex())

    def _go_on(self) -> None:
        here = self.steps.currentIndex()
        if here < self.steps.count() - 1:
            if self.steps.currentWidget() is self.township:
                self._suggest_office()
            self._show_step(here + 1)
            return
        township = self.township.township
        if township is not None:
            self._problem.hide()
            answer = FirstRunAnswer(
                township_code=township.code,
                office_name=self.office.office.text().strip(),
                operator_name=self.office.operator.text().strip(),
                password=self.office.password.text(),
                start=self.start.start,
            )
            self.answered.emit(answer)

    def _go_back(self) -> None:
        self._show_step(self.steps.currentIndex() - 1)

    def _suggest_office(self) -> None:
        """Name the office after the township, unless the clerk has written another name."""
        township = self.township.township
        if township is None or self.office.office.isModified():
            return
        body = "办事处" if township.name.endswith("街道") else "人民政府"
        self.office.office.setText(f"{township.name}{body}")

    def _show_step(self, number: int) -> None:
        self.steps.setCurrentIndex(number)
        self._title.setText(_TITLES[number])
        self._step_words.setText(f"第 {number + 1} 步，共 {len(_TITLES)} 步")
        self.back.setVisible(number > 0)
        self.restore.setVisible(number == 0)
        self.next.setText("开始使用" if number == len(_TITLES) - 1 else "下一步")
        self._check()
        first = (self.township.search, self.office.office, self.start.choices[Start.IMPORT])
        first[number].setFocus()

    def _check(self) -> None:
        ready = (self.township.township is not None, self.office.is_ready, True)
        self.next.setEnabled(ready[self.steps.currentIndex()])

    def _lay_out(self) -> None:
        look = style.current()
        layout = QVBoxLayout(self)
        wide = look.px("space_4")
        layout.setContentsMargins(wide, wide, wide, wide)
        layout.setSpacing(look.px("space_3"))
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._step_words)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.steps)
        buttons = QHBoxLayout()
        buttons.addWidget(self.restore)
        buttons.addStretch()
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        room = self.screen().availableGeometry()
        wanted = look.px("dialog") * 3 // 2, look.px("dialog") * 6 // 5
        self.resize(min(wanted[0], room.width()), min(wanted[1], room.height()))
