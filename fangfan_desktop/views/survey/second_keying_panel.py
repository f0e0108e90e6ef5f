"""二次录入: the form's grid without any answer of the first keying, and its household beside it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.campaigns import VillageProgress
from fangfan_desktop.usecases.household_forms import FormRow, RowChoice
from fangfan_desktop.usecases.household_panel import HouseholdPanel as BesideHousehold
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

    def progress(self, on_done: Callable[[list[VillageProgress]], None]) -> None:
        """Rows of each village, and those keyed a second time."""
        database, campaign_id, form_key = self._asked
        self._context.read(
            lambda: keying_progress(database, campaign_id=campaign_id, form_key=form_key),
            label="读取二次录入进度",
            on_done=on_done,
            latest=self._newest("progress"),
            owner=self._owner,
        )

    def rows(
        self, choice: RowChoice, on_done: Callable[[list[FormRow]], None], *, is_latest: bool = True
    ) -> None:
        """Rows with the registry's columns and what was keyed again."""
        database, campaign_id, form_key = self._asked
        self._context.read(
            lambda: load_second_rows(
                database, campaign_id=campaign_id, form_key=form_key, choice=choice
            ),
            label="读取二次录入",
            on_done=on_done,
            latest=self._newest("rows") if is_latest else None,
            owner=self._owner,
        )

    def household(
        self, household_id: int, on_done: Callable[[BesideHousehold | None], None]
    ) -> None:
        """The people of the household; None where it is gone meanwhile."""
        database, campaign_id, form_key = self._asked
        self._context.operations.start(
            lambda: read_blind_panel(
                database, campaign_id=campaign_id, household_id=household_id, form_key=form_key
            ),
            label="读取这一户",
            on_done=on_done,
            on_error=lambda _sentence: on_done(None),
            latest=self._newest("side"),
            owner=self._owner,
        )


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
