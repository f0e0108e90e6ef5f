"""Texts in 附件1 that could not be read: counted, and their rows found by the filter."""

from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.survey.row_store import RowFilter, RowStore


def refused_words(grid: FormGrid | None, store: RowStore | None) -> list[str]:
    """没读懂、没写入 6 格, of the rows in hand; nothing where all was read."""
    if grid is None or store is None:
        return []
    cells = sum(store.find(row) is not None for row, _key in grid.model.refused_cells())
    return [f"没读懂、没写入 {cells:,} 格"] if cells else []


def show_filtered(grid: FormGrid, store: RowStore, choice: RowFilter) -> None:
    """Show the rows that the filter lets through; a text that was not read is a mark as well."""
    refused = {row for row, _key in grid.model.refused_cells()}
    grid.model.set_visible(store.chosen(choice, refused))
