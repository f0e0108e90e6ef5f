"""A table as it will be printed, to look at and to send to a printer."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from fangfan_desktop.documents.pdf_preview import Preview, open_preview, preview_bytes
from fangfan_desktop.documents.wall_pdf import WallSize
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.exports import ExportResult, export_table

Progress = Callable[[int, int, str], None]


class TablePreview:
    """A printed table in memory; no file of it is left on the disk. Close it when done."""

    def __init__(self, preview: Preview, result: ExportResult, stack: ExitStack) -> None:
        self.pages = preview
        self.rows = result.rows
        self.notes = result.notes
        self._stack = stack

    def close(self) -> None:
        """Let the pages go."""
        self._stack.close()


def preview_table(  # noqa: PLR0913 - what a page says of an export
    database: Database,
    *,
    table: str,
    campaign_id: int | None = None,
    village_id: int | None = None,
    is_blank: bool = False,
    wall_size: WallSize = WallSize.A3,
    progress: Progress | None = None,
) -> TablePreview:
    """Print a table of the catalogue into memory; `wall_size` is that of a table for walls.

    Raises:
        UserError: unknown table, campaign or village.
        OutsideError: there is no room for the temporary file.
    """
    stack = ExitStack()
    with tempfile.TemporaryDirectory(prefix="fangfan-") as folder:
        path = Path(folder) / "preview.pdf"
        result = export_table(
            database,
            table=table,
            path=path,
            campaign_id=campaign_id,
            village_id=village_id,
            is_blank=is_blank,
            wall_size=wall_size,
            progress=progress,
        )
        preview = stack.enter_context(open_preview(path))
    return TablePreview(preview, result, stack)


def preview_content(content: bytes, *, name: str, rows: int) -> TablePreview:
    """The pages of a PDF that is at hand already; `rows` is what its list holds.

    Raises:
        UserError: it is no PDF.
    """
    stack = ExitStack()
    pages = preview_bytes(content, name)
    stack.callback(pages.close)
    return TablePreview(pages, ExportResult(rows, Path(name)), stack)
