"""Answers of 附件1 that the registry already knows, offered to the clerk as a start.

Each answer is 1, 0 or None; what the registry does not know stays None and is never taken as 否.
Keys are those of the field catalogue (附件1, 马店镇 2022).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fangfan_desktop.domain.code_lists import (
    COMPULSORY_SCHOOL_STATES,
    LABOUR_SKILLS_ABLE,
    LABOUR_SKILLS_NONE,
    PRESCHOOL_STATES,
    SCHOOL_STATES,
)
from fangfan_desktop.domain.household_type import (
    HouseholdType,
    Identification,
    household_type,
    is_cleared,
)
from fangfan_desktop.domain.identity_number import age_on

Answer = int | str | None  # a form's value: yes/no as 1/0, text, None = not known

_LIFTED_LAST = 2020
_ADULT = 18
_WORKING_AGE = 16
_SEVERE_LEVELS = (1, 2)
_COMPULSORY_AGES = range(6, 15)  # full years on 31 August before the school year
_PRESCHOOL_AGES = range(6, 7)
_STUDENT_AGES = range(15, 31)
_SCHOOL_YEAR_STARTS = 9
_AFTER_COMPULSORY = frozenset({"初中", "高中", "大专", "本科及以上"})


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the registry knows of one member; empty text and None are "not known"."""

    birth_date: date | None = None
    labour_skill: str = ""
    health: str = ""  # 健康、长期慢性病、患有大病、残疾, several joined by a comma
    disability_level: int | None = None  # 1-4, 1 the gravest
    education: str = ""  # empty for those at school
    school_state: str = ""  # empty for those not at school
    leaving_reason: str = ""  # 失学或辍学原因
    is_insured: bool | None = None  # 居民或职工基本医疗保险


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """What the registry knows of a household; None is "not known"."""

    is_lifted: bool | None = None
    lifted_year: int | None = None
    identifications: tuple[Identification, ...] = ()
    is_on_dibao: bool | None = None
    dibao_since: date | None = None
    is_scattered_tekun: bool | None = None
    is_housing_safe: bool | None = None
    is_water_safe: bool | None = None
    population: int | None = None  # where the village settled another than the members counted


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers that are a matter of place and year."""

    dibao_recent_years: int = 2
    many_minors: int = 3  # people under 18
    many_students: int = 2  # people at school outside the compulsory years
    elderly_age: int = 60


DEFAULT_THRESHOLDS = Thresholds()


def prefill(
    household: HouseholdFacts,
    people: Sequence[PersonFacts],
    starts: date,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> dict[str, Answer]:
    """Answers for one row of 附件1, by field key; None where the registry does not know.

    Args:
        household: The household.
        people: Its members living in it.
        starts: First day of the campaign; ages and "recent" count from it.
        thresholds: Numbers of the office.
    """
    population = len(people) if household.population is None else household.population
    return {
        "population": population or None,
        "household_type": _household_type(household),
        "housing_safe": _answer(household.is_housing_safe),
        "medical_secured": medical_secured(people),
        "education_secured": education_secured(people, starts),
        "water_safe": _answer(household.is_water_safe),
        "no_labour": no_labour(people, starts),
        "lifted_2020": lifted_2020(household),
        "on_dibao": _answer(household.is_on_dibao),
        "dibao_recent": dibao_recent(household, starts, thresholds.dibao_recent_years),
        "scattered_tekun": _answer(household.is_scattered_tekun),
        "single_person": int(population == 1) if population else None,
        "has_disabled": has_disabled(people),
        "severely_disabled": severely_disabled(people),
        "many_minors": many_minors(people, starts, thresholds.many_minors),
        "many_students": many_students(people, starts, thresholds.many_students),
        "elderly_apart": elderly_apart(people, starts, thresholds.elderly_age),
        "risk_marked_cleared": int(is_cleared(household.identifications)),
    }


def _answer(is_so: bool | None) -> int | None:  # noqa: FBT001 - a plain conversion
    return None if is_so is None else int(is_so)


def _household_type(household: HouseholdFacts) -> str | None:
    kind = household_type(household.identifications, is_lifted=household.is_lifted is True)
    if kind is HouseholdType.GENERAL and household.is_lifted is None:
        return None
    return kind.value


def _any(answers: Iterable[bool | None]) -> int | None:
    """1 where one is so, else None where one is not known, else 0."""
    known = tuple(answers)
    if True in known:
        return 1
    return None if None in known or not known else 0


def _at_least(answers: Iterable[bool | None], threshold: int) -> int | None:
    """Whether that many are so, whatever the unknown ones may be; else None."""
    known = tuple(answers)
    if known.count(True) >= threshold:
        return 1
    return 0 if known and len(known) - known.count(False) < threshold else None


def _age(person: PersonFacts, day: date) -> int | None:
    return None if person.birth_date is None else age_on(person.birth_date, day)


def no_labour(people: Sequence[PersonFacts], day: date) -> int | None:
    """是否整户无劳动力: nobody has full, skilled, weak or half labour.

    Those at school and those under 16 have none, whatever is or is not written.
    """
    if not people:
        return None
    able = _any(_can_work(person, day) for person in people)
    return None if able is None else 1 - able


def _can_work(person: PersonFacts, day: date) -> bool | None:
    age = _age(person, day)
    if person.school_state or (age is not None and age < _WORKING_AGE):
        return False
    if person.labour_skill in LABOUR_SKILLS_ABLE:
        return True
    return False if person.labour_skill in LABOUR_SKILLS_NONE else None


def lifted_2020(household: HouseholdFacts) -> int | None:
    """是否2020年脱贫; None where a lifted household's year is not known."""
    if not household.is_lifted:
        return _answer(household.is_lifted)
    return None if household.lifted_year is None else int(household.lifted_year == _LIFTED_LAST)


