"""Second step: the office, and the password with what losing it means."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.form_labels import line_up
from fangfan_desktop.views.widgets.label import label, set_level, wrapped

_MEANING = (
    "设了密码，数据库和备份都会加密，别人拿走电脑或U盘也看不到。"
    "密码只有您知道：忘了密码，数据和备份都打不开，谁也找不回来。"
    "请把密码写在纸上，锁进单位的柜子。"
)
_UNPROTECTED = "没有设密码：能打开这台电脑的人，就能看到全部农户的信息。"


class OfficeStep(QWidget):
    """Name of the office, who works here, password twice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = QLineEdit()
        self.operator = QLineEdit()
        self.operator.setPlaceholderText("可不填；写在历史记录和填表人处")
        self.password = QLineEdit()
        self.again = QLineEdit()
        for edit, name in (
            (self.office, "单位名称"),
            (self.operator, "经办人"),
            (self.password, "密码"),
            (self.again, "再输入一次"),
        ):
            edit.setAccessibleName(name)
            edit.textChanged.connect(self._check)
        for edit in (self.password, self.again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.note = wrapped(_UNPROTECTED, "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.current().px("space_3"))
        form = QFormLayout()
        form.setSpacing(style.current().px("space_2"))
        form.addRow(label("单位名称"), self.office)
        form.addRow(label("经办人"), self.operator)
        layout.addLayout(form)
        layout.addWidget(label("密码", "heading"))
        layout.addWidget(wrapped(_MEANING, "secondary"))
        passwords = QFormLayout()
        passwords.setSpacing(style.current().px("space_2"))
        passwords.addRow(label("密码"), self.password)
        passwords.addRow(label("再输入一次"), self.again)
        layout.addLayout(passwords)
        layout.addWidget(self.note)
        layout.addStretch()
        self._check()
        style.current().zoom_changed.connect(self._line_up)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._line_up()

    def _line_up(self) -> None:
        line_up(self)

    @property
    def is_ready(self) -> bool:
        """Whether the office has a name and both passwords are the same."""
        return bool(self.office.text().strip()) and self.password.text() == self.again.text()

    def _check(self) -> None:
        first, second = self.password.text(), self.again.text()
        if not first and not second:
            self._say(_UNPROTECTED, Level.WARN)
        elif first != second:
            self._say("两次输入的密码不一样。" if second else "请再输入一次密码。", Level.WARN)
        else:
            self._say("密码一致。", Level.OK)
        self.changed.emit()

    def _say(self, text: str, level: Level) -> None:
        self.note.setText(text)
        set_level(self.note, level)
