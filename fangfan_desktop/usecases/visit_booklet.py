"""帮扶责任人走访记录 (手中有“本”): a page a household, with the visits that were recorded."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from fangfan_desktop.documents.pdf_preview import open_preview
from fangfan_desktop.documents.visit_booklet import (
    BookletPage,
    BookletSize,
    BookletVisit,
    write_booklet,
)
from fangfan_desktop.domain.measure_rules import MeasureState
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.case_lines import CaseView, HelperView
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.usecases.exports import ExportResult
from fangfan_desktop.usecases.previews import TablePreview
from fangfan_desktop.usecases.township import read_office


def preview_booklet(
    database: Database, *, case_ids: Sequence[int], size: BookletSize = BookletSize.A4
) -> TablePreview:
    """Print the pages of these cases into memory.

    Raises:
        UserError: a case is gone, or none is named.
        OutsideError: there is no room for the temporary file.
    """
    stack = ExitStack()
    with tempfile.TemporaryDirectory(prefix="fangfan-") as folder:
        result = save_booklet(
            database, case_ids=case_ids, path=Path(folder) / "booklet.pdf", size=size
        )
        preview = stack.enter_context(open_preview(result.file))
    return TablePreview(preview, result, stack)


def save_booklet(
    database: Database,
    *,
    case_ids: Sequence[int],
    path: Path,
    size: BookletSize = BookletSize.A4,
) -> ExportResult:
    """Write the pages of these cases as one .pdf; the rows counted are visits.

    Raises:
        UserError: a case is gone, or none is named.
        OutsideError: the file cannot be written.
    """
    office = read_office(database)
    where = f"{office.county_name}{office.township_name}"
    pages = [booklet_page(read_case(database, case_id=case_id), where) for case_id in case_ids]
    printed = write_booklet(pages, path, size)
    return ExportResult(printed.rows, path)


def booklet_page(view: CaseView, where: str) -> BookletPage:
    """The page of a case; what is not known stays empty, to be written by hand.

    Args:
        view: the case.
        where: county and township, as on other papers.
    """
    helpers = [helper for helper in view.helpers if helper.name]
    return BookletPage(
        place=f"{where}{view.village}",
        group=view.group,
        head_name=view.head,
        population=view.people or None,
        category=view.category,
        identified_on=view.included_on,
        risks=tuple(risk.name for risk in view.risks),
        helper="；".join(_helper(helper) for helper in helpers),
        helper_phone="；".join(helper.phone for helper in helpers if helper.phone),
        measures="；".join(
            f"{measure.kind}{f'：{measure.content}' if measure.content else ''}"
            for measure in view.measures
            if measure.state != MeasureState.STOPPED.value
        ),
        visits=tuple(
            BookletVisit(each.visited_on, each.visitor, each.found, each.needs, each.actions)
            for each in view.visits
        ),
    )


def _helper(helper: HelperView) -> str:
    known = "".join(word for word in (helper.unit, helper.post) if word)
    return f"{helper.name}（{known}）" if known else helper.name
