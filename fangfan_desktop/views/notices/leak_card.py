"""What the look through a finished public file found: 隐私检查通过, or where a number stands."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.usecases.notice_sheets import FinishedNotice
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.label import IconLabel, label, set_level, wrapped

_MOST_SHOWN = 4


class LeakCard(QFrame):
    """A box under the choices; green only where the finished pages were looked through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        look = style.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.px("space_3")] * 4)
        column.setSpacing(look.px("space_1"))
        head = QHBoxLayout()
        self._good, self._bad = IconLabel("shield-check", "ok_text"), IconLabel("alert", "danger")
        self._title = label("", "heading")
        for widget in (self._good, self._bad, self._title):
            head.addWidget(widget)
        head.addStretch(1)
        column.addLayout(head)
        self._words = wrapped("", "small")
        column.addWidget(self._words)

    @property
    def words(self) -> str:
        """All that is said."""
        return f"{self._title.text()} {self._words.text()}"

    def show_finished(self, finished: FinishedNotice) -> None:
        """Tell of a finished notice."""
        is_clean = not finished.leaks and not finished.problem
        pages = finished.preview.pages.page_count
        if is_clean:
            words = f"已检查成稿 {pages} 页：无身份证号码、手机号、银行卡号；文档属性已清空"
        else:
            found = [f"{leak.where}有{leak.kind} {leak.shown}" for leak in finished.leaks]
            words = finished.problem or "；".join(found[:_MOST_SHOWN])
            words = f"{words}。请改模板、地点或户主姓名后再印。"
        self._title.setText("隐私检查通过" if is_clean else "隐私检查没有通过，不能公开")
        self._words.setText(words)
        self._good.setVisible(is_clean)
        self._bad.setVisible(not is_clean)
        set_level(self, Level.OK if is_clean else Level.DANGER)
        self.show()
