"""Queries of the rectification ledger (整改台账)."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from fangfan_desktop.domain.ledger_rules import LedgerLevel, LedgerState
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Value
from fangfan_desktop.models import (
    Attachment,
    LedgerEvidence,
    LedgerLine,
    LedgerNote,
    VillageForm,
)

# The printed columns of 附件4, in their order.
LINE_KEYS = (
    "unit",
    "village",
    "head_name",
    "id_number",
    "problem_type",
    "problem",
    "action",
    "owner",
    "deadline",
    "remarks",
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line; `values` in the order of `LINE_KEYS`, the deadline as ISO text."""

    id: int
    campaign_id: int
    number: int
    level: LedgerLevel
    state: LedgerState
    village_id: int | None
    household_id: int | None
    found_on: date | None
    found_by: str
    source: str
    accepted_by: str
    accepted_on: date | None
    closed_on: date | None
    evidence_count: int
    note_count: int
    values: tuple[Value, ...]

    def value(self, key: str) -> Value:
        """The value of a printed column; ValueError for another key."""
        return self.values[LINE_KEYS.index(key)]

    @property
    def deadline(self) -> date | None:
        """整改时限."""
        text_ = self.value("deadline")
        return date.fromisoformat(text_) if isinstance(text_, str) else None


class Head(NamedTuple):
    """The head of a present household."""

    household_id: int
    village_id: int
    name: str
    id_number: str | None


@dataclass(frozen=True, slots=True)
class LineNote:
    """A progress note, or a step of the line's life; `kind` is 进展, 状态 or 验收."""

    id: int
    noted_on: date
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class LineEvidence:
    """A file in the database (`size` bytes), or where a paper lies (no file name)."""

    id: int
    added_on: date
    description: str
    file_name: str | None
    size: int


def stored_level(level: LedgerLevel) -> str:
    """The word of the database for a level."""
    return level.name.lower()


def read_level(stored: str) -> LedgerLevel:
    """The level that a word of the database means."""
    return LedgerLevel[stored.upper()]


_ROWS = (
    "SELECT l.id, l.campaign_id, l.number, l.level, l.state, l.village_id, l.household_id,"
    " l.found_on, l.found_by, l.source, l.accepted_by, l.accepted_on, l.closed_on,"
    " (SELECT count(*) FROM ledger_evidence AS e WHERE e.line_id = l.id),"
    " (SELECT count(*) FROM ledger_note AS n WHERE n.line_id = l.id),"
    " l.unit, v.name, l.head_name, l.id_number, l.problem_type, l.problem, l.action, l.owner,"
    " l.deadline, l.remarks"
    " FROM ledger_line AS l LEFT JOIN village AS v ON v.id = l.village_id"
)


def line_rows(
    session: Session, campaign_id: int | None = None, line_ids: Collection[int] | None = None
) -> list[LedgerRow]:
    """Lines by campaign and number: of one campaign, or those named."""
    where: list[str] = ["1 = 1"]
    values: dict[str, Any] = {}
    if campaign_id is not None:
        where.append("l.campaign_id = :campaign_id")
        values["campaign_id"] = campaign_id
    if line_ids is not None:
        where.append("l.id IN (SELECT value FROM json_each(:line_ids))")
        values["line_ids"] = json.dumps(list(line_ids))
    found = session.execute(
        text(f"{_ROWS} WHERE {' AND '.join(where)} ORDER BY l.campaign_id, l.number, l.id"), values
    )
    return [_row(tuple(row)) for row in found]


def find_line(session: Session, line_id: int) -> LedgerLine:
    """The line of that key.

    Raises:
        UserError: there is none.
    """
    found = session.get(LedgerLine, line_id)
    if found is None:
        raise UserError("没有找到这条整改问题，可能已被撤销。请刷新后再试。")
    return found


def next_number(session: Session, campaign_id: int) -> int:
    """Number of the next line: one more than the highest ever seen in the campaign's ledger."""
    highest = session.scalar(
        select(func.max(LedgerLine.number)).where(LedgerLine.campaign_id == campaign_id)
    )
    return (highest or 0) + 1


def township_level_lines(session: Session, campaign_id: int) -> int:
    """Number of lines without a village; they stand in no row of 附件3."""
    found = session.scalar(
        select(func.count())
        .select_from(LedgerLine)
        .where(LedgerLine.campaign_id == campaign_id, LedgerLine.village_id.is_(None))
    )
    return found or 0


