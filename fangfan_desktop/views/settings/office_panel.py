"""单位: name, telephones and people of the office, as they stand on papers."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout

from fangfan_desktop.settings import SettingValue, setting_spec
from fangfan_desktop.usecases.township import change_settings, office_settings
from fangfan_desktop.views import style
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import label, wrapped

_KEYS = (
    "office_name",
    "office_phone",
    "operator_name",
    "checker_name",
    "leader_name",
    "township_name",
    "county_name",
)


class OfficePanel(SettingsPanel):
    """The tab; a field is saved when it is left."""

    tables = ("setting",)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._saved: dict[str, SettingValue] = {}
        self.lines: dict[str, QLineEdit] = {}
        self._keys: dict[QObject, str] = {}
        card = Card("单位信息")
        card.body.addWidget(
            wrapped(
                "印在表头、落款和公示上。监督电话12317由公示模板给出，这里填本单位的。", "small"
            )
        )
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(style.current().px("space_2"))
        for key in _KEYS:
            spec = setting_spec(key)
            line = QLineEdit()
            line.setPlaceholderText(spec.hint)
            line.setAccessibleName(spec.label)
            line.setMaximumWidth(style.current().px("dialog"))
            line.installEventFilter(self)
            line.returnPressed.connect(self._save_sender)
            self.lines[key] = line
            self._keys[line] = key
            form.addRow(label(spec.label, "secondary"), line)
        card.body.addLayout(form)
        column = QVBoxLayout(self)
        self.fit_margins(column)
        column.addWidget(card)
        column.addStretch(1)

    def reload(self) -> None:
        self.context.read(
            lambda: office_settings(self.context.database),
            label="读取设置",
            on_done=self._show,
            latest="office_panel",
            owner=self,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched in self._keys:
            self._save(self._keys[watched])
        return super().eventFilter(watched, event)

    def _show(self, values: dict[str, SettingValue]) -> None:
        self._saved = values
        for key, line in self.lines.items():
            if not (line.hasFocus() and line.isModified()):
                line.setText(str(values[key]))

    def _save_sender(self) -> None:
        sender = self.sender()
        if sender in self._keys:
            self._save(self._keys[sender])

    def _save(self, key: str) -> None:
        text = self.lines[key].text().strip()
        if not self._saved or text == self._saved[key]:
            return
        self._saved = self._saved | {key: text}
        self.lines[key].setModified(False)
        database = self.context.database
        self.write(lambda: change_settings(database, values={key: text}), "修改设置")
