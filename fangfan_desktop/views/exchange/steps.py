"""The steps of a wizard in one line: done, in hand, to come."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag, label

_DONE = "✓"


class StepLine(Card):
    """Numbered steps with a rule between them."""

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._steps = tuple(steps)
        self._tags: list[Tag] = []
        self._names: list[QLabel] = []
        self._current = 0
        self._is_short = False
        row = QHBoxLayout()
        for place, text in enumerate(steps):
            if place:
                rule = QFrame()
                rule.setProperty("role", "rule")
                row.addWidget(rule, 1)
            tag = Tag()
            self._tags.append(tag)
            row.addWidget(tag)
            self._names.append(label(text))
            row.addWidget(self._names[-1])
        row.addStretch(2)
        self.body.addLayout(row)
        self.set_current(0)

    def set_current(self, current: int) -> None:
        """Steps before `current`, counted from 0, are done."""
        self._current = current
        self._show_names()
        for place, tag in enumerate(self._tags):
            is_done = place < current
            level = Level.OK if is_done else (Level.INFO if place == current else Level.PLAIN)
            tag.set(_DONE if is_done else str(place + 1), level)
        at = self._steps[min(current, len(self._steps) - 1)]
        self.setAccessibleName(f"第{current + 1}步，共{len(self._steps)}步：{at}")

    def set_short(self, *, is_short: bool) -> None:
        """Name only the step in hand where there is little room; the others keep their numbers."""
        self._is_short = is_short
        self._show_names()

    def _show_names(self) -> None:
        for place, name in enumerate(self._names):
            name.setVisible(not self._is_short or place == self._current)
