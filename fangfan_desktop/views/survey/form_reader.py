"""The questions that the panel of 附件1 asks; each answer arrives on the window's thread."""

from collections.abc import Callable
from dataclasses import dataclass

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
    ProblemList,
    list_problems,
    read_household_panel,
)
from fangfan_desktop.views.page import PageContext


@dataclass(frozen=True, slots=True)
class ShownForm:
    """The campaign and its form with the headings filled in."""

    basis: CampaignBasis
    form: Form


class FormReader:
    """Asks about one campaign; of each question only the newest answer arrives."""

    def __init__(self, context: PageContext, campaign_id: int, owner: QWidget) -> None:
        self.campaign_id = campaign_id
        self._context = context
        self._owner = owner

    def form(self, on_done: Callable[[ShownForm], None]) -> None:
        """The campaign's copy of 附件1."""
        database, campaign_id = self._context.database, self.campaign_id

        def read() -> ShownForm:
            return ShownForm(
                household_basis(database, campaign_id=campaign_id),
                campaign_form(database, campaign_id=campaign_id),
            )

        self._context.read(
            read, label="读取排查", on_done=on_done, latest="survey-form", owner=self._owner
        )

    def progress(self, on_done: Callable[[list[VillageProgress]], None]) -> None:
        """Rows and complete rows of each village."""
        database, campaign_id = self._context.database, self.campaign_id
        self._context.read(
            lambda: village_progress(database, campaign_id=campaign_id),
            label="读取各村进度",
            on_done=on_done,
            latest="survey-progress",
            owner=self._owner,
        )

    def rows(
        self, choice: RowChoice, on_done: Callable[[list[FormRow]], None], *, is_latest: bool = True
    ) -> None:
        """Rows of the grid; with `is_latest` an older question for rows is given up."""
        database, campaign_id = self._context.database, self.campaign_id
        self._context.read(
            lambda: load_rows(database, campaign_id=campaign_id, choice=choice),
            label="读取附件1",
            on_done=on_done,
            latest="survey-rows" if is_latest else None,
            owner=self._owner,
        )

    def household(
        self, household_id: int, on_done: Callable[[HouseholdPanel | None], None]
    ) -> None:
        """What stands beside the grid; None where the household is gone meanwhile."""
        database, campaign_id = self._context.database, self.campaign_id
        self._context.operations.start(
            lambda: read_household_panel(
                database, campaign_id=campaign_id, household_id=household_id
            ),
            label="读取这一户",
            on_done=on_done,
            on_error=lambda _sentence: on_done(None),
            latest="survey-side",
            owner=self._owner,
        )

    def problems(self, village_id: int | None, on_done: Callable[[ProblemList], None]) -> None:
        """Errors and doubts of a village, of all where None."""
        database, campaign_id = self._context.database, self.campaign_id
        self._context.read(
            lambda: list_problems(database, campaign_id=campaign_id, village_id=village_id),
            label="读取问题",
            on_done=on_done,
            latest="survey-problems",
            owner=self._owner,
        )
