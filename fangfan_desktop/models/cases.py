"""Cases of monitored households (个案): from the clue to the cleared risk.

A case begins with a clue. What was decided stands in `identification`: a case that was taken in
refers to its one, and the roster, the forms and the statistics read that row; the case adds the
steps, papers and findings. The procedure of a case is a stored copy, so that an edited procedure
never changes an old case.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Fen, Key, YesNo, yes_no_checks


class StoredProcedure(Base):
    """A procedure (程序) as data: shipped ones when first used, and the office's versions."""

    __tablename__ = "procedure"
    __table_args__ = (
        Index("uq_procedure_version", "procedure_key", "version", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    procedure_key: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    definition: Mapped[str]
    made_on: Mapped[date]
    is_retired: Mapped[int] = mapped_column(default=0)


class MonitoringCase(Base):
    """个案: a clue about a household and what became of it.

    `clue_on` is empty where the household was taken in before the program kept cases.
    `category` and `risks` are those found with the clue; once taken in, the identification's
    count.
    """

    __tablename__ = "monitoring_case"
    __table_args__ = (
        CheckConstraint(
            "category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户')", name="category"
        ),
        CheckConstraint("refused_on IS NULL OR identification_id IS NULL", name="one_end"),
        *yes_no_checks("is_unmoved"),
        Index("ix_monitoring_case_household", "household_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    identification_id: Mapped[int | None] = mapped_column(
        ForeignKey("identification.id"), unique=True
    )
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("monitoring_case.id"))
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedure.id"))
    clue_on: Mapped[date | None]
    clue_source: Mapped[str | None]
    clue_note: Mapped[str | None]
    category: Mapped[str | None]
    risks: Mapped[str | None]
    is_unmoved: Mapped[YesNo | None]
    refused_on: Mapped[date | None]
    refusal_reasons: Mapped[str | None]
    refusal_note: Mapped[str | None]
    clearing_how: Mapped[str | None]  # while a clearing is under way
    remarks: Mapped[str | None]


class CaseStep(Base):
    """A step of a case, planned or done. A second try at clearing is the next round."""

    __tablename__ = "case_step"
    __table_args__ = (
        CheckConstraint("stage IN ('identify', 'clear')", name="stage"),
        CheckConstraint("result IN ('同意', '不同意', '退回')", name="result"),
        Index("uq_case_step_step", "case_id", "stage", "round", "step_key", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("monitoring_case.id"))
    stage: Mapped[str]
    round: Mapped[int] = mapped_column(default=1)
    step_key: Mapped[str]
    planned_on: Mapped[date | None]
    done_on: Mapped[date | None]
    result: Mapped[str | None]
    reason: Mapped[str | None]
    late_reason: Mapped[str | None]
    done_by: Mapped[str | None]
    note: Mapped[str | None]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))


class CaseFinding(Base):
    """What was found in the house: income and the three guarantees, when taken in or cleared."""

    __tablename__ = "case_finding"
    __table_args__ = (
        CheckConstraint("stage IN ('identify', 'clear')", name="stage"),
        *yes_no_checks(
            "housing_safe",
            "medical_secured",
            "education_secured",
            "water_safe",
            "income_steady",
            "spending_settled",
            "risk_gone",
            "no_labour",
        ),
        Index("uq_case_finding_stage", "case_id", "stage", "round", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("monitoring_case.id"))
    stage: Mapped[str]
    round: Mapped[int] = mapped_column(default=1)
    found_on: Mapped[date]
    population: Mapped[int | None]
    line_fen: Mapped[Fen | None]
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    wages_fen: Mapped[Fen | None]
    business_fen: Mapped[Fen | None]
    property_fen: Mapped[Fen | None]
    transfer_fen: Mapped[Fen | None]
    business_cost_fen: Mapped[Fen | None]
    claims_fen: Mapped[Fen | None]
    medical_self_paid_fen: Mapped[Fen | None]
    housing_safe: Mapped[YesNo | None]
    medical_secured: Mapped[YesNo | None]
    education_secured: Mapped[YesNo | None]
    water_safe: Mapped[YesNo | None]
    income_steady: Mapped[YesNo | None]
    spending_settled: Mapped[YesNo | None]
    risk_gone: Mapped[YesNo | None]
    no_labour: Mapped[YesNo | None]
    remarks: Mapped[str | None]


class AssetHit(Base):
    """A hit of the asset search (信息比对、财产检索): information that needs a verdict (研判)."""

    __tablename__ = "asset_hit"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("monitoring_case.id"), index=True)
    kind: Mapped[str]
    person_name: Mapped[str | None]
    detail: Mapped[str | None]
    found_on: Mapped[date | None]
    verdict: Mapped[str | None]
    verdict_on: Mapped[date | None]


class ArchivePaper(Base):
    """A paper of the archive checklist, of a case or of a village: present, where, whose."""

    __tablename__ = "archive_paper"
    __table_args__ = (
        CheckConstraint("(case_id IS NULL) <> (village_id IS NULL)", name="one_owner"),
        *yes_no_checks("is_present"),
        Index("uq_archive_paper_case", "case_id", "item_key", unique=True),
        Index("uq_archive_paper_village", "village_id", "item_key", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("monitoring_case.id"))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    item_key: Mapped[str]
    is_present: Mapped[YesNo | None]
    copies: Mapped[int | None]
    kept_at: Mapped[str | None]
    owner: Mapped[str | None]
    remarks: Mapped[str | None]
    file_name: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("attachment.sha256"))


class FocusGroup(Base):
    """A group of the 八类人员 ledger; `selection_key` names who belongs to it of itself."""

    __tablename__ = "focus_group"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    selection_key: Mapped[str | None]
    basis: Mapped[str | None]


class FocusMember(Base):
    """A household put into a group by hand, or what is noted of one that belongs of itself."""

    __tablename__ = "focus_member"
    __table_args__ = (
        Index("uq_focus_member_household", "group_id", "household_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    basis: Mapped[str | None]
    difficulty: Mapped[str | None]
    owner: Mapped[str | None]
    remarks: Mapped[str | None]
