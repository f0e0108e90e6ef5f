"""打印走访本: the helper's page of a household as it will be printed."""

from functools import partial

from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.visit_booklet import preview_booklet
from fangfan_desktop.views.dialogs.paper import PaperDialog
from fangfan_desktop.views.page import PageContext


class BookletPaper(PaperDialog):
    """The dialog; the paper is made on the storage thread."""

    def __init__(self, context: PageContext, case_id: int, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            partial(preview_booklet, context.database, case_ids=[case_id]),
            title="打印走访本",
            heading="帮扶责任人走访记录",
            hint="内部资料，每户一页：已经登记的走访印在表里，下面留有空行当场填写、农户签字。",
            parent=parent,
        )
