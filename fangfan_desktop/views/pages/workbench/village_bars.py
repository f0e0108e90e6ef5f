"""Progress of each village, one line a village."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from fangfan_desktop.usecases.campaigns import VillageProgress
from fangfan_desktop.views.widgets.bar import ProgressLine


class VillageBars(QScrollArea):
    """Emits `village_opened` with the id of the village clicked."""

    village_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._lines: list[ProgressLine] = []
        self._villages: Sequence[VillageProgress] = ()
        inside = QWidget()
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch()
        self.setWidget(inside)

    def show_villages(self, villages: Sequence[VillageProgress]) -> None:
        """Show these villages in their order; those without a household are left out."""
        self._villages = [village for village in villages if village.total]
        while len(self._lines) > len(self._villages):
            self._lines.pop().deleteLater()
        while len(self._lines) < len(self._villages):
            self._add_line(len(self._lines))
        for line, village in zip(self._lines, self._villages, strict=True):
            line.set(village.village, village.done, village.total)

    def _add_line(self, number: int) -> None:
        line = ProgressLine()
        line.opened.connect(lambda: self.village_opened.emit(self._villages[number].village_id))
        self._layout.insertWidget(number, line)
        self._lines.append(line)