def line_notes(session: Session, line_id: int) -> list[LineNote]:
    """Notes and steps, the newest first."""
    rows = session.scalars(
        select(LedgerNote)
        .where(LedgerNote.line_id == line_id)
        .order_by(LedgerNote.noted_on.desc(), LedgerNote.id.desc())
    )
    return [LineNote(row.id, row.noted_on, row.kind, row.text) for row in rows]


def line_evidence(session: Session, line_id: int) -> list[LineEvidence]:
    """Evidence in the order it was added."""
    rows = session.execute(
        select(
            LedgerEvidence.id,
            LedgerEvidence.added_on,
            LedgerEvidence.description,
            LedgerEvidence.file_name,
            func.coalesce(Attachment.size, 0),
        )
        .outerjoin(Attachment, Attachment.sha256 == LedgerEvidence.sha256)
        .where(LedgerEvidence.line_id == line_id)
        .order_by(LedgerEvidence.id)
    )
    return [LineEvidence(*row) for row in rows]


def evidence_count(session: Session, line_id: int) -> int:
    """How many pieces of evidence a line has."""
    found = session.scalar(
        select(func.count()).select_from(LedgerEvidence).where(LedgerEvidence.line_id == line_id)
    )
    return found or 0


def keep_attachment(session: Session, sha256: str, content: bytes) -> None:
    """Keep the bytes of a file once."""
    if session.get(Attachment, sha256) is None:
        session.add(Attachment(sha256=sha256, size=len(content), content=content))
        session.flush()


def evidence_content(session: Session, evidence_id: int) -> tuple[str, bytes] | None:
    """File name and bytes of a piece of evidence; None where it is a paper's place."""
    row = session.execute(
        select(LedgerEvidence.file_name, Attachment.content)
        .join(Attachment, Attachment.sha256 == LedgerEvidence.sha256)
        .where(LedgerEvidence.id == evidence_id)
    ).first()
    return None if row is None else (str(row[0]), bytes(row[1]))


_HEADS = (
    "SELECT h.id, h.village_id, p.name, p.id_number FROM person AS p"
    " JOIN household AS h ON h.id = p.household_id"
    " WHERE p.relation = '户主' AND p.left_on IS NULL AND h.left_on IS NULL"
)


def head_of(session: Session, household_id: int) -> Head | None:
    """The head of a present household."""
    row = session.execute(text(f"{_HEADS} AND h.id = :id"), {"id": household_id}).first()
    return None if row is None else Head(*row)


def heads_named(session: Session, village_id: int, name: str) -> list[Head]:
    """Heads of that name in a village; two may share it."""
    rows = session.execute(
        text(f"{_HEADS} AND h.village_id = :village AND p.name = :name"),
        {"village": village_id, "name": name},
    )
    return [Head(*row) for row in rows]


def heads_numbered(session: Session, id_number: str) -> list[Head]:
    """Heads with that ID number."""
    rows = session.execute(text(f"{_HEADS} AND p.id_number = :number"), {"number": id_number})
    return [Head(*row) for row in rows]


def lines_of_village_forms(
    session: Session, form_ids: Collection[int] | None, campaign_id: int | None = None
) -> dict[tuple[int, str], int]:
    """Which problems of 附件2 are in the ledger: (row of 附件2, field) → line's number."""
    query = select(
        LedgerLine.village_form_id, LedgerLine.village_form_field, LedgerLine.number
    ).where(LedgerLine.village_form_id.is_not(None))
    if form_ids is not None:
        query = query.where(LedgerLine.village_form_id.in_(list(form_ids)))
    if campaign_id is not None:
        query = query.join(VillageForm, VillageForm.id == LedgerLine.village_form_id).where(
            VillageForm.campaign_id == campaign_id
        )
    return {(int(row[0] or 0), str(row[1])): row[2] for row in session.execute(query)}


def _row(row: tuple[Any, ...]) -> LedgerRow:
    return LedgerRow(
        id=row[0],
        campaign_id=row[1],
        number=row[2],
        level=read_level(row[3]),
        state=LedgerState(row[4]),
        village_id=row[5],
        household_id=row[6],
        found_on=_day(row[7]),
        found_by=row[8] or "",
        source=row[9] or "",
        accepted_by=row[10] or "",
        accepted_on=_day(row[11]),
        closed_on=_day(row[12]),
        evidence_count=row[13],
        note_count=row[14],
        values=tuple(row[15:25]),
    )


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
