"""A notice on its way to paper: what the page shows of it, and the files made of it."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from fangfan_desktop.documents.leak_check import Leak, find_leaks
from fangfan_desktop.documents.notice_docx import notice_docx
from fangfan_desktop.documents.notice_pdf import notice_pdf, unprintable_characters
from fangfan_desktop.documents.official_fonts import missing_fonts_note
from fangfan_desktop.domain.notice_rules import NoticeKind, NoticeLevel
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.campaigns import village_names
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.office_settings import read_settings
from fangfan_desktop.usecases.notice_drafts import (
    NoticeDraft,
    NoticeWish,
    allowed_numbers,
    draft_in,
    draft_notice,
)
from fangfan_desktop.usecases.notice_lists import Candidate, candidates_in, count_ready
from fangfan_desktop.usecases.previews import TablePreview, preview_content
from fangfan_desktop.usecases.public_files import write_public

_MAKERS = {".pdf": notice_pdf, ".docx": notice_docx}


@dataclass(frozen=True, slots=True)
class NoticeCounts:
    """What could be put up: villages in their order, and ready cases by kind and village.

    Attributes:
        villages: Name → key.
        ready: Kind → village → cases that have come to its step; None counts all villages.
        may_show_risk: Whether the office has switched the main risk on.
    """

    villages: Mapping[str, int]
    ready: Mapping[NoticeKind, Mapping[int | None, int]]
    may_show_risk: bool


@dataclass(frozen=True, slots=True)
class NoticeDesk:
    """A notice in hand: who could be listed, and the draft or why there is none."""

    candidates: tuple[Candidate, ...]
    draft: NoticeDraft | None
    problem: str
    allowed: tuple[str, ...]  # numbers that may be public


@dataclass(frozen=True, slots=True)
class FinishedNotice:
    """The finished pages and what the look through them found.

    `notes` are sentences: characters that no font has, official fonts that this computer lacks.
    """

    preview: TablePreview
    leaks: tuple[Leak, ...]
    problem: str  # why it could not be looked through, else ""
    notes: tuple[str, ...]


def read_counts(database: Database) -> NoticeCounts:
    """What could be put up today, by kind and village."""
    with database.read() as session:
        ready: dict[NoticeKind, Counter[int | None]] = {}
        for kind, village_id in count_ready(session):
            counts = ready.setdefault(kind, Counter())
            counts[village_id] += 1
            counts[None] += 1
        return NoticeCounts(
            villages=village_names(session),
            ready=ready,
            may_show_risk=bool(read_settings(session)["public_shows_risk"]),
        )


def read_desk(database: Database, *, wish: NoticeWish) -> NoticeDesk:
    """The notice in hand; what cannot be drafted is a sentence, not an error."""
    with database.read() as session:
        candidates = candidates_in(session, wish.kind, wish.village_id)
        allowed = allowed_numbers(session)
        try:
            draft = draft_in(session, wish, database.today())
        except UserError as error:
            return NoticeDesk(candidates, None, error.sentence, allowed)
    return NoticeDesk(candidates, draft, "", allowed)


def finish_notice(draft: NoticeDraft, allowed: Collection[str] = ()) -> FinishedNotice:
    """Make the pages and look through the finished bytes; needs no database."""
    content = notice_pdf(draft.paper)
    name = f"{draft.paper.title_text}.pdf"
    leaks: tuple[Leak, ...] = ()
    problem = ""
    try:
        leaks = find_leaks(content, name, allowed)
    except UserError as error:
        problem = error.sentence
    preview = preview_content(content, name=name, rows=len(draft.rows))
    return FinishedNotice(preview, leaks, problem, _notes(draft))


def export_notice(database: Database, *, wish: NoticeWish, path: Path) -> NoticeDraft:
    """Write a notice as .pdf or .docx without putting it up; nothing in the database changes.

    Args:
        database: The open database.
        wish: What is asked of the notice.
        path: The file; its ending decides what is written.

    Raises:
        UserError: as `draft_notice`; another ending; or a private number was found, and nothing is
            written.
        OutsideError: the file cannot be written.
    """
    make = _MAKERS.get(path.suffix.lower())
    if make is None:
        raise UserError(f"“{path.name}”的后缀要是 .pdf 或 .docx，公示公告只写这两种文件。")
    draft = draft_notice(database, wish=wish)
    with database.read() as session:
        allowed = allowed_numbers(session)
    write_public(path, lambda target: target.write_bytes(make(draft.paper)), allowed)
    return draft


def check_whose(kind: NoticeKind, village_id: int | None) -> None:
    """A village's notice is of one village; the township's may be of all.

    Raises:
        UserError: no village is named for a village's notice.
    """
    if village_id is None and kind.level is NoticeLevel.VILLAGE:
        raise UserError(f"{kind.label}由村里张贴，一村一张，请写明是哪个村。")


def _notes(draft: NoticeDraft) -> tuple[str, ...]:
    missing = unprintable_characters(draft.paper)
    printed = f"“{'”“'.join(missing)}”没有可用的字，印成了“□”，请手写补上。" if missing else ""
    return tuple(note for note in (printed, missing_fonts_note()) if note)
