"""Which person of a workbook belongs to which household of it."""

from collections.abc import Sequence
from dataclasses import fields

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.domain.identity_number import id_card_part, is_placeholder
from fangfan_desktop.usecases.roster_parse import ParsedRows
from fangfan_desktop.usecases.roster_rows import Findings, HouseholdRow, PersonRow, RosterRow

_MERGED = tuple(
    item.name
    for item in fields(HouseholdRow)
    if item.name not in {*RosterRow.__dataclass_fields__, "people"}
)
_NOT_COMPARED = frozenset({"phone", "remarks", "dibao_kind", "tekun_kind", "on_dibao"})


def number_key(number: str | None) -> str | None:
    """What a person is known by: the ID card's number, None where there is no real one."""
    if number is None or is_placeholder(number):
        return None
    return id_card_part(number)


def link_rows(parsed: ParsedRows, findings: Findings) -> list[HouseholdRow]:
    """Give each household its people, and people of other households their code alone.

    Households of one sheet with a row a person are merged into one each. Returns the households,
    refused ones among them; a person without `household` is of one that the workbook lacks.
    """
    person_rows = {(p.sheet, p.number): p for p in parsed.people}
    own = [h for h in parsed.households if (h.sheet, h.number) not in person_rows]
    merged = _merge(parsed, person_rows, findings)
    households = _without_doubles(own, findings) + merged
    done = {id(person) for household in merged for person in household.people}
    rest = [person for person in parsed.people if id(person) not in done]
    _attach(households, rest, findings)
    return households


def _merge(
    parsed: ParsedRows, people: dict[tuple[str, int], PersonRow], findings: Findings
) -> list[HouseholdRow]:
    """Households of the sheets that have a row a person."""
    found: dict[tuple[object, ...], HouseholdRow] = {}
    refused: list[HouseholdRow] = []
    last: HouseholdRow | None = None
    for part in parsed.households:
        person = people.get((part.sheet, part.number))
        if person is None:
            continue
        key = _merge_key(part, person)
        household = (last if key is None else found.get(key)) or part
        if part.is_refused:
            if key is None or key[0] == "head":
                last = household  # those below must not slip into the household above
            person.household = household
            household.people.append(person)
            refused.append(household)
            continue  # the next row of a household known by code or head may be sound
        if household is not part and not _take_over(household, part, person, findings):
            continue
        if key is not None:
            found[key] = household
        person.household = household
        household.people.append(person)
        last = household
    return list({id(h): h for h in (*found.values(), *refused)}.values())


def _merge_key(part: HouseholdRow, person: PersonRow) -> tuple[object, ...] | None:
    """What a household is known by within such a sheet; None: it is the one of the row above."""
    if part.code:
        return ("code", part.code)
    number = number_key(part.head_id_number)
    if number:
        return ("number", part.village_id, number)
    if part.head_name:
        return ("name", part.village_id, part.group, part.head_name)
    if person.relation == HEAD:
        return ("head", person.sheet, person.number)
    return None


def _take_over(
    household: HouseholdRow, part: HouseholdRow, person: PersonRow, findings: Findings
) -> bool:
    """Fill what the household lacks from a further row of it; warn where they disagree.

    Returns False where the row is of another village: two villages use one code.
    """
    villages = {household.village_id, part.village_id} - {None}
    if len(villages) > 1:
        reason = (
            f"第{household.number}行{household.village}的户也用这个编号："
            "户编号在全镇不能重复，请改正"
        )
        findings.refuse(person, "户编号", part.code, reason)
        return False
    if part.on_dibao and not household.on_dibao:
        household.on_dibao = 1  # a person's own column in the national system: one is enough
    for key in _MERGED:
        new = getattr(part, key)
        if new is None:
            continue
        old = getattr(household, key)
        if old is None:
            setattr(household, key, new)
        elif old != new and key not in _NOT_COMPARED:
            text = f"同一户各行不一致：第{household.number}行是“{old}”，这一行是“{new}”，按前者收下"
            findings.warn(part, "", new, text)
    return True


def _without_doubles(rows: Sequence[HouseholdRow], findings: Findings) -> list[HouseholdRow]:
    """The rows of the sheet 农户, each refused that names a household a second time."""
    seen: dict[tuple[object, ...], HouseholdRow] = {}
    for row in rows:
        if row.is_refused:
            continue
        key = _household_key(row)
        first = seen.setdefault(key, row)
        if first is not row:
            column, value = ("户编号", row.code) if row.code else ("户主姓名", row.head_name)
            what = "户编号" if row.code else "农户"
            findings.refuse(
                row,
                column,
                value,
                f"与“{first.sheet}”第{first.number}行{what}重复，只收下前一行：请核对后删去一行",
            )
    return list(rows)


def _household_key(row: HouseholdRow) -> tuple[object, ...]:
    if row.code:
        return ("code", row.code)
    number = number_key(row.head_id_number)
    if number:
        return ("number", row.village_id, number)
    return ("name", row.village_id, row.group, row.head_name)


def _attach(
    households: Sequence[HouseholdRow], people: Sequence[PersonRow], findings: Findings
) -> None:
    """Give people their household by code, else by the head that stands above them."""
    finder = _Finder(households)
    with_codes = {person.sheet for person in people if person.household_code}
    current: HouseholdRow | None = None
    for person in people:
        context = person.household
        person.household = None
        if person.household_code:
            household = finder.by_code.get(person.household_code)
        elif person.sheet in with_codes:
            if not person.is_refused:
                reason = "没有户编号，不知道是哪一户的人：请补上户编号"
                findings.refuse(person, "户编号", None, reason)
            continue
        else:
            current = finder.of_person(person, context, current)
            household = current
        if household is not None:
            person.household = household
            household.people.append(person)
        elif not person.household_code and not person.is_refused:
            reason = "没有户编号，也找不到所在的户：请补上户编号，或把户主排在本户第一行"
            findings.refuse(person, "户编号", None, reason)


class _Finder:
    # households by code, by the head's number and by the head's name
    def __init__(self, households: Sequence[HouseholdRow]) -> None:
        self.by_code: dict[str, HouseholdRow] = {}
        self._by_number: dict[str, HouseholdRow] = {}
        self._by_name: dict[str, list[HouseholdRow]] = {}
        for row in sorted(households, key=lambda row: row.is_refused):
            if row.code:
                self.by_code.setdefault(row.code, row)
            number = number_key(row.head_id_number)
            if number:
                self._by_number.setdefault(number, row)
            if row.head_name:
                self._by_name.setdefault(row.head_name, []).append(row)

    def of_person(
        self, person: PersonRow, context: HouseholdRow | None, above: HouseholdRow | None
    ) -> HouseholdRow | None:
        """The household that the row names, else, for a head, their own, else that above."""
        if context is not None and (context.head_id_number or context.head_name):
            return self._of_head(context.head_id_number, context.head_name)
        if person.relation == HEAD:
            return self._of_head(person.id_number, person.name)
        return above

    def _of_head(self, number: str | None, name: str | None) -> HouseholdRow | None:
        key = number_key(number)
        if key and key in self._by_number:
            return self._by_number[key]
        named = self._by_name.get(name or "", [])
        return named[0] if len(named) == 1 else None
