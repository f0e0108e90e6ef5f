"""二次录入: the form's grid without any answer of the first keying, and its household beside it."""

from typing import Any

from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.household_forms import FormRow
from fangfan_desktop.usecases.household_panel import ProblemList
from fangfan_desktop.usecases.second_keying import key_again, load_second_rows
from fangfan_desktop.usecases.second_keying_view import keying_progress, read_blind_panel
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.survey.answer_writer import AnswerWriter
from fangfan_desktop.views.survey.form_reader import FormReader, ShownForm
from fangfan_desktop.views.survey.household_panel import HouseholdPanel

KEYINGS = "second_keying"  # the table
_STEP = "二次录入"  # the steps of history begin with it


class SecondReader(FormReader):
    """Asks for the second keying; nothing that it hands out says what the first one has."""

    read_progress = staticmethod(keying_progress)
    read_rows = staticmethod(load_second_rows)
    read_side = staticmethod(read_blind_panel)


class SecondWriter(AnswerWriter):
    """Keeps what is keyed beside the form, and changes nothing in the form."""

    save = staticmethod(key_again)


class SecondKeyingPanel(HouseholdPanel):
    """The grid of a form for the second keying; keys, paste, fill and checks are the grid's."""

    reader_class, writer_class = SecondReader, SecondWriter
    done_word = "已录第二遍"

    def __init__(
        self, context: PageContext, parent: QWidget | None = None, *, form_key: str
    ) -> None:
        super().__init__(context, parent, form_key=form_key)
        self.side.can_open = False  # 农户档案 shows the household's forms
        self.side.setAccessibleName("本户成员")
        self.bar.beside.setToolTip("在表旁显示这一户的成员")

    @property
    def household_id(self) -> int | None:
        """The household of the current row."""
        row = self._current_row()
        return row.household_id if row else None

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""
        super().refresh(changes)
        touches = getattr(changes, "touches", None)
        if self._reader is None or touches is None or not touches(KEYINGS):
            return
        self._reader.progress(self._show_progress)
        self._problems_soon()
        self._side_soon()
        if changes is not self._own_changes:
            self._jumps.keep_step(changes)
            self._load_all()

    def _show_form(self, found: ShownForm) -> None:
        super()._show_form(found)
        if self.grid is not None:
            self.grid.set_action_name(_STEP)

    def _load_problems(self) -> None:
        """Counted in the rows in hand; they are found with 只看有问题."""
        rows = list(self.store.rows()) if self.store is not None else []
        errors, doubts = (sum(counts) for counts in _counts(rows))
        self._problems = ProblemList((), errors, doubts)
        self.show_status()

    def _open_household(self, household_id: int) -> None:
        """农户档案 shows the first keying: not opened from here."""
        del household_id


def _counts(rows: list[FormRow]) -> tuple[Any, Any]:
    return (row.error_count for row in rows), (row.doubt_count for row in rows)
