"""The questions that a form's panel asks; each answer arrives on the window's thread."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from fangfan_desktop.forms.form import Form
from fangfan_desktop.usecases.campaigns import VillageProgress, campaign_form, village_progress
from fangfan_desktop.usecases.household_forms import (
    CampaignBasis,
    FormRow,
    RowChoice,
    household_basis,
    load_rows,
)
from fangfan_desktop.usecases.household_panel import (
    HouseholdPanel,
    read_household_panel,
)
from fangfan_desktop.views.page import PageContext


@dataclass(frozen=True, slots=True)
class ShownForm:
    """The campaign and its form with the headings filled in."""

    basis: CampaignBasis
    form: Form


class FormReader:
    """Asks about one form of a campaign; of each question only the newest answer arrives."""

    # the use cases that answer
    read_progress = staticmethod(village_progress)
    read_rows = staticmethod(load_rows)
    read_side = staticmethod(read_household_panel)

    def __init__(
        self, context: PageContext, campaign_id: int, owner: QWidget, form_key: str
    ) -> None:
        self.campaign_id = campaign_id
        self.form_key = form_key
        self._context = context
        self._owner = owner

    def form(self, on_done: Callable[[ShownForm], None]) -> None:
        """The campaign's copy of the form."""
        database, campaign_id, form_key = self._asked

        def read() -> ShownForm:
            return ShownForm(
                household_basis(database, campaign_id=campaign_id, form_key=form_key),
                campaign_form(database, campaign_id=campaign_id, form_key=form_key),
            )

        self._context.read(
            read, label="读取排查", on_done=on_done, latest=self._newest("form"), owner=self._owner
        )

    def progress(self, on_done: Callable[[list[VillageProgress]], None]) -> None:
        """Rows and complete rows of each village."""
        database, campaign_id, form_key = self._asked
        self._context.read(
            lambda: self.read_progress(database, campaign_id=campaign_id, form_key=form_key),
            label="读取各村进度",
            on_done=on_done,
            latest=self._newest("progress"),
            owner=self._owner,
        )

    def rows(
        self, choice: RowChoice, on_done: Callable[[list[FormRow]], None], *, is_latest: bool = True
    ) -> None:
        """Rows of the grid; with `is_latest` an older question for rows is given up."""
        database, campaign_id, form_key = self._asked
        self._context.read(
            lambda: self.read_rows(
                database, campaign_id=campaign_id, choice=choice, form_key=form_key
            ),
            label="读取排查表",
            on_done=on_done,
            latest=self._newest("rows") if is_latest else None,
            owner=self._owner,
        )

    def household(
        self, household_id: int, on_done: Callable[[HouseholdPanel | None], None]
    ) -> None:
        """What stands beside the grid; None where the household is gone meanwhile."""
        database, campaign_id, form_key = self._asked
        self._context.operations.start(
            lambda: self.read_side(
                database, campaign_id=campaign_id, household_id=household_id, form_key=form_key
            ),
            label="读取这一户",
            on_done=on_done,
            on_error=lambda _sentence: on_done(None),
            latest=self._newest("side"),
            owner=self._owner,
        )

    @property
    def _asked(self) -> tuple[Any, int, str]:
        return self._context.database, self.campaign_id, self.form_key

    def _newest(self, question: str) -> str:
        return f"survey-{self.form_key}-{question}"
