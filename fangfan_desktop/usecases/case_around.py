"""Everything else about the household of a case: people, forms, ledger, other cases."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import CaseFacts, case_state
from fangfan_desktop.domain.identity_number import age_on
from fangfan_desktop.models import MonitoringCase, Person, Visit
from fangfan_desktop.storage import registry
from fangfan_desktop.storage.cases import cases_of_household, read_facts
from fangfan_desktop.storage.household_search import HouseholdRow
from fangfan_desktop.usecases.case_lines import FormNote, LedgerNote, OtherCase, Surroundings
from fangfan_desktop.usecases.household_tags import household_tags

# What of 附件1 bears on a case: key → word.
_ANSWERS = {"heavy_burden": "刚性支出大", "should_include": "应纳入"}
_SECURITIES = {
    "housing_safe": "住房",
    "medical_secured": "医疗",
    "education_secured": "教育",
    "water_safe": "饮水",
}
_FORMS = 2  # newest campaigns


def read_surroundings(
    session: Session, case: MonitoringCase, household: HouseholdRow, today: date
) -> Surroundings:
    """All that the page shows beside the case itself."""
    home = case.household_id
    forms = registry.household_forms(session, home)[:_FORMS]
    return Surroundings(
        people=tuple(_person(p, today) for p in registry.present_people(session, home)),
        tags=tuple(tag.text for tag in household_tags(household, is_long=True)),
        forms=tuple(
            FormNote(form.campaign_id, name, answer_words(form)) for form, name, _year in forms
        ),
        ledger=tuple(
            LedgerNote(
                entry.line_id,
                entry.campaign_id,
                f"{entry.problem or entry.problem_type or '（没有写具体问题）'}（{entry.state}）",
            )
            for entry in registry.ledger_entries(session, home)
        ),
        last_visit=_last_visit(registry.rows_of(session, Visit, [home])),
        cases=tuple(
            _other(other, read_facts(session, other))
            for other in cases_of_household(session, home)
            if other.id != case.id
        ),
    )


def answer_words(form: Any) -> str:
    """刚性支出大 是 · 应纳入 是 · 三保障和饮水 均是; what was not asked is 未排查."""
    if not form.answered_count:
        return "还没有排查"
    words = [f"{name} {_yes_no(getattr(form, key))}" for key, name in _ANSWERS.items()]
    answers = {name: getattr(form, key) for key, name in _SECURITIES.items()}
    lacking = [name for name, answer in answers.items() if answer == 0]
    unknown = [name for name, answer in answers.items() if answer is None]
    if lacking:
        words.append(f"{'、'.join(lacking)} 否")
    if unknown:
        words.append(f"{'、'.join(unknown)} 未排查")
    if not lacking and not unknown:
        words.append("三保障和饮水 均是")
    return " · ".join(words)


def _yes_no(answer: int | None) -> str:
    return "未排查" if answer is None else "是" if answer else "否"


def _person(person: Person, today: date) -> str:
    age = f"{age_on(person.born_on, today)}岁" if person.born_on else ""
    health = person.health if person.health not in {None, "健康"} else ""
    words = (person.relation, person.name, age, person.labour or "", health or "")
    return " ".join(word for word in words if word)


def _last_visit(visits: Sequence[Visit]) -> str:
    last = max(visits, key=lambda visit: visit.visited_on, default=None)
    if last is None:
        return "无"
    return " ".join(word for word in (last.visited_on.isoformat(), last.visitor or "") if word)


def _other(case: MonitoringCase, facts: CaseFacts) -> OtherCase:
    days = (
        (facts.clue_on, "线索"),
        (facts.included_on, "纳入"),
        (facts.refused_on, "不纳入"),
        (facts.cleared_on, "消除"),
        (facts.rolled_back_on, "回退"),
        (facts.removed_on, "清退"),
    )
    words = "，".join(f"{day.isoformat()} {word}" for day, word in days if day is not None)
    return OtherCase(case.id, case.code, case_state(facts), words)
