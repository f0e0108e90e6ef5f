"""Checks between the fields of the check tables (核查表), by field key, not by column.

As in `household_form_checks` a check is compiled only where the form has the fields that it needs,
and a rule number (M01, X01 …) is that of the list of checks.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.marks import CampaignFacts, Level, Mark

Row = Sequence[Value]
Check = Callable[[Row], Mark | None]

HALF_YEAR_MONTHS = 6
# 两不愁三保障 and 饮水: 0 is a lack.
_SECURITIES = {
    "food_secured": "吃",
    "clothing_secured": "穿",
    "housing_safe": "住房",
    "medical_secured": "医疗",
    "education_secured": "义务教育",
    "water_safe": "饮水",
}
# 风险: 1 is a risk.
_RISKS = {
    "spending_risk": "刚性支出较大",
    "income_drop_risk": "收入骤减",
    "misfortune_risk": "因病因灾因意外",
    "employment_risk": "就业",
    "industry_risk": "产业",
}
# Key, the answer that is a fault, and what it says. Luorong 2022, parts 2 (2) to (5).
_HELP_FAULTS: dict[str, tuple[int, str]] = {
    "helper_in_place": (0, "没有落实帮扶责任人，纳入后5个工作日内应“一对一”安排"),
    "has_help_plan": (0, "没有帮扶计划，帮扶责任人应在10天内按返贫致贫风险制定"),
    "measures_timely": (0, "帮扶措施不及时"),
    "measures_effective": (0, "帮扶措施效果不好"),
    "development_help": (0, "有劳动力却没有落实开发式帮扶"),
}
_RECORD_FAULTS = {
    "members_accurate": "家庭成员",
    "income_accurate": "收支",
    "securities_accurate": "“三保障”和饮水",
    "measures_entry_accurate": "帮扶措施",
}
# Liujiang 2023, part 1 (1): faults of judging that forbid 不需纳入 without judging anew.
_JUDGING_FAULTS = {
    "judged_by_one_figure": "“唯收入论”或“唯财产检索结果论”",
    "kept_waiting": "“三等”",
    "helped_outside": "“体外循环”",
}
# 等低保、等出院、等财产检索、系统超时 are no reasons.
_WAITING = re.compile(r"等[^，。；]{0,12}(?:低保|出院|检索|核对)|系统[^，。；]{0,6}超时|超时")
_ONE_FIGURE = re.compile(
    r"[^，,；;、。]*(?:收入|监测范围|监测线|财产|车辆|有车|房产|商品房|存款|工商)[^，,；;、。]*[。；;]?"
)


def further_checks(columns: Mapping[str, int], facts: CampaignFacts) -> tuple[Check, ...]:
    """The checks that fit a form whose values stand in `columns` (key → position, from 0)."""
    makers = (
        _below_line_check,
        _missed_checks,
        _clearing_checks,
        _help_checks,
        _problem_checks,
        _conclusion_checks,
        _day_check,
    )
    return tuple(check for make in makers for check in make(columns, facts))


def is_below_line(income: Value, facts: CampaignFacts) -> int | None:
    """1 where the income per head (fen) is lower than the line, 0 where equal or higher.

    None where there is no income.
    """
    return int(income < facts.line_fen) if isinstance(income, int) else None


def _has(columns: Mapping[str, int], *keys: str) -> bool:
    return all(key in columns for key in keys)


def _below_line_check(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    if not _has(columns, "income_per_capita", "below_line"):
        return
    income_at, below_at = columns["income_per_capita"], columns["below_line"]
    line = format_yuan(facts.line_fen)

    def check(row: Row) -> Mark | None:
        income, below = row[income_at], row[below_at]
        expected = is_below_line(income, facts)
        if below == expected or (expected is None and below in {None, ""}):
            return None
        if not isinstance(income, int):
            message = "没有人均纯收入，不能判断是否低于监测范围，请先填人均纯收入"
        else:
            lower, answer = ("低于", "是") if expected else ("不低于", "否")
            message = (
                f"人均纯收入{format_yuan(income)}元，{lower}监测范围{line}元，"
                f"是否低于监测范围应为“{answer}”，请核对收入后重新计算"
            )
        return Mark(below_at, "below_line", Level.ERROR, "D03", message)

    yield check


def _missed_checks(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    """Not missed, though there are signs of risk; or missed; or a reason that is none."""
    if not _has(columns, "missed", "not_included_reason"):
        return
    missed_at, reason_at = columns["missed"], columns["not_included_reason"]
    missed = Mark(
        missed_at, "missed", Level.HINT, "M05", "该户漏纳，请按程序启动识别，15天内完成认定"
    )
    yield _is(missed_at, 1, missed)
    # A household under the line that is not taken in needs a written reason.
    if "below_line" in columns:
        message = (
            f"人均纯收入低于监测范围{format_yuan(facts.line_fen)}元而不漏纳，请写明未纳入理由，"
            f"拿不准的请按程序识别"
        )
        mark = Mark(reason_at, "not_included_reason", Level.ERROR, "M01", message)
        yield _unexplained([(columns["below_line"], 1, "")], missed_at, reason_at, mark)
    signs = (
        ("M02", _SECURITIES, 0, "没有保障"),
        ("M03", _RISKS, 1, "有风险"),
    )
    for rule, names, fault, what in signs:
        found = [(columns[key], fault, name) for key, name in names.items() if key in columns]
        if found:
            message = f"{{names}}{what}而不漏纳，请写明未纳入理由，或者按程序识别"
            mark = Mark(reason_at, "not_included_reason", Level.DOUBT, rule, message)
            yield _unexplained(found, missed_at, reason_at, mark)
    yield _reason_check(reason_at, columns.get("below_line"))


def _is(column: int, answer: Value, mark: Mark) -> Check:
    def check(row: Row) -> Mark | None:
        return mark if row[column] == answer else None

    return check


def _unexplained(
    faults: list[tuple[int, int, str]], missed_at: int, reason_at: int, mark: Mark
) -> Check:
    def check(row: Row) -> Mark | None:
        if row[missed_at] != 0 or row[reason_at]:
            return None
        names = [name for column, fault, name in faults if row[column] == fault]
        if not names:
            return None
        message = mark.message.replace("{names}", "、".join(names))
        return Mark(mark.column, mark.key, mark.level, mark.rule, message)

    return check


def _reason_check(reason_at: int, below_at: int | None) -> Check:
    """Reasons that are none: waiting (“三等”), the system's clock, one figure alone."""

    def check(row: Row) -> Mark | None:
        reason = row[reason_at]
        if not isinstance(reason, str) or not reason:
            return None
        if _WAITING.search(reason):
            rule = "M07"
            message = "等低保、等出院、等财产检索、系统超时不是不纳入的理由，请核实后按程序办理"
        elif below_at is not None and row[below_at] == 1 and _ONE_FIGURE.fullmatch(reason.strip()):
            rule = "M08"
            message = "未纳入理由只说收入或财产，请综合支出、保障和风险研判后补写"
        else:
            return None
        return Mark(reason_at, "not_included_reason", Level.DOUBT, rule, message)

    return check


