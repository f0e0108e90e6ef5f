"""What this computer remembers of the window: size of letters, campaign in hand.

Kept beside the database and not in it: choosing a campaign or larger letters is no change of the
office's data and must not stand in the way of 撤销.
"""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from fangfan_desktop import paths

_log = logging.getLogger(__name__)
_USUAL_ZOOM = 100


@dataclass(frozen=True, slots=True)
class WindowMemory:
    """`campaign` 0 is none; `campaign_setting` is the office's own at the time of choosing."""

    zoom: int = 0  # percent; 0: as the office's settings say
    campaign: int = 0
    campaign_setting: int = 0

    @property
    def zoom_percent(self) -> int:
        """The size to begin with, before the database is open."""
        return self.zoom or _USUAL_ZOOM


def load_memory() -> WindowMemory:
    """What was kept last; the beginning where nothing can be read."""
    try:
        kept = json.loads(_path().read_text(encoding="utf-8"))
        return WindowMemory(**{key: int(value) for key, value in kept.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        # lost or spoilt: nothing of the office's is in it, so it simply begins anew
        return WindowMemory()


def save_memory(memory: WindowMemory) -> None:
    """Keep it; a full disk costs nothing but the memory."""
    path = _path()
    temporary = path.with_suffix(".tmp")
    try:
        temporary.write_text(json.dumps(asdict(memory)), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        _log.info("window memory not kept: %s", type(error).__name__)


def _path() -> Path:
    return paths.data_dir() / "window.json"
