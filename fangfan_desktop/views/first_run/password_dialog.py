"""Asking for the password of the database."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped


class PasswordDialog(QDialog):
    """Stays open until the right password was given.

    Signals:
        entered: the password typed.
        other_wanted: another file, or a backup instead.
    """

    entered = Signal(str)
    other_wanted = Signal()

    def __init__(self, file_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("输入密码")
        look = style.current()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[look.px("space_4")] * 4)
        layout.setSpacing(look.px("space_3"))
        layout.addWidget(label("输入密码", "title"))
        layout.addWidget(wrapped(f"数据库“{file_name}”已加密，输入密码才能打开。", "secondary"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("密码")
        self.password.textChanged.connect(self._check)
        layout.addWidget(self.password)
        self.problem = wrapped("", "small")
        self.problem.setProperty("level", "danger")
        self.problem.hide()
        layout.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(Button("打不开？其他办法", self.other_wanted.emit, role="link"))
        row.addStretch()
        row.addWidget(Button("退出", self.reject))
        self.open_button = Button("打开", self._enter, role="main")
        self.open_button.setDefault(True)
        row.addWidget(self.open_button)
        layout.addLayout(row)
        self.setMinimumWidth(look.px("dialog"))
        self._check()

    def show_problem(self, sentence: str) -> None:
        """Say why it did not open; the clerk may try again."""
        self.problem.setText(sentence)
        self.problem.show()
        self.password.setEnabled(True)
        self._check()
        self.password.setFocus()
        self.password.selectAll()

    def _enter(self) -> None:
        self.problem.hide()
        self.password.setEnabled(False)
        self.open_button.setEnabled(False)
        self.entered.emit(self.password.text())

    def _check(self) -> None:
        self.open_button.setEnabled(bool(self.password.text()))
