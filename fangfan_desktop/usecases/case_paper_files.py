"""A paper of a case with where it lies and its scan or photo, kept inside the database."""

from pathlib import Path

from fangfan_desktop.errors import UserError
from fangfan_desktop.models import ArchivePaper
from fangfan_desktop.storage.archive import case_paper_rows, paper_content
from fangfan_desktop.storage.cases import find_case
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.ledger import keep_attachment
from fangfan_desktop.usecases.archive import PaperFacts, check_copies
from fangfan_desktop.usecases.case_papers import case_papers
from fangfan_desktop.usecases.kept_files import read_kept_file
from fangfan_desktop.whole_file import write_whole


def set_paper(
    database: Database,
    *,
    case_id: int,
    item_key: str,
    facts: PaperFacts,
    path: Path | None = None,
) -> Changes:
    """Note what there is of a paper; with a file, its scan of at most 20 MB is kept as well.

    A scan that was kept before stays where no file is named; a new one takes its place.

    Raises:
        UserError: the case or the paper is not there, an impossible number of copies, or the
            file is empty or too large.
        OutsideError: the file cannot be read.
    """
    check_copies(facts.copies)
    kept = None if path is None else read_kept_file(path)
    with database.action("登记档案材料") as unit:
        session = unit.session
        case = find_case(session, case_id)
        stored = case_paper_rows(session, case_id)
        known = {paper.item_key for paper in case_papers(session, case)} | set(stored)
        if item_key not in known:
            raise UserError("这个个案的程序里没有这件材料，请刷新后再试。")
        row = stored.get(item_key) or ArchivePaper(case_id=case_id, item_key=item_key)
        row.is_present = None if facts.is_present is None else int(facts.is_present)
        row.copies = facts.copies
        row.kept_at = facts.kept_at.strip() or None
        row.owner = facts.owner.strip() or None
        row.remarks = facts.remarks.strip() or None
        if kept is not None:
            keep_attachment(session, kept.sha256, kept.content)
            row.file_name, row.sha256 = kept.name, kept.sha256
        session.add(row)
    return unit.changes


def save_paper_file(database: Database, *, case_id: int, item_key: str, path: Path) -> Path:
    """Write a kept scan out again; returns where it stands.

    Raises:
        UserError: no scan of the paper is kept.
        OutsideError: the file cannot be written.
    """
    with database.read() as session:
        content = paper_content(session, case_id, item_key)
    if content is None:
        raise UserError("这件材料没有存扫描件。")
    with write_whole(path) as part:
        part.write_bytes(content)
    return path
