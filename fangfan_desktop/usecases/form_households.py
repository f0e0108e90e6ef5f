"""Households that can be taken into a form of which the clerk chooses the rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from fangfan_desktop.domain.sampling import Lot, draw
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import read_basis
from fangfan_desktop.storage.household_search import HouseholdFilter, find_household_ids
from fangfan_desktop.storage.screening_rows import households_of, villages_of


@dataclass(frozen=True, slots=True)
class Candidates:
    """Present households that match and have no row in the form.

    Attributes:
        ids: by village, group and code.
        villages: household → village.
        taken: those that match and have a row already.
    """

    ids: tuple[int, ...]
    villages: Mapping[int, int] = field(default_factory=dict[int, int])
    taken: int = 0


def find_candidates(
    database: Database,
    *,
    campaign_id: int,
    form_key: str,
    text: str = "",
    filters: HouseholdFilter | None = None,
) -> Candidates:
    """Households that are not in a form yet.

    Args:
        database: the open database.
        campaign_id: the campaign.
        form_key: a household form of it.
        text: words to look for, see `households.search_households`.
        filters: village, group and identities; only present households are looked at.

    Raises:
        UserError: there is no such campaign, or it does not use the form.
    """
    with database.read() as session:
        connection = session.connection()
        taken = households_of(connection, read_basis(connection, campaign_id, form_key))
        found = find_household_ids(session, text, filters or HouseholdFilter())
        ids = tuple(one for one in found if one not in taken)
        return Candidates(ids, villages_of(connection), len(found) - len(ids))


def draw_candidates(candidates: Candidates, lot: Lot) -> list[int]:
    """Households among the candidates that the lot falls on.

    Raises:
        UserError: nobody is there to draw from, or nothing is to be drawn.
    """
    if not candidates.ids:
        raise UserError("列出的名单是空的，没有户可抽。请放宽筛选。")
    if lot.amount <= 0:
        raise UserError("请填每村抽几户，或抽百分之几。")
    return draw(by_village(candidates.ids, candidates.villages), lot)


def by_village(household_ids: Collection[int], villages: Mapping[int, int]) -> dict[int, list[int]]:
    """Village → its households among these."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for household in household_ids:
        if household in villages:
            found[villages[household]].append(household)
    return dict(found)
