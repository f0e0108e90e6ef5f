"""村级档案: which papers of a village are there, how many, where and whose.

What the program itself knows (forms, notices, measures) is told beside a paper; it never ticks one
by itself: only somebody who saw the paper can.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.domain.archive_items import village_item, village_items
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import ArchivePaper
from fangfan_desktop.storage.archive import case_paper_rows, known_words, village_papers
from fangfan_desktop.storage.areas import get_village
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.export_sheets import chosen_villages
from fangfan_desktop.usecases.register_sheets import (
    Values,
    place_of,
    register_form,
    register_sheet,
)

_MOST_COPIES = 9_999


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What is noted of a paper.

    Attributes:
        is_present: Whether it is all there; None where nobody has looked.
        copies: How many; None where not counted.
        kept_at: Where it lies.
        owner: Who answers for it.
        remarks: What else.
    """

    is_present: bool | None = None
    copies: int | None = None
    kept_at: str = ""
    owner: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """A paper of the checklist; `known` is what the program has itself, such as 12份已排查."""

    item_key: str
    section: str
    number: int
    name: str
    facts: PaperFacts
    known: str


def read_village_archive(database: Database, *, village_id: int) -> tuple[ArchiveLine, ...]:
    """The checklist of a village.

    Raises:
        UserError: there is no such village.
    """
    with database.read() as session:
        get_village(session, village_id)
        return _village_lines(session, village_id)


def set_archive_paper(
    database: Database,
    *,
    item_key: str,
    facts: PaperFacts,
    village_id: int | None = None,
    case_id: int | None = None,
) -> Changes:
    """Note what there is of a paper of a village or of a case, as one step.

    Raises:
        UserError: no such paper or village, or an impossible number of copies.
    """
    if (village_id is None) == (case_id is None):
        raise ValueError("village or case")
    if facts.copies is not None and not 0 <= facts.copies <= _MOST_COPIES:
        raise UserError(f"份数请填0到{_MOST_COPIES}之间的整数。")
    with database.action("登记档案材料") as unit:
        if village_id is not None:
            village_item(item_key)
            get_village(unit.session, village_id)
            stored = village_papers(unit.session, village_id)
        else:
            stored = case_paper_rows(unit.session, case_id or 0)
        row = stored.get(item_key) or ArchivePaper(
            village_id=village_id, case_id=case_id, item_key=item_key
        )
        row.is_present = None if facts.is_present is None else int(facts.is_present)
        row.copies = facts.copies
        row.kept_at = facts.kept_at.strip() or None
        row.owner = facts.owner.strip() or None
        row.remarks = facts.remarks.strip() or None
        unit.session.add(row)
    return unit.changes


def archive_checklist(
    session: Session, _campaign_id: int | None, village_id: int | None
) -> list[Sheet]:
    """村级档案清单: a sheet a village, every paper a row."""
    sheets: list[Sheet] = []
    for name, key in chosen_villages(session, village_id):
        form = register_form(session, "archive-checklist", place_of(session, key))
        lines = _village_lines(session, key)
        present = sum(line.facts.is_present is True for line in lines)
        words = f"共{len(lines)}类，齐全{present}类"
        values = [_values(line, name) for line in lines]
        sheets.append(replace(register_sheet(session, form, values, words, ""), name=name))
    if not sheets:
        form = register_form(session, "archive-checklist", place_of(session, None))
        sheets.append(register_sheet(session, form, [], "", "还没有村（社区）。"))
    return sheets


def _village_lines(session: Session, village_id: int) -> tuple[ArchiveLine, ...]:
    stored = village_papers(session, village_id)
    known = known_words(session.connection(), village_id)
    return tuple(
        ArchiveLine(
            item.key,
            item.section,
            number,
            item.name,
            paper_facts(stored.get(item.key)),
            known.get(item.known, ""),
        )
        for number, item in enumerate(village_items(), start=1)
    )


def paper_facts(row: ArchivePaper | None) -> PaperFacts:
    """What is noted of a paper; nothing where nobody has looked."""
    if row is None:
        return PaperFacts()
    return PaperFacts(
        None if row.is_present is None else bool(row.is_present),
        row.copies,
        row.kept_at or "",
        row.owner or "",
        row.remarks or "",
    )


def _values(line: ArchiveLine, village: str) -> Values:
    facts = line.facts
    # said only where nobody has counted the papers themselves
    hint = f"系统内已有{line.known}" if line.known and not facts.remarks else ""
    return {
        "village": village,
        "section": line.section,
        "paper": line.name,
        "is_present": None if facts.is_present is None else int(facts.is_present),
        "copies": facts.copies,
        "kept_at": facts.kept_at or None,
        "owner": facts.owner or None,
        "remarks": facts.remarks or hint or None,
    }
