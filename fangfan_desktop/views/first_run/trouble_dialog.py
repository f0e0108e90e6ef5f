"""A database that does not open: the sentence, and what can be done about it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.usecases.backups import BackupFile
from fangfan_desktop.views import style
from fangfan_desktop.views.first_run.backup_words import backup_words
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped

_PATH = Qt.ItemDataRole.UserRole


class TroubleDialog(QDialog):
    """Try again, another file, a backup, or quit.

    Signals:
        again_wanted: the same file once more.
        file_wanted: another file is to be chosen.
        restore_wanted: path of the backup that is to be put back.
    """

    again_wanted = Signal()
    file_wanted = Signal()
    restore_wanted = Signal(object)

    def __init__(
        self, sentence: str, backups: Sequence[BackupFile], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("打不开数据库")
        look = style.current()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[look.px("space_4")] * 4)
        layout.setSpacing(look.px("space_3"))
        layout.addWidget(label("打不开数据库", "title"))
        self.sentence = wrapped(sentence)
        layout.addWidget(self.sentence)
        layout.addWidget(label("可以恢复的备份（新的在前）", "heading"))
        self.backups = QListWidget()
        self.backups.setAccessibleName("备份")
        self.backups.setProperty("role", "popup")
        for backup in backups:
            item = QListWidgetItem(backup_words(backup))
            item.setData(_PATH, str(backup.path))
            self.backups.addItem(item)
        self.backups.setCurrentRow(0 if backups else -1)
        self.backups.setVisible(bool(backups))
        layout.addWidget(self.backups, 1)
        note = "恢复前，现在的文件会原样另存一份。" if backups else "还没有自动备份。"
        layout.addWidget(wrapped(note, "secondary"))
        row = QHBoxLayout()
        row.addWidget(Button("打开别的数据库…", self.file_wanted.emit))
        row.addStretch()
        row.addWidget(Button("退出", self.reject))
        self.restore = Button("恢复选中的备份", self._restore)
        self.restore.setVisible(bool(backups))
        row.addWidget(self.restore)
        self.again = Button("再试一次", self.again_wanted.emit, role="main")
        row.addWidget(self.again)
        layout.addLayout(row)
        self.setMinimumWidth(look.px("dialog") * 4 // 3)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong now."""
        self.sentence.setText(sentence)

    def _restore(self) -> None:
        for item in self.backups.selectedItems()[:1]:
            self.restore_wanted.emit(Path(str(item.data(_PATH))))
