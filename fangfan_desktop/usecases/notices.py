"""Notices (公示、公告): made from the cases at their step, put up, run, ended with an outcome.

A notice that is put up is kept as it was: its words, its list, its file. Its end records the step
of its cases, as one action.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from fangfan_desktop.documents.leak_check import find_leaks, leak_sentence
from fangfan_desktop.documents.notice_pdf import notice_pdf
from fangfan_desktop.domain.case_progress import AGREED, RETURNED
from fangfan_desktop.domain.notice_paper import NoticePaper
from fangfan_desktop.domain.notice_rules import (
    NoticeKind,
    PublicColumn,
)
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Notice, NoticeCase
from fangfan_desktop.storage.cases import find_case, read_facts
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.ledger import keep_attachment
from fangfan_desktop.storage.notices import (
    find_notice,
    lines_of,
)
from fangfan_desktop.usecases.case_steps import StepEntry, record_in
from fangfan_desktop.usecases.kept_files import read_kept_file
from fangfan_desktop.usecases.notice_book import has_left
from fangfan_desktop.usecases.notice_drafts import NoticeWish, allowed_numbers, draft_in
from fangfan_desktop.usecases.notice_lists import (
    notice_step,
)
from fangfan_desktop.usecases.notice_papers import file_photo, file_text, take_text_back
from fangfan_desktop.usecases.procedures import case_procedure

UPHELD, REJECTED, NONE = "异议成立", "异议不成立", "无异议"


@dataclass(frozen=True, slots=True)
class StartedNotice:
    """A notice that was put up, with the bytes of its file."""

    changes: Changes
    notice_id: int
    content: bytes
    file_name: str


def start_notice(database: Database, *, wish: NoticeWish) -> StartedNotice:
    """Put a notice up: its file is made, looked through for private numbers, and kept.

    Raises:
        UserError: as `draft_notice`; or a private number was found, the sentence says where.
    """
    with database.action(f"{wish.kind.label}") as unit:
        session = unit.session
        draft = draft_in(session, wish, database.today())
        file_name = f"{draft.paper.title_text}.pdf"
        content = checked_pdf(session, draft.paper, file_name)
        sha256 = hashlib.sha256(content).hexdigest()
        keep_attachment(session, sha256, content)
        notice = Notice(
            kind=wish.kind.value,
            village_id=wish.village_id,
            title=draft.paper.title_text,
            text="\n".join((*draft.paper.paragraphs, *draft.paper.closing)),
            shows_risk=int(PublicColumn.RISK in draft.columns),
            made_on=database.today(),
            starts_on=draft.period.starts_on,
            ends_on=draft.period.ends_on,
            posted_at=wish.posted_at.strip() or None,
            file_name=file_name,
            sha256=sha256,
        )
        session.add(notice)
        session.flush()
        for row, case_id in zip(draft.rows, draft.case_ids, strict=True):
            words = {column.name.lower(): row.value(column) for column in draft.columns}
            session.add(
                NoticeCase(
                    notice_id=notice.id,
                    case_id=case_id,
                    position=row.serial,
                    shown=json.dumps(words, ensure_ascii=False),
                )
            )
        session.flush()
        file_text(session, notice)
        notice_id = notice.id
    return StartedNotice(unit.changes, notice_id, content, file_name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a notice ended.

    Attributes:
        on: The day it was taken down or looked at; after the period.
        objections: What was objected; "" for nothing.
        upheld: Case → why an objection to it holds: its step goes back.
        rejected: Case → the objection that was looked into and does not hold.
        late_reason: Where a step of a case is late or out of order.
        photo: Picture of the board.
    """

    on: date
    objections: str = ""
    upheld: Mapping[int, str] | None = None
    rejected: Mapping[int, str] | None = None
    late_reason: str = ""
    photo: Path | None = None


def end_notice(database: Database, *, notice_id: int, outcome: Outcome) -> Changes:
    """Record the outcome of a notice; the step of each of its cases is done by it.

    A case that was refused, taken out or decided by hand meanwhile keeps only its outcome on the
    list.

    Raises:
        UserError: the period has not passed, the outcome is recorded already, a case is named
            that is not on the list, or a case cannot take its step.
        OutsideError: the photo cannot be read.
    """
    upheld, rejected = dict(outcome.upheld or {}), dict(outcome.rejected or {})
    photo = None if outcome.photo is None else read_kept_file(outcome.photo)
    with database.action("记录公示结果") as unit:
        session = unit.session
        notice = find_notice(session, notice_id)
        _check_ending(notice, outcome, database.today())
        lines = lines_of(session, notice_id)
        if (set(upheld) | set(rejected)) - {line.case_id for line in lines}:
            raise UserError("有异议的户不在这份公示的名单上，请核对。")
        notice.outcome = "有异议" if upheld or rejected or outcome.objections.strip() else NONE
        notice.outcome_on = outcome.on
        notice.objections = outcome.objections.strip() or None
        if photo is not None:
            keep_attachment(session, photo.sha256, photo.content)
            notice.photo_name, notice.photo_sha256 = photo.name, photo.sha256
            session.flush()
            file_photo(session, notice)
        kind = NoticeKind(notice.kind)
        for line in lines:
            words = upheld.get(line.case_id) or rejected.get(line.case_id)
            line.objection = words
            line.outcome = (
                UPHELD if line.case_id in upheld else REJECTED if line.case_id in rejected else NONE
            )
            case = find_case(session, line.case_id)
            at = notice_step(case_procedure(session, case), kind)
            facts = read_facts(session, case)
            if at is not None and not has_left(facts, *at, notice.starts_on):
                entry = StepEntry(
                    outcome.on,
                    RETURNED if line.case_id in upheld else AGREED,
                    upheld.get(line.case_id, ""),
                    outcome.late_reason,
                    note=f"公示 {notice.starts_on.isoformat()} 至 {notice.ends_on.isoformat()}",
                )
                stage, step = at
                record_in(unit, [line.case_id], stage, step.key, entry, database.today(), notice_id)
    return unit.changes


def withdraw_notice(database: Database, *, notice_id: int, reason: str) -> Changes:
    """Take a notice down before its end; its cases stand where they stood.

    Raises:
        UserError: no reason is given, or its outcome is recorded.
    """
    if not reason.strip():
        raise UserError("请写明撤回公示的原因。")
    with database.action("撤回公示") as unit:
        notice = find_notice(unit.session, notice_id)
        if notice.outcome is not None:
            raise UserError("这份公示已经记了结果，不能撤回。")
        notice.withdrawn_on = database.today()
        notice.withdrawn_reason = reason.strip()
        take_text_back(unit.session, notice)
    return unit.changes


def checked_pdf(session: Session, paper: NoticePaper, file_name: str) -> bytes:
    """The finished PDF, looked through.

    Raises:
        UserError: a private number was found; the sentence says where.
    """
    content = notice_pdf(paper)
    leaks = find_leaks(content, file_name, allowed_numbers(session))
    if leaks:
        raise UserError(leak_sentence(leaks))
    return content


def _check_ending(notice: Notice, outcome: Outcome, today: date) -> None:
    if notice.withdrawn_on is not None:
        raise UserError("这份公示已经撤回，不能再记结果。")
    if notice.outcome is not None:
        raise UserError("这份公示的结果已经记过了。")
    if outcome.on > today:
        raise UserError("结果日期在今天以后，请核对。")
    if outcome.on <= notice.ends_on:
        raise UserError(f"公示到 {notice.ends_on.isoformat()} 24:00 才期满，请期满以后再记结果。")
