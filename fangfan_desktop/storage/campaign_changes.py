"""Queries and writes for changing a campaign (排查) that is there already, or removing it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from fangfan_desktop.forms.form import Source, Value
from fangfan_desktop.models import (
    Campaign,
    CampaignForm,
    FurtherForm,
    HouseholdForm,
    Milestone,
    SecondKeying,
    SupervisedVillage,
    SupervisionGroup,
)
from fangfan_desktop.storage.household_forms import (
    HOUSEHOLD_FORM,
    CampaignBasis,
    CheckedRow,
    campaign_bases,
    check_values,
    computed,
    read_rows,
    write_rows,
)
from fangfan_desktop.storage.registry_columns import suggested_values
from fangfan_desktop.storage.screening_rows import Progress
from fangfan_desktop.storage.untouched import begun_rows

_CHUNK = 500
_INCOME = "income_per_capita"


class GroupRow(NamedTuple):
    """A supervision group (督导组) with the keys of its villages in their order."""

    name: str
    members: str
    village_ids: tuple[int, ...]


class KeptWork(NamedTuple):
    """What of a campaign is somebody's work: households begun, and rows of the other papers."""

    households: int
    further_rows: int
    village_forms: int
    figures: int
    ledger_lines: int
    snapshots: int


def complete_rows(connection: Connection, campaign_id: int) -> int:
    """Households of the campaign that are 已排查."""
    return connection.exec_driver_sql(
        "SELECT count(*) FROM household_form WHERE campaign_id = ? AND is_complete = 1",
        (campaign_id,),
    ).scalar_one()


def kept_work(connection: Connection, campaign_id: int) -> KeptWork:
    """What would be lost with the campaign."""
    others = [
        connection.exec_driver_sql(
            f"SELECT count(*) FROM {table} WHERE campaign_id = ?", (campaign_id,)
        ).scalar_one()
        for table in ("village_form", "village_figures", "ledger_line", "statistics_snapshot")
    ]
    begun: Counter[bool] = Counter()
    for basis in campaign_bases(connection, campaign_id):
        begun[basis.form_key == HOUSEHOLD_FORM] += len(begun_rows(connection, basis))
    return KeptWork(begun[True], begun[False], *others)


def recount_rows(
    connection: Connection,
    before: CampaignBasis,
    after: CampaignBasis,
    progress: Progress | None = None,
) -> int:
    """Work all rows out anew after the line, the income period or the first day changed.

    In rows that nobody has begun, what the registry suggested before gives way to what it suggests
    now. What a clerk wrote stays. Column 8 and the checks are of the new line everywhere.

    Args:
        connection: of the action in hand.
        before: the campaign as it was.
        after: the campaign as it is now.
        progress: told the rows done; may raise to cancel.

    Returns:
        Households that keep an income (人均纯收入) of which the registry does not know that it is
        of the new period.
    """
    has_new_period = (before.income_from, before.income_to) != (after.income_from, after.income_to)
    old: dict[int, dict[str, Value]] = {}
    new: dict[int, dict[str, Value]] = {}
    if has_new_period or before.starts_on != after.starts_on:  # ages are of the first day
        old = suggested_values(connection, before, None)
        new = suggested_values(connection, after, None)
    begun = begun_rows(connection, after)
    places = _suggested_places(after)
    rows = read_rows(connection, after)
    changed: dict[int, CheckedRow] = {}
    kept = 0
    for done, row in enumerate(rows):
        if progress is not None and done % _CHUNK == 0:
            progress(done, len(rows), f"重新计算{after.form.name}")
        values, suggested = list(row.values), new.get(row.household_id, {})
        if row.id not in begun:
            _suggest_anew(places, values, old.get(row.household_id, {}), suggested)
        if has_new_period and _INCOME in places:
            income = values[places[_INCOME]]
            kept += income is not None and income != suggested.get(_INCOME)
        checked = check_values(after, computed(after, values))
        if (checked.values, *checked[1:4]) != (row.values, *row[3:6]):
            changed[row.id] = checked
    write_rows(connection, after, changed)
    return kept


def _suggested_places(basis: CampaignBasis) -> dict[str, int]:
    """Where the columns that the registry suggests stand in a row."""
    keys = basis.form.value_keys
    return {
        field.key: keys.index(field.key)
        for field in basis.form.fields
        if field.source is Source.PREFILLED
    }


def _suggest_anew(
    places: Mapping[str, int],
    values: list[Value],
    old: Mapping[str, Value],
    new: Mapping[str, Value],
) -> None:
    """Replace, in place, what stands as it was suggested; what was typed over it stays."""
    for key, at in places.items():
        if key in new and (values[at] is None or values[at] == old.get(key)):
            values[at] = new[key]


def delete_campaign(session: Session, campaign_id: int) -> None:
    """Delete the campaign with its prefilled rows, its forms, milestones and groups."""
    delete_groups(session, campaign_id)
    for table in (HouseholdForm, FurtherForm, SecondKeying, Milestone, CampaignForm):
        session.execute(delete(table).where(table.campaign_id == campaign_id))
    session.execute(delete(Campaign).where(Campaign.id == campaign_id))


def write_milestones(
    session: Session, campaign_id: int, milestones: Iterable[tuple[str, date, str]]
) -> None:
    """Put these (name, day, what must be done) in the place of the campaign's milestones."""
    session.execute(delete(Milestone).where(Milestone.campaign_id == campaign_id))
    session.add_all(
        Milestone(campaign_id=campaign_id, name=name, due_on=due, what=what or None)
        for name, due, what in milestones
    )


def group_rows(session: Session, campaign_id: int) -> tuple[GroupRow, ...]:
    """The supervision groups in their order, those without a village included."""
    villages: dict[int, list[int]] = {}
    found = session.execute(
        select(SupervisedVillage.group_id, SupervisedVillage.village_id)
        .join(SupervisionGroup, SupervisionGroup.id == SupervisedVillage.group_id)
        .where(SupervisionGroup.campaign_id == campaign_id)
        .order_by(SupervisedVillage.village_id)
    )
    for group_id, village_id in found:
        villages.setdefault(group_id, []).append(village_id)
    groups = session.scalars(
        select(SupervisionGroup)
        .where(SupervisionGroup.campaign_id == campaign_id)
        .order_by(SupervisionGroup.id)
    )
    return tuple(
        GroupRow(row.name, row.members or "", tuple(villages.get(row.id, ()))) for row in groups
    )


def write_groups(session: Session, campaign_id: int, groups: Sequence[GroupRow]) -> None:
    """Put these in the place of the campaign's supervision groups."""
    delete_groups(session, campaign_id)
    for group in groups:
        row = SupervisionGroup(
            campaign_id=campaign_id, name=group.name, members=group.members or None
        )
        session.add(row)
        session.flush()
        session.add_all(
            SupervisedVillage(group_id=row.id, village_id=key) for key in group.village_ids
        )


def delete_groups(session: Session, campaign_id: int) -> None:
    """Delete the campaign's supervision groups."""
    groups = select(SupervisionGroup.id).where(SupervisionGroup.campaign_id == campaign_id)
    session.execute(delete(SupervisedVillage).where(SupervisedVillage.group_id.in_(groups)))
    session.execute(delete(SupervisionGroup).where(SupervisionGroup.campaign_id == campaign_id))
