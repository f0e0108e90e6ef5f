"""The search of the window (Ctrl+K): households by their people, and villages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fangfan_desktop.domain.pinyin import initials
from fangfan_desktop.storage import areas, household_search
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_search import HouseholdFilter

MOST_HITS = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, a line about it, and the page that shows it."""

    title: str
    detail: str
    page: str
    target: Mapping[str, Any]


def search_everything(database: Database, *, text: str, limit: int = MOST_HITS) -> list[Hit]:
    """Villages and households that match; none for an empty text.

    Args:
        database: The open database.
        text: Name, pinyin initials, any part of an ID number, telephone, code; words separated by
            spaces must all be found.
        limit: The most to return.
    """
    typed = text.strip()
    if not typed:
        return []
    with database.read() as session:
        villages = [
            Hit(name, "村（社区）· 打开农户档案", "households", {"village_id": village_id})
            for village_id, name in areas.village_names(session)
            if typed in name or initials(name).startswith(typed.lower())
        ][:3]
        ids = household_search.find_household_ids(
            session, typed, HouseholdFilter(has_left=None), limit - len(villages)
        )
        rows = household_search.household_rows(session, ids)
        people = household_search.matching_people(session, typed, ids)
    households = [
        Hit(
            title=f"{row.head_name or '（没有户主）'}户",
            detail=" · ".join(
                part
                for part in (
                    f"{row.village}{row.group or ''}",
                    f"{row.people}人",
                    row.code,
                    people.get(row.household_id, ""),
                    "已离开" if row.has_left else "",
                )
                if part
            ),
            page="households",
            target={"household_id": row.household_id},
        )
        for row in rows
    ]
    return [*villages, *households]
