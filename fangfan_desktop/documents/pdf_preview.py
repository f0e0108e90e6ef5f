"""Pages of a PDF as pictures: what is previewed is what is printed. No Qt here."""

import threading
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

import pypdfium2

from fangfan_desktop.errors import OutsideError, UserError

_POINTS_PER_INCH = 72
_BYTES_A_PIXEL = 3
_MOST_PIXELS = 100_000_000  # A3 at 600 dpi is 70 million
# PDFium has one state for all documents of a process: whoever calls it is alone in it.
# Python may free a forgotten preview amid another's call, so the same thread is let in again.
_alone = threading.RLock()


def alone_in_pdfium() -> AbstractContextManager[object]:
    """Held while PDFium is called: it has one state for all documents of a process."""
    return _alone


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as rows of red, green, blue bytes."""

    width: int
    height: int
    stride: int  # bytes from one row to the next
    pixels: bytes


class _Bitmap(Protocol):
    # What we use of pypdfium2, with types.
    width: int
    height: int
    stride: int
    n_channels: int

    @property
    def buffer(self) -> bytes: ...

    def close(self) -> None: ...


class _Page(Protocol):
    def get_size(self) -> tuple[float, float]: ...

    def render(self, *, scale: float, rev_byteorder: bool) -> _Bitmap: ...

    def close(self) -> None: ...


class _Document(Protocol):
    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> _Page: ...

    def close(self) -> None: ...


class Preview:
    """An open PDF. Any thread may use it: one call at a time is let in."""

    def __init__(self, document: _Document) -> None:
        self._document = document
        self._is_open = True

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go; done by itself where the preview is forgotten."""
        with _alone:
            if self._is_open:
                self._is_open = False
                self._document.close()

    @property
    def page_count(self) -> int:
        """Number of pages."""
        with _alone:
            return len(self._document)

    def page_size(self, page: int) -> tuple[float, float]:
        """Width and height of a page in points; pages are counted from 0."""
        with self._opened(page) as opened:
            return opened.get_size()

    def render(self, page: int, dots_per_inch: float) -> Picture:
        """A page as a picture on white; pages are counted from 0.

        Raises:
            ValueError: the picture would have more than 100 million pixels.
        """
        scale = dots_per_inch / _POINTS_PER_INCH
        with self._opened(page) as opened:
            width, height = opened.get_size()
            if width * scale * height * scale > _MOST_PIXELS:
                raise ValueError("picture too large")
            bitmap = opened.render(scale=scale, rev_byteorder=True)
            try:
                if bitmap.n_channels != _BYTES_A_PIXEL:
                    raise ValueError("picture without red, green and blue")
                return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            finally:
                bitmap.close()  # here, while nobody else is in PDFium

    @contextmanager
    def _opened(self, page: int) -> Generator[_Page]:
        with _alone:
            opened = self._document[page]
            try:
                yield opened
            finally:
                opened.close()


@contextmanager
def open_preview(path: Path) -> Generator[Preview]:
    """Open a PDF to look at its pages; it is closed at the end.

    Raises:
        UserError: it is no PDF.
        OutsideError: it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OutsideError(f"打不开“{path.name}”：{error.strerror or error}。") from error
    preview = preview_bytes(data, path.name)
    try:
        yield preview
    finally:
        preview.close()


def preview_bytes(content: bytes, name: str) -> Preview:
    """The pages of a PDF in memory; close it when done.

    Raises:
        UserError: it is no PDF; the sentence has its name.
    """
    try:
        with _alone:
            return Preview(cast("_Document", pypdfium2.PdfDocument(content)))
    except pypdfium2.PdfiumError as error:
        raise UserError(f"“{name}”不是能显示的 PDF 文件。") from error
