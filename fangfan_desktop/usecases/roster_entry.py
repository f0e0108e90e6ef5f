"""Writing cells of the roster's grids: many at once as one step, refused ones told by cell.

Every value goes through the same checks as in imports and dialogs. What needs a reason and a day,
such as another head, stays refused here and says where it is done.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.domain.pinyin import name_initials
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.storage import roster_grid as stored
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.office_settings import office_day
from fangfan_desktop.storage.registry_facts import chosen
from fangfan_desktop.storage.roster_registry import default_period, read_incomes
from fangfan_desktop.storage.roster_writes import RosterWrites, write_roster
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.people import card_facts, number_facts, told_by_number
from fangfan_desktop.usecases.roster_form import (
    RosterForm,
    RosterSheet,
    Row,
    cell_reader_of,
    is_money,
    keys_of,
    lock_of,
    plain_value,
    taken,
    value_reader,
)
from fangfan_desktop.usecases.roster_grid import read_households, read_people

Progress = Callable[[int, int, str], None]
CellEdit = tuple[int, str, Value]  # row, key, value as the grid has it

_CHUNK = 500
_MANY = 2000  # beyond so many households the screening forms are brought in step as a whole
_LARGEST_FEN = 10**12
_LARGEST_NUMBER = 10**9
_GONE = "这一行已不在花名册里，可能刚被移出或撤销，请刷新后再填。"
_TOLD = {"sex": "性别", "born_on": "出生日期"}


@dataclass(frozen=True, slots=True)
class SavedRoster:
    """What became of the cells that were to be written.

    `rows` are the written rows, and others that show the same, as they now are; `refused` the
    reason by row and key.
    """

    changes: Changes
    rows: Mapping[int, Row] = field(default_factory=dict[int, Row])
    refused: Mapping[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])


def set_roster_cells(
    database: Database,
    roster: RosterForm,
    *,
    edits: Iterable[CellEdit],
    action_name: str = "修改花名册",
    progress: Progress | None = None,
) -> SavedRoster:
    """Write cells as one action; refused cells are left as they were and reported.

    Args:
        database: The open database.
        roster: The form of the grid, as `roster_form` gives it.
        edits: (row, key, value) each: yes/no 1 or 0, money in fen, days as ISO text, several items
            of a list joined by 、. A later edit of the same cell wins.
        action_name: What 撤销 shows.
        progress: Told the rows done; may raise to cancel, then nothing is written.
    """
    wanted: dict[int, dict[str, Value]] = {}
    for row_id, key, value in edits:
        wanted.setdefault(row_id, {})[key] = value
    return set_roster_rows(
        database, roster, wanted=wanted, action_name=action_name, progress=progress
    )


def set_roster_rows(
    database: Database,
    roster: RosterForm,
    *,
    wanted: Mapping[int, Mapping[str, Value]],
    action_name: str,
    progress: Progress | None = None,
) -> SavedRoster:
    """Write the cells of many rows (row → key → value) as one action; see `set_roster_cells`."""
    entry_of = _Households if roster.sheet is RosterSheet.HOUSEHOLDS else _People
    with database.action(action_name) as unit:
        entry = entry_of(unit, roster, wanted)
        entry.plan(progress)
        for done in write_roster(unit, entry.writes):
            if progress is not None:
                progress(done, max(done, entry.writes.count), "写入花名册")
        touched = entry.finish()
        if touched:
            refresh_rows(unit, None if len(touched) > _MANY else touched)
        rows = entry.rows_now()
    return SavedRoster(unit.changes, rows, entry.refused)


class _Entry:
    """What both sheets have in common: values are judged once, locked cells are refused."""

    def __init__(
        self, unit: UnitOfWork, roster: RosterForm, wanted: Mapping[int, Mapping[str, Value]]
    ) -> None:
        self.unit = unit
        self.roster = roster
        self.wanted = wanted
        self.writes = RosterWrites()
        self.refused: dict[tuple[int, str], str] = {}
        self.before = self.read(wanted.keys())
        self.place = {key: i for i, key in enumerate(keys_of(roster))}
        self._fields = {each.key: each for each in roster.form.fields}
        self._judges = {key: _Judge(roster, each) for key, each in self._fields.items()}
        self._lock = lock_of(roster)

    def read(self, row_ids: Iterable[int]) -> dict[int, Row]:
        """Rows of the grid as they are on disk."""
        raise NotImplementedError

    def take(self, row_id: int, before: Row, given: dict[str, Any]) -> None:
        """Take the judged values of a row, stored as columns hold them."""
        raise NotImplementedError

    def plan(self, progress: Progress | None) -> None:
        """Judge all rows."""
        for done, (row_id, cells) in enumerate(self.wanted.items()):
            if progress is not None and done % _CHUNK == 0:
                progress(done, len(self.wanted), "核对花名册")
            before = self.before.get(row_id)
            if before is None:
                self.refused |= dict.fromkeys(((row_id, key) for key in cells), _GONE)
                continue
            self.take(row_id, before, self._judged(row_id, before, cells))

    def _judged(self, row_id: int, before: Row, cells: Mapping[str, Value]) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for key, value in cells.items():
            place = self.place.get(key)
            if place is None:
                self.refused[row_id, key] = "花名册没有这一栏。"
                continue
            reason = self._lock(place, before)
            if reason:
                if value != before[place]:
                    self.refused[row_id, key] = reason
                continue
            judged, sentence = self._judges[key].judge(value, before[place])
            if sentence:
                self.refused[row_id, key] = sentence
            else:
                given[key] = judged
        return given

    def refuse_empty(self, row_id: int, given: dict[str, Any], *keys: str) -> None:
        """Refuse to empty what a row must have."""
        for key in keys:
            if key in given and given[key] is None:
                given.pop(key)
                self.refused[row_id, key] = f"{self._fields[key].name}不能空着，请填写。"

    def differing(self, before: Row, given: Mapping[str, Any]) -> dict[str, Any]:
        """Those of the values that are not what stands there, days as ISO text."""
        return {
            key: _stored(value)
            for key, value in given.items()
            if plain_value(self._fields[key], value) != before[self.place[key]]
        }


class _Judge:
    """Judges the values of one column, each different one once."""

    def __init__(self, roster: RosterForm, described: Field) -> None:
        self._field = described
        self._taken = cell_reader_of(roster, described)
        self._read = value_reader(roster, described)
        self._known: dict[Value, tuple[Any, str]] = {}

    def judge(self, value: Value, held: Value) -> tuple[Any, str]:
        """The value as columns hold it, and why it cannot be taken."""
        if value is None or value == "":
            return None, ""
        if value == held and self._field.kind is Kind.CHOICE:
            return value, ""  # stands there already, though it may not be listed
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = self._work_out(value)
        return known

    def _work_out(self, value: Value) -> tuple[Any, str]:
        try:
            if is_money(self._field):
                return _fen(value), ""
            read = self._read(taken(self._taken, value), None)
        except UserError as error:
            return None, error.sentence
        if isinstance(read, int) and not 0 <= read <= _LARGEST_NUMBER:
            return None, "数太大了，请核对。"
        return read, ""


class _People(_Entry):
    """家庭成员: sex and day of birth follow the ID number, a household has one head."""

    def __init__(
        self, unit: UnitOfWork, roster: RosterForm, wanted: Mapping[int, Mapping[str, Value]]
    ) -> None:
        super().__init__(unit, roster, wanted)
        self._new_heads: set[int] = set()
        self._numbers: set[str] = set()
        self._renamed: set[int] = set()  # households whose head shows in other rows
        self._household = len(self.place)

    def read(self, row_ids: Iterable[int]) -> dict[int, Row]:
        return read_people(self.unit.connection, self.roster, set(row_ids))

    def take(self, row_id: int, before: Row, given: dict[str, Any]) -> None:
        self.refuse_empty(row_id, given, "name", "relation")
        self._check_head(row_id, before, given)
        self._follow_number(row_id, before, given)
        changed = self.differing(before, given)
        if not changed:
            return
        household = before[self._household]
        if "name" in changed:
            changed["initials"] = name_initials(changed["name"])
        is_head = HEAD in {before[self.place["relation"]], changed.get("relation")}
        if is_head and changed.keys() & {"name", "relation"} and isinstance(household, int):
            self._renamed.add(household)
        if "id_number" in changed:
            old = before[self.place["id_number"]]
            self._numbers |= {str(number) for number in (old, changed["id_number"]) if number}
        self.writes.person_updates.append((row_id, changed))

    def _check_head(self, row_id: int, before: Row, given: dict[str, Any]) -> None:
        if given.get("relation") != HEAD or before[self.place["relation"]] == HEAD:
            return
        household, head = before[self._household], before[self.place["head_name"]]
        if head or household in self._new_heads:
            del given["relation"]
            named = f"户主{head}" if head else "一个户主"
            self.refused[row_id, "relation"] = (
                f"这一户已有{named}。换户主请在户页上办“变更→更换户主”，要写明日期和原因。"
            )
        elif isinstance(household, int):
            self._new_heads.add(household)

    def _follow_number(self, row_id: int, before: Row, given: dict[str, Any]) -> None:
        """Sex and day of birth as the number tells, in the row as it will be."""
        number = given.get("id_number", before[self.place["id_number"]])
        if not isinstance(number, str):
            return
        facts: dict[str, Any] = {}
        if "id_number" in given or given.keys() & _TOLD.keys():
            facts = number_facts(number)
        for key, words in _TOLD.items():
            if key in given and key in facts and given[key] != facts[key]:
                name = str(given.get("name") or before[self.place["name"]])
                self.refused[row_id, key] = told_by_number(words, facts[key], name)
                del given[key]
        if "id_number" in given:
            kept = {
                key: given.get(key) or before[self.place[key]]
                for key in ("disability_category", "disability_grade")
            }
            given |= facts | card_facts(number, kept)

    def finish(self) -> set[int]:
        """Households that were touched."""
        touched = {self.before[row_id][self._household] for row_id, _ in self.writes.person_updates}
        return {household for household in touched if isinstance(household, int)}

    def rows_now(self) -> dict[int, Row]:
        """The rows asked for, those of the same number and those under the same head."""
        connection = self.unit.connection
        ids = set(self.before)
        if self._numbers:
            ids |= stored.people_with_numbers(connection, self._numbers)
        if self._renamed:
            members = stored.people_of(connection, ("name",), self._renamed)
            ids |= {person[0] for people in members.values() for person in people}
        return self.read(ids)


class _Households(_Entry):
    """农户: codes stay unique in the township; income is declared for a period that is assumed."""

    def __init__(
        self, unit: UnitOfWork, roster: RosterForm, wanted: Mapping[int, Mapping[str, Value]]
    ) -> None:
        super().__init__(unit, roster, wanted)
        codes = {str(cells["code"]) for cells in wanted.values() if cells.get("code")}
        self._owners = stored.owners_of_codes(unit.connection, codes)
        self._period = default_period(unit.session, office_day(unit.session))
        asked = [row_id for row_id, cells in wanted.items() if "income_per_capita" in cells]
        where, bound = chosen("household_id", asked)
        self._incomes = read_incomes(unit.connection, self._period, where, bound) if asked else {}
        self._emptied: set[int] = set()
        self._touched: set[int] = set()

    def read(self, row_ids: Iterable[int]) -> dict[int, Row]:
        return read_households(self.unit.session, self.roster, set(row_ids))

    def take(self, row_id: int, before: Row, given: dict[str, Any]) -> None:
        self.refuse_empty(row_id, given, "code")
        changed = self.differing(before, given)
        code = changed.get("code")
        if code is not None and self._owners.setdefault(code, row_id) != row_id:
            del changed["code"]
            self.refused[row_id, "code"] = f"户编号“{code}”已经被别的户用了，请换一个。"
        if "income_per_capita" in changed:
            self._set_income(row_id, changed.pop("income_per_capita"))
        if changed:
            self._touched.add(row_id)
            self.writes.household_updates.append((row_id, changed))

    def _set_income(self, row_id: int, fen: int | None) -> None:
        """As an import does: into the income that is known, else into one of the usual period."""
        known = self._incomes.get(row_id)
        self._touched.add(row_id)
        if known is not None:
            self.writes.income_updates.append((known.id, {"per_capita_fen": fen}))
            if fen is None:
                self._emptied.add(known.id)
        elif fen is not None:
            self.writes.incomes.append(
                {
                    "household_id": row_id,
                    "period_from": self._period[0].isoformat(),
                    "period_to": self._period[1].isoformat(),
                    "per_capita_fen": fen,
                    "is_period_assumed": 1,
                }
            )

    def finish(self) -> set[int]:
        """Households that were touched."""
        if self._emptied:
            stored.drop_empty_incomes(self.unit.connection, self._emptied)
        return self._touched

    def rows_now(self) -> dict[int, Row]:
        """The rows asked for."""
        return self.read(self.before)


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _fen(value: Value) -> int:
    if not isinstance(value, int) or not 0 <= value <= _LARGEST_FEN:
        raise UserError("请填金额，单位为元，如 12345.67。")
    return value
