"""What the registry says of households, as 附件1 needs it: copied columns and suggested answers."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from fangfan_desktop.domain.household_rules import HouseholdFacts, PersonFacts, prefill
from fangfan_desktop.domain.household_type import Identification
from fangfan_desktop.domain.income import Income, net_per_capita
from fangfan_desktop.forms.form import Source, Value
from fangfan_desktop.storage.household_forms import CampaignBasis
from fangfan_desktop.storage.household_selections import CONDITIONS

_IDENTIFIED = f"({CONDITIONS['monitored']} OR {CONDITIONS['cleared']})"
# which households a campaign (应排查), or one of its forms, is about; `h` is the household
SCOPES: dict[str, str] = {
    "all": "h.left_on IS NULL",
    "lifted-monitored": f"h.left_on IS NULL AND (h.is_lifted = 1 OR {CONDITIONS['monitored']})",
    # a cleared household is still a 监测对象: its clearing is checked, see `lifted` and `general`
    "identified": f"h.left_on IS NULL AND {_IDENTIFIED}",
    "monitored": f"h.left_on IS NULL AND {CONDITIONS['monitored']}",
    "lifted": f"h.left_on IS NULL AND h.is_lifted = 1 AND NOT {_IDENTIFIED}",
    "general": f"h.left_on IS NULL AND coalesce(h.is_lifted, 0) = 0 AND NOT {_IDENTIFIED}",
    "chosen": "0",  # none by itself: the clerk adds them
}
CAMPAIGN_SCOPES = ("all", "lifted-monitored")


def chosen(column: str, ids: Collection[int] | None) -> tuple[str, tuple[str, ...]]:
    """SQL that keeps the rows of those ids (all where None), and what it binds."""
    if ids is None:
        return "1", ()
    return f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)


def suggestions(
    connection: Connection,
    basis: CampaignBasis,
    household_ids: Collection[int] | None,
    answers: Mapping[int, Mapping[str, Value]] | None = None,
) -> dict[int, dict[str, Value]]:
    """What the registry suggests for the prefilled columns: household → key → value.

    None is "the registry does not know". Households that left are not looked at where all are
    asked for. `answers` are `registry_answers`, where somebody knows them already.
    """
    wanted = [f.key for f in basis.form.fields if f.source is Source.PREFILLED]
    if answers is None:
        answers = registry_answers(connection, basis, household_ids)
    return {key: {each: known.get(each) for each in wanted} for key, known in answers.items()}


def registry_answers(
    connection: Connection, basis: CampaignBasis, household_ids: Collection[int] | None
) -> dict[int, dict[str, Value]]:
    """What the registry would answer, of all fields it knows: the same for a campaign's forms."""
    households, bound = chosen("h.id", household_ids)
    people = people_facts(connection, household_ids)
    cases = _identifications(connection, household_ids)
    incomes = _incomes(connection, basis, household_ids)
    rows = connection.exec_driver_sql(
        "SELECT h.id, h.is_lifted, h.lifted_year, h.on_dibao, h.dibao_since, h.scattered_tekun,"
        " h.housing_safe, h.water_safe, h.elderly_apart FROM household h"
        f" WHERE h.left_on IS NULL AND {households}",
        bound,
    )
    found: dict[int, dict[str, Value]] = {}
    for row in rows.all():
        members = people.get(row[0], [])
        answers = prefill(_household(row, cases.get(row[0], ())), members, basis.starts_on)
        if row[8] is not None:
            answers["elderly_apart"] = row[8]
        answers["income_per_capita"] = income_per_head(incomes.get(row[0]), len(members))
        found[row[0]] = answers
    return found


def _household(row: Sequence[Any], cases: Sequence[Identification]) -> HouseholdFacts:
    return HouseholdFacts(
        is_lifted=_flag(row[1]),
        lifted_year=row[2],
        identifications=tuple(cases),
        is_on_dibao=_flag(row[3]),
        dibao_since=_day(row[4]),
        is_scattered_tekun=_flag(row[5]),
        is_housing_safe=_flag(row[6]),
        is_water_safe=_flag(row[7]),
    )


def people_facts(
    connection: Connection, ids: Collection[int] | None
) -> dict[int, list[PersonFacts]]:
    """Present people by household, of those households or of all."""
    where, bound = chosen("household_id", ids)
    rows = connection.exec_driver_sql(
        "SELECT household_id, born_on, labour, health, disability_grade, education, school_state,"
        f" leaving_reason, insured FROM person WHERE left_on IS NULL AND {where}",
        bound,
    )
    people: dict[int, list[PersonFacts]] = defaultdict(list)
    for key, born, labour, health, grade, education, school, leaving, insured in rows.all():
        people[key].append(
            PersonFacts(
                _day(born),
                labour or "",
                health or "",
                _GRADES.get(grade or ""),
                education or "",
                school or "",
                leaving or "",
                _flag(insured),
            )
        )
    return people


def _identifications(
    connection: Connection, ids: Collection[int] | None
) -> dict[int, list[Identification]]:
    where, bound = chosen("household_id", ids)
    rows = connection.exec_driver_sql(
        "SELECT household_id, category, identified_on, cleared_on, rolled_back_on, removed_on"
        f" FROM identification WHERE {where}",
        bound,
    )
    cases: dict[int, list[Identification]] = defaultdict(list)
    for key, category, identified, cleared, back, removed in rows.all():
        cases[key].append(
            Identification(
                category, date.fromisoformat(identified), _day(cleared), _day(back), _day(removed)
            )
        )
    return cases


def _incomes(
    connection: Connection, basis: CampaignBasis, ids: Collection[int] | None
) -> dict[int, Sequence[Any]]:
    """Income of exactly the campaign's period, else of an assumed one, by household."""
    where, bound = chosen("household_id", ids)
    period = (basis.income_from.isoformat(), basis.income_to.isoformat())
    # the last one of a household stays: the period's own where there is one
    rows = connection.exec_driver_sql(
        "SELECT household_id, wages_fen, business_fen, property_fen, transfer_fen,"
        " business_cost_fen, per_capita_fen FROM income"
        f" WHERE ((period_from = ? AND period_to = ?) OR is_period_assumed = 1) AND {where}"
        " ORDER BY period_from = ? AND period_to = ?, period_to, id",
        (*period, *bound, *period),
    )
    return {row[0]: row for row in rows.all()}


def income_per_head(row: Sequence[Any] | None, population: int) -> int | None:
    """Fen a head: from the parts where there are any, else as declared.

    `row` has the household, wages, business, property, transfers, business costs, per head.
    """
    if row is None:
        return None
    parts = row[1:6]
    if all(part is None for part in parts):
        return row[6]
    wages, business, owned, transfers, costs = (part or 0 for part in parts)
    return net_per_capita(Income(wages, business, owned, transfers, costs), population)


_GRADES = {"一级": 1, "二级": 2, "三级": 3, "四级": 4}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _flag(value: int | None) -> bool | None:
    return None if value is None else value == 1
