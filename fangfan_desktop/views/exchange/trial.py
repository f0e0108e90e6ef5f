"""What a trial found: five figures, and the rows with their reasons."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fangfan_desktop.usecases.roster_import import ImportResult
from fangfan_desktop.usecases.roster_rows import Outcome, RowFinding
from fangfan_desktop.views.exchange.findings import FindingsTable
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.card import Card, KeyFigure
from fangfan_desktop.views.widgets.figure_row import FigureRow
from fangfan_desktop.views.widgets.label import label

_NOTHING = {
    Outcome.REFUSED: "没有拒收的行",
    Outcome.WARNED: "没有要提醒的行",
    Outcome.CHANGED: "没有更改",
    Outcome.ADDED: "没有新增",
}


class TrialPanel(QWidget):
    """Figures and lines of an `ImportResult`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: ImportResult | None = None
        self._figures = {name: KeyFigure(name) for name in ("新增", "更改", "相同", "提醒", "拒收")}
        self._tabs: dict[Outcome, QPushButton] = {}
        self._note = label("", "small")
        self.table = FindingsTable()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.figures = FigureRow(tuple(self._figures.values()))
        layout.addWidget(self.figures)
        card = Card(is_padded=False)
        card.body.addLayout(self._make_tabs())
        card.body.addWidget(self.table, 1)
        layout.addWidget(card, 1)
        for name, outcome in (("新增", Outcome.ADDED), ("更改", Outcome.CHANGED),
                              ("提醒", Outcome.WARNED), ("拒收", Outcome.REFUSED)):  # fmt: skip
            self._figures[name].opened.connect(lambda which=outcome: self.show_only(which))

    def show_result(self, result: ImportResult) -> None:
        """Show the figures, and the lines that need a look first."""
        self._result = result
        households, people = result.households, result.people
        figures = self._figures
        added = _both(households.added, people.added)
        figures["新增"].set(*added, f"{result.villages} 个村", figure_level=Level.OK)
        changed = _both(households.changed, people.changed)
        figures["更改"].set(*changed, "逐项见下", figure_level=Level.INFO)
        figures["相同"].set(*_both(households.same, people.same), "再次导入不会重复")
        warned = f"{len(result.warnings):,}"
        figures["提醒"].set(warned, "", "收下，请核对", figure_level=Level.WARN)
        figures["拒收"].set(f"{result.refused:,}", "", "不影响其他行", figure_level=Level.DANGER)
        counts = {
            Outcome.REFUSED: result.refused,
            Outcome.WARNED: len(result.warnings),
            Outcome.CHANGED: households.changed + people.changed,
            Outcome.ADDED: households.added + people.added,
        }
        for outcome, button in self._tabs.items():
            button.setText(f"{outcome.value} {counts[outcome]:,}")
            button.setChecked(False)
        self._show(None)

    def show_only(self, outcome: Outcome | None) -> None:
        """Show the lines of one outcome, or of all."""
        for which, button in self._tabs.items():
            button.setChecked(which is outcome)
        self._show(outcome)

    def _take(self, outcome: Outcome) -> None:
        self.show_only(outcome if self._tabs[outcome].isChecked() else None)

    def _make_tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for outcome in Outcome:
            button = QPushButton()
            button.setProperty("role", "tab")
            button.setCheckable(True)
            # no partial: PySide calls one without the state that the signal carries
            button.clicked.connect(lambda _=False, which=outcome: self._take(which))
            self._tabs[outcome] = button
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self._note)
        return row

    def _show(self, outcome: Outcome | None) -> None:
        result = self._result
        if result is None:
            return
        lines: dict[Outcome, tuple[RowFinding, ...]] = {
            Outcome.REFUSED: result.refusals,
            Outcome.WARNED: result.warnings,
            Outcome.CHANGED: result.listed_changes,
            Outcome.ADDED: result.listed_added,
        }
        shown = [f for which, some in lines.items() if outcome in {None, which} for f in some]
        self.table.findings.show_findings(shown)
        words = "还没有写入任何数据" if result.is_trial else "已写入，可在“撤销”中整批撤回"
        if outcome is not None and not shown:
            words = _NOTHING[outcome]
        elif _is_cut(result, outcome):
            words += "；新增和更改只列出前面一部分"
        self._note.setText(words + "  ")


def _both(households: int, people: int) -> tuple[str, str]:
    """The figure and what stands small behind it: households, people."""
    if not households:
        return (f"{people:,} 人" if people else "0"), ""
    return f"{households:,} 户", f"{people:,} 人" if people else ""


def _is_cut(result: ImportResult, outcome: Outcome | None) -> bool:
    households, people = result.households, result.people
    is_cut = {
        Outcome.CHANGED: households.changed + people.changed > len(result.listed_changes),
        Outcome.ADDED: households.added + people.added > len(result.listed_added),
    }
    return any(is_cut.values()) if outcome is None else is_cut.get(outcome, False)


def apply_words(result: ImportResult, *, is_short: bool) -> str:
    """What the button that writes says of a trial."""
    households, people = result.households, result.people
    rows = households.added + households.changed + people.added + people.changed
    if not rows:
        return "没有要写入的"
    return f"写入 {rows:,} 行" + ("" if is_short else "（可整批撤销）")
