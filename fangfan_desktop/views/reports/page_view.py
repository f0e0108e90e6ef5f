"""The pages of a printed table, one at a time, as wide as the room allows."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.documents.pdf_preview import Picture
from fangfan_desktop.usecases.previews import TablePreview
from fangfan_desktop.views import style
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.widgets.button import IconButton
from fangfan_desktop.views.widgets.label import label

_POINTS_PER_INCH = 72
_SETTLE_MS = 120  # after a change of size the page is drawn anew once
_WHOLE = "整页"  # as much of the page as the room allows, nothing of it out of sight
_ENLARGEMENTS = (("整页宽", 1.0), ("1.5 倍", 1.5), ("2 倍", 2.0), ("3 倍", 3.0), (_WHOLE, 0.0))


class PageView(QWidget):
    """Shows a `TablePreview`; pages are drawn on the background thread."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._preview: TablePreview | None = None
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._size = QComboBox()
        self._size.setAccessibleName("放大")
        for name, factor in _ENLARGEMENTS:
            self._size.addItem(name, factor)
        self._size.currentIndexChanged.connect(self._draw)
        self._picture.setAccessibleName("预览页面")
        self._area = QScrollArea()
        self._area.setWidget(self._picture)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._number = QSpinBox()
        self._number.setAccessibleName("页码")
        self._number.valueChanged.connect(self._draw)
        self._count = label("", "secondary")
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._draw)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._let_go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._make_bar())
        layout.addWidget(self._area, 1)

    def show_preview(self, preview: TablePreview) -> None:
        """Show another printed table from its first page; the one before is let go."""
        self.clear()
        self._preview = preview
        pages = preview.pages.page_count
        self._number.setRange(1, pages)
        self._number.setValue(1)
        self._count.setText(f"页，共 {pages} 页")
        self._draw()

    def show_whole_pages(self) -> None:
        """Show whole pages until the clerk enlarges them."""
        self._size.setCurrentText(_WHOLE)

    def clear(self) -> None:
        """Show nothing."""
        if self._preview is not None:
            preview, self._preview = self._preview, None
            # pages may just be drawn on that thread: let go behind them, on the same thread
            self._operations.start(preview.close, label="关闭预览", worker="background")
        self._picture.clear()

    def _let_go(self) -> None:
        """At the end of the program, when no thread is left that could draw a page."""
        if self._preview is not None:
            self._preview.close()
            self._preview = None

    @property
    def preview(self) -> TablePreview | None:
        """What is shown."""
        return self._preview

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def _make_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        look = style.current()
        side, above = look.px("space_2"), look.px("space_1")
        bar.setContentsMargins(side, above, side, above)
        bar.addStretch()
        bar.addWidget(IconButton("chevron-left", "上一页", self._number.stepDown))
        bar.addWidget(label("第", "secondary"))
        bar.addWidget(self._number)
        bar.addWidget(self._count)
        bar.addWidget(IconButton("chevron-right", "下一页", self._number.stepUp))
        bar.addStretch()
        bar.addWidget(self._size)
        return bar

    def _draw(self) -> None:
        preview = self._preview
        if preview is None:
            return
        page = self._number.value() - 1
        ratio = self.devicePixelRatioF()
        room = (self._area.viewport().width() - style.current().px("space_4")) * ratio
        high = self._area.viewport().height() * ratio
        factor = float(self._size.currentData())

        def render() -> Picture:
            width, height = preview.pages.page_size(page)
            scale = room * factor / width if factor else min(room / width, high / height)
            return preview.pages.render(page, scale * _POINTS_PER_INCH)

        self._operations.start(
            render,
            label="显示页面",
            on_done=lambda picture: self._show(picture, ratio),
            latest="preview page",
            owner=self,
            worker="background",
        )

    def _show(self, picture: Picture, ratio: float) -> None:
        image = image_of(picture)
        image.setDevicePixelRatio(ratio)
        self._picture.setPixmap(QPixmap.fromImage(image))
        size = QSize(round(picture.width / ratio), round(picture.height / ratio))
        self._picture.setMinimumSize(size)


def image_of(picture: Picture) -> QImage:
    """The picture of a page as Qt's image; keeps its own bytes."""
    image = QImage(
        picture.pixels,
        picture.width,
        picture.height,
        picture.stride,
        QImage.Format.Format_RGB888,
    )
    return image.copy()
