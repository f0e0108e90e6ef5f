"""What stands in the way of clearing a risk (风险消除), each with its source.

马店镇 2022 一（二）, 柳州市 2021 （四）, 弋江区 2024: not before half a year, income steady
and above the line, big spending settled, three guarantees and water in order, the risk
gone, a measure against the risk carried out. A household without any labour is covered by social
security and is not marked cleared. No quota, no fixed time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fangfan_desktop.domain.dates import format_date

NATURAL, HELPED = "自然消除", "帮扶消除"

_MADIAN = "马店镇2022年集中排查方案一（二）"
_LIUZHOU = "柳州市“六个精准”工作方案（四）"
_YIJIANG = "芜湖市弋江区风险消除条件（2024年）"
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ClearingFacts:
    """What is known of a case that is to be cleared; None where it was not found out.

    Income and line are fen a head; `measure_risks_done` are the risks that carried-out measures
    are against, "" for a measure without a risk.
    """

    included_on: date
    risks: tuple[str, ...]
    is_natural: bool
    income_per_head_fen: int | None
    line_fen: int | None
    income_steady: int | None
    spending_settled: int | None
    housing_safe: int | None
    medical_secured: int | None
    education_secured: int | None
    water_safe: int | None
    risk_gone: int | None
    has_labour: bool | None
    measure_risks_done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: met (True), not met (False), not yet found out (None)."""

    key: str
    words: str
    is_met: bool | None
    source: str


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day."""
    total = day.month - 1 + months
    year, month = day.year + total // _MONTHS, total % _MONTHS + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(day)


def clearing_conditions(facts: ClearingFacts, on: date, months: int = 6) -> tuple[Condition, ...]:
    """All conditions of clearing on a day, in the order that the clerk checks them.

    Args:
        facts: the case.
        on: the day of the clearing.
        months: half a year, or as the procedure has it.
    """
    earliest = add_months(facts.included_on, months)
    conditions = [
        Condition(
            "labour",
            "家中有劳动力；整户无劳动力的落实兜底保障后暂不标注消除",
            facts.has_labour,
            f"{_MADIAN}；{_LIUZHOU}",
        )
    ]
    if not facts.is_natural:
        conditions += [
            Condition(
                "half_year",
                f"纳入满{months}个月：{format_date(facts.included_on)}纳入，"
                f"{format_date(earliest)}起可以消除（自然消除不受此限）",
                on >= earliest,
                _MADIAN,
            ),
            Condition(
                "measure",
                f"针对风险的帮扶措施至少落实1项{_lacking(facts)}",
                _has_measure(facts),
                _YIJIANG,
            ),
            Condition("steady", "收入持续稳定不少于半年", _met(facts.income_steady), _MADIAN),
        ]
    conditions += [
        Condition("income", *_income(facts), _MADIAN),
        Condition("spending", "大额刚性支出已经稳定解决", _met(facts.spending_settled), _MADIAN),
        Condition("housing", "住房安全", _met(facts.housing_safe), _MADIAN),
        Condition("medical", "基本医疗有保障", _met(facts.medical_secured), _MADIAN),
        Condition("education", "义务教育有保障", _met(facts.education_secured), _MADIAN),
        Condition("water", "饮水安全", _met(facts.water_safe), _MADIAN),
        Condition("risk_gone", "返贫致贫风险稳定消除", _met(facts.risk_gone), _MADIAN),
    ]
    return tuple(conditions)


def obstacles(conditions: Collection[Condition]) -> tuple[Condition, ...]:
    """The conditions that are not met, or not known to be."""
    return tuple(condition for condition in conditions if condition.is_met is not True)


def obstacle_sentence(conditions: Collection[Condition]) -> str:
    """Why the risk cannot be cleared, with the sources."""
    parts = [
        f"{'还没有核实' if each.is_met is None else '不符合'}：{each.words}（{each.source}）"
        for each in obstacles(conditions)
    ]
    return "还不能消除风险。" + "；".join(parts) + "。"


def _met(answer: int | None) -> bool | None:
    return None if answer is None else answer == 1


def _income(facts: ClearingFacts) -> tuple[str, bool | None]:
    if facts.income_per_head_fen is None or facts.line_fen is None:
        return "人均纯收入稳定超过当年监测范围", None
    income, line = facts.income_per_head_fen / 100, facts.line_fen / 100
    return (
        f"人均纯收入 {income:g} 元，当年监测范围 {line:g} 元",
        facts.income_per_head_fen > facts.line_fen,
    )


def _has_measure(facts: ClearingFacts) -> bool:
    done = facts.measure_risks_done
    return any(not risk or risk in facts.risks for risk in done) if facts.risks else bool(done)


def _lacking(facts: ClearingFacts) -> str:
    missing = [risk for risk in facts.risks if risk not in facts.measure_risks_done]
    return f"（还没有措施落实的风险：{'、'.join(missing)}）" if missing and facts.risks else ""
