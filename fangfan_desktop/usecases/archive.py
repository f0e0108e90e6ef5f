"""村级档案: which papers of a village are there, how many, where and whose.

What the program itself knows (forms, notices, measures) is told beside a paper; it never ticks one
by itself: only somebody who saw the paper can.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.domain.archive_items import village_item, village_items
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import ArchivePaper, Identification, MonitoringCase
from fangfan_desktop.storage.archive import (
    case_paper_rows,
    case_place,
    case_places,
    known_words,
    village_papers,
)
from fangfan_desktop.storage.areas import get_village
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.case_papers import PaperView, case_papers
from fangfan_desktop.usecases.export_sheets import chosen_villages
from fangfan_desktop.usecases.register_sheets import (
    Values,
    place_of,
    register_form,
    register_sheet,
)

_MOST_COPIES = 9_999
_STAGES = {Stage.IDENTIFY.value: "识别", Stage.CLEAR.value: "消除"}


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
    check_copies(facts.copies)
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


def check_copies(copies: int | None) -> None:
    """Check a number of copies.

    Raises:
        UserError: it cannot be.
    """
    if copies is not None and not 0 <= copies <= _MOST_COPIES:
        raise UserError(f"份数请填0到{_MOST_COPIES}之间的整数。")


def archive_checklist(
    session: Session, _campaign_id: int | None, village_id: int | None
) -> list[Sheet]:
    """村级档案清单: a sheet a village, every paper a row; then a sheet of its cases' papers."""
    cases = _papers_of_cases(session, village_id)
    sheets: list[Sheet] = []
    for name, key in chosen_villages(session, village_id):
        form = register_form(session, "archive-checklist", place_of(session, key))
        lines = _village_lines(session, key)
        present = sum(line.facts.is_present is True for line in lines)
        words = f"共{len(lines)}类，齐全{present}类"
        values = [_values(line, name) for line in lines]
        sheets.append(replace(register_sheet(session, form, values, words, ""), name=name))
        if key in cases:
            sheets.append(_case_sheet(session, key, f"{name}个案", cases[key]))
    if not sheets:
        form = register_form(session, "archive-checklist", place_of(session, None))
        sheets.append(register_sheet(session, form, [], "", "还没有村（社区）。"))
    return sheets


def case_checklist(session: Session, case_id: int) -> Sheet:
    """个案档案清单 of one case: the papers that its procedure asks for.

    Raises:
        UserError: there is no such case.
    """
    case = session.get(MonitoringCase, case_id)
    if case is None:
        raise UserError("没有找到这个个案，可能已被撤销。请刷新后再试。")
    place = case_place(session, case_id)
    papers = _case_values(_asked_papers(session, case), place.head_name)
    return _case_sheet(session, place.village_id, f"{place.head_name}户", papers)


def _papers_of_cases(session: Session, village_id: int | None) -> dict[int, list[Values]]:
    """Papers of cases that have not been refused, by village, head after head."""
    found: dict[int, list[Values]] = defaultdict(list)
    for place in case_places(session, village_id):
        case = session.get_one(MonitoringCase, place.case_id)
        found[place.village_id] += _case_values(_asked_papers(session, case), place.head_name)
    return found


def _asked_papers(session: Session, case: MonitoringCase) -> list[PaperView]:
    """Papers that are asked for by now: those of clearing once it has begun."""
    taken_in = session.get(Identification, case.identification_id or 0)
    is_clearing = taken_in is not None and bool(taken_in.clearing_started_on or taken_in.cleared_on)
    return [
        paper
        for paper in case_papers(session, case)
        if is_clearing or paper.stage != Stage.CLEAR.value or paper.is_present is not None
    ]


def _case_values(papers: Sequence[PaperView], head_name: str) -> list[Values]:
    return [
        {
            "section": f"{head_name}户 {_STAGES[paper.stage]}",
            "paper": paper.name,
            "is_present": None if paper.is_present is None else int(paper.is_present),
            "copies": paper.copies,
            "kept_at": paper.kept_at or None,
            "owner": paper.owner or None,
            "remarks": paper.remarks or None,
        }
        for paper in papers
    ]


def _case_sheet(session: Session, village_id: int, name: str, papers: Sequence[Values]) -> Sheet:
    place = place_of(session, village_id)
    form = register_form(session, "archive-checklist", place)
    titled = replace(form, title=f"{place}监测对象个案档案清单")
    present = sum(values["is_present"] == 1 for values in papers)
    words = f"共{len(papers)}份材料，齐全{present}份"
    return replace(register_sheet(session, titled, papers, words, "没有要归档的材料。"), name=name)


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
