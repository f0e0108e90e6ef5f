"""Ask for a new campaign (新建排查) from a published plan, or for changes of one (修改排查)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.domain.campaign_presets import PRESETS, CampaignPreset, suggested_period
from fangfan_desktop.domain.income import Period, offered_periods, screening_period
from fangfan_desktop.domain.money import format_yuan, parse_yuan
from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.campaign_changes import line_locked
from fangfan_desktop.usecases.campaigns import KINDS, SCOPE_NAMES, CampaignSummary
from fangfan_desktop.usecases.form_choice import OfferedForm
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ScrollingBody
from fangfan_desktop.views.dialogs.further_forms import FurtherForms
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.date_box import DateBox
from fangfan_desktop.views.widgets.label import label, set_level, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice, StillNumber

_OWN_PERIOD = "自定起止日期"
_FIRST_YEAR, _LAST_YEAR = 2015, 2100
_FIXED = "年度和应排查农户在建立时定下：表的样式和每一户的行都由此而来。要改请新建一次排查。"


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """What was asked for; the arguments of `create_campaign`."""

    name: str
    kind: str
    year: int
    document_number: str
    starts_on: date
    ends_on: date
    line_fen: int
    income_from: date
    income_to: date
    scope: str
    preset: str | None
    forms: tuple[str, ...] | None = None  # besides 附件1 to 附件4; None: those of the preset


def ask(
    parent: QWidget | None,
    *,
    taken_names: Collection[str] = (),
    today: date,
    forms: Sequence[OfferedForm] = (),
) -> NewCampaign | None:
    """Ask the clerk; None where the dialog was given up."""
    dialog = NewCampaignDialog(taken_names, today, parent, forms=forms)
    return dialog.values if dialog.exec() else None


def ask_change(
    parent: QWidget | None, *, campaign: CampaignSummary, taken_names: Collection[str], today: date
) -> NewCampaign | None:
    """Ask what of a campaign is to be another; None where the dialog was given up."""
    dialog = NewCampaignDialog(taken_names, today, parent, campaign=campaign)
    return dialog.values if dialog.exec() else None


class NewCampaignDialog(QDialog):
    """The dialog; `values` holds the answer after 建立, or 保存 where a campaign is changed."""

    def __init__(
        self,
        taken_names: Collection[str],
        today: date,
        parent: QWidget | None = None,
        *,
        campaign: CampaignSummary | None = None,
        forms: Sequence[OfferedForm] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("修改排查" if campaign else "新建排查")
        self.values: NewCampaign | None = None
        self.is_change = campaign is not None
        self._taken = frozenset(taken_names)
        self.preset = StillChoice()
        self.preset.addItem("不用现成方案", None)
        for preset in PRESETS.values():
            self.preset.addItem(preset.name, preset.key)
        self.name = QLineEdit()
        self.kind = StillChoice()
        self.kind.addItems(KINDS)
        self.kind.setEditable(True)
        self.year = StillNumber()
        self.year.setRange(_FIRST_YEAR, _LAST_YEAR)
        self.document = QLineEdit()
        self.document.setPlaceholderText("可不填，如 马办〔2022〕59号")
        self.starts, self.ends = DateBox(), DateBox()
        self.line = QLineEdit()
        self.line.setPlaceholderText("元/人·年，如 7000")
        self.period = StillChoice()
        self.income_from, self.income_to = DateBox(), DateBox()
        self.scope = StillChoice()
        for key, text in SCOPE_NAMES.items():
            self.scope.addItem(text, key)
        self.forms = FurtherForms(forms)
        self.note = wrapped("", "small")
        self.fixed = wrapped("", "small")
        self.problem = wrapped("", "small")
        self._lay_out()
        self._connect()
        self._start(today)
        if campaign is not None:
            self._show_campaign(campaign)

    def _lay_out(self) -> None:
        form = self._form = self._make_form()
        set_level(self.problem, Level.DANGER)
        self.problem.hide()
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(Button("取消", self.reject))
        words = "保存" if self.is_change else "建立"
        self.create_button = Button(words, self.accept, role="main")
        self.create_button.setDefault(True)
        buttons.addWidget(self.create_button)
        inner = QWidget()
        inner.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        body = ScrollingBody(inner)
        body.grown.connect(self.adjustSize, Qt.ConnectionType.QueuedConnection)
        look = style.current()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[look.px("space_4")] * 4)
        layout.setSpacing(look.px("space_3"))
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(body, 1)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)
        self.setMinimumWidth(look.px("dialog"))
        names = {self.line: "监测范围（元）", self.name: "名称", self.year: "年度"}
        for widget, name in names.items():
            widget.setAccessibleName(name)

    def _make_form(self) -> QFormLayout:
        form = QFormLayout()
        form.addRow("方案", self.preset)
        form.addRow("", self.note)
        form.addRow("名称", self.name)
        form.addRow("类型", self.kind)
        form.addRow("年度", self.year)
        form.addRow("文号", self.document)
        form.addRow("起止日期", _pair(self.starts, self.ends))
        form.addRow("监测范围", self.line)
        form.addRow("收入期", self.period)
        form.addRow("", _pair(self.income_from, self.income_to))
        form.addRow("应排查农户", self.scope)
        form.addRow("其他的表", self.forms)
        form.setRowVisible(self.forms, self.forms.has_choice)
        form.addRow("", self.fixed)
        form.setRowVisible(self.fixed, self.is_change)
        return form

    def _connect(self) -> None:
        self.preset.currentIndexChanged.connect(self._take_preset)
        self.period.activated.connect(self._take_period)
        self.year.valueChanged.connect(self._offer_periods)
        self.income_from.dateChanged.connect(self._own_period)
        self.income_to.dateChanged.connect(self._own_period)

    def _start(self, today: date) -> None:
        self.year.setValue(today.year)
        self.name.setText(f"{today.year}年集中排查")
        self.starts.set_day(today)
        self.ends.setDate(self.starts.date().addMonths(1))
        self._offer_periods()
        self._set_period(screening_period(today.year))
        self.preset.setFocus()
        self.note.setText("照方案填好年度、起止日期、阶段和督导组，都可以再改。")

    def _show_campaign(self, campaign: CampaignSummary) -> None:
        """Show what was laid down; what may not be another is pale and says why."""
        self._form.setRowVisible(self.preset, False)
        self._form.setRowVisible(self.note, False)
        self.year.setValue(campaign.year)
        self.name.setText(campaign.name)
        self.kind.setCurrentText(campaign.kind)
        self.document.setText(campaign.document_number)
        self.starts.set_day(campaign.starts_on)
        self.ends.set_day(campaign.ends_on)
        self.line.setText(format_yuan(campaign.line_fen))
        self._offer_periods()
        self._set_period(Period(campaign.income_from, campaign.income_to))
        self.scope.setCurrentIndex(self.scope.findData(campaign.scope))
        locked = line_locked(campaign.counts.done)
        judged_by = (self.line, self.period, self.income_from, self.income_to)
        for widget in (self.year, self.scope, *(judged_by if locked else ())):
            widget.setEnabled(False)
            widget.setToolTip(locked if widget in judged_by else _FIXED)
        self.fixed.setText(f"{locked}\n{_FIXED}" if locked else _FIXED)
        self.name.setFocus()
        self.name.end(False)

    def _take_preset(self) -> None:
        preset = PRESETS.get(self.preset.currentData())
        self.forms.choose(preset.forms if preset else ())
        if preset is None:
            self.note.setText("")
            return
        self.name.setText(preset.title)
        self.kind.setCurrentText(preset.kind)
        self.year.setValue(preset.year)
        self.document.setText(preset.document_number)
        self.starts.set_day(preset.starts)
        self.ends.set_day(preset.ends)
        self.line.setText("" if preset.line is None else format_yuan(preset.line))
        self._offer_periods()
        self._set_period(suggested_period(preset))
        self.note.setText(_preset_note(preset))

    def _offer_periods(self) -> None:
        self.period.blockSignals(True)
        self.period.clear()
        for name, period in offered_periods(self.year.value(), self.starts.day):
            self.period.addItem(name, period)
        self.period.addItem(_OWN_PERIOD, None)
        self.period.blockSignals(False)
        self._own_period()

    def _take_period(self) -> None:
        period = self.period.currentData()
        if isinstance(period, Period):
            self._set_period(period)

    def _set_period(self, period: Period) -> None:
        self.income_from.set_day(period.starts)
        self.income_to.set_day(period.ends)

    def _own_period(self) -> None:
        """Show the offered period that the two dates are, if any."""
        wanted = Period(self.income_from.day, self.income_to.day)
        at = next(
            (i for i in range(self.period.count()) if self.period.itemData(i) == wanted),
            self.period.count() - 1,
        )
        self.period.setCurrentIndex(at)

    def accept(self) -> None:
        """Take the answer where it can be one; else say what is wrong and stay."""
        try:
            self.values = self._read()
        except UserError as error:
            self.problem.setText(error.sentence)
            self.problem.show()
            return
        super().accept()

    def _read(self) -> NewCampaign:
        name = self.name.text().strip()
        values = NewCampaign(
            name=name,
            kind=self.kind.currentText().strip(),
            year=self.year.value(),
            document_number=self.document.text().strip(),
            starts_on=self.starts.day,
            ends_on=self.ends.day,
            line_fen=_line(self.line.text()),
            income_from=self.income_from.day,
            income_to=self.income_to.day,
            scope=str(self.scope.currentData()),
            preset=self.preset.currentData(),
            forms=self.forms.chosen,
        )
        problems = {
            "请填写排查名称，如“2022年集中排查”。": not name,
            f"已有名为“{name}”的排查，请换一个名称。": name in self._taken,
            "结束日期早于开始日期，请改正。": values.ends_on < values.starts_on,
            "收入期的截止日期早于起始日期，请改正。": values.income_to < values.income_from,
        }
        for sentence, is_wrong in problems.items():
            if is_wrong:
                raise UserError(sentence)
        return values


def _line(text: str) -> int:
    if not text.strip():
        raise UserError("请填写监测范围（元/人·年），各地各年不同，以当年文件为准。")
    fen = parse_yuan(text)
    if fen <= 0:
        raise UserError("监测范围应大于0，请核对当年本地标准。")
    return fen


def _preset_note(preset: CampaignPreset) -> str:
    parts = [f"阶段 {len(preset.milestones)} 个"]
    if preset.groups:
        parts.append(f"督导组 {len(preset.groups)} 个（只取本镇有的村）")
    if preset.line is None:
        parts.append("方案没有写监测范围，请填当地标准")
    return f"来自《{preset.source}》：{'，'.join(parts)}。"


def _pair(first: QWidget, second: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(first, 1)
    row.addWidget(label("至", "secondary"))
    row.addWidget(second, 1)
    return row
