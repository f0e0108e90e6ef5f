"""What importing a roster would do: households compared with the registry, and written down.

Nothing is written to the database here; the same plan serves trial and import.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fangfan_desktop.domain.income import Income, net_per_capita
from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.forms.form import Kind, Value
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.storage.roster_registry import (
    HOUSEHOLD_COLUMNS,
    Registry,
    StoredCase,
    StoredHousehold,
    StoredIncome,
)
from fangfan_desktop.storage.roster_writes import RosterWrites
from fangfan_desktop.usecases.roster_cases import Case, began, case_changes, matching, new_case
from fangfan_desktop.usecases.roster_links import number_key
from fangfan_desktop.usecases.roster_rows import Findings, HouseholdRow, Part
from fangfan_desktop.usecases.roster_tables import fields_of

MADE_CODE = "自编"  # 户编号 that the program made: 自编000123
_LEFT = "整户减少"


@dataclass(slots=True)
class Counts:
    """Rows by what becomes of them."""

    added: int = 0
    changed: int = 0
    same: int = 0


@dataclass(slots=True)
class Target:
    """A household of the workbook in the registry: `stored` is None where it is new."""

    id: int
    stored: StoredHousehold | None
    row: HouseholdRow | None
    code: str


class HouseholdPlan:
    """Finds each household of the workbook in the registry and gathers what differs."""

    def __init__(self, registry: Registry, writes: RosterWrites, findings: Findings) -> None:
        self._registry = registry
        self._writes = writes
        self._findings = findings
        self.counts = Counts()
        self.targets: dict[int, Target] = {}  # by id() of the household's row
        self.by_code: dict[str, StoredHousehold] = {h.code: h for h in registry.households}
        self._by_id = {h.id: h for h in registry.households}
        self._groups = dict(registry.groups)
        self._group_names = registry.group_names
        self._village_names = {key: name for key, name, _ in registry.villages}
        self._next_id = registry.next_ids["household"]
        self._next_group = registry.next_ids["village_group"]
        self._next_made = 1 + max(map(_made_number, self.by_code), default=0)
        self._taken: dict[int, HouseholdRow] = {}
        self._heads_by_number: dict[str, int] = {}
        self._heads_by_name: dict[tuple[int, str], list[int]] = {}
        self._index_heads()

    def add(self, row: HouseholdRow) -> Target | None:
        """Plan one household; None where it is refused."""
        if row.is_refused:
            return None
        case = self._check_case(row)
        if row.is_refused:
            return None
        stored = self._find(row)
        if row.is_refused:
            return None
        if stored is None:
            return self._add_new(row, case)
        first = self._taken.setdefault(stored.id, row)
        if first is not row:
            reason = f"与“{first.sheet}”第{first.number}行是同一户，只收下前一行：请核对"
            self._findings.refuse(row, "户主姓名", row.head_name, reason)
            return None
        return self._compare(row, stored, case)

    def head_of(self, household_id: int) -> str:
        """Name of the head in the registry, for sentences."""
        people = self._registry.people.get(household_id, [])
        return next((p.name for p in people if p.relation == "户主" and p.left_on is None), "")

    # --- finding -----------------------------------------------------------------------------

    def _index_heads(self) -> None:
        for household in self._registry.households:
            if household.left_on is not None:
                continue
            for person in self._registry.people.get(household.id, ()):
                if person.relation == "户主" and person.left_on is None:
                    number = number_key(person.id_number)
                    if number:
                        self._heads_by_number.setdefault(number, household.id)
                    named = self._heads_by_name.setdefault(
                        (household.village_id, person.name), []
                    )  # fmt: skip
                    named.append(household.id)

    def _find(self, row: HouseholdRow) -> StoredHousehold | None:
        stored = self.by_code.get(row.code) if row.code else None
        if stored is None:
            stored = self._find_by_head(row)
            if stored is not None and row.code and not stored.code.startswith(MADE_CODE):
                stored = self._other_code(row, stored)
        if stored is None:
            if row.village_id is None:
                reason = "没有行政村，农户档案中也没有这一户：请填上行政村"
                self._findings.refuse(row, "行政村", None, reason)
            return stored
        if stored.left_on is not None:
            reason = f"这一户已于{stored.left_on}{_LEFT}（{stored.left_reason or '原因未记'}）"
            self._findings.refuse(row, "户编号", row.code, f"{reason}：如已回来，请先恢复这一户")
        elif row.village_id not in {None, stored.village_id} and self._is_other_head(row, stored):
            name = self._village_names[stored.village_id]
            reason = (
                f"户编号{row.code}在农户档案中是{name}{self.head_of(stored.id)}户："
                "户编号在全镇不能重复，请改用全镇唯一的编号"
            )
            self._findings.refuse(row, "户编号", row.code, reason)
        return stored

    def _other_code(self, row: HouseholdRow, stored: StoredHousehold) -> StoredHousehold | None:
        """A household of the same head under another code: refused where it surely is the same."""
        key = number_key(head_of_row(row)[1])
        if key is None or key not in self._heads_by_number:
            return None
        reason = (
            f"户主已登记为户编号{stored.code}的户主：请核对户编号，确已分户的请在农户档案中办理"
        )
        self._findings.refuse(row, "户编号", row.code, reason)
        return stored

    def _find_by_head(self, row: HouseholdRow) -> StoredHousehold | None:
        name, number = head_of_row(row)
        key = number_key(number)
        if key:
            found = self._heads_by_number.get(key)
            if found is not None and row.village_id in {None, self._by_id[found].village_id}:
                return self._by_id[found]
        if name is None or row.village_id is None:
            return None
        named = [self._by_id[i] for i in self._heads_by_name.get((row.village_id, name), [])]
        if row.group is not None:
            group_id = self._groups.get((row.village_id, row.group))
            named = [h for h in named if h.group_id in {None, group_id}]
        named = [h for h in named if h.id not in self._taken and not self._has_other(h, key)]
        return named[0] if len(named) == 1 else None

    def _has_other(self, stored: StoredHousehold, key: str | None) -> bool:
        """Whether the head of that name has another ID number."""
        if key is None:
            return False
        for person in self._registry.people.get(stored.id, ()):
            if person.relation == "户主" and person.left_on is None:
                return number_key(person.id_number) not in {None, key}
        return False

    def _is_other_head(self, row: HouseholdRow, stored: StoredHousehold) -> bool:
        name, number = head_of_row(row)
        key = number_key(number)
        people = [p for p in self._registry.people.get(stored.id, ()) if p.left_on is None]
        if not people or (name is None and key is None):
            return False
        return not any(
            (key and number_key(p.id_number) == key) or p.name == name for p in people
        )  # fmt: skip

    # --- comparing ---------------------------------------------------------------------------

    def _add_new(self, row: HouseholdRow, case: Case | None) -> Target | None:
        code = row.code
        if code is None:
            code = f"{MADE_CODE}{self._next_made:06}"
            self._next_made += 1
        target = Target(self._next_id, None, row, code)
        self._next_id += 1
        values: dict[str, Any] = {
            "id": target.id,
            "code": code,
            "village_id": row.village_id,
            "group_id": self._group_id(row.village_id, row.group),
        }
        values |= {column: getattr(row, column) for column in HOUSEHOLD_COLUMNS}
        self._writes.households.append(values)
        if case is not None:
            self._writes.cases.append(new_case(target.id, case, None))
        if row.income_per_capita is not None:
            self._writes.incomes.append(self._new_income(target.id, row.income_per_capita))
        self.counts.added += 1
        self._findings.list_added(row, f"新增农户，户编号{code}")
        self.targets[id(row)] = target
        return target

    def _compare(self, row: HouseholdRow, stored: StoredHousehold, case: Case | None) -> Target:
        target = Target(stored.id, stored, row, row.code or stored.code)
        new: dict[str, Any] = {"code": row.code, "village_id": row.village_id}
        group = self._group_id(row.village_id or stored.village_id, row.group)
        new["group_id"] = group
        new |= {column: getattr(row, column) for column in HOUSEHOLD_COLUMNS}
        changed: dict[str, Any] = {
            k: v for k, v in new.items() if v is not None and v != getattr(stored, k)
        }
        if "village_id" in changed and group is None:
            changed["group_id"] = None
        texts = [self._change_text(key, getattr(stored, key), v) for key, v in changed.items()]
        if changed:
            self._writes.household_updates.append((stored.id, changed))
        texts += self._compare_case(row, stored.id, case)
        texts += self._compare_income(row, stored.id)
        if texts:
            self.counts.changed += 1
            self._findings.list_change(row, "；".join(texts))
        else:
            self.counts.same += 1
        self.targets[id(row)] = target
        return target

    def _group_id(self, village_id: int | None, name: str | None) -> int | None:
        if name is None or village_id is None:
            return None
        key = (village_id, name)
        if key not in self._groups:
            position = 1 + sum(village == village_id for village, _ in self._groups)
            self._groups[key] = self._next_group
            self._group_names[self._next_group] = name
            self._writes.groups.append(
                {
                    "id": self._next_group,
                    "village_id": village_id,
                    "name": name,
                    "position": position,
                }
            )
            self._next_group += 1
        return self._groups[key]

    def _change_text(self, key: str, old: Value, new: Value) -> str:
        if key == "village_id":
            names = self._village_names
            return f"行政村：{names.get(_int(old), '空')} → {names.get(_int(new), '空')}"
        if key == "group_id":
            names = self._group_names
            return f"村民小组：{names.get(_int(old), '空')} → {names.get(_int(new), '空')}"
        return change_text(Part.HOUSEHOLD, key, old, new)

    # --- income ------------------------------------------------------------------------------

    def _new_income(self, household_id: int, fen: int) -> dict[str, Any]:
        starts, ends = self._registry.period
        return {
            "household_id": household_id,
            "period_from": starts.isoformat(),
            "period_to": ends.isoformat(),
            "per_capita_fen": fen,
            "is_period_assumed": int(self._registry.is_period_assumed),
        }

    def _compare_income(self, row: HouseholdRow, household_id: int) -> list[str]:
        fen = row.income_per_capita
        if fen is None:
            return []
        stored = self._registry.incomes.get(household_id)
        if stored is None:
            self._writes.incomes.append(self._new_income(household_id, fen))
            return [f"人均纯收入：空 → {format_yuan(fen)}"]
        heads = sum(p.left_on is None for p in self._registry.people.get(household_id, ()))
        known = income_per_head(stored, heads)
        if known == fen:
            return []
        if stored.has_parts:
            what = f"农户档案按分项收入算得人均纯收入{format_yuan(known or 0)}元，没有改"
            self._findings.warn(row, "人均纯收入", format_yuan(fen), f"{what}：请核对分项收入")
            return []
        self._writes.income_updates.append((stored.id, {"per_capita_fen": fen}))
        return [change_text(Part.HOUSEHOLD, "income_per_capita", known, fen)]

    # --- monitoring --------------------------------------------------------------------------

    def _check_case(self, row: HouseholdRow) -> Case | None:
        """监测对象 of the row; the row is refused where its cells contradict each other."""
        if row.category is None:
            dates = (("识别时间", row.identified_on), ("风险消除时间", row.cleared_on))
            for column, value in dates:
                if value is not None:
                    reason = f"有{column}，没有监测对象类别：请补上类别，不是监测对象的请删去时间"
                    self._findings.refuse(row, column, value, reason)
            return None
        case = Case(row.category, row.identified_on, row.is_cleared, row.cleared_on)
        if case.cleared_on is not None:
            if case.is_cleared == 0:
                reason = "“风险是否消除”是否，却有风险消除时间：请核对后改正其中一格"
                self._findings.refuse(row, "风险消除时间", case.cleared_on, reason)
            elif case.identified_on is not None and case.cleared_on < case.identified_on:
                reason = f"风险消除时间早于识别时间{case.identified_on}：请核对"
                self._findings.refuse(row, "风险消除时间", case.cleared_on, reason)
            case.is_cleared = 1
        if row.is_refused:
            return None
        self._check_dates(row, case)
        return case

    def _check_dates(self, row: HouseholdRow, case: Case) -> None:
        """A date may only be missing where the registry knows it already."""
        stored = self._find(row)
        known = matching(self._cases_of(stored), case)
        if case.identified_on is None and known is None:
            reason = "是监测对象，没有识别时间：请补上识别时间"
            self._findings.refuse(row, "识别时间", None, reason)
        elif case.is_cleared and case.cleared_on is None and (known is None or known.is_open):
            reason = "风险已消除，没有风险消除时间：请补上风险消除时间"
            self._findings.refuse(row, "风险消除时间", None, reason)

    def _cases_of(self, stored: StoredHousehold | None) -> Sequence[StoredCase]:
        return () if stored is None else self._registry.cases.get(stored.id, ())

    def _compare_case(self, row: HouseholdRow, household_id: int, case: Case | None) -> list[str]:
        if case is None:
            return []
        cases = self._registry.cases.get(household_id, [])
        known = matching(cases, case)
        if known is None:
            last = max((c for c in cases if c.removed_on is None), key=began, default=None)
            self._writes.cases.append(new_case(household_id, case, last))
            what = "重新识别" if last is not None else "识别"
            return [f"{what}为{case.category}（{case.identified_on}）"]
        changed = case_changes(known, case)
        cleared_on = changed.get("cleared_on", known.cleared_on)
        identified_on = changed.get("identified_on", known.identified_on)
        if cleared_on is not None and cleared_on < identified_on:
            reason = f"识别时间晚于农户档案中的风险消除时间{cleared_on}：没有改识别情况，请核对"
            self._findings.warn(row, "识别时间", identified_on, reason)
            return []
        if changed:
            self._writes.case_updates.append((known.id, changed))
        return [
            change_text(Part.HOUSEHOLD, key, getattr(known, key), value)
            for key, value in changed.items()
            if key != "rolled_back_on"
        ]


def change_text(part: Part, key: str, old: Value, new: Value) -> str:
    """健康状况：健康 → 长期慢性病."""
    field = fields_of(part).get(key)
    if field is None:
        return f"{_NAMES.get(key, key)}：{old or '空'} → {new or '空'}"
    before, after = format_value(field, old) or "空", format_value(field, new) or "空"
    unit = "元" if field.kind is Kind.MONEY else ""
    return f"{field.name}：{before} → {after}{unit}"


def head_of_row(row: HouseholdRow) -> tuple[str | None, str | None]:
    """Name and ID number of the head, from the household's own columns or from its people."""
    if row.head_name is not None or row.head_id_number is not None:
        return row.head_name, row.head_id_number
    for person in row.people:
        if person.relation == "户主" and not person.is_refused:
            return person.name, person.id_number
    return None, None


def income_per_head(income: StoredIncome, heads: int) -> int | None:
    """Fen a head: from the parts where there are any, else as declared."""
    if not income.has_parts:
        return income.per_capita_fen
    wages, business, owned, transfers, costs = (part or 0 for part in income[2:7])
    return net_per_capita(Income(wages, business, owned, transfers, costs), heads)


_NAMES = {
    "sex": "性别",
    "born_on": "出生日期",
    "work_place": "务工所在地",
    "disability_category": "残疾类别",
}


def _made_number(code: str) -> int:
    tail = code.removeprefix(MADE_CODE)
    is_made = tail != code and tail.isascii() and tail.isdecimal()
    return int(tail) if is_made else 0


def _int(value: Value) -> int:
    return value if isinstance(value, int) else 0
