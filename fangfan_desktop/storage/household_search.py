"""Finding households: by name, pinyin initials, ID number, telephone or code, and by filters.

A list is the ordered ids of all households that match; what a row shows is fetched for the rows
that are on the screen. Text is looked up in narrow covering indexes, a few milliseconds on 80,000
people.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from fangfan_desktop.domain.characters import to_half_width
from fangfan_desktop.storage.household_selections import CONDITIONS, OPEN_CASE

_HEAD = (
    "(SELECT p.{column} FROM person AS p WHERE p.household_id = h.id AND p.relation = '户主'"
    " ORDER BY p.left_on IS NOT NULL, p.left_on DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """Which households a list shows; all conditions hold at once.

    Attributes:
        village_id: Of one village.
        group_id: Of one group.
        identities: Keys of `household_selections.CONDITIONS`.
        has_left: False for households on the books, True for those that left, None for both.
    """

    village_id: int | None = None
    group_id: int | None = None
    identities: frozenset[str] = frozenset()
    has_left: bool | None = False


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """What a list shows of a household; `categories` are its running cases."""

    household_id: int
    village_id: int
    village: str
    group: str | None
    code: str
    head_name: str | None
    people: int
    is_lifted: bool
    lifted_year: int | None
    on_dibao: bool
    scattered_tekun: bool
    relocated: bool
    has_disabled: bool
    categories: tuple[str, ...]
    has_cleared: bool
    has_left: bool


def find_household_ids(
    session: Session, typed: str, chosen: HouseholdFilter, limit: int | None = None
) -> tuple[int, ...]:
    """Ids of the households that match, by village, group and code.

    Args:
        session: For reading.
        typed: Words separated by spaces; each must be found in the household or one of its people.
        chosen: Filters.
        limit: The most to return; None for all.
    """
    where, values = _conditions(chosen)
    terms = _terms(typed)
    for number, term in enumerate(terms):
        name = f"term{number}"
        where.append(f"h.id IN ({_matching(name, term, values)})")
    # The order reads village and group once a row, from two tables that fit any cache.
    found = session.execute(
        text(
            "SELECT h.id FROM household AS h JOIN village AS v ON v.id = h.village_id"
            " LEFT JOIN village_group AS g ON g.id = h.group_id"
            f" WHERE {' AND '.join(where) or '1'}"
            " ORDER BY v.position, v.id, g.position, g.name, h.code"
            + ("" if limit is None else " LIMIT :most")
        ),
        values if limit is None else values | {"most": limit},
    )
    return tuple(household for (household,) in found)


def count_people(session: Session, chosen: HouseholdFilter) -> int:
    """Present people of the households that the filters leave."""
    where, values = _conditions(chosen)
    found = session.execute(
        text(
            "SELECT count(*) FROM household AS h"
            " JOIN person AS p ON p.household_id = h.id AND p.left_on IS NULL"
            f" WHERE {' AND '.join(where) or '1'}"
        ),
        values,
    ).scalar()
    return int(found or 0)


def matching_people(session: Session, typed: str, household_ids: Sequence[int]) -> dict[int, str]:
    """Who of a household the words were found in, where it is not the head: `之子 韦明`."""
    terms = [spelling for term in _terms(typed) for spelling in _spellings(term)]
    found = session.execute(
        text(
            "SELECT household_id, relation, name, search_text FROM person"
            " WHERE household_id IN :ids AND left_on IS NULL AND relation <> '户主'"
            " ORDER BY household_id, position DESC"
        ).bindparams(bindparam("ids", expanding=True)),
        {"ids": list(household_ids)},
    )
    return {
        household: f"{relation} {name}"
        for household, relation, name, searched in found
        if any(term in searched for term in terms)
    }


def matching_heads(session: Session, typed: str, household_ids: Sequence[int]) -> frozenset[int]:
    """Households whose head, or whose own line, has one of the words."""
    terms = [spelling for term in _terms(typed) for spelling in _spellings(term)]
    found = session.execute(
        text(
            "SELECT household_id, search_text FROM person WHERE household_id IN :ids"
            " AND left_on IS NULL AND relation = '户主'"
            " UNION ALL SELECT id, search_text FROM household WHERE id IN :ids"
        ).bindparams(bindparam("ids", expanding=True)),
        {"ids": list(household_ids)},
    )
    return frozenset(
        household for household, searched in found if any(term in searched for term in terms)
    )


def household_rows(session: Session, household_ids: Sequence[int]) -> tuple[HouseholdRow, ...]:
    """What a list shows of these households, in the order of the ids; missing ones are left out."""
    wanted = text(_ROWS).bindparams(bindparam("ids", expanding=True))
    rows = {row[0]: row for row in session.execute(wanted, {"ids": list(household_ids)})}
    cases: dict[int, list[str]] = {}
    cleared: set[int] = set()
    found = session.execute(
        text(_CASES).bindparams(bindparam("ids", expanding=True)), {"ids": list(household_ids)}
    )
    for household, category, is_running in found:
        if is_running:
            cases.setdefault(household, []).append(category)
        else:
            cleared.add(household)
    return tuple(
        _row(rows[household], tuple(cases.get(household, ())), household in cleared)
        for household in household_ids
        if household in rows
    )


_ROWS = (
    "SELECT h.id, h.village_id, v.name, g.name, h.code, "
    + _HEAD.format(column="name")
    + ", (SELECT count(*) FROM person AS p WHERE p.household_id = h.id AND p.left_on IS NULL),"
    " h.is_lifted, h.lifted_year, h.on_dibao, h.scattered_tekun, h.relocated,"
    f" {CONDITIONS['disabled']}, h.left_on"
    " FROM household AS h JOIN village AS v ON v.id = h.village_id"
    " LEFT JOIN village_group AS g ON g.id = h.group_id WHERE h.id IN :ids"
)
_CASES = (
    f"SELECT i.household_id, i.category, ({OPEN_CASE}) FROM identification AS i"
    " WHERE i.household_id IN :ids AND i.removed_on IS NULL ORDER BY i.identified_on"
)


def _row(row: Any, categories: tuple[str, ...], has_cleared: bool) -> HouseholdRow:  # noqa: FBT001 - two facts of one row
    return HouseholdRow(
        household_id=row[0],
        village_id=row[1],
        village=row[2],
        group=row[3],
        code=row[4],
        head_name=row[5],
        people=row[6],
        is_lifted=bool(row[7]),
        lifted_year=row[8],
        on_dibao=bool(row[9]),
        scattered_tekun=bool(row[10]),
        relocated=bool(row[11]),
        has_disabled=bool(row[12]),
        categories=categories,
        has_cleared=has_cleared,
        has_left=row[13] is not None,
    )


def _conditions(chosen: HouseholdFilter) -> tuple[list[str], dict[str, Any]]:
    where: list[str] = []
    values: dict[str, Any] = {}
    if chosen.has_left is not None:
        where.append(f"h.left_on IS {'NOT ' if chosen.has_left else ''}NULL")
    if chosen.village_id is not None:
        where.append("h.village_id = :village_id")
        values["village_id"] = chosen.village_id
    if chosen.group_id is not None:
        where.append("h.group_id = :group_id")
        values["group_id"] = chosen.group_id
    where += [f"({CONDITIONS[key]})" for key in sorted(chosen.identities)]
    return where, values


def _terms(typed: str) -> list[str]:
    return to_half_width(typed).split()


def _spellings(term: str) -> tuple[str, ...]:
    """The term, and as initials (lower case) or ID numbers (upper case X) are kept."""
    other = term.lower() if re.fullmatch(r"[A-Za-z]+", term) else term.upper()
    return (term,) if other == term else (term, other)


def _matching(name: str, term: str, values: dict[str, Any]) -> str:
    """A SELECT of household ids that hold the term; puts its values under `name`."""
    spellings = {f"{name}_{number}": one for number, one in enumerate(_spellings(term))}
    values.update(spellings)
    match = " OR ".join(f"instr(search_text, :{spelling})" for spelling in spellings)
    return (
        f"SELECT household_id FROM person INDEXED BY ix_person_search WHERE {match}"
        f" UNION SELECT id FROM household INDEXED BY ix_household_search WHERE {match}"
    )
