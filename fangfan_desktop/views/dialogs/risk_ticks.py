"""Ticks for 致贫返贫风险: up to five in the order of ticking, with kind of disaster and remark."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fangfan_desktop.domain.code_lists import MOST_RISKS, NATURAL_DISASTER, OTHER_RISK
from fangfan_desktop.domain.risks import Risk
from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.still_box import StillChoice

_ACROSS = 4


class RiskTicks(QWidget):
    """The first one ticked is the main risk; each shows its place: 1 因病, 2 因学.

    Signals:
        changed: something else is ticked or typed.
    """

    changed = Signal()

    def __init__(
        self, risks: Sequence[str], disasters: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._order: list[str] = []
        self.boxes: dict[str, QCheckBox] = {}
        self.disaster = StillChoice()
        self.disaster.setAccessibleName("哪一种灾害")
        self.disaster.addItems(["", *disasters])
        self.remark = QLineEdit()
        self.remark.setAccessibleName("其他风险的说明")
        self.remark.setPlaceholderText("写明是什么风险")
        grid = QGridLayout()
        grid.setSpacing(style.current().px("space_1"))
        grid.setHorizontalSpacing(style.current().px("space_2"))
        for place, name in enumerate(risks):
            box = self.boxes[name] = QCheckBox(name)
            box.toggled.connect(self._toggle)
            grid.addWidget(box, place // _ACROSS, place % _ACROSS)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(grid)
        self._details = {
            NATURAL_DISASTER: (label("灾害种类 *", "secondary"), self.disaster),
            OTHER_RISK: (label("其他风险 *", "secondary"), self.remark),
        }
        row = QHBoxLayout()
        for name, editor in self._details.values():
            row.addWidget(name)
            row.addWidget(editor, 1)
        outer.addLayout(row)
        self.disaster.currentIndexChanged.connect(self.changed)
        self.remark.textChanged.connect(self.changed)
        self._show_order()
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    @property
    def risks(self) -> tuple[Risk, ...]:
        """What is ticked, the main risk first."""
        return tuple(
            Risk(
                name,
                self.disaster.currentText() if name == NATURAL_DISASTER else "",
                self.remark.text() if name == OTHER_RISK else "",
            )
            for name in self._order
        )

    def set_risks(self, risks: Sequence[Risk]) -> None:
        """Tick these, in this order; a risk that is no longer listed is not shown."""
        for box in self.boxes.values():
            box.setChecked(False)
        for risk in risks:
            if risk.name in self.boxes:
                self.boxes[risk.name].setChecked(True)
            if risk.name == NATURAL_DISASTER:
                self.disaster.setCurrentText(risk.detail)
            elif risk.name == OTHER_RISK:
                self.remark.setText(risk.remark)

    def _toggle(self) -> None:
        ticked = {name for name, box in self.boxes.items() if box.isChecked()}
        self._order = [name for name in self._order if name in ticked]
        self._order += [name for name in self.boxes if name in ticked and name not in self._order]
        self._show_order()
        self.changed.emit()

    def _show_order(self) -> None:
        """Number the ticked ones; a sixth cannot be ticked."""
        is_full = len(self._order) >= MOST_RISKS
        for name, box in self.boxes.items():
            place = self._order.index(name) + 1 if name in self._order else 0
            box.setText(f"{place} {name}" if place else name)
            box.setAccessibleName(f"{name}，第{place}风险" if place else name)
            box.setEnabled(bool(place) or not is_full)
            box.setToolTip("" if box.isEnabled() else f"最多选{MOST_RISKS}个，先去掉一个")
        for risk, widgets in self._details.items():
            for widget in widgets:
                widget.setVisible(risk in self._order)
