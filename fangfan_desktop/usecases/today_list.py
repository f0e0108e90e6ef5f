"""The day's tasks on paper (今日清单): what hangs on the wall or goes along to the village."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from fangfan_desktop.documents.pdf_preview import open_preview
from fangfan_desktop.documents.pdf_writer import write_pdf
from fangfan_desktop.documents.sheet import Align, Column, Sheet, flat_header
from fangfan_desktop.domain.dates import format_date
from fangfan_desktop.forms.form import Kind, Page
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.exports import ExportResult
from fangfan_desktop.usecases.previews import TablePreview
from fangfan_desktop.usecases.township import read_office
from fangfan_desktop.usecases.workbench import Workbench, read_workbench

_HEADINGS = ("序号", "时限", "还有几天", "要办的事", "情况", "办理结果")
_COLUMNS = (
    Column(Kind.NUMBER, print_width=9.0),
    Column(Kind.TEXT, print_width=27.0),
    Column(Kind.TEXT, print_width=18.0),
    Column(Kind.TEXT, print_width=56.0, align=Align.LEFT),
    Column(Kind.TEXT, print_width=56.0, align=Align.LEFT),
    Column(Kind.TEXT, print_width=24.0),
)


def today_sheet(bench: Workbench, township: str) -> Sheet:
    """The tasks of the day as a table; the last column is left for the pen."""
    return Sheet(
        name="今日清单",
        title=f"{township}今日清单",
        columns=_COLUMNS,
        header=flat_header(_HEADINGS),
        rows=[
            (number, format_date(task.due_on), task.tag, task.title, task.detail, None)
            for number, task in enumerate(bench.tasks, start=1)
        ],
        subtitle_left=bench.campaign,
        subtitle_right=format_date(bench.today),
        page=Page(is_landscape=False),
    )


def preview_today(database: Database, *, campaign_id: int | None) -> TablePreview:
    """Print the day's tasks into memory.

    Raises:
        UserError: the campaign is gone.
        OutsideError: there is no room for the temporary file.
    """
    bench = read_workbench(database, campaign_id=campaign_id)
    sheet = today_sheet(bench, read_office(database).township_name)
    stack = ExitStack()
    with tempfile.TemporaryDirectory(prefix="fangfan-") as folder:
        path = Path(folder) / "today.pdf"
        write_pdf(sheet, path)
        preview = stack.enter_context(open_preview(path))
    return TablePreview(preview, ExportResult(len(bench.tasks), path), stack)
