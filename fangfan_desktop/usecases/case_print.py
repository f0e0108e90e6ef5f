"""手中有“本”: the helper's visit record of a case (帮扶责任人走访记录), as it will be printed."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from fangfan_desktop.documents.pdf_preview import open_preview
from fangfan_desktop.documents.visit_booklet import BookletPage, BookletVisit, write_booklet
from fangfan_desktop.domain.risks import format_risks
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.case_lines import CaseView
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.usecases.exports import ExportResult
from fangfan_desktop.usecases.previews import TablePreview
from fangfan_desktop.usecases.township import read_office


def preview_booklet(database: Database, *, case_id: int) -> TablePreview:
    """Print the booklet page of a case into memory.

    Raises:
        UserError: the case is gone, or the household was not taken in.
        OutsideError: there is no room for the temporary file.
    """
    view = read_case(database, case_id=case_id)
    if not view.is_included:
        raise UserError("还没有纳入监测，没有走访记录可以打印。")
    page = booklet_page(view, read_office(database).office_name)
    stack = ExitStack()
    with tempfile.TemporaryDirectory(prefix="fangfan-") as folder:
        path = Path(folder) / "booklet.pdf"
        printed = write_booklet([page], path)
        preview = stack.enter_context(open_preview(path))
    return TablePreview(preview, ExportResult(printed.rows, path), stack)


def booklet_page(view: CaseView, office: str) -> BookletPage:
    """What stands on the page of a case: who, the risks, helper, measures, visits."""
    helpers = [helper for helper in view.helpers if helper.name]
    return BookletPage(
        place=f"{office} {view.village}".strip(),
        group=view.group,
        head_name=view.head,
        population=view.people,
        category=view.category,
        identified_on=view.included_on,
        risks=tuple(
            format_risks((risk,)) if risk.detail or risk.remark else risk.name
            for risk in view.risks
        ),
        helper="；".join(
            " ".join(word for word in (helper.name, helper.unit, helper.post) if word)
            for helper in helpers
        ),
        helper_phone="；".join(helper.phone for helper in helpers if helper.phone),
        measures="；".join(
            f"{measure.kind}：{measure.content}" if measure.content else measure.kind
            for measure in view.measures
            if measure.stopped_on is None
        ),
        visits=tuple(
            BookletVisit(visit.visited_on, visit.visitor, visit.found, visit.needs, visit.actions)
            for visit in view.visits
        ),
    )
