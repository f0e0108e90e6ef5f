"""单位: name, telephones and people of the office, as on papers; its week and its keys."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from fangfan_desktop.settings import SettingValue, setting_spec
from fangfan_desktop.usecases.township import change_settings, office_settings
from fangfan_desktop.views import style
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.form_labels import line_up
from fangfan_desktop.views.widgets.label import label, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice

_KEYS = (
    "office_name",
    "office_phone",
    "operator_name",
    "checker_name",
    "leader_name",
    "township_name",
    "county_name",
)
# What is chosen rather than typed: key, the words and values of its choices.
_CHOICES: tuple[tuple[str, tuple[tuple[str, SettingValue], ...]], ...] = (
    ("statistics_weekday", tuple((f"周{day}", at) for at, day in enumerate("一二三四五六日", 1))),
    ("enter_moves_down", (("下移一行", True), ("右移一格", False))),
    ("public_shows_risk", (("不写", False), ("写", True))),
)
_NAMES = {"enter_moves_down": "按回车后"}  # where the choices say it better than the label


class OfficePanel(SettingsPanel):
    """The tab; a field is saved when it is left."""

    tables = ("setting",)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._saved: dict[str, SettingValue] = {}
        self.lines: dict[str, QLineEdit] = {}
        self.boxes: dict[str, QComboBox] = {}
        self._keys: dict[QObject, str] = {}
        card = Card("单位信息")
        card.body.addWidget(
            wrapped(
                "印在表头、落款和公示上。监督电话12317由公示模板给出，这里填本单位的。", "small"
            )
        )
        form = self._form()
        for key in _KEYS:
            spec = setting_spec(key)
            line = QLineEdit()
            line.setPlaceholderText(spec.hint)
            line.setAccessibleName(spec.label)
            line.installEventFilter(self)
            line.returnPressed.connect(self._save_sender)
            self.lines[key] = line
            self._keys[line] = key
            form.addRow(label(spec.label, "secondary"), line)
        card.body.addLayout(form)
        column = QVBoxLayout(self)
        self.fit_margins(column)
        column.addWidget(card)
        column.addWidget(self._habits())
        column.addStretch(1)
        self._resize()
        style.current().zoom_changed.connect(self._resize)

    def _habits(self) -> Card:
        card = Card("填写和报送")
        form = self._form()
        for key, choices in _CHOICES:
            box = StillChoice()
            name = _NAMES.get(key, setting_spec(key).label)
            box.setAccessibleName(name)
            for words, value in choices:
                box.addItem(words, value)
            box.activated.connect(self._save_chosen)
            self.boxes[key] = box
            form.addRow(label(name, "secondary"), box)
        card.body.addLayout(form)
        card.body.addWidget(wrapped("每周报送日：到这一天，工作台提醒把附件3记入本周。", "small"))
        words = "因病、因残说的是健康情况，公示和墙上的表一般不写主要风险；要写的，先问过上级。"
        card.body.addWidget(wrapped(words, "small"))
        return card

    def _resize(self) -> None:
        wide: list[QWidget] = [*self.lines.values(), *self.boxes.values()]
        for editor in wide:
            editor.setMaximumWidth(style.current().px("dialog"))
        line_up(self)

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
        for key, box in self.boxes.items():
            box.setCurrentIndex(box.findData(values[key]))

    def _save_sender(self) -> None:
        sender = self.sender()
        if sender in self._keys:
            self._save(self._keys[sender])

    def _save_chosen(self) -> None:
        for key, box in self.boxes.items():
            if self._saved and box.currentData() != self._saved[key]:
                self._write(key, box.currentData())

    def _save(self, key: str) -> None:
        text = self.lines[key].text().strip()
        if not self._saved or text == self._saved[key]:
            return
        self.lines[key].setModified(False)
        self._write(key, text)

    def _write(self, key: str, value: SettingValue) -> None:
        self._saved = self._saved | {key: value}
        database = self.context.database
        self.write(lambda: change_settings(database, values={key: value}), "修改设置")

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(style.current().px("space_2"))
        return form
