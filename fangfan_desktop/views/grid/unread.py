"""What was typed and could not be read: it lives in the grids of the window alone."""

from typing import cast

from PySide6.QtWidgets import QWidget

from fangfan_desktop.views.grid.form_grid import FormGrid


def unread_cells(window: QWidget) -> int:
    """Number of cells, in all grids of the window, whose text was refused and not mended yet."""
    grids = cast("list[FormGrid]", window.findChildren(FormGrid))
    return sum(len(grid.model.refused_cells()) for grid in grids)
