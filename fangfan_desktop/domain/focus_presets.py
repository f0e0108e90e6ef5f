"""The two preset sets of groups (人群分组) for the ledger of the eight groups (八类人员台账).

信丰县's notice (2023) names a ledger of eight groups and not the groups; both sets are shipped as
data, and the office changes them as it likes.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from fangfan_desktop.errors import UserError
from fangfan_desktop.paths import resource_dir

USUAL_PRESET = "A"


@dataclass(frozen=True, slots=True)
class PresetGroup:
    """A group; `selection` names who belongs to it of itself, "" where the clerk puts them in."""

    name: str
    selection: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of groups; `name` is what the clerk chooses by, `source` where it comes from."""

    key: str
    name: str
    source: str
    groups: tuple[PresetGroup, ...]


@cache
def focus_presets() -> Mapping[str, Preset]:
    """Both presets by key; read once."""
    path = resource_dir() / "groups" / "presets.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    presets = (
        Preset(
            one["key"],
            one["name"],
            one["source"],
            tuple(PresetGroup(**group) for group in one["groups"]),
        )
        for one in told["presets"]
    )
    return {preset.key: preset for preset in presets}


def find_preset(key: str) -> Preset:
    """The preset of that key.

    Raises:
        UserError: there is none.
    """
    found = focus_presets().get(key)
    if found is None:
        known = "、".join(f"{preset.key}（{preset.name}）" for preset in focus_presets().values())
        raise UserError(f"没有“{key}”这套预置分组，可以用：{known}。")
    return found
