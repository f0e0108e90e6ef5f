"""打印一户一表: the household's paper as it will be printed, and the way to the printer."""

from functools import partial

from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.household_print import preview_household
from fangfan_desktop.views.dialogs.paper import PaperDialog
from fangfan_desktop.views.page import PageContext


class HouseholdPaper(PaperDialog):
    """The dialog; the paper is made on the storage thread."""

    def __init__(
        self, context: PageContext, household_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context,
            partial(
                preview_household,
                context.database,
                household_id=household_id,
                campaign_id=context.campaign_id(),
            ),
            title="打印一户一表",
            heading="农户基本情况表",
            hint="内部资料，号码完整印出，请妥善保管。正在做的排查有这一户的，答案一并印出。",
            parent=parent,
        )
