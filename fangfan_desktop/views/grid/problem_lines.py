"""The lines of the list of problems: headings of rows or of sentences, and what stands below."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QSize, Qt

from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.problems import CellProblem, ProblemKind
from fangfan_desktop.views.grid.rows import Index

_Role = Qt.ItemDataRole
_AT_ONCE = 400  # lines
_FIGURES = re.compile(r"\d+")
_GRAVITY = {kind: place for place, kind in enumerate(ProblemKind)}
_NAMES = ("head_name", "name", "village", "group")  # columns that tell whose row it is


class Line(NamedTuple):
    """One line; a heading has no problem, and says how many are below."""

    text: str
    kind: ProblemKind
    problem: CellProblem | None = None
    below: int = 0


class ProblemLines(QAbstractListModel):
    """The lines as they are shown; those far below only when they are scrolled to or led to.

    Args:
        size: how wide and high a line is drawn.
        parent: Qt's.
    """

    def __init__(self, size: Callable[[Line], QSize], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self._size = size
        self._rows: dict[tuple[int, int], int] = {}  # by row id and column of the cell
        self._there = 0  # lines that the view knows of; Qt lays out all of them at each change

    def show_lines(self, lines: list[Line]) -> bool:
        """Show these lines; False where they are shown already."""
        if lines == self.lines:
            return False
        self.beginResetModel()
        self.lines = lines
        self._there = min(len(lines), max(_AT_ONCE, self._there))
        self._rows = {
            (line.problem.row_id, line.problem.column): row
            for row, line in enumerate(lines)
            if line.problem is not None
        }
        self.endResetModel()
        return True

    def row_of(self, row_id: int, column: int) -> int | None:
        """The line of a cell's problem."""
        row = self._rows.get((row_id, column))
        if row is not None and row >= self._there:
            self._reach(row + _AT_ONCE)
        return row

    def _reach(self, count: int) -> None:
        count = min(count, len(self.lines))
        self.beginInsertRows(QModelIndex(), self._there, count - 1)
        self._there = count
        self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._there < len(self.lines)

    def fetchMore(self, parent: Index) -> None:
        del parent
        self._reach(self._there + _AT_ONCE)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._there

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if role == _Role.SizeHintRole:
            return self._size(self.lines[index.row()]) if index.isValid() else None
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == _Role.DisplayRole:
            return line.text
        if role == _Role.ToolTipRole:
            return line.problem.message if line.problem else line.text
        if role == _Role.AccessibleTextRole:
            return f"{line.kind.value}：{line.text}" if line.problem else line.text
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.lines[index.row()].problem is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def lines_by_row(model: GridModel, problems: Iterable[CellProblem]) -> Iterator[Line]:
    """Below each row's name its sentences, the gravest first; made as they are asked for."""
    of_row: dict[int, list[CellProblem]] = {}
    for problem in problems:
        of_row.setdefault(problem.row_id, []).append(problem)
    for row_id, found in of_row.items():
        found.sort(key=lambda problem: (_GRAVITY[problem.kind], problem.column))
        yield Line(row_name(model, row_id), found[0].kind, below=len(found))
        for problem in found:
            yield Line(problem.message, problem.kind, problem)


def lines_by_sentence(model: GridModel, problems: Iterable[CellProblem]) -> Iterator[Line]:
    """Below each sentence the rows that it is said of; figures in it do not part it."""
    of_sentence: dict[tuple[ProblemKind, int, str], list[CellProblem]] = {}
    for problem in problems:
        rule = problem.rule or _FIGURES.sub("", problem.message)
        of_sentence.setdefault((problem.kind, problem.column, rule), []).append(problem)
    for (kind, column, _), found in sorted(
        of_sentence.items(), key=lambda each: (_GRAVITY[each[0][0]], -len(each[1]), each[0][1])
    ):
        is_one = len({problem.message for problem in found}) == 1
        name = model.columns[column].field.name
        text = found[0].message if is_one else f"{name}：{found[0].message}"
        yield Line(text, kind, below=len(found))
        for problem in found:
            yield Line(row_name(model, problem.row_id), kind, problem)


def row_name(model: GridModel, row_id: int) -> str:
    """Number and name of a row: 12 韦桂兰."""
    number = model.texts.numbers.get(row_id)
    return " ".join(filter(None, (str(number) if number else "", _name(model, row_id))))


def _name(model: GridModel, row_id: int) -> str:
    values = model.rows().get(row_id, ())
    for key in _NAMES:
        place = model.column_of.get(key)
        if place is not None and place < len(values) and values[place]:
            return str(values[place])
    return ""


def of_kind(problems: Sequence[CellProblem], kind: ProblemKind | None) -> list[CellProblem]:
    """Those of one kind; all where None."""
    return [problem for problem in problems if kind in {None, problem.kind}]
