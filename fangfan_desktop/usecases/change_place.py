"""Where an undone or redone step is to be seen: the page, the place on it, and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fangfan_desktop.storage.change_places import ChangedRow, first_changed_row
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database

_REGISTRY = {"person", "household", "income", "identification"}


@dataclass(frozen=True, slots=True)
class ChangePlace:
    """A place that a page can be asked to go to.

    `campaign_id` is None where the place belongs to no campaign; another one than that in hand has
    to be taken in hand first.
    """

    page: str
    target: Mapping[str, Any]
    words: str  # 坭桥村
    campaign_id: int | None = None
    campaign: str = ""


def find_change_place(database: Database, *, changes: Changes) -> ChangePlace | None:
    """Where the changes of an action are; None where no page shows them row by row."""
    with database.read() as session:
        row = first_changed_row(session.connection(), changes)
    if row is None:
        return None
    page, target = _target_of(row)
    words = row.village or ("整改台账" if page == "ledger" else "")
    return ChangePlace(page, target, words, row.campaign_id, row.campaign)


def _target_of(row: ChangedRow) -> tuple[str, dict[str, Any]]:
    if row.case_id is not None:
        return "cases", {"case_id": row.case_id}
    if row.table in _REGISTRY:
        return "households", {"household_id": row.household_id, "village_id": row.village_id}
    if row.table == "ledger_line":
        return "ledger", {"line_id": row.row_id}
    target: dict[str, Any] = {"form": row.form_key, "village_id": row.village_id}
    if row.household_id is not None:
        target["household_id"] = row.household_id
        if row.key:
            target["field"] = row.key
    else:
        target["row_id"] = row.row_id
    return "survey", target
