"""打印走访记录: the helper's booklet page of a case, and the way to the printer."""

from functools import partial

from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.case_print import preview_booklet
from fangfan_desktop.views.dialogs.paper import PaperDialog
from fangfan_desktop.views.page import PageContext


class CasePaper(PaperDialog):
    """The dialog; the paper is made on the storage thread."""

    def __init__(self, context: PageContext, case_id: int, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            partial(preview_booklet, context.database, case_id=case_id),
            title="打印走访记录",
            heading="帮扶责任人走访记录",
            hint="一户一页，已有的走访印在上面，空行留着手写、由农户签字。内部资料，没有身份证号码。",
            parent=parent,
        )
