"""Queries about campaigns (排查)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from fangfan_desktop.errors import UserError
from fangfan_desktop.models import (
    Campaign,
    CampaignForm,
    Milestone,
    SupervisedVillage,
    SupervisionGroup,
    Village,
)


@dataclass(frozen=True, slots=True)
class CampaignCounts:
    """Rows of 附件1 of a campaign: all, and those that are complete (已排查)."""

    total: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class VillageProgress:
    """A village's tab: its rows of a form, and those that are complete (已排查)."""

    village_id: int
    village: str
    total: int
    done: int


def find_campaign(session: Session, campaign_id: int) -> Campaign:
    """The campaign of that key.

    Raises:
        UserError: there is none.
    """
    found = session.get(Campaign, campaign_id)
    if found is None:
        raise UserError("没有找到这次排查，可能已被撤销。请在上方另选一次排查。")
    return found


def has_campaign(session: Session, campaign_id: int) -> bool:
    """Whether the campaign is there; one just removed or undone is not."""
    return session.get(Campaign, campaign_id) is not None


def require_open(connection: Connection, campaign_id: int) -> None:
    """Let a write go on only where the campaign is open: closing freezes its figures.

    Raises:
        UserError: the campaign is closed, or there is none.
    """
    row = connection.exec_driver_sql(
        "SELECT name, state FROM campaign WHERE id = ?", (campaign_id,)
    ).first()
    if row is None:
        raise UserError("没有找到这次排查，可能已被撤销。请在上方另选一次排查。")
    if row[1] != "open":
        raise UserError(f"“{row[0]}”已结束，数据已固定，不能修改。确需修改请先重新打开这次排查。")


def is_name_taken(session: Session, name: str) -> bool:
    """Whether a campaign has that name already."""
    return session.scalar(select(Campaign.id).where(Campaign.name == name)) is not None


def list_campaign_rows(session: Session) -> Sequence[Campaign]:
    """Campaigns, the newest window first."""
    return session.scalars(
        select(Campaign).order_by(Campaign.starts_on.desc(), Campaign.id.desc())
    ).all()


def campaign_counts(session: Session) -> dict[int, CampaignCounts]:
    """Rows and complete rows of each campaign."""
    rows = session.connection().exec_driver_sql(
        "SELECT campaign_id, count(*), sum(is_complete) FROM household_form"
        " INDEXED BY ix_household_form_done GROUP BY campaign_id"
    )
    return {key: CampaignCounts(total, done) for key, total, done in rows}


def village_progress_rows(
    connection: Connection, campaign_id: int, form_key: str = ""
) -> list[VillageProgress]:
    """Every village in its order, those without a row included; read from the index alone.

    Args:
        connection: of the session in hand.
        campaign_id: the campaign.
        form_key: a further form; 附件1 where it is "" or 附件1's own.
    """
    rows, bound = _ANNEX_ROWS, (campaign_id,)
    if form_key not in {"", _ANNEX}:
        rows, bound = _FURTHER_ROWS, (campaign_id, form_key)
    found = connection.exec_driver_sql(
        "SELECT v.id, v.name, coalesce(f.total, 0), coalesce(f.done, 0) FROM village v LEFT JOIN"
        f" (SELECT village_id, count(*) AS total, sum(is_complete) AS done FROM {rows}"
        " GROUP BY village_id) f ON f.village_id = v.id ORDER BY v.position, v.id",
        bound,
    )
    return [VillageProgress(row[0], row[1], row[2], row[3]) for row in found.all()]


_ANNEX = "household-form"
_ANNEX_ROWS = "household_form INDEXED BY ix_household_form_done WHERE campaign_id = ?"
_FURTHER_ROWS = (
    "further_form INDEXED BY ix_further_form_done WHERE campaign_id = ? AND form_key = ?"
)


def form_definition(session: Session, campaign_id: int, form_key: str) -> str | None:
    """The campaign's own copy of a form, or None where it does not use it."""
    return session.scalar(
        select(CampaignForm.definition).where(
            CampaignForm.campaign_id == campaign_id, CampaignForm.form_key == form_key
        )
    )


def form_keys(session: Session, campaign_id: int) -> list[str]:
    """Keys of the forms in use, in their order."""
    return list(
        session.scalars(
            select(CampaignForm.form_key)
            .where(CampaignForm.campaign_id == campaign_id)
            .order_by(CampaignForm.position)
        )
    )


def milestone_rows(session: Session, campaign_id: int) -> list[tuple[str, date, str]]:
    """Name, date and task of each milestone, by date."""
    rows = session.scalars(
        select(Milestone)
        .where(Milestone.campaign_id == campaign_id)
        .order_by(Milestone.due_on, Milestone.id)
    )
    return [(row.name, row.due_on, row.what or "") for row in rows]


def group_villages(session: Session, campaign_id: int) -> dict[str, list[str]]:
    """Names of the villages of each supervision group."""
    rows = session.execute(
        select(SupervisionGroup.name, Village.name)
        .join(SupervisedVillage, SupervisedVillage.group_id == SupervisionGroup.id)
        .join(Village, Village.id == SupervisedVillage.village_id)
        .where(SupervisionGroup.campaign_id == campaign_id)
        .order_by(SupervisionGroup.id, Village.position)
    )
    groups: dict[str, list[str]] = {}
    for group, village in rows:
        groups.setdefault(group, []).append(village)
    return groups


def village_names(session: Session) -> dict[str, int]:
    """Name → key of every village, in their order."""
    rows = session.execute(select(Village.name, Village.id).order_by(Village.position, Village.id))
    return {row.name: row.id for row in rows}
