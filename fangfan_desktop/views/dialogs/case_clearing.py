"""启动消除, 终止消除, 回退, 清退: each a day and why."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from fangfan_desktop.domain.clearing_rules import HELPED, NATURAL
from fangfan_desktop.domain.dates import parse_date
from fangfan_desktop.forms.form import Field, Kind
from fangfan_desktop.usecases.case_clearing import (
    remove_wrong,
    roll_back,
    start_clearing,
    stop_clearing,
)
from fangfan_desktop.usecases.case_lines import ConditionLine
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.field_form import FieldForm
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import set_level, wrapped

_DAY = Field("day", ("日期",), Kind.DATE)
_HOW = Field("how", ("消除方式",), Kind.CHOICE, choices=(HELPED, NATURAL))
_MOST = 6  # obstacles told in the dialog


class StartClearing(ActionDialog):
    """启动消除; what stands in the way is told, and does not keep it from starting."""

    def __init__(
        self,
        context: PageContext,
        case_ids: Sequence[int],
        whose: str,
        obstacles: Sequence[ConditionLine] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context,
            f"启动消除：{whose}",
            "启动消除",
            hint="启动后按程序一步一步办理；条件没有全部满足以前，审定那一步不能通过。整户无劳动力的不能启动。",
            parent=parent,
        )
        self._case_ids = tuple(case_ids)
        self.form = FieldForm((_DAY, _HOW), {"day": context.today().isoformat(), "how": HELPED})
        self.body.addWidget(self.form)
        for line in list(obstacles)[:_MOST]:
            sign = "✗ 不符合" if line.is_met is False else "○ 还没有核实"
            words = wrapped(f"{sign}：{line.words}", "small")
            set_level(words, Level.DANGER if line.is_met is False else Level.PLAIN)
            self.body.addWidget(words)
        if len(obstacles) > _MOST:
            more = f"还有 {len(obstacles) - _MOST} 条，个案页“为什么还不能消除”里都有。"
            self.body.addWidget(wrapped(more, "small"))
        self.form.editor("day").setFocus()

    def call(self) -> Callable[[], Any]:
        texts, database, case_ids = self.form.texts(), self.context.database, self._case_ids
        day, how = parse_date(str(texts["day"])), str(texts["how"])
        return lambda: start_clearing(database, case_ids=case_ids, on=day, how=how)


class _ReasonDialog(ActionDialog):
    """A day and why."""

    title, button, hint, example = "", "", "", ""

    def __init__(
        self,
        context: PageContext,
        case_ids: Sequence[int],
        whose: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context, f"{self.title}：{whose}", self.button, hint=self.hint, parent=parent
        )
        self._case_ids = tuple(case_ids)
        reason = Field("reason", ("原因",), Kind.TEXT, hint=self.example, is_required=True)
        self.form = FieldForm((reason, _DAY), {"day": context.today().isoformat()})
        self.body.addWidget(self.form)
        self.form.editor("reason").setFocus()

    def call(self) -> Callable[[], Any]:
        texts = self.form.texts()
        day, reason = parse_date(str(texts["day"])), str(texts["reason"])
        return lambda: self._save(day, reason)

    def _save(self, day: Any, reason: str) -> Any:
        raise NotImplementedError


class StopClearing(_ReasonDialog):
    """终止消除."""

    title, button = "终止消除", "终止消除"
    hint = "终止后继续帮扶，以后可以再次启动消除。"
    example = "如：入户核实收入还不稳定"

    def _save(self, day: Any, reason: str) -> Any:
        database, (case_id, *_) = self.context.database, self._case_ids
        return stop_clearing(database, case_id=case_id, on=day, reason=reason)


class RollBack(_ReasonDialog):
    """回退: the old case goes on."""

    title, button = "回退", "回退"
    hint = (
        "消除后不稳定，或者整户没有劳动力的，回退后原来的个案继续帮扶。出现新的风险请用“重新识别”。"
    )
    example = "如：回头看发现收入不稳定"

    def _save(self, day: Any, reason: str) -> Any:
        database, case_ids = self.context.database, self._case_ids
        return roll_back(database, case_ids=case_ids, on=day, reason=reason)


class RemoveWrong(_ReasonDialog):
    """清退: wrongly taken in."""

    title, button = "清退", "清退"
    hint = "只用于识别错误的户。个案保留在档案里，不再计入任何统计。"
    example = "如：户籍不在本地，识别有误"

    def _save(self, day: Any, reason: str) -> Any:
        database, (case_id, *_) = self.context.database, self._case_ids
        return remove_wrong(database, case_id=case_id, on=day, reason=reason)
