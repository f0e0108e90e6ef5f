"""What is to be known of a household before a clue about it is registered."""

from dataclasses import dataclass

from fangfan_desktop.domain.case_progress import CaseState, case_state
from fangfan_desktop.storage import registry
from fangfan_desktop.storage.cases import cases_of_household, read_facts
from fangfan_desktop.storage.code_lists import visible_items
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_search import (
    HouseholdFilter,
    find_household_ids,
    matching_heads,
    matching_people,
)
from fangfan_desktop.usecases.case_new import CLUE_SOURCES
from fangfan_desktop.usecases.households import FoundHousehold, household_lines

UNSTABLE, MARGINAL = "脱贫不稳定户", "边缘易致贫户"
_OPEN = frozenset({CaseState.IDENTIFYING, CaseState.HELPING, CaseState.CLEARING})


@dataclass(frozen=True, slots=True)
class CaseBefore:
    """A case that the household has already."""

    case_id: int
    code: str
    state: CaseState

    @property
    def is_open(self) -> bool:
        """Whether it still runs, so that a new clue belongs to it."""
        return self.state in _OPEN


@dataclass(frozen=True, slots=True)
class ClueHousehold:
    """The household of a clue.

    Attributes:
        household_id: Its id.
        is_relocated: Whether it was relocated, so that 户籍未迁 may be asked.
        category: The category that goes with 是否脱贫户.
        cases: Cases that it has, the newest last.
    """

    household_id: int
    is_relocated: bool
    category: str
    cases: tuple[CaseBefore, ...]

    @property
    def open_case(self) -> CaseBefore | None:
        """The case that runs; a second one cannot be opened beside it."""
        return next((case for case in self.cases if case.is_open), None)

    @property
    def words(self) -> str:
        """What to know before going on; "" where the household has no case."""
        if not self.cases:
            return ""
        found = self.open_case
        if found is not None:
            where = (
                "正在识别" if found.state is CaseState.IDENTIFYING else f"正在监测（{found.state}）"
            )
            return f"这一户{where}，个案 {found.code}。新的情况请记到这个个案里，不另登记。"
        last = self.cases[-1]
        end = "登记后是重新识别。" if last.state is CaseState.CLEARED else "登记后是新的个案。"
        return f"这一户有过个案 {last.code}（{last.state}），{end}"


def clue_household(database: Database, *, household_id: int) -> ClueHousehold:
    """The household as the clue's dialog needs it.

    Raises:
        UserError: it is not there any more.
    """
    with database.read() as session:
        household = registry.get_household(session, household_id)
        cases = tuple(
            CaseBefore(case.id, case.code, case_state(read_facts(session, case)))
            for case in cases_of_household(session, household_id)
        )
        return ClueHousehold(
            household_id,
            is_relocated=household.relocated == 1,
            category=UNSTABLE if household.is_lifted == 1 else MARGINAL,
            cases=cases,
        )


@dataclass(frozen=True, slots=True)
class Caller:
    """A household that may be meant; `member` tells who matched where it is not the head."""

    household: FoundHousehold
    member: str


def find_callers(database: Database, *, text: str, limit: int) -> tuple[Caller, ...]:
    """Households that a name, number or telephone fits; those whose head it fits come first.

    Who calls is mostly the head: a member of the same name in another house must not stand before.
    """
    with database.read() as session:
        ids = find_household_ids(session, text, HouseholdFilter())
        members = matching_people(session, text, ids) if ids else {}
        heads = matching_heads(session, text, ids) if ids else frozenset[int]()
    first = sorted(ids, key=lambda household: household not in heads)[:limit]
    lines = household_lines(database, household_ids=first)
    return tuple(
        Caller(line, "" if line.household_id in heads else members.get(line.household_id, ""))
        for line in lines
    )


@dataclass(frozen=True, slots=True)
class ClueChoices:
    """The office's choices for a clue."""

    sources: tuple[str, ...]
    risks: tuple[str, ...]
    disasters: tuple[str, ...]


def clue_choices(database: Database) -> ClueChoices:
    """Sources, risks and kinds of disaster, without those that the office has hidden."""
    with database.read() as session:
        items = visible_items(session)
    return ClueChoices(
        items["clue_source"] or CLUE_SOURCES, items["risk"], items["natural_disaster"]
    )
