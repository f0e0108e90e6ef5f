"""Monitored households (监测对象): one row an identification, never columns of the household."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Fen, Key, YesNo, yes_no_checks


class Identification(Base):
    """识别: one taking-in of a household, with its clearing (风险消除) or roll-back (回退).

    A cleared identification that is rolled back goes on: `rolled_back_on` is set and `cleared_on`
    no longer counts. A new risk after a clearing is a new row with `previous_id` (重新识别).
    """

    __tablename__ = "identification"
    __table_args__ = (
        CheckConstraint(
            "category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户')", name="category"
        ),
        CheckConstraint("cleared_on IS NULL OR cleared_on >= identified_on", name="cleared_after"),
        Index("ix_identification_household", "household_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("identification.id"))
    category: Mapped[str]
    identified_on: Mapped[date]
    risks: Mapped[str | None]
    clearing_started_on: Mapped[date | None]
    cleared_on: Mapped[date | None]
    cleared_how: Mapped[str | None]
    rolled_back_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    helper_name: Mapped[str | None]
    helper_phone: Mapped[str | None]
    remarks: Mapped[str | None]
    rolled_back_reason: Mapped[str | None]
    removed_reason: Mapped[str | None]
    helper_unit: Mapped[str | None]
    helper_post: Mapped[str | None]
    helper_on: Mapped[date | None]
    second_helper_name: Mapped[str | None]  # at the new home of a relocated household
    second_helper_phone: Mapped[str | None]
    second_helper_unit: Mapped[str | None]
    second_helper_post: Mapped[str | None]
    second_helper_on: Mapped[date | None]
    plan_on: Mapped[date | None]
    plan_text: Mapped[str | None]


class Measure(Base):
    """帮扶措施 for a household; `identification_id` where it belongs to a case."""

    __tablename__ = "measure"
    __table_args__ = (
        *yes_no_checks("is_developmental"),
        Index("ix_measure_household", "household_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    identification_id: Mapped[int | None] = mapped_column(ForeignKey("identification.id"))
    kind: Mapped[str]
    content: Mapped[str | None]
    risk: Mapped[str | None]
    is_developmental: Mapped[YesNo | None]
    made_on: Mapped[date]
    planned_until: Mapped[date | None]
    done_on: Mapped[date | None]
    owner: Mapped[str | None]
    department: Mapped[str | None]
    amount_fen: Mapped[Fen | None]
    remarks: Mapped[str | None]
    detail: Mapped[str | None]  # the sub-item, such as 技能培训 of 就业帮扶
    beneficiary: Mapped[str | None]
    started_on: Mapped[date | None]
    stopped_on: Mapped[date | None]


class Visit(Base):
    """走访: the helper's visit, at least once a quarter."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_household", "household_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    identification_id: Mapped[int | None] = mapped_column(ForeignKey("identification.id"))
    visited_on: Mapped[date]
    visitor: Mapped[str | None]
    found: Mapped[str | None]
    needs: Mapped[str | None]
    actions: Mapped[str | None]
