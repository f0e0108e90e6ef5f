"""How the states and steps of a case are worded and toned on its page."""

from fangfan_desktop.domain.case_progress import CaseState
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.usecases.case_lines import CaseView, PaperMark, StageView, StepState, StepView
from fangfan_desktop.usecases.case_timeline import day_words
from fangfan_desktop.views.level import Level

STATE_LEVELS = {
    CaseState.IDENTIFYING: Level.WARN,
    CaseState.REFUSED: Level.PLAIN,
    CaseState.HELPING: Level.INFO,
    CaseState.CLEARING: Level.WARN,
    CaseState.CLEARED: Level.OK,
    CaseState.REMOVED: Level.PLAIN,
}
LIGHT_LEVELS = {
    LightColour.NONE: Level.OK,
    LightColour.NEAR: Level.WARN,
    LightColour.OVERDUE: Level.DANGER,
}
STEP_LEVELS = {
    StepState.DONE: Level.OK,
    StepState.IN_HAND: Level.WARN,
    StepState.PLANNED: Level.PLAIN,
    StepState.LATE: Level.DANGER,
    StepState.REFUSED: Level.DANGER,
    StepState.RETURNED: Level.WARN,
    StepState.WAITING: Level.PLAIN,
}
_LISTED = 2  # names of papers in a tag


def head_words(view: CaseView) -> str:
    """连丰村二组 · 5 人 · 一般农户 · 拟：突发严重困难户 · 2022-0031."""
    category = view.category or "未定类别"
    words = (
        f"{view.village}{view.group}",
        f"{view.people} 人",
        view.household_type,
        category if view.is_included else f"拟：{category}",
        view.code,
        view.state_note,
    )
    return " · ".join(word for word in words if word)


def step_side(step: StepView) -> str:
    """Beside the name: 村 · 不少于5天 · 15天."""
    limit = f"{step.limit_words}内" if step.limit_words else ""
    words = (step.level, step.notice_words, limit)
    return " · ".join(word for word in words if word)


def step_line(step: StepView, view: CaseView) -> str:
    """Below the name: 5月9日 · 第3天 · 结论：同意, or what is expected and by when."""
    fact = step.fact
    if fact is not None and fact.done_on is not None:
        day = step.day_number
        words = [
            day_words(fact.done_on, view.today),
            "" if day is None else "当天" if day == 0 else f"第{day}天",
            f"结论：{fact.result}" if fact.result else "",
            fact.reason,
            f"经办：{fact.done_by}" if fact.done_by else "",
            f"补记原因：{fact.late_reason}" if fact.late_reason else "",
            fact.note,
        ]
        if step.period is not None and step.is_notice:
            words.insert(2, _period(step, view))
        return " · ".join(word for word in words if word)
    planned = fact.planned_on if fact is not None else None
    words = [
        step.state.value if step.state is StepState.IN_HAND else "",
        f"已安排 {day_words(planned, view.today)}" if planned else "",
        step.expected_words,
        "" if step.deadline is None else step.deadline.words,
        step.plan_note if step.is_open else "",
        fact.note if fact is not None else "",
    ]
    if step.deadline is not None and step.deadline.note:
        words.append(step.deadline.note)
    return " · ".join(word for word in words if word)


def _period(step: StepView, view: CaseView) -> str:
    if step.period is None:
        return ""
    starts, ends = (day_words(day, view.today) for day in step.period)
    return f"张贴 {starts}—{ends}"


def paper_tag(step: StepView) -> tuple[str, Level]:
    """The papers of a step in a tag: 申请书 ✓, 核实表 缺, or what it will yield."""
    marks = step.papers
    if not marks:
        return "", Level.PLAIN
    lacking = [mark for mark in marks if not mark.is_present]
    if not lacking:
        return f"{_names(marks)} ✓", Level.OK
    is_due = step.state in {StepState.DONE, StepState.IN_HAND} or step.is_open
    if is_due or len(lacking) < len(marks):
        return f"{_names(tuple(lacking))} 缺", Level.WARN
    return _names(marks), Level.PLAIN


def _names(marks: tuple[PaperMark, ...]) -> str:
    names = "、".join(mark.name for mark in marks[:_LISTED])
    return f"{names}等{len(marks)}件" if len(marks) > _LISTED else names


def opening_words(stage: StageView, view: CaseView) -> tuple[str, str, str]:
    """The first entry of a stage: its name, what stands beside and below."""
    day = "" if stage.began_on is None else day_words(stage.began_on, view.today)
    if stage.stage is Stage.IDENTIFY:
        below = " · ".join(word for word in (day, view.clue_note) if word)
        return "发现线索", view.clue_source, below
    return "启动风险消除", "", day


def done_button(step: StepView) -> str:
    """完成“信息比对”; 办理“村内公示”, which is done by its notice."""
    return f"{'办理' if step.is_notice else '完成'}“{step.name}”"
