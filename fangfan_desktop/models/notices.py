"""Notices (公示、公告) as they were put up, their period and outcome, and the office's texts."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Key, YesNo, yes_no_checks


class Notice(Base):
    """One notice. `sha256` is the file that was put up, kept as it was.

    `ends_on` is the last day of the period, the first day counted.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("outcome IN ('无异议', '有异议')", name="outcome"),
        CheckConstraint("ends_on >= starts_on", name="period"),
        *yes_no_checks("shows_risk"),
        Index("ix_notice_village", "village_id", "kind"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    kind: Mapped[str]
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    title: Mapped[str]
    text: Mapped[str]
    shows_risk: Mapped[YesNo | None]
    made_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    posted_at: Mapped[str | None]
    objections: Mapped[str | None]
    outcome: Mapped[str | None]
    outcome_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None]
    file_name: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("attachment.sha256"))
    photo_name: Mapped[str | None]
    photo_sha256: Mapped[str | None] = mapped_column(ForeignKey("attachment.sha256"))


class NoticeCase(Base):
    """A line of a notice's list, with the words that were shown."""

    __tablename__ = "notice_case"
    __table_args__ = (
        CheckConstraint("outcome IN ('无异议', '异议不成立', '异议成立')", name="outcome"),
        Index("uq_notice_case_case", "notice_id", "case_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("monitoring_case.id"), index=True)
    position: Mapped[int]
    shown: Mapped[str]
    outcome: Mapped[str | None]
    objection: Mapped[str | None]


class NoticeText(Base):
    """The office's own template of a kind of notice; without a row the shipped one is used."""

    __tablename__ = "notice_text"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(unique=True)
    definition: Mapped[str]
    made_on: Mapped[date]
