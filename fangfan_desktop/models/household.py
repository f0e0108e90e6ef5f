"""The household registry (农户档案): households, people, income, and what happened to them."""

from datetime import date

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Fen, Key, YesNo, yes_no_checks

_HOUSEHOLD_YES_NO = (
    "is_lifted",
    "on_dibao",
    "scattered_tekun",
    "relocated",
    "registration_moved",
    "housing_safe",
    "water_safe",
    "elderly_apart",
)


class Household(Base):
    """农户. Monitored status is not here: see `Identification`.

    `left_on` is set when the household as a whole is gone (moved out, merged, died out); it stays
    in the books. `search_text` is generated so that search needs no upkeep.
    """

    __tablename__ = "household"
    __table_args__ = (
        *yes_no_checks(*_HOUSEHOLD_YES_NO),
        Index("ix_household_village", "village_id", "left_on"),
        Index("ix_household_search", "search_text", "village_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("village_group.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    address: Mapped[str | None]
    phone: Mapped[str | None]
    is_lifted: Mapped[YesNo | None]
    lifted_year: Mapped[int | None]
    on_dibao: Mapped[YesNo | None]
    dibao_since: Mapped[date | None]
    scattered_tekun: Mapped[YesNo | None]
    relocated: Mapped[YesNo | None]
    registration_moved: Mapped[YesNo | None]
    housing_safe: Mapped[YesNo | None]
    housing_note: Mapped[str | None]
    water_safe: Mapped[YesNo | None]
    water_note: Mapped[str | None]
    elderly_apart: Mapped[YesNo | None]
    remarks: Mapped[str | None]
    left_on: Mapped[date | None]
    left_reason: Mapped[str | None]
    search_text: Mapped[str] = mapped_column(
        Computed("code || ' ' || coalesce(phone, '')", persisted=False)
    )


class Person(Base):
    """家庭成员. Sex and date of birth are kept because 20-digit and missing numbers exist.

    The head of the household is the present member whose `relation` is 户主. `health` may hold
    several items separated by a comma.
    """

    __tablename__ = "person"
    __table_args__ = (
        *yes_no_checks("insured", "pension_insured", "work_blocked", "work_blocked_solved"),
        CheckConstraint("sex IN ('男', '女')", name="sex"),
        Index("ix_person_household", "household_id", "left_on"),
        Index(
            "uq_person_head",
            "household_id",
            unique=True,
            sqlite_where=text("relation = '户主' AND left_on IS NULL"),
        ),
        Index("ix_person_id_number", "id_number"),
        Index("ix_person_work_blocked", "household_id", sqlite_where=text("work_blocked = 1")),
        Index("ix_person_search", "search_text", "household_id", "left_on"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    initials: Mapped[str] = mapped_column(default="")
    relation: Mapped[str]
    id_number: Mapped[str | None]
    sex: Mapped[str | None]
    born_on: Mapped[date | None]
    ethnicity: Mapped[str | None]
    education: Mapped[str | None]
    school_state: Mapped[str | None]
    leaving_reason: Mapped[str | None]
    health: Mapped[str | None]
    disability_category: Mapped[str | None]
    disability_grade: Mapped[str | None]
    labour: Mapped[str | None]
    work_region: Mapped[str | None]
    work_place: Mapped[str | None]
    work_months: Mapped[int | None]
    work_blocked: Mapped[YesNo | None]
    work_blocked_solved: Mapped[YesNo | None]
    insured: Mapped[YesNo | None]
    pension_insured: Mapped[YesNo | None]
    phone: Mapped[str | None]
    remarks: Mapped[str | None]
    joined_on: Mapped[date | None]
    joined_reason: Mapped[str | None]
    left_on: Mapped[date | None]
    left_reason: Mapped[str | None]
    search_text: Mapped[str] = mapped_column(
        Computed(
            "name || ' ' || initials || ' ' || coalesce(id_number, '')"
            " || ' ' || coalesce(phone, '')",
            persisted=False,
        )
    )


class Income(Base):
    """Income of a household over a period, in the five parts of `procedures.md`, all in fen.

    `per_capita_fen` is what was declared where only the figure per head is known. A roster gives
    that figure without saying of which months it is: then `is_period_assumed`, and it serves for
    whatever period has none of its own.
    """

    __tablename__ = "income"
    __table_args__ = (
        Index("uq_income_period", "household_id", "period_from", "period_to", unique=True),
        CheckConstraint("period_from <= period_to", name="period"),
        *yes_no_checks("is_period_assumed"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    period_from: Mapped[date]
    period_to: Mapped[date]
    wages_fen: Mapped[Fen | None]
    business_fen: Mapped[Fen | None]
    property_fen: Mapped[Fen | None]
    transfer_fen: Mapped[Fen | None]
    business_cost_fen: Mapped[Fen | None]
    claims_fen: Mapped[Fen | None]
    medical_self_paid_fen: Mapped[Fen | None]
    per_capita_fen: Mapped[Fen | None]
    is_period_assumed: Mapped[YesNo | None]


class HouseholdEvent(Base):
    """变更: what happened to a household or one of its people, on which day and why."""

    __tablename__ = "household_event"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    other_household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    kind: Mapped[str]
    happened_on: Mapped[date]
    reason: Mapped[str]
    note: Mapped[str | None]
