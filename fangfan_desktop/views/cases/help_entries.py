"""What the time line shows of helping: taken in, helper, plan and measures, visit, how it ended."""

from datetime import date

from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.usecases.case_lines import CaseView, Deadline, HelperView, StepState
from fangfan_desktop.usecases.case_timeline import day_words
from fangfan_desktop.views.cases.timeline import Entry


def help_entries(view: CaseView) -> list[Entry]:
    """The entries of the card 帮扶; empty before the household is taken in."""
    if view.included_on is None:
        return []
    entries = [_done("纳入监测", view.category, view.included_on, view)]
    entries += [_helper(helper, view) for helper in view.helpers]
    entries.append(_measures(view))
    duty = view.visit_duty
    if duty is not None:
        state = StepState.DONE if duty.is_met else _waiting(duty.deadline)
        entries.append(Entry("走访", _every(view), _line(duty.words, duty.deadline, view), state))
    entries += _ends(view)
    return entries


def _helper(helper: HelperView, view: CaseView) -> Entry:
    limit = f"{view.procedure.helper.words}内"
    if helper.name:
        day = day_words(helper.on, view.today) if helper.on else ""
        words = " · ".join(word for word in (day, helper.name, helper.unit, helper.post) if word)
        return Entry(f"落实{helper.title}", limit, words, StepState.DONE)
    line = _line("还没有落实", helper.deadline, view)
    return Entry(f"落实{helper.title}", limit, line, _waiting(helper.deadline))


def _measures(view: CaseView) -> Entry:
    name, limit = "计划和措施", f"{view.procedure.measures.words}内"
    if view.measures:
        done = sum(measure.done_on is not None for measure in view.measures)
        late = sum(_is_late(measure.deadline) for measure in view.measures)
        words = f"措施 {len(view.measures)} 项，已完成 {done} 项"
        if late:
            return Entry(name, limit, f"{words}，{late} 项超过计划日期", StepState.LATE)
        return Entry(name, limit, words, StepState.DONE)
    line = _line("还没有措施", view.plan.deadline, view)
    return Entry(name, limit, line, _waiting(view.plan.deadline))


def _ends(view: CaseView) -> list[Entry]:
    facts = view.facts
    found: list[tuple[date, str]] = []
    if facts.cleared_on is not None:
        how = f"（{view.cleared_how}）" if view.cleared_how else ""
        found.append((facts.cleared_on, f"风险消除{how}"))
    if facts.rolled_back_on is not None:
        found.append((facts.rolled_back_on, "回退"))
    if facts.removed_on is not None:
        found.append((facts.removed_on, "清退"))
    return [_done(name, "", day, view) for day, name in sorted(found)]


def _done(name: str, side: str, day: date, view: CaseView) -> Entry:
    return Entry(name, side, day_words(day, view.today), StepState.DONE)


def _every(view: CaseView) -> str:
    months = view.procedure.visit_months
    return "每季度至少一次" if months == 3 else f"每{months}个月至少一次"  # noqa: PLR2004 - a quarter


def _waiting(owed: Deadline | None) -> StepState:
    if owed is None:
        return StepState.WAITING
    return StepState.LATE if _is_late(owed) else StepState.IN_HAND


def _is_late(owed: Deadline | None) -> bool:
    return owed is not None and owed.colour is LightColour.OVERDUE


def _line(words: str, owed: Deadline | None, view: CaseView) -> str:
    if owed is None:
        return words
    parts = (words, f"{day_words(owed.due_on, view.today)}前", owed.words, owed.note)
    return " · ".join(part for part in parts if part)
