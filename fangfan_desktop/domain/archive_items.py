"""The papers of a village's archive (村级档案), as data: what a checklist asks for.

柳州市's plan (2021) names the checklist without its items; these come from the plans' own words.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from fangfan_desktop.errors import UserError
from fangfan_desktop.paths import resource_dir


@dataclass(frozen=True, slots=True)
class ArchiveItem:
    """A paper; `known` names the count that the program has of it, "" where it has none."""

    key: str
    section: str
    name: str
    known: str = ""


@cache
def village_items() -> tuple[ArchiveItem, ...]:
    """The papers in the order of the checklist; read once."""
    path = resource_dir() / "archive" / "village.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(ArchiveItem(**item) for item in told["items"])


def village_item(key: str) -> ArchiveItem:
    """The paper of that key.

    Raises:
        UserError: the checklist has no such paper.
    """
    for item in village_items():
        if item.key == key:
            return item
    raise UserError("村级档案清单里没有这种材料，请刷新后再试。")
