"""The rectification ledger (整改台账): lines are closed against evidence, never deleted."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from fangfan_desktop.models.base import Base, Key


class LedgerLine(Base):
    """One problem of 附件4. The level (镇级、村级、户级) says which columns stay empty."""

    __tablename__ = "ledger_line"
    __table_args__ = (
        CheckConstraint("level IN ('township', 'village', 'household')", name="level"),
        CheckConstraint("state IN ('待整改', '整改中', '待验收', '已销号')", name="state"),
        Index("ix_ledger_line_campaign", "campaign_id", "village_id", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    level: Mapped[str]
    unit: Mapped[str | None]
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    head_name: Mapped[str | None]
    id_number: Mapped[str | None]
    problem_type: Mapped[str | None]
    problem: Mapped[str | None]
    action: Mapped[str | None]
    owner: Mapped[str | None]
    deadline: Mapped[date | None]
    remarks: Mapped[str | None]
    found_on: Mapped[date | None]
    found_by: Mapped[str | None]
    source: Mapped[str | None]
    village_form_id: Mapped[int | None] = mapped_column(ForeignKey("village_form.id"))
    village_form_field: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="待整改")
    accepted_by: Mapped[str | None]
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class LedgerNote(Base):
    """A progress note of a ledger line, or a step of its life."""

    __tablename__ = "ledger_note"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    line_id: Mapped[int] = mapped_column(ForeignKey("ledger_line.id"), index=True)
    noted_on: Mapped[date]
    kind: Mapped[str]
    text: Mapped[str]


class LedgerEvidence(Base):
    """A piece of evidence: a file kept inside the database, or a paper's place."""

    __tablename__ = "ledger_evidence"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[Key]
    line_id: Mapped[int] = mapped_column(ForeignKey("ledger_line.id"), index=True)
    added_on: Mapped[date]
    description: Mapped[str]
    file_name: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("attachment.sha256"))


class Attachment(Base):
    """The bytes of a file, once, by their SHA-256. Never changed, so history need not hold them."""

    __tablename__ = "attachment"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
