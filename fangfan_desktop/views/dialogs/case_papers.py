"""存放和扫描件: where each paper of a case lies, how many, whose, and its scan or photo."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind
from fangfan_desktop.usecases.archive import PaperFacts
from fangfan_desktop.usecases.case_lines import CaseView
from fangfan_desktop.usecases.case_paper_files import save_paper_file, set_paper
from fangfan_desktop.usecases.case_papers import PaperView
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.field_form import FieldForm
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.still_box import StillChoice

_STAGES = {"identify": "识别", "clear": "消除"}
_FIELDS = (
    Field("is_present", ("是否已存",), Kind.YES_NO, is_required=False),
    Field("copies", ("份数",), Kind.NUMBER, is_required=False),
    Field("kept_at", ("存放处",), Kind.TEXT, hint="如：村委会档案柜第2盒", is_required=False),
    Field("owner", ("责任人",), Kind.TEXT, is_required=False),
    Field("remarks", ("备注",), Kind.TEXT, is_required=False),
)


class CasePapers(ActionDialog):
    """The dialog: choose a paper, then say what there is of it; saved for one paper at a time."""

    def __init__(self, context: PageContext, view: CaseView, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            f"{view.head}户：材料存放和扫描件",
            "保存",
            hint="可选一个文件（照片、扫描件，最大20 MB，存进数据库），也可只写纸质材料放在哪里。",
            parent=parent,
        )
        self._case_id = view.case_id
        stages = {stage.stage.value for stage in view.stages}
        self._papers = tuple(paper for paper in view.papers if paper.stage in stages)
        self.choice = StillChoice()
        self.choice.setAccessibleName("材料")
        self.choice.addItems([_title(paper) for paper in self._papers])
        self.body.addWidget(self.choice)
        self.form = FieldForm(_FIELDS)
        self.body.addWidget(self.form)
        self.path = QLineEdit()
        self.path.setAccessibleName("文件")
        scan = QWidget()
        row = QHBoxLayout(scan)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        row.addWidget(Button("选文件…", self._choose, icon="folder"))
        self.save_button = Button("另存为…", self._save_out)
        row.addWidget(self.save_button)
        self.form.form.addRow(label("扫描件", "secondary"), scan)
        self.choice.currentIndexChanged.connect(self._show_paper)
        missing = next((i for i, p in enumerate(self._papers) if not p.is_present), 0)
        self.choice.setCurrentIndex(missing)
        self._show_paper()
        self.choice.setFocus()

    @property
    def paper(self) -> PaperView:
        """The paper in hand."""
        return self._papers[self.choice.currentIndex()]

    def call(self) -> Callable[[], Any]:
        database, case_id, key = self.context.database, self._case_id, self.paper.item_key
        texts = {name: str(text) for name, text in self.form.texts().items()}
        copies, typed = texts["copies"], self.path.text().strip()
        if copies and not copies.isdecimal():
            raise UserError("份数请填整数。")
        answers = {"是": True, "否": False}
        # whoever says where a paper lies or scans it has it
        is_kept = bool(typed or texts["kept_at"])
        facts = PaperFacts(
            is_present=answers.get(texts["is_present"], True if is_kept else None),
            copies=int(copies) if copies else None,
            kept_at=texts["kept_at"],
            owner=texts["owner"],
            remarks=texts["remarks"],
        )
        path = Path(typed) if typed else None
        return lambda: set_paper(database, case_id=case_id, item_key=key, facts=facts, path=path)

    def _show_paper(self) -> None:
        paper = self.paper
        self.form.set_values(
            {
                "is_present": None if paper.is_present is None else int(paper.is_present),
                "copies": paper.copies,
                "kept_at": paper.kept_at,
                "owner": paper.owner,
                "remarks": paper.remarks,
            }
        )
        self.path.clear()
        kept = f"已存：{paper.file_name}" if paper.file_name else "没有选文件"
        self.path.setPlaceholderText(kept)
        self.save_button.setVisible(bool(paper.file_name))

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选择扫描件")
        if chosen:
            self.path.setText(chosen)

    def _save_out(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "另存扫描件", self.paper.file_name)
        if chosen:
            self.save_out(Path(chosen))

    def save_out(self, path: Path) -> None:
        """Write the kept scan of the paper in hand out again."""
        database, case_id, key = self.context.database, self._case_id, self.paper.item_key
        self.context.operations.start(
            lambda: save_paper_file(database, case_id=case_id, item_key=key, path=path),
            label="另存扫描件",
            on_error=self.show_problem,
            owner=self,
        )


def _title(paper: PaperView) -> str:
    mark = "已存" if paper.is_present else "缺" if paper.is_present is False else "未登记"
    return f"{_STAGES[paper.stage]}：{paper.name}（{mark}）"
