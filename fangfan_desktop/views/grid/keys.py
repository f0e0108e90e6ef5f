"""What each key does in the grid: what a spreadsheet user's fingers expect."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from fangfan_desktop.forms.form import Kind
from fangfan_desktop.forms.values import format_value, one_key
from fangfan_desktop.views.grid import actions
from fangfan_desktop.views.grid.view import GridView

Key = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_ENTERS = {Key.Key_Return, Key.Key_Enter}
_TABS = {Key.Key_Tab, Key.Key_Backtab}
_ANSWERED = {Kind.YES_NO, Kind.CHOICE}
_STEPS = {
    Key.Key_Up: (-1, 0),
    Key.Key_Down: (1, 0),
    Key.Key_Left: (0, -1),
    Key.Key_Right: (0, 1),
}
# Keys with Ctrl, and what they do.
_CONTROL_ACTIONS: dict[Qt.Key, Callable[[actions.GridActions], object]] = {
    Key.Key_C: actions.GridActions.copy,
    Key.Key_Insert: actions.GridActions.copy,
    Key.Key_X: actions.GridActions.cut,
    Key.Key_V: actions.GridActions.paste,
    Key.Key_D: actions.GridActions.fill_down,
    Key.Key_R: actions.GridActions.fill_right,
    Key.Key_Return: actions.GridActions.fill_selection,
    Key.Key_Enter: actions.GridActions.fill_selection,
    Key.Key_Semicolon: actions.GridActions.enter_today,
    Key.Key_A: actions.GridActions.select_all,
    Key.Key_Space: actions.GridActions.select_columns,
    Key.Key_F: actions.GridActions.ask_find,
    Key.Key_H: actions.GridActions.ask_replace,
    Key.Key_Backspace: actions.GridActions.show_current,
}
_CONTROL_SHIFT_ACTIONS: dict[Qt.Key, Callable[[actions.GridActions], object]] = {
    Key.Key_Space: actions.GridActions.select_all,
    Key.Key_C: actions.GridActions.copy_with_headings,
}
_PLAIN_ACTIONS: dict[Qt.Key, Callable[[actions.GridActions], object]] = {
    Key.Key_Delete: actions.GridActions.clear,
    Key.Key_F3: actions.GridActions.find_next,
    Key.Key_F8: actions.GridActions.next_problem,
    Key.Key_Menu: actions.GridActions.ask_menu,
}
_SHIFT_ACTIONS: dict[Qt.Key, Callable[[actions.GridActions], object]] = {
    Key.Key_Delete: actions.GridActions.cut,
    Key.Key_Insert: actions.GridActions.paste,
    Key.Key_Space: actions.GridActions.select_rows,
    Key.Key_Backspace: actions.GridActions.select_current,
    Key.Key_F3: actions.GridActions.find_previous,
    Key.Key_F8: actions.GridActions.previous_problem,
    Key.Key_F10: actions.GridActions.ask_menu,
}


class GridKeys:
    """Handles the keys of one grid. `goes_down`: Enter and answers go down, else right."""

    def __init__(self, view: GridView, todo: actions.GridActions) -> None:
        self._view = view
        self._todo = todo
        self.goes_down = True
        # Where the last Tab led, and the column that the run of Tabs began in: there Enter goes.
        self._tabbed: tuple[int, int] | None = None
        self._began = 0
        # The cell that an answer of one key led to, and the answer: Ctrl+Enter fills with it.
        self._answered: tuple[tuple[int, int], str] | None = None
        # From where to where it went on by itself: Enter or Tab after it ends the first cell.
        self._gone_on: tuple[tuple[int, int], tuple[int, int]] | None = None

    def handle(self, event: QKeyEvent) -> None:
        """Do what the key asks for and accept it; leave other keys alone."""
        if not self._view.grid.rowCount():
            return
        if self._view.place[0] < 0:
            self._view.go(0, self._view.entry_column())
        if event.key() not in {*_ENTERS, Key.Key_Control}:
            self._answered = None
        if event.key() not in {*_ENTERS, *_TABS, Key.Key_Control, Key.Key_Shift}:
            self._gone_on = None
        if self._move(event) or self._command(event) or self._type(event):
            event.accept()

    def after_editor(self, key: int, has_shift: bool, has_control: bool) -> None:  # noqa: FBT001 - a signal's arguments
        """An editor was left with this key: go where it points."""
        del has_control  # Ctrl+Enter does not take the text alone: it fills with it
        if key in _ENTERS:
            self._enter(backwards=has_shift)
        elif key in _TABS:
            self._tab(-1 if key == Key.Key_Backtab or has_shift else 1)
        elif key in _STEPS:
            self._step(_STEPS[Qt.Key(key)], extend=False)
        else:
            self._move_far(Qt.Key(key), extend=False, to_edge=False)

    def go_on(self, *, backwards: bool = False) -> None:
        """To the next cell in the direction of entering."""
        sign = -1 if backwards else 1
        if self._go_within(sign, is_down=self.goes_down):
            return
        if self.goes_down:
            self._step((sign, 0), extend=False)
        else:
            self._step_across(sign)

    # Moving

    def _tab(self, sign: int) -> None:
        if self._go_within(sign, is_down=False):
            return
        if sign > 0:
            self._go_back()
        if self._tabbed != self._view.place:
            self._began = self._view.place[1]
        self._step_across(sign)
        self._tabbed = self._view.place

    def _go_within(self, sign: int, *, is_down: bool) -> bool:
        """To the next cell of the selected blocks, round the end; False where none is selected."""
        view, (row, column) = self._view, self._view.place
        blocks = view.shown_blocks()
        at = next((i for i, (r, cs) in enumerate(blocks) if row in r and column in cs), -1)
        if at < 0 or sum(len(rows) * len(columns) for rows, columns in blocks) == 1:
            return False
        rows, columns = blocks[at]
        down, across = row - rows.start, columns.index(column)
        where = across * len(rows) + down if is_down else down * len(columns) + across
        where += sign
        if not 0 <= where < len(rows) * len(columns):
            rows, columns = blocks[(at + sign) % len(blocks)]
            where = 0 if sign > 0 else len(rows) * len(columns) - 1
        if is_down:
            across, down = divmod(where, len(rows))
        else:
            down, across = divmod(where, len(columns))
        view.go_inside(rows.start + down, columns[across])
        return True

    def _enter(self, *, backwards: bool) -> None:
        """As in spreadsheets: after a run of Tabs to the column that it began in."""
        if not backwards:
            self._go_back()
        has_tabbed = self._tabbed == self._view.place
        self._tabbed = None
        if has_tabbed and self.goes_down and not backwards:
            self._view.go(self._view.place[0] + 1, self._began)
        else:
            self.go_on(backwards=backwards)

    def _go_back(self) -> None:
        """To the cell that one key answered, where Enter or Tab come right after it.

        Who answers with `1 Tab 0 Tab` or `1 Enter 0 Enter`, as in spreadsheets, comes to the same
        cells as who lets the answers go on by themselves.
        """
        gone_on, self._gone_on = self._gone_on, None
        if gone_on is not None and gone_on[1] == self._view.place:
            self._view.go(*gone_on[0])

    def _move(self, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers()
        extend = bool(held & _SHIFT)
        if held & _ALT:
            return self._move_a_screen(key, extend=extend)
        if key in _STEPS:
            if held & _CONTROL:
                self._jump(_STEPS[key], extend=extend)
            else:
                self._step(_STEPS[key], extend=extend)
        elif key in _ENTERS and not held & _CONTROL:
            self._enter(backwards=extend)
        elif key in _TABS and not held & _CONTROL:
            self._tab(-1 if key == Key.Key_Backtab or extend else 1)
        else:
            return self._move_far(key, extend=extend, to_edge=bool(held & _CONTROL))
        return True

    def _move_far(self, key: Qt.Key, *, extend: bool, to_edge: bool) -> bool:
        view = self._view
        row, column = view.reach if extend else view.place
        first = view.entry_column()
        last = view.shown_columns()[-1]
        if key == Key.Key_Home:
            view.go(0 if to_edge else row, first, extend=extend)
        elif key == Key.Key_End:
            view.go(view.grid.rowCount() - 1 if to_edge else row, last, extend=extend)
        elif to_edge:
            return False  # Ctrl and a page key go to another sheet, if there is one
        elif key == Key.Key_PageDown:
            view.go(row + view.rows_a_page(), column, extend=extend)
        elif key == Key.Key_PageUp:
            view.go(row - view.rows_a_page(), column, extend=extend)
        else:
            return False
        return True

    def _move_a_screen(self, key: Qt.Key, *, extend: bool) -> bool:
        """Alt and a page key: a screen to the right or to the left."""
        if key not in {Key.Key_PageDown, Key.Key_PageUp}:
            return False
        view, sign = self._view, 1 if key == Key.Key_PageDown else -1
        row, column = view.reach if extend else view.place
        shown = view.shown_columns()
        room = view.viewport().width() - view.frozen_width()
        at = shown.index(column)
        while 0 <= at + sign < len(shown) and not view.is_frozen(shown[at + sign]):
            room -= view.columnWidth(shown[at + sign])
            if room < 0:
                break
            at += sign
        view.go(row, shown[at], extend=extend)
        return True

    def _step(self, step: tuple[int, int], *, extend: bool) -> None:
        row, column = self._view.reach if extend else self._view.place
        if step[1]:
            shown = self._view.shown_columns()
            at = shown.index(column) + step[1]
            column = shown[max(0, min(len(shown) - 1, at))]
        self._view.go(row + step[0], column, extend=extend)

    def _step_across(self, sign: int) -> None:
        """Right or left, going on in the next row at the end of this one."""
        row, column = self._view.place
        shown = self._view.shown_columns()
        at = shown.index(column) + sign
        first = shown.index(self._view.entry_column())
        if at >= len(shown) and row + 1 < self._view.grid.rowCount():
            self._view.go(row + 1, shown[first])
        elif at < first and row > 0 and not self._view.is_frozen(column):
            self._view.go(row - 1, shown[-1])
        else:
            self._view.go(row, shown[max(0, min(len(shown) - 1, at))])

    def _jump(self, step: tuple[int, int], *, extend: bool) -> None:
        """To the edge of the filled cells, or to the next filled one, or to the last."""
        grid = self._view.grid
        shown = self._view.shown_columns()
        row, column = self._view.reach if extend else self._view.place
        is_down = step[0] != 0
        here = row if is_down else shown.index(column)
        last = grid.rowCount() - 1 if is_down else len(shown) - 1
        sign = step[0] + step[1]

        def is_empty(at: int) -> bool:
            return grid.is_empty(at, column) if is_down else grid.is_empty(row, shown[at])

        target = _edge(here, last if sign > 0 else 0, sign, is_empty)
        self._view.go(*((target, column) if is_down else (row, shown[target])), extend=extend)

    # Commands and typing

    def _command(self, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers()
        if held & _CONTROL and not held & _ALT:
            action = _CONTROL_ACTIONS.get(key)
            if held & _SHIFT and key in _CONTROL_SHIFT_ACTIONS:
                action = _CONTROL_SHIFT_ACTIONS[key]
            if key in _ENTERS and self._answered and self._answered[0] == self._view.place:
                self._todo.fill_with(self._answered[1])
            elif action is not None:
                action(self._todo)
            return action is not None
        if held & _ALT:
            if key in {Key.Key_Down, Key.Key_Up}:
                self._todo.open_choices()
            return key in {Key.Key_Down, Key.Key_Up}
        return self._plain_command(key, is_shifted=bool(held & _SHIFT))

    def _plain_command(self, key: Qt.Key, *, is_shifted: bool) -> bool:
        action = (_SHIFT_ACTIONS if is_shifted else _PLAIN_ACTIONS).get(key)
        if action is not None:
            action(self._todo)
        elif key == Key.Key_F2 and not is_shifted:
            if not self._view.begin_edit():
                self._todo.tell_locked()
        elif key == Key.Key_Backspace:
            self._empty()
        elif key == Key.Key_F6:
            self._view.leave(is_backwards=is_shifted)
        elif key == Key.Key_Escape:
            self._view.grid.drop_refused(*self._view.place)
        else:
            return False
        return True

    def _empty(self) -> None:
        """Begin the cell anew, as Backspace does; an answer of one key just goes."""
        column = self._view.place[1]
        if self._view.grid.columns[column].field.kind in _ANSWERED:
            self._todo.clear_current()
        elif not self._view.begin_edit(""):
            self._todo.tell_locked()

    def _type(self, event: QKeyEvent) -> bool:
        text = event.text()
        if not text or not text.isprintable() or event.modifiers() & (_CONTROL | _ALT):
            return False
        row, column = self._view.place
        grid = self._view.grid
        if not grid.can_edit(row, column):
            self._todo.tell_locked()
            return True
        field = grid.columns[column].field
        answer = one_key(field, text)
        if field.kind is Kind.YES_NO and text == " ":
            self._todo.answer(grid.row_id(row), column, 0 if grid.value(row, column) == 1 else 1)
        elif answer is not None:
            self._todo.answer(grid.row_id(row), column, answer)
            self.go_on()
            self._answered = self._view.place, format_value(field, answer)
            is_alone = sum(len(r) * len(cs) for r, cs in self._view.shown_blocks()) == 1
            self._gone_on = ((row, column), self._view.place) if is_alone else None
        else:
            self._view.begin_edit(text)
        return True


def _edge(here: int, last: int, sign: int, is_empty: Callable[[int], bool]) -> int:
    if here == last:
        return here
    at = here + sign
    if is_empty(here) or is_empty(at):
        while at != last and is_empty(at):
            at += sign
    else:
        while at != last and not is_empty(at + sign):
            at += sign
    return at