def dibao_recent(household: HouseholdFacts, starts: date, years: int = 2) -> int | None:
    """是否近两年新识别和申请低保: recognised that many years before the start or later."""
    if not household.is_on_dibao:
        return _answer(household.is_on_dibao)
    if household.dibao_since is None:
        return None
    since = household.dibao_since
    return int(
        (since.year + years, since.month, since.day) >= (starts.year, starts.month, starts.day)
    )


def has_disabled(people: Sequence[PersonFacts]) -> int | None:
    """是否残疾人家庭: somebody holds a disability card or is recorded as disabled."""
    return _any(_is_disabled(person) for person in people)


def _is_disabled(person: PersonFacts) -> bool | None:
    if person.disability_level is not None or "残疾" in person.health:
        return True
    return False if person.health else None


def severely_disabled(people: Sequence[PersonFacts]) -> int | None:
    """是否重度残疾人家庭（一、二级）: somebody has level 1 or 2."""
    return _any(
        person.disability_level in _SEVERE_LEVELS
        if person.disability_level is not None
        else (None if _is_disabled(person) is not False else False)
        for person in people
    )


def many_minors(people: Sequence[PersonFacts], day: date, threshold: int = 3) -> int | None:
    """是否多未成年子女家庭: that many members under 18."""
    ages = [_age(person, day) for person in people]
    return _at_least((None if age is None else age < _ADULT for age in ages), threshold)


def many_students(people: Sequence[PersonFacts], day: date, threshold: int = 2) -> int | None:
    """是否非义务教育阶段在读子女较多: that many at nursery, upper secondary or higher school."""
    return _at_least((_is_fee_student(person, day) for person in people), threshold)


def _is_fee_student(person: PersonFacts, day: date) -> bool | None:
    if person.school_state:
        outside = {"学龄前儿童"} | COMPULSORY_SCHOOL_STATES
        return person.school_state in SCHOOL_STATES and person.school_state not in outside
    age = _age(person, day)
    could_study = age is None or age in _STUDENT_AGES
    return None if could_study and not person.education else False


def elderly_apart(people: Sequence[PersonFacts], day: date, elderly_age: int = 60) -> int | None:
    """是否分户独居老人户: 0 where a member is younger, else None.

    Old people alone are candidates only: whether they have children who live apart is asked at
    the door. `is_elderly_candidate` lists them.
    """
    return 0 if _any(_is_younger(person, day, elderly_age) for person in people) == 1 else None


def is_elderly_candidate(people: Sequence[PersonFacts], day: date, elderly_age: int = 60) -> bool:
    """Whether all members are known to be old, so that 分户独居 has to be asked."""
    return _any(_is_younger(person, day, elderly_age) for person in people) == 0


def _is_younger(person: PersonFacts, day: date, limit: int) -> bool | None:
    age = _age(person, day)
    return None if age is None else age < limit


def medical_secured(people: Sequence[PersonFacts]) -> int | None:
    """医疗是否得到保障: everybody insured; one who is not makes it 否."""
    lacking = _any(None if p.is_insured is None else not p.is_insured for p in people)
    return None if lacking is None else 1 - lacking


def education_secured(people: Sequence[PersonFacts], day: date) -> int | None:
    """义务教育是否得到保障: no child of compulsory age is out of school.

    A household without such children has it; ages are counted on 31 August before the school year.
    """
    lacking = _any(_lacks_school(person, day) for person in people)
    return None if lacking is None else 1 - lacking


def _lacks_school(person: PersonFacts, day: date) -> bool | None:
    year = day.year if day.month >= _SCHOOL_YEAR_STARTS else day.year - 1
    age = _age(person, date(year, 8, 31))
    if age is not None and age not in _COMPULSORY_AGES:
        return False
    if person.school_state in SCHOOL_STATES:
        is_late = person.school_state in PRESCHOOL_STATES and age not in _PRESCHOOL_AGES
        return None if is_late else False
    if person.education in _AFTER_COMPULSORY:
        return False
    return True if person.leaving_reason and age is not None else None
