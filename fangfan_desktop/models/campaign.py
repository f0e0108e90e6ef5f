"""Screening campaigns (集中排查) and the forms, milestones and supervision groups they use."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Fen, Key


class Campaign(Base):
    """排查: `line_fen` is the income line (监测范围), yearly and per head."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="window"),
        CheckConstraint("income_from <= income_to", name="income_period"),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    year: Mapped[int]
    document_number: Mapped[str | None]
    preset: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    line_fen: Mapped[Fen]
    income_from: Mapped[date]
    income_to: Mapped[date]
    scope: Mapped[str] = mapped_column(default="all")
    state: Mapped[str] = mapped_column(default="open")
    closed_on: Mapped[date | None]


class CampaignForm(Base):
    """A form as the campaign uses it: its own copy, so that later versions never change it."""

    __tablename__ = "campaign_form"
    __table_args__ = (
        Index("uq_campaign_form_key", "campaign_id", "form_key", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    form_key: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    definition: Mapped[str]


class OfficeForm(Base):
    """A version (版本) of a form that the office made or changed; TOML text.

    The newest version that is not retired stands for its key, before the shipped form of that key.
    """

    __tablename__ = "office_form"
    __table_args__ = (
        Index("uq_office_form", "form_key", "version", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    form_key: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    year: Mapped[int]
    made_on: Mapped[date]
    definition: Mapped[str]
    is_retired: Mapped[int] = mapped_column(default=0)


class Milestone(Base):
    """A date of the campaign's plan, and what must be done by it."""

    __tablename__ = "milestone"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    name: Mapped[str]
    due_on: Mapped[date]
    what: Mapped[str | None]


class SupervisionGroup(Base):
    """督导组 of a campaign."""

    __tablename__ = "supervision_group"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    name: Mapped[str]
    members: Mapped[str | None]


class SupervisedVillage(Base):
    """A village that a supervision group looks after."""

    __tablename__ = "supervised_village"
    __table_args__ = (
        Index("uq_supervised_village", "group_id", "village_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    group_id: Mapped[int] = mapped_column(ForeignKey("supervision_group.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
