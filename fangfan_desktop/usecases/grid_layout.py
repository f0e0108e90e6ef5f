"""How this computer shows each form's grid: widths, order, hidden and folded columns, rows.

Kept beside the database and not in it: a wider column is no change of the office's data, must not
stand in the way of 撤销, and fits this screen and no other.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as made
from pathlib import Path
from typing import Any, cast

from fangfan_desktop import paths
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.township import office_settings
from fangfan_desktop.whole_file import write_whole

_FILE = "grids.json"


@dataclass(frozen=True, slots=True)
class GridLayout:
    """Columns by key; what names a column that the form no longer has is passed over."""

    widths: Mapping[str, int] = made(default_factory=dict[str, int])  # pixels at 100 %
    folded: tuple[tuple[int, str], ...] = ()  # level of the header, key of the first column
    row_size: str = ""  # "" where it was never chosen
    order: tuple[str, ...] = ()  # from the left; () for the form's own
    hidden: tuple[str, ...] = ()
    frozen: int | None = None  # columns that stay at the left; None for the form's own number


@dataclass(frozen=True, slots=True)
class GridHabits:
    """What a grid is shown with."""

    layout: GridLayout
    enter_moves_down: bool


def read_grid_habits(database: Database, *, form_key: str) -> GridHabits:
    """The form's layout on this computer, and what the office has chosen for all grids."""
    is_down = bool(office_settings(database)["enter_moves_down"])
    return GridHabits(_layout(_kept().get(form_key)), is_down)


def keep_grid_layout(*, form_key: str, layout: GridLayout) -> None:
    """Keep the layout of a form for the next start.

    Raises:
        OutsideError: the disk is full or cannot be written to.
    """
    kept = _kept() | {form_key: asdict(layout)}
    with write_whole(_path()) as temporary:
        temporary.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _kept() -> dict[str, Any]:
    try:
        found = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # lost or spoilt: nothing of the office's is in it, so grids simply look as at first
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _layout(kept: Any) -> GridLayout:
    try:
        return GridLayout(
            {str(key): int(width) for key, width in kept["widths"].items()},
            tuple((int(level), str(key)) for level, key in kept["folded"]),
            str(kept["row_size"]),
            # files of earlier versions have none of these
            tuple(str(key) for key in kept.get("order", ())),
            tuple(str(key) for key in kept.get("hidden", ())),
            None if kept.get("frozen") is None else int(kept["frozen"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return GridLayout()


def _path() -> Path:
    return paths.data_dir() / _FILE
