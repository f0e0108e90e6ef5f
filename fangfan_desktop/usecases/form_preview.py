"""A form as it will be printed empty, saved or not yet: to look at while it is edited."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from fangfan_desktop.documents.form_sheet import Around, sheet_from_form
from fangfan_desktop.documents.pdf_preview import open_preview
from fangfan_desktop.documents.pdf_writer import write_pdf
from fangfan_desktop.forms.form import Form
from fangfan_desktop.forms.notes import paper_form
from fangfan_desktop.forms.sample_rows import sample_words
from fangfan_desktop.usecases.exports import ExportResult
from fangfan_desktop.usecases.previews import TablePreview

_EMPTY_ROWS = 12


def preview_form(form: Form) -> TablePreview:
    """Print an empty form into memory; placeholders show what they may stand for.

    Raises:
        OutsideError: there is no room for the temporary file.
    """
    stack = ExitStack()
    paper = paper_form(sample_words(form))
    is_table = form.layout == "table"
    around = Around(spare_rows=_EMPTY_ROWS if is_table else 0)
    rows = () if is_table else ((None,) * len(paper.fields),)
    with tempfile.TemporaryDirectory(prefix="fangfan-") as folder:
        path = Path(folder) / "preview.pdf"
        write_pdf(sheet_from_form(paper, rows, around), path)
        preview = stack.enter_context(open_preview(path))
    return TablePreview(preview, ExportResult(0, path), stack)
