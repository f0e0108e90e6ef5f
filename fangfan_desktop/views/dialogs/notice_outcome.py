"""记录公示结果: the day, objections of each household, the photo of the board."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.case_bulk import ReasonNeeded
from fangfan_desktop.usecases.notice_book import NoticeView, ending_reasons
from fangfan_desktop.usecases.notices import NONE, REJECTED, UPHELD, Outcome, end_notice
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.date_box import DateBox
from fangfan_desktop.views.widgets.label import label, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice

_SOME = "有异议"
_LATE_NAMED = 5


class RecordOutcome(ActionDialog):
    """No objection is two clicks; with objections each household gets its word."""

    def __init__(
        self, context: PageContext, notice: NoticeView, parent: QWidget | None = None
    ) -> None:
        line = notice.line
        hint = f"{line.title}，{line.households} 户，{line.starts_on} 至 {line.ends_on}"
        super().__init__(context, "记录公示结果", "记录", hint=hint, parent=parent)
        self._notice = notice
        self._photo: Path | None = None
        self.day = DateBox(context.today())
        self.ending = StillChoice()
        self.ending.addItems([NONE, _SOME])
        self.objections, self.late_reason = QLineEdit(), QLineEdit()
        self.objections.setPlaceholderText("如：5月18日有群众来电反映")
        self.late_reason.setPlaceholderText("对名单上各户都记这个原因")
        self.late_note = wrapped("", "small")
        self.late_note.setProperty("level", Level.WARN.value)
        self.photo = label("没有选", "secondary")
        self.heads: dict[int, tuple[StillChoice, QLineEdit]] = {}
        self._households = self._make_households()
        self.form = QFormLayout()
        self.form.setVerticalSpacing(style.current().px("space_2"))
        self.form.setHorizontalSpacing(style.current().px("space_3"))
        self._lay_out()
        self.ending.currentTextChanged.connect(self._show_households)
        self.day.dateChanged.connect(self._look)
        self._show_households(NONE)
        self._show_late(())
        self._look()
        self.day.setFocus()

    def choose_photo(self) -> None:
        """Ask for the photo of the board."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, "公示照片", "", "照片 (*.jpg *.jpeg *.png *.bmp *.webp);;所有文件 (*)"
        )
        if chosen:
            self.take_photo(Path(chosen))

    def take_photo(self, path: Path) -> None:
        """This one is kept with the outcome."""
        self._photo = path
        self.photo.setText(path.name)

    def call(self) -> Callable[[], object]:
        upheld, rejected = self._words(UPHELD), self._words(REJECTED)
        has_some = self.ending.currentText() == _SOME
        objections = self.objections.text().strip()
        if has_some and not (objections or upheld or rejected):
            raise UserError("有异议的，请写明是什么异议，或者选出是哪一户。")
        outcome = Outcome(
            on=self.day.day,
            objections=objections if has_some else "",
            upheld=upheld if has_some else None,
            rejected=rejected if has_some else None,
            late_reason=self.late_reason.text(),
            photo=self._photo,
        )
        database, key = self.context.database, self._notice.line.notice_id
        return lambda: end_notice(database, notice_id=key, outcome=outcome)

    def _words(self, result: str) -> dict[int, str]:
        found: dict[int, str] = {}
        for case_id, (box, words) in self.heads.items():
            if box.currentText() == result:
                if not words.text().strip():
                    raise UserError(f"“{result}”的，请写明异议内容和核查情况。")
                found[case_id] = words.text().strip()
        return found

    def _look(self) -> None:
        """Ask which of the cases need a reason on that day."""
        database, key, day = self.context.database, self._notice.line.notice_id, self.day.day
        self.context.read(
            lambda: ending_reasons(database, notice_id=key, on=day),
            label="核对时限和顺序",
            on_done=self._show_late,
            latest="notice-reasons",
            owner=self,
        )

    def _show_late(self, late: Sequence[ReasonNeeded]) -> None:
        heads = {one.case_id: one.head_name for one in self._notice.listed}
        named = "；".join(f"{heads[one.case_id]}户：{one.why}" for one in late[:_LATE_NAMED])
        more = f"等 {len(late)} 户。" if len(late) > _LATE_NAMED else ""
        self.late_note.setText(f"要写明原因：{named}{more}" if late else "")
        self.late_note.setVisible(bool(late))
        self.form.setRowVisible(self.late_reason, bool(late))

    def _show_households(self, result: str) -> None:
        has_some = result == _SOME
        self.form.setRowVisible(self.objections, has_some)
        self._households.setVisible(has_some)

    def _make_households(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(
            wrapped("异议成立的，这一户退回这一步，其他各户照常往下走。", "small"), 0, 0, 1, 3
        )
        for row, one in enumerate(self._notice.listed, 1):
            box, words = StillChoice(), QLineEdit()
            box.addItems([NONE, REJECTED, UPHELD])
            box.setAccessibleName(f"{one.head_name}的异议")
            words.setAccessibleName(f"{one.head_name}的异议内容")
            words.setPlaceholderText("异议内容和核查情况")
            words.setEnabled(False)
            box.currentIndexChanged.connect(words.setEnabled)  # 0 is 无异议
            self.heads[one.case_id] = (box, words)
            grid.addWidget(label(one.head_name), row, 0)
            grid.addWidget(box, row, 1)
            grid.addWidget(words, row, 2)
        grid.setColumnStretch(2, 1)
        return made

    def _lay_out(self) -> None:
        photo = QWidget()
        row = QHBoxLayout(photo)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Button("选照片…", self.choose_photo, icon="upload"))
        row.addWidget(self.photo, 1)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("结果日期 *", self.day),
            ("结果 *", self.ending),
            ("异议情况", self.objections),
            ("公示照片", photo),
            ("迟办、补记原因 *", self.late_reason),
        )
        for name, editor in rows:
            editor.setAccessibleName(name.removesuffix(" *"))
            self.form.addRow(label(name, "secondary"), editor)
        self.body.addWidget(self.late_note)
        self.body.addLayout(self.form)
        self.body.addWidget(self._households)
