"""What importing a roster would do: people compared with the registry, household by household."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from fangfan_desktop.domain.code_lists import DEFAULT_LISTS, HEAD
from fangfan_desktop.domain.identity_number import (
    age_on,
    birth_date,
    disability_category,
    disability_level,
    id_card_part,
)
from fangfan_desktop.domain.identity_number import sex as sex_of
from fangfan_desktop.domain.pinyin import name_initials
from fangfan_desktop.storage.roster_registry import PERSON_COLUMNS, Registry, StoredPerson
from fangfan_desktop.storage.roster_writes import RosterWrites
from fangfan_desktop.usecases.roster_links import number_key
from fangfan_desktop.usecases.roster_plan import Counts, HouseholdPlan, Target, change_text
from fangfan_desktop.usecases.roster_rows import Findings, HouseholdRow, Part, PersonRow

_GRADES = ("", "一级", "二级", "三级", "四级")
_AGE_SLACK = 1  # a roster's ages may be of last year
_WOULD_HAVE_TWO = "换户主请在农户档案中办理"


class PeoplePlan:
    """Finds each person of the workbook in the registry and gathers what differs."""

    def __init__(
        self,
        registry: Registry,
        households: HouseholdPlan,
        writes: RosterWrites,
        findings: Findings,
        today: date,
    ) -> None:
        self._registry = registry
        self._households = households
        self._writes = writes
        self._findings = findings
        self._today = today
        self.counts = Counts()
        self.touched: set[int] = set()  # households that a person was added to or changed in
        self._next_id = registry.next_ids["person"]
        self._seen: dict[str, PersonRow] = {}
        self._owners: dict[str, StoredPerson] = {}
        for people in registry.people.values():
            for person in people:
                key = number_key(person.id_number)
                if key and person.left_on is None:
                    self._owners.setdefault(key, person)
        self._claimed: set[int] = set()
        self._codes = {household.id: household.code for household in registry.households}

    def add_all(self, rows: Sequence[HouseholdRow], people: Sequence[PersonRow]) -> None:
        """Plan all people, in file order, and the heads that only the sheet 农户 names."""
        self._claim(people)
        by_target: dict[int, tuple[Target, list[PersonRow]]] = {}
        for row in rows:
            target = self._households.targets.get(id(row))
            if target is not None:
                by_target[target.id] = (target, [])
        for person in people:
            target = None if person.is_refused else self._target(person)
            if target is not None:
                by_target.setdefault(target.id, (target, []))[1].append(person)
        for target, members in by_target.values():
            self._plan_household(target, members)

    def _claim(self, people: Iterable[PersonRow]) -> None:
        """Remember who is named by ID number, so that no other row takes them by name."""
        for person in people:
            key = number_key(person.id_number)
            owner = self._owners.get(key) if key else None
            if owner is not None:
                self._claimed.add(owner.id)

    def _target(self, person: PersonRow) -> Target | None:
        """The household of the person; the row is refused where there is none."""
        row = person.household
        if row is not None and id(row) in self._households.targets:
            return self._households.targets[id(row)]
        code = person.household_code or (row.code if row is not None else None)
        stored = self._households.by_code.get(code) if code else None
        if stored is not None and stored.left_on is None:
            return Target(stored.id, stored, None, stored.code)
        if stored is not None:
            reason = f"户编号{code}的户已于{stored.left_on}整户减少：如已回来，请先恢复这一户"
        elif row is not None:
            reason = f"所在的户（“{row.sheet}”第{row.number}行）被拒收：请先改正那一行"
        else:
            reason = f"户编号{code}在“农户”表和农户档案中都没有：请核对户编号，或先补上这一户"
        self._findings.refuse(person, "户编号", code, reason)
        return None

    # --- one household -------------------------------------------------------------------------

    def _plan_household(self, target: Target, rows: Sequence[PersonRow]) -> None:
        stored = [p for p in self._registry.people.get(target.id, ()) if p.left_on is None]
        matches: list[tuple[PersonRow, StoredPerson | None]] = []
        used: set[int] = set()
        names: dict[tuple[str | None, str | None], PersonRow] = {}
        for row in rows:
            self._complete(row)
            if not self._is_sound(row, names):
                continue
            known = self._match(row, target, stored, used)
            if row.is_refused:
                continue
            if known is not None:
                used.add(known.id)
            self._remember(row, names)
            matches.append((row, known))
        matches = self._settle_heads(target, stored, matches)
        position = max((p.position for p in stored), default=0)
        for row, known in matches:
            if known is not None:
                self._compare(row, known)
                continue
            position += 1
            self._add_new(row, target, position)

    def _complete(self, row: PersonRow) -> None:
        """Fill what the ID number tells, and warn of columns that disagree with it."""
        number = row.id_number
        if number is None:
            return
        sex, born = sex_of(number), birth_date(number)
        if born is not None and born > self._today:
            reason = f"号码中的出生日期{born.isoformat()}在今天之后，请核对证件"
            self._findings.warn(row, "身份证号码", number, reason)
        if row.sex is not None and sex is not None and row.sex != sex:
            self._findings.warn(row, "性别", row.sex, f"性别与身份证号码不符，按号码记为{sex}")
        if row.born_on is not None and born is not None:
            self._check_birth(row, born)
        if row.age is not None and born is not None:
            age = age_on(born, self._today)
            if not age - _AGE_SLACK <= row.age <= age:
                reason = f"年龄与身份证号码不符，按号码是{age}岁"
                self._findings.warn(row, "年龄", row.age, reason)
        row.sex = sex or row.sex
        row.born_on = row.born_on if born is None else born.isoformat()
        self._complete_disability(row, number)

    def _check_birth(self, row: PersonRow, born: date) -> None:
        given = row.born_on or ""
        is_month = given.endswith("-01") and given[:7] == born.isoformat()[:7]
        if given != born.isoformat() and not is_month:
            reason = f"出生日期与身份证号码不符，按号码记为{born.isoformat()}"
            self._findings.warn(row, "出生日期", given, reason)

    def _complete_disability(self, row: PersonRow, number: str) -> None:
        """A disability card's number ends in category and level."""
        level, category = disability_level(number), disability_category(number)
        if level is None or category is None:
            return
        grade = _GRADES[level]
        if row.disability_grade is None:
            row.disability_grade = grade
        elif row.disability_grade != grade:
            reason = f"残疾等级与残疾人证号不符，证号末位是{grade}：已按这一格收下，请核对"
            self._findings.warn(row, "残疾等级", row.disability_grade, reason)
        row.disability_category = DEFAULT_LISTS["disability_category"].items[category - 1]

    def _is_sound(
        self, row: PersonRow, names: dict[tuple[str | None, str | None], PersonRow]
    ) -> bool:  # fmt: skip
        """Whether the row can be told from all others; it is refused where not."""
        if row.name is None:
            self._findings.refuse(row, "姓名", None, "没有姓名：请补上姓名")
            return False
        key = number_key(row.id_number)
        first = self._seen.get(key) if key else names.get((row.name, row.relation))
        if first is None:
            return True
        what = "身份证号码" if key else "同户同名又没有身份证号码，"
        reason = f"与“{first.sheet}”第{first.number}行{what}重复，只收下前一行：请核对后删去一行"
        column, value = ("身份证号码", row.id_number) if key else ("姓名", row.name)
        self._findings.refuse(row, column, value, reason)
        return False

    def _remember(
        self, row: PersonRow, names: dict[tuple[str | None, str | None], PersonRow]
    ) -> None:  # fmt: skip
        key = number_key(row.id_number)
        if key:
            self._seen[key] = row
        else:
            names[row.name, row.relation] = row

    def _match(
        self, row: PersonRow, target: Target, stored: Sequence[StoredPerson], used: set[int]
    ) -> StoredPerson | None:
        """The person in the registry: by ID number, else by the name within the household."""
        key = number_key(row.id_number)
        if key:
            owner = self._owners.get(key)
            if owner is not None and owner.household_id == target.id:
                return owner
            if owner is not None:
                code = self._codes.get(owner.household_id, "")
                head = self._households.head_of(owner.household_id)
                reason = f"已登记在户编号{code}（户主{head}）名下：迁移请到农户档案办理"
                self._findings.refuse(row, "身份证号码", row.id_number, reason)
                return None
            if self._has_left(row, key, target):
                return None
        named = [
            p
            for p in stored
            if p.name == row.name and p.id not in used and p.id not in self._claimed
        ]
        same = [p for p in named if p.relation == row.relation]
        if len(same) == 1:
            return same[0]
        return named[0] if len(named) == 1 and not same else None

    def _has_left(self, row: PersonRow, key: str, target: Target) -> bool:
        for person in self._registry.people.get(target.id, ()):
            if person.left_on is not None and number_key(person.id_number) == key:
                why = person.left_reason or "原因未记"
                reason = f"此人已于{person.left_on}从本户减少（{why}）：确已回户请在农户档案中办理"
                self._findings.refuse(row, "姓名", row.name, reason)
                return True
        return False

    # --- heads -------------------------------------------------------------------------------

    def _settle_heads(
        self,
        target: Target,
        stored: Sequence[StoredPerson],
        matches: Sequence[tuple[PersonRow, StoredPerson | None]],
    ) -> list[tuple[PersonRow, StoredPerson | None]]:
        """See to it that the household has one head, and that everybody new has a relation."""
        old_head = next((p for p in stored if p.relation == HEAD), None)
        self._name_head(target, matches)
        kept: list[tuple[PersonRow, StoredPerson | None]] = []
        head: PersonRow | None = None
        renamed = {p.id for row, p in matches if p is not None and row.relation not in {None, HEAD}}
        for row, known in matches:
            if row.relation == HEAD:
                if head is not None:
                    reason = f"同一户有两个户主，前一个在第{head.number}行：请核对与户主关系"
                    self._findings.refuse(row, "与户主关系", HEAD, reason)
                    continue
                is_other = old_head is not None and (known is None or known.id != old_head.id)
                if is_other and old_head is not None and old_head.id not in renamed:
                    reason = f"农户档案中户主是{old_head.name}，这一行另有户主：{_WOULD_HAVE_TWO}"
                    self._findings.refuse(row, "与户主关系", HEAD, reason)
                    continue
                head = row
            elif row.relation is None and known is None:
                reason = "没有与户主关系：请补上"
                self._findings.refuse(row, "与户主关系", None, reason)
                continue
            kept.append((row, known))
        if head is None:
            kept = self._without_head(target, old_head, kept)
        return kept

    def _name_head(
        self, target: Target, matches: Sequence[tuple[PersonRow, StoredPerson | None]]
    ) -> None:
        """Who is named as head in 农户 but without a relation in 家庭成员 is the head."""
        row = target.row
        if row is None or any(person.relation == HEAD for person, _ in matches):
            return
        for person, known in matches:
            is_named = _is_person(row, person)
            if is_named and person.relation is None and known is None:
                person.relation = HEAD
            elif is_named and person.relation is not None and known is None:
                reason = f"“农户”表中是户主，这里是{person.relation}，按户主收下：请核对"
                self._findings.warn(person, "与户主关系", person.relation, reason)
                person.relation = HEAD
            else:
                continue
            return

    def _without_head(
        self,
        target: Target,
        old_head: StoredPerson | None,
        kept: list[tuple[PersonRow, StoredPerson | None]],
    ) -> list[tuple[PersonRow, StoredPerson | None]]:
        """No row is the head: the registry has one, or the sheet 农户 names one."""
        for row, known in kept:
            if known is not None and old_head is not None and known.id == old_head.id:
                if row.relation is not None:
                    reason = f"农户档案中是户主，又没有别的户主，没有改：{_WOULD_HAVE_TWO}"
                    self._findings.warn(row, "与户主关系", row.relation, reason)
                    row.relation = None
                return kept
        row = target.row
        named = None if row is None else row.head_name
        if row is None or (named is None and row.head_id_number is None):
            if old_head is None and (row is not None or kept):
                where = row if row is not None else kept[0][0]
                self._findings.warn(where, "户主姓名", None, "这一户还没有户主：请补上")
            return kept
        head = PersonRow(row.sheet, row.number, name=named, relation=HEAD, household=row)
        head.id_number = row.head_id_number
        return self._head_from_household(head, target, old_head, kept)

    def _head_from_household(
        self,
        head: PersonRow,
        target: Target,
        old_head: StoredPerson | None,
        kept: list[tuple[PersonRow, StoredPerson | None]],
    ) -> list[tuple[PersonRow, StoredPerson | None]]:
        """The head as 农户 names them: the registry's head, or a new person."""
        key = number_key(head.id_number)
        if old_head is not None:
            same_number = key is not None and key == number_key(old_head.id_number)
            if same_number or head.name in {None, old_head.name}:
                self._complete(head)
                return [(head, old_head), *kept]
            reason = f"农户档案中户主是{old_head.name}，没有改：{_WOULD_HAVE_TWO}"
            self._findings.warn(head, "户主姓名", head.name, reason)
            return kept
        if head.name is None:
            self._findings.warn(head, "户主姓名", None, "有户主身份证号码，没有户主姓名：请补上")
            return kept
        if key is not None and self._is_elsewhere(head, key, target):
            return kept
        self._complete(head)
        if key:
            self._seen[key] = head
        return [(head, None), *kept]

    def _is_elsewhere(self, head: PersonRow, key: str, target: Target) -> bool:
        """Whether the head is known in another household; warns, for 农户's row itself is taken."""
        first, owner = self._seen.get(key), self._owners.get(key)
        if first is None and owner is None:
            return False
        if owner is not None and owner.household_id == target.id:
            reason = f"户主在农户档案中是{owner.relation}，没有改：{_WOULD_HAVE_TWO}"
        else:
            reason = "户主的身份证号码已在另一户，这一户还没有户主：请核对号码"
        self._findings.warn(head, "户主身份证号码", head.id_number, reason)
        return True

    # --- writing down ------------------------------------------------------------------------

    def _add_new(self, row: PersonRow, target: Target, position: int) -> None:
        values: dict[str, Any] = {
            "id": self._next_id,
            "household_id": target.id,
            "position": position,
            "initials": name_initials(row.name or ""),
        }
        values |= {column: getattr(row, column) for column in PERSON_COLUMNS}
        self._next_id += 1
        self._writes.people.append(values)
        self.touched.add(target.id)
        self.counts.added += 1
        self._findings.list_added(row, f"新增人员，户编号{target.code}，{row.relation}")

    def _compare(self, row: PersonRow, known: StoredPerson) -> None:
        changed: dict[str, Any] = {}
        for column, old in zip(PERSON_COLUMNS, known[5:], strict=True):
            new = getattr(row, column)
            if new is not None and new != old:
                changed[column] = new
        if self._keeps_card(row, known):
            changed.pop("id_number", None)
        if not changed:
            self.counts.same += 1
            return
        texts = [
            change_text(Part.PERSON, column, getattr(known, column), value)
            for column, value in changed.items()
        ]
        if "name" in changed:
            changed["initials"] = name_initials(changed["name"])
        self._writes.person_updates.append((known.id, changed))
        self.touched.add(known.household_id)
        self.counts.changed += 1
        self._findings.list_change(row, "；".join(texts))

    @staticmethod
    def _keeps_card(row: PersonRow, known: StoredPerson) -> bool:
        """Whether the registry has the disability card of which the row has the ID part alone."""
        old, new = known.id_number, row.id_number
        return old is not None and new is not None and old != new and id_card_part(old) == new


def _is_person(row: HouseholdRow, person: PersonRow) -> bool:
    """Whether the household's row names this person as head."""
    key = number_key(row.head_id_number)
    if key is not None and person.id_number is not None:
        return number_key(person.id_number) == key
    return row.head_name is not None and row.head_name == person.name
