"""村级档案: which papers of a village are there; ticked and filled in row by row."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.archive import (
    ArchiveLine,
    PaperFacts,
    read_village_archive,
    set_archive_paper,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.texts import Asked, AskTexts
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.lines_table import Line, LinesTable
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped

_WIDTH, _HEIGHT = 1080, 640  # pixels at 100 %
_HINT = "核对过纸质材料再打勾；程序只提示系统内有几份，不替您打勾。每改一处马上保存，可以撤销。"
_PRESENT = (("没有核对", None), ("齐全", True), ("缺", False))
_WORDS = {None: "", True: "齐全", False: "缺"}


class PaperTable(LinesTable):
    """The papers; space and Enter do what the buttons do."""

    def __init__(self, dialog: "VillageArchive") -> None:
        super().__init__(
            (
                "类别",
                "序号",
                "材料名称",
                "是否齐全",
                "份数",
                "存放位置",
                "责任人",
                "备注",
                "系统内已有",
            ),
            name="村级档案清单",
            number_columns=frozenset({1, 4}),
            tight_columns=frozenset({0, 2, 3, 8}),
        )
        self._dialog = dialog

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._dialog.toggle()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self._dialog.ask_facts()
        else:
            super().keyPressEvent(event)


class VillageArchive(QDialog):
    """The dialog; stays open while rows are filled in."""

    def __init__(
        self,
        context: PageContext,
        villages: Mapping[str, int],
        village_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._lines: tuple[ArchiveLine, ...] = ()
        self.setWindowTitle("村级档案")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = style.current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.px("space_4")] * 4)
        outer.setSpacing(look.px("space_3"))
        self.villages = QComboBox()
        self.villages.setAccessibleName("村（社区）")
        for name, key in villages.items():
            self.villages.addItem(name, key)
        self.villages.setCurrentIndex(max(0, self.villages.findData(village_id)))
        self.count = label("", "secondary")
        head = QHBoxLayout()
        head.addWidget(label("村级档案", "title"))
        head.addWidget(self.villages)
        head.addWidget(self.count)
        head.addStretch()
        outer.addLayout(head)
        outer.addWidget(wrapped(_HINT, "secondary"))
        self.papers = PaperTable(self)
        self.papers.doubleClicked.connect(self.ask_facts)
        outer.addWidget(self.papers, 1)
        row = QHBoxLayout()
        row.addWidget(Button("齐全", lambda: self.set_present(is_present=True), icon="check"))
        row.addWidget(Button("缺", lambda: self.set_present(is_present=False), icon="x"))
        row.addWidget(Button("填写…", self.ask_facts, icon="edit"))
        row.addStretch()
        row.addWidget(Button("关闭", self.accept))
        outer.addLayout(row)
        room = self.screen().availableSize()
        self.resize(
            min(look.scaled(_WIDTH), room.width() * 9 // 10),
            min(look.scaled(_HEIGHT), room.height() * 9 // 10),
        )
        self.villages.currentIndexChanged.connect(self.reload)
        self.papers.setFocus()
        self.reload()

    @property
    def village_id(self) -> int | None:
        """The village in hand."""
        key = self.villages.currentData()
        return None if key is None else int(key)

    @property
    def line(self) -> ArchiveLine | None:
        """The paper in hand."""
        key = self.papers.current_key
        return next((line for line in self._lines if line.item_key == key), None)

    def reload(self, _changes: object = None) -> None:
        """Ask for the papers of the village in hand."""
        village_id = self.village_id
        if village_id is not None:
            self.context.read(
                partial(read_village_archive, self.context.database, village_id=village_id),
                label="读取村级档案",
                on_done=self._show,
                latest="village archive",
                owner=self,
            )

    def toggle(self) -> None:
        """Not looked at → 齐全 → 缺 → 齐全."""
        line = self.line
        if line is not None:
            self.set_present(is_present=line.facts.is_present is not True)

    def set_present(self, *, is_present: bool) -> None:
        """Say whether the paper in hand is all there."""
        line = self.line
        if line is not None:
            self._write(line, replace(line.facts, is_present=is_present))

    def ask_facts(self) -> AskTexts | None:
        """Ask for everything that is noted of the paper in hand."""
        line, village_id = self.line, self.village_id
        if line is None or village_id is None:
            return None
        facts, database = line.facts, self.context.database
        asked = [
            Asked("是否齐全", facts.is_present, _PRESENT),
            Asked("份数", "" if facts.copies is None else facts.copies),
            Asked("存放位置", facts.kept_at, hint="如：村委会档案柜第2层"),
            Asked("责任人", facts.owner),
            Asked("备注", facts.remarks),
        ]

        def save(given: list[Any]) -> Any:
            is_present, copies, *words = given
            noted = PaperFacts(is_present, _copies(copies), *words)
            return set_archive_paper(
                database, village_id=village_id, item_key=line.item_key, facts=noted
            )

        dialog = AskTexts(self.context, line.name, asked, save, self)
        dialog.succeeded.connect(self.reload)
        dialog.open()
        return dialog

    def _write(self, line: ArchiveLine, facts: PaperFacts) -> None:
        call = partial(
            set_archive_paper,
            self.context.database,
            village_id=self.village_id,
            item_key=line.item_key,
            facts=facts,
        )
        self.context.write(call, label="登记档案材料", on_done=self.reload, owner=self)

    def _show(self, lines: tuple[ArchiveLine, ...]) -> None:
        self._lines = lines
        present = sum(line.facts.is_present is True for line in lines)
        missing = sum(line.facts.is_present is False for line in lines)
        self.count.setText(f"共{len(lines)}类，齐全{present}，缺{missing}")
        self.papers.show_lines([_row(line) for line in lines])


def _row(line: ArchiveLine) -> Line:
    facts = line.facts
    return Line(
        line.item_key,
        (
            line.section,
            str(line.number),
            line.name,
            _WORDS[facts.is_present],
            "" if facts.copies is None else str(facts.copies),
            facts.kept_at,
            facts.owner,
            facts.remarks,
            line.known,
        ),
    )


def _copies(text: str) -> int | None:
    """The number typed.

    Raises:
        UserError: it is none.
    """
    plain = text.strip()
    if not plain:
        return None
    if not plain.isdecimal():
        raise UserError("份数请填整数。")
    return int(plain)
