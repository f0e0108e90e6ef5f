"""历史: every action, newest first; one can be taken back where nothing later stands in the way."""

from PySide6.QtWidgets import QVBoxLayout

from fangfan_desktop.usecases.history import HistoryStep, list_history, undo_action
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.lines_table import Line, LinesTable
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import wrapped

_PAGE = 200
_STATES = {"made": "建库", "done": "", "undone": "已撤销", "dropped": "已撤销"}


class HistoryPanel(SettingsPanel):
    """The tab."""

    tables = ()  # every change makes it stale

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._steps: list[HistoryStep] = []
        self.table = LinesTable(
            ("时间", "做了什么", "改动行数", "谁", "状态"),
            name="历史",
            number_columns=frozenset({2}),
            tight_columns=frozenset({0, 3, 4}),
        )
        card = Card("历史")
        self.undo_button = Button("撤销这一步", self.undo, icon="undo", role="flat")
        self.more_button = Button("更早的", self.load_more, icon="history", role="flat")
        card.head.addWidget(self.more_button)
        card.head.addWidget(self.undo_button)
        card.body.addWidget(
            wrapped("程序记下每一步改动。后面的步骤又改了同一处时，要先撤销后面的。", "small")
        )
        card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        self.fit_margins(column)
        column.addWidget(card)
        self.table.selectionModel().currentRowChanged.connect(self._name)

    def reload(self) -> None:
        count = max(_PAGE, len(self._steps))
        self.context.read(
            lambda: list_history(self.context.database, limit=count),
            label="读取历史",
            on_done=self._show,
            latest="history_panel",
            owner=self,
        )

    def load_more(self) -> None:
        """List older actions below."""
        if self._steps:
            oldest = self._steps[-1].id
            self.context.read(
                lambda: list_history(self.context.database, limit=_PAGE, before=oldest),
                label="读取历史",
                on_done=self._append,
                latest="history_panel",
                owner=self,
            )

    def undo(self) -> None:
        """Take back the action in hand."""
        database, key = self.context.database, self.table.current_key
        if key is not None:
            self.write(lambda: undo_action(database, action_id=key), "撤销")

    def _append(self, steps: list[HistoryStep]) -> None:
        self._show(self._steps + steps)
        self.more_button.setEnabled(len(steps) == _PAGE)

    def _show(self, steps: list[HistoryStep]) -> None:
        self._steps = steps
        self.table.show_lines(
            [
                Line(
                    step.id,
                    (
                        step.at[:19].replace("T", " "),
                        step.name,
                        f"{step.rows:,}",
                        step.who,
                        _STATES[step.state],
                    ),
                    is_pale=step.state != "done",
                )
                for step in steps
            ]
        )
        self._name()

    def _name(self) -> None:
        key = self.table.current_key
        step = next((one for one in self._steps if one.id == key), None)
        self.undo_button.setEnabled(step is not None and step.state == "done")
