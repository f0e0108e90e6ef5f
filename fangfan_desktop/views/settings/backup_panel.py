"""备份: the copies there are, making one now, putting one back, checking the database."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop import paths
from fangfan_desktop.usecases.backups import (
    Backup,
    BackupFile,
    Restored,
    back_up_automatically,
    back_up_to,
    describe_counts,
    known_backups,
    restore_open_database,
    verify_backup,
    verify_database,
)
from fangfan_desktop.views.first_run.backup_words import backup_words
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag, label, wrapped

_PATH = Qt.ItemDataRole.UserRole
_FILE_FILTER = "数据库 (*.db)"
_KEEPING = (
    "每次关闭程序都会自动备份，并打开核对一遍。最近 7 天每天一份、4 周每周一份、12 个月每月一份。"
    "建议每周再备份一份到U盘，和电脑分开放。"
)
_ENCRYPTED = (
    "数据库和备份都用密码加密。忘了密码谁也打不开，请把密码写在纸上锁好。"
    "这一版还不能修改或取消密码。"
)
_OPEN = (
    "数据库和备份没有加密：能拿到文件的人，就能看到全部农户的信息。"
    "密码在新建数据库时设；这一版还不能给已有的数据库加密码。"
)


class BackupPanel(SettingsPanel):
    """The tab; nothing of it is a step of history."""

    tables = ()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.backups = QListWidget()
        self.backups.setAccessibleName("备份")
        self.now = Button("立即备份", self._back_up_now, icon="download")
        self.elsewhere = Button("备份到U盘或别处…", self._ask_target, icon="upload")
        self.check = Button("检查数据库", self._check, icon="shield-check")
        self.restore = Button("恢复这个备份…", self._ask_restore, icon="undo")
        self.check_one = Button("检查这个备份", self._check_one, icon="search-check")
        self.from_file = Button("从别处的备份恢复…", self._ask_file, icon="folder")
        self.folder = Button("打开备份文件夹", _open_folder, role="link")
        self.backups.currentRowChanged.connect(self._choose)
        self._lay_out()
        self._choose(-1)

    def reload(self) -> None:
        """Ask for what is shown."""
        self.context.read(
            known_backups,
            label="读取备份",
            on_done=self._show,
            latest="backups",
            owner=self,
        )

    # Making and checking

    def back_up(self, path: Path) -> None:
        """Copy the database to a file and prove the copy."""
        database = self.context.database
        self._start(lambda: back_up_to(database, path=path), "备份", self._backed_up)

    def _back_up_now(self) -> None:
        database = self.context.database
        self._start(lambda: back_up_automatically(database, reason="手动"), "备份", self._backed_up)

    def _backed_up(self, made: Backup) -> None:
        self.context.changed(made.changes)  # nothing of the data, but the window's line about it
        words = f"已备份到“{made.path}”，并核对过：{describe_counts(made.counts)}。"
        self.context.show_message(words, Level.OK)
        self.reload()

    def _check(self) -> None:
        database = self.context.database
        self._start(lambda: verify_database(database), "检查数据库", self._checked)

    def _check_one(self) -> None:
        path, password = self.chosen, self.context.database.password
        if path is not None:
            self._start(lambda: verify_backup(path, password=password), "检查备份", self._checked)

    def _checked(self, counts: dict[str, int]) -> None:
        self.context.show_message(f"检查完毕，没有损坏：{describe_counts(counts)}。", Level.OK)

    # Putting back

    def restore_from(self, path: Path) -> None:
        """Put a backup into the open database; what is there now is kept as one more backup."""
        database = self.context.database
        self._start(
            lambda: restore_open_database(database, backup=path), "恢复备份", self._restored
        )

    def _restored(self, restored: Restored) -> None:
        self.context.changed(None)
        self.context.show_message(
            f"已恢复：{describe_counts(restored.counts)}。恢复前的数据另存为一个备份。", Level.OK
        )
        self.reload()

    def _ask_restore(self) -> None:
        path = self.chosen
        if path is not None:
            self._confirm_restore(path)

    def _confirm_restore(self, path: Path) -> None:
        # the whole township is exchanged, and 撤销 does not bring it back: this is asked
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("恢复备份")
        box.setText(f"用“{path.name}”代替现在的全部数据？")
        box.setInformativeText("现在的数据会先另存为一个备份，需要时可以再恢复回来。")
        go_on = box.addButton("恢复", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        go_on.clicked.connect(lambda: self.restore_from(path))
        box.open()

    # Asking

    def _ask_target(self) -> None:
        stem = self.context.database.path.stem
        name, _kind = QFileDialog.getSaveFileName(
            self, "备份到", str(paths.export_dir() / f"{stem}-备份.db"), _FILE_FILTER
        )
        if name:
            self.back_up(Path(name))

    def _ask_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, "选择备份", str(paths.export_dir()), _FILE_FILTER
        )
        if name:
            self._confirm_restore(Path(name))

    def _start(self, call: Callable[[], Any], name: str, done: Callable[[Any], None]) -> None:
        self.context.operations.start(
            lambda _progress: call(), label=name, is_long=True, on_done=done, owner=self
        )

    @property
    def chosen(self) -> Path | None:
        """The backup in hand, or None."""
        items = self.backups.selectedItems()
        return Path(str(items[0].data(_PATH))) if items else None

    def _choose(self, row: int) -> None:
        for button in (self.restore, self.check_one):
            button.setEnabled(row >= 0)

    def _show(self, backups: Sequence[BackupFile]) -> None:
        self.backups.clear()
        for backup in backups:
            item = QListWidgetItem(backup_words(backup))
            item.setData(_PATH, str(backup.path))
            item.setToolTip(str(backup.path))
            self.backups.addItem(item)
        if not backups:
            note = QListWidgetItem("还没有备份。点“立即备份”做第一份。")
            note.setFlags(Qt.ItemFlag.NoItemFlags)
            self.backups.addItem(note)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        self.fit_margins(column)
        make = Card("备份和检查")
        make.body.addWidget(wrapped(_KEEPING, "secondary"))
        make.body.addLayout(_row(self.now, self.elsewhere, self.check))
        back = Card("已有的备份")
        back.head.addWidget(self.folder)
        back.body.addWidget(self.backups, 1)
        back.body.addLayout(_row(self.restore, self.check_one, self.from_file))
        back.body.addWidget(label("恢复前，现在的数据会先另存为一个备份。", "small"))
        column.addWidget(self._protection())
        column.addWidget(make)
        column.addWidget(back, 1)

    def _protection(self) -> Card:
        """Whether the file has a password, said as it is."""
        is_encrypted = self.context.database.is_encrypted
        card = Card("密码和加密")
        card.title.setAccessibleName("密码和加密")
        card.head.insertWidget(
            1,
            Tag("已加密", Level.OK) if is_encrypted else Tag("未加密", Level.WARN),
        )
        card.body.addWidget(wrapped(_ENCRYPTED if is_encrypted else _OPEN, "secondary"))
        return card


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row


def _open_folder() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.backup_dir())))