def _clearing_checks(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    """Wrongly cleared goes back; due for clearing not before half a year and not under the line."""
    if "clearing_wrong" in columns:
        message = "消除有误，应回退，请核实后上报回退申请"
        mark = Mark(columns["clearing_wrong"], "clearing_wrong", Level.HINT, "X04", message)
        yield _is(columns["clearing_wrong"], 1, mark)
    if "clearing_due" not in columns:
        return
    due_at = columns["clearing_due"]
    if _has(columns, "income_per_capita"):
        yield _poor_but_due(due_at, columns["income_per_capita"], facts)
    if _has(columns, "identified_on", "checked_on"):
        yield _early_but_due(due_at, columns["identified_on"], columns["checked_on"])
    if "no_labour" in columns:
        message = "整户无劳动力的监测对象落实兜底保障后暂不标注风险消除，请改为“否”"
        mark = Mark(due_at, "clearing_due", Level.ERROR, "X02", message)
        no_labour_at = columns["no_labour"]
        yield lambda row: mark if row[due_at] == 1 and row[no_labour_at] == 1 else None


def _poor_but_due(due_at: int, income_at: int, facts: CampaignFacts) -> Check:
    line = format_yuan(facts.line_fen)

    def check(row: Row) -> Mark | None:
        income = row[income_at]
        if row[due_at] != 1 or not isinstance(income, int) or income > facts.line_fen:
            return None
        message = (
            f"人均纯收入{format_yuan(income)}元，没有超过监测范围{line}元，请核实是否达到消除条件"
        )
        return Mark(due_at, "clearing_due", Level.DOUBT, "X03", message)

    return check


def _early_but_due(due_at: int, identified_at: int, checked_at: int) -> Check:
    def check(row: Row) -> Mark | None:
        identified, checked = _day(row[identified_at]), _day(row[checked_at])
        if row[due_at] != 1 or identified is None or checked is None:
            return None
        months = _months_between(identified, checked)
        if months >= HALF_YEAR_MONTHS:
            return None
        message = (
            f"识别时间{identified.isoformat()}，到核查时不满6个月，"
            f"除自然消除外不能消除风险，请核实是否达到消除条件"
        )
        return Mark(due_at, "clearing_due", Level.DOUBT, "X01", message)

    return check


def _day(value: Value) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _months_between(first: date, last: date) -> int:
    """Whole months from one day to the other; the day itself counts as reached."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if last.day >= first.day else months - 1


def _help_checks(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    del facts
    for key, (fault, what) in _HELP_FAULTS.items():
        if key in columns:
            mark = Mark(columns[key], key, Level.DOUBT, "H10", f"{what}，请核实，属实的及时整改")
            yield _is(columns[key], fault, mark)


def _problem_checks(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    """A problem is written with what to do about it, and a fault that was ticked is written."""
    del facts
    if not _has(columns, "problems", "suggestion"):
        return
    problems_at, suggestion_at = columns["problems"], columns["suggestion"]
    unanswered = Mark(
        suggestion_at, "suggestion", Level.ERROR, "", "写了存在问题，请同时写整改建议"
    )
    yield lambda row: unanswered if row[problems_at] and not row[suggestion_at] else None
    needless = Mark(problems_at, "problems", Level.DOUBT, "", "写了整改建议，请写明存在什么问题")
    yield lambda row: needless if row[suggestion_at] and not row[problems_at] else None
    records = [(columns[key], name) for key, name in _RECORD_FAULTS.items() if key in columns]

    def check(row: Row) -> Mark | None:
        names = [name for column, name in records if row[column] == 0]
        if not names or row[problems_at]:
            return None
        message = f"{'、'.join(names)}信息不准确，请在存在问题写明错在哪里"
        return Mark(problems_at, "problems", Level.DOUBT, "", message)

    yield check


def _conclusion_checks(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    """What a visit concludes must fit what it found (Liujiang 2023, part 1 (1))."""
    del facts
    if "visit_conclusion" not in columns:
        return
    at = columns["visit_conclusion"]
    if "is_monitored" in columns:
        monitored_at = columns["is_monitored"]
        message = "该户已是监测对象，核查结论不应是“应纳入”，请改为持续关注或核对农户档案"
        twice = Mark(at, "visit_conclusion", Level.DOUBT, "", message)
        yield lambda row: twice if row[at] == "应纳入" and row[monitored_at] == 1 else None
    for key, name in _JUDGING_FAULTS.items():
        if key in columns:
            message = f"存在{name}问题，结论却是“不需纳入”，请综合研判后再定"
            mark = Mark(at, "visit_conclusion", Level.DOUBT, "", message)
            yield _concluded_against(at, columns[key], mark)
    if "disaster_impact" in columns:
        message = "受灾情影响，结论却是“不需纳入”，请核实收入下降情况，或者改为持续关注"
        mark = Mark(at, "visit_conclusion", Level.DOUBT, "", message)
        yield _concluded_against(at, columns["disaster_impact"], mark)


def _concluded_against(at: int, fault_at: int, mark: Mark) -> Check:
    return lambda row: mark if row[at] == "不需纳入" and row[fault_at] == 1 else None


def _day_check(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    """A monitored household is not checked as such before it was taken in."""
    del facts
    if not _has(columns, "identified_on", "checked_on"):
        return
    identified_at, checked_at = columns["identified_on"], columns["checked_on"]

    def check(row: Row) -> Mark | None:
        identified, checked = _day(row[identified_at]), _day(row[checked_at])
        if identified is None or checked is None or identified <= checked:
            return None
        message = f"核查时间早于识别时间{identified.isoformat()}，请核对核查时间"
        return Mark(checked_at, "checked_on", Level.DOUBT, "", message)

    yield check
