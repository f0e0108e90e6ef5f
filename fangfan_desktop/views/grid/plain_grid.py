"""A list to look at in a dialog, in the grid that all lists share: it filters, sorts and copies."""

from collections.abc import Iterable, Sequence

from fangfan_desktop.forms.form import Field, Form, Kind, Subject, Value
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.views.grid.column import GridColumn
from fangfan_desktop.views.grid.form_grid import FormGrid


def plain_grid(name: str, columns: Sequence[tuple[str, int]], unit: str) -> FormGrid:
    """An empty grid of texts; `columns` are headings with their widths at 100 %."""
    fields = (
        Field("seq", ("序号",), Kind.NUMBER, width=48),
        *(
            Field(f"column_{place}", (heading,), Kind.TEXT, width=width)
            for place, (heading, width) in enumerate(columns)
        ),
    )
    form = Form(
        key="list",
        name=name,
        year=0,
        subject=Subject.HOUSEHOLD,
        title=name,
        subtitle="",
        fields=fields,
        frozen_columns=0,
    )
    grid = FormGrid(
        [GridColumn(field, is_editable=False) for field in form.fields],
        header_cells(form),
        name=name,
    )
    grid.set_unit(unit)
    grid.heading.hide()  # it says how to type
    return grid


def show_lines(grid: FormGrid, lines: Iterable[Sequence[Value]]) -> None:
    """Show these lines, the texts of each column."""
    rows = [(None, *line) for line in lines]
    grid.model.set_rows(range(len(rows)), rows)
