"""Filled-in forms: 附件1 to 附件3 in tables of their own, every further form in one table.

Every field of the catalogue that is counted is a real column (measured: statistics over plain
columns take a third of the time of those over JSON). Fields that only an office's own form has, and
all of further forms, are kept as JSON text by field key.
"""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Fen, Key, YesNo


class HouseholdForm(Base):
    """附件1 到户排查表: the answers of one household in one campaign.

    `is_complete` (已排查) and the numbers of marks are worked out at every write by the form's own
    checks. `position` is the place within the village, from 1.
    """

    __tablename__ = "household_form"
    __table_args__ = (
        Index("uq_household_form", "campaign_id", "household_id", unique=True),
        Index("ix_household_form_village", "campaign_id", "village_id", "position"),
        Index("ix_household_form_done", "campaign_id", "village_id", "is_complete", "population"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    position: Mapped[int] = mapped_column(default=0)
    is_complete: Mapped[int] = mapped_column(default=0)
    error_count: Mapped[int] = mapped_column(default=0)
    doubt_count: Mapped[int] = mapped_column(default=0)
    answered_count: Mapped[int] = mapped_column(default=0)
    group: Mapped[str | None]
    head_name: Mapped[str | None]
    population: Mapped[int | None]
    household_type: Mapped[str | None]
    survey_method: Mapped[str | None]
    income_per_capita: Mapped[Fen | None]
    above_line: Mapped[YesNo | None]
    heavy_burden: Mapped[YesNo | None]
    housing_safe: Mapped[YesNo | None]
    medical_secured: Mapped[YesNo | None]
    education_secured: Mapped[YesNo | None]
    water_safe: Mapped[YesNo | None]
    no_labour: Mapped[YesNo | None]
    lifted_2020: Mapped[YesNo | None]
    income_falling_3y: Mapped[YesNo | None]
    on_dibao: Mapped[YesNo | None]
    dibao_recent: Mapped[YesNo | None]
    scattered_tekun: Mapped[YesNo | None]
    single_person: Mapped[YesNo | None]
    has_disabled: Mapped[YesNo | None]
    newly_disabled: Mapped[YesNo | None]
    severely_disabled: Mapped[YesNo | None]
    many_minors: Mapped[YesNo | None]
    many_students: Mapped[YesNo | None]
    elderly_apart: Mapped[YesNo | None]
    children_able: Mapped[YesNo | None]
    children_support: Mapped[YesNo | None]
    unstable_wages: Mapped[YesNo | None]
    sudden_hardship: Mapped[YesNo | None]
    practical_difficulty: Mapped[YesNo | None]
    practical_difficulty_note: Mapped[str | None]
    epidemic_impact: Mapped[YesNo | None]
    risk_marked_cleared: Mapped[YesNo | None]
    income_stable_half_year: Mapped[YesNo | None]
    risk_stably_cleared: Mapped[YesNo | None]
    measures_in_place: Mapped[YesNo | None]
    measures_targeted: Mapped[YesNo | None]
    benefits_only: Mapped[YesNo | None]
    over_assisted: Mapped[YesNo | None]
    system_data_accurate: Mapped[YesNo | None]
    should_include: Mapped[YesNo | None]
    needs: Mapped[str | None]
    remarks: Mapped[str | None]
    extra: Mapped[str | None]


class FurtherForm(Base):
    """A row of a form other than 附件1: a household's, or a village's where there is no household.

    `answers` is JSON text by field key; a key that is not there is not answered. Keys that a newer
    version of the form no longer has stay in it.
    """

    __tablename__ = "further_form"
    __table_args__ = (
        Index(
            "uq_further_form",
            "campaign_id",
            "form_key",
            "household_id",
            unique=True,
            sqlite_where=text("household_id IS NOT NULL"),
        ),
        Index("ix_further_form_village", "campaign_id", "form_key", "village_id", "position"),
        Index("ix_further_form_done", "campaign_id", "form_key", "village_id", "is_complete"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    form_key: Mapped[str]
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    is_complete: Mapped[int] = mapped_column(default=0)
    error_count: Mapped[int] = mapped_column(default=0)
    doubt_count: Mapped[int] = mapped_column(default=0)
    answered_count: Mapped[int] = mapped_column(default=0)
    answers: Mapped[str | None]


class SecondKeying(Base):
    """二次录入: what somebody keyed blind from the same paper a second time, by field key.

    `answers` is JSON text; a key in it was keyed, with null for a cell that the paper leaves empty.
    `is_settled` is 1 once every difference to the form's row was decided.
    """

    __tablename__ = "second_keying"
    __table_args__ = (
        Index("uq_second_keying", "campaign_id", "form_key", "household_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    form_key: Mapped[str]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    answers: Mapped[str]
    is_settled: Mapped[int] = mapped_column(default=0)


class VillageForm(Base):
    """附件2 村级排查表: one row a problem; a village may have several."""

    __tablename__ = "village_form"
    __table_args__ = (
        Index("ix_village_form", "campaign_id", "village_id", "position"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    position: Mapped[int] = mapped_column(default=0)
    monitoring_problems: Mapped[str | None]
    grid_problems: Mapped[str | None]
    mass_risk_problems: Mapped[str | None]
    policy_problems: Mapped[str | None]
    funds_problems: Mapped[str | None]
    construction_problems: Mapped[str | None]
    governance_problems: Mapped[str | None]
    other_problems: Mapped[str | None]
    remarks: Mapped[str | None]
    extra: Mapped[str | None]


class VillageFigures(Base):
    """What is typed, not counted, in 附件3, per village and campaign."""

    __tablename__ = "village_figures"
    __table_args__ = (
        Index("uq_village_figures", "campaign_id", "village_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    training_visits: Mapped[int | None]
    remarks: Mapped[str | None]


class StatisticsSnapshot(Base):
    """附件3 as it was sent in one week; later edits never change it. `figures` is JSON text.

    `is_final` marks the figures that stood when the campaign was closed.
    """

    __tablename__ = "statistics_snapshot"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    label: Mapped[str]
    taken_at: Mapped[str]
    figures: Mapped[str]
    note: Mapped[str | None]
    is_final: Mapped[int] = mapped_column(default=0)
