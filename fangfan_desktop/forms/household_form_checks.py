"""Checks between the fields of a household form, by field key, not by column.

A check is compiled only where the form has all the fields that it needs, so an office's own form
gets what fits it. Numbers (D03, M01 …) are those of the list of checks. A value in a column that
does not apply never reaches these checks: it is an error (D05) of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.marks import CampaignFacts, Level, Mark

Row = Sequence[Value]
Check = Callable[[Row], Mark | None]

ABSURD_INCOME_FEN = 100_000_000  # 1,000,000 yuan a head and year
_INCLUDE = "拿不准的请按程序识别；确认不纳入的，请在备注写明理由"
_SECURITIES = {
    "housing_safe": "住房",
    "medical_secured": "医疗",
    "education_secured": "义务教育",
    "water_safe": "饮水",
}
_HARDSHIPS = {
    "heavy_burden": "刚性支出较大或收入大幅缩减",
    "sudden_hardship": "因病因灾因意外事故基本生活严重困难",
}
_HELP_FAULTS: dict[str, tuple[int, str]] = {
    "measures_in_place": (0, "帮扶措施没有落实"),
    "measures_targeted": (0, "帮扶措施没有针对性"),
    "benefits_only": (1, "存在“一兜了之”现象"),
    "over_assisted": (1, "存在过度帮扶和福利陷阱"),
}
_NOT_STEADY = {
    "income_stable_half_year": "收入没有在半年内持续稳定",
    "risk_stably_cleared": "返贫致贫风险没有稳定消除",
}
_PARTS = (
    ("severely_disabled", "has_disabled", Level.ERROR, "重度残疾人家庭", "残疾人家庭"),
    ("newly_disabled", "has_disabled", Level.ERROR, "新致残家庭", "残疾人家庭"),
    ("dibao_recent", "on_dibao", Level.DOUBT, "近两年新识别和申请低保", "低保户"),
)


def cross_checks(columns: Mapping[str, int], facts: CampaignFacts) -> tuple[Check, ...]:
    """The checks that fit a form whose values stand in `columns` (key → position, from 0).

    Each takes a row and gives its mark or None.
    """
    makers = (
        _income_checks,
        _not_included_checks,
        _part_checks,
        _single_person_check,
        _cleared_check,
        _help_checks,
    )
    return tuple(check for make in makers for check in make(columns, facts))


def is_above_line(income: Value, facts: CampaignFacts) -> int | None:
    """1 where the income per head (fen) is higher than the line, 0 where equal or lower.

    None where there is no income.
    """
    return int(income > facts.line_fen) if isinstance(income, int) else None


def _income_checks(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    if "income_per_capita" not in columns:
        return
    income_at = columns["income_per_capita"]

    def is_believable(row: Row) -> Mark | None:
        income = row[income_at]
        if not isinstance(income, int) or 0 <= income <= ABSURD_INCOME_FEN:
            return None
        what = "是负数" if income < 0 else "超过100万元"
        message = f"人均纯收入{format_yuan(income)}元{what}，请核对金额和单位（元）"
        return Mark(income_at, "income_per_capita", Level.DOUBT, "", message)

    yield is_believable
    if "above_line" not in columns:
        return
    above_at = columns["above_line"]
    line = facts.line_fen
    no_income = "没有人均纯收入，不能判断是否高于监测范围，请先填人均纯收入"

    def agrees_with_line(row: Row) -> Mark | None:
        income, above = row[income_at], row[above_at]
        if income is None or income == "":
            if above is None or above == "":
                return None
            return Mark(above_at, "above_line", Level.ERROR, "D03", no_income)
        if not isinstance(income, int) or above == (income > line):
            return None
        higher, answer = ("高于", "是") if income > line else ("不高于", "否")
        message = (
            f"人均纯收入{format_yuan(income)}元，{higher}监测范围{format_yuan(line)}元，"
            f"第{above_at + 1}列应为“{answer}”，请核对收入后重新计算"
        )
        return Mark(above_at, "above_line", Level.ERROR, "D03", message)

    yield agrees_with_line


def _not_included_checks(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    """M01 to M03: not to be taken in, though there are signs of risk (应纳未纳)."""
    if "should_include" not in columns:
        return
    include_at = columns["should_include"]
    if "income_per_capita" in columns:
        yield _low_income_check(columns, include_at, facts)
    securities = [(columns[key], key, name) for key, name in _SECURITIES.items() if key in columns]
    if securities:
        yield _securities_check(securities, include_at)
    for key, name in _HARDSHIPS.items():
        if key in columns:
            yield _hardship_check(columns[key], key, name, include_at)


def _low_income_check(columns: Mapping[str, int], include_at: int, facts: CampaignFacts) -> Check:
    income_at = columns["income_per_capita"]
    remarks_at = columns.get("remarks")
    line = facts.line_fen

    def check(row: Row) -> Mark | None:
        income = row[income_at]
        if row[include_at] != 0 or not isinstance(income, int) or income >= line:
            return None
        if remarks_at is not None and row[remarks_at]:  # the reason is written down
            return None
        message = (
            f"人均纯收入{format_yuan(income)}元，低于监测范围{format_yuan(line)}元，"
            f"却填了不应纳入，请核实是否应纳入；{_INCLUDE}"
        )
        return Mark(income_at, "income_per_capita", Level.DOUBT, "M01", message)

    return check


def _securities_check(securities: list[tuple[int, str, str]], include_at: int) -> Check:
    def check(row: Row) -> Mark | None:
        if row[include_at] != 0:
            return None
        lacking = [found for found in securities if row[found[0]] == 0]
        if not lacking:
            return None
        names = "、".join(name for _, _, name in lacking)
        message = f"{names}没有保障，却填了不应纳入，请核实是否应纳入；{_INCLUDE}"
        return Mark(lacking[0][0], lacking[0][1], Level.DOUBT, "M02", message)

    return check


def _hardship_check(column: int, key: str, name: str, include_at: int) -> Check:
    mark = Mark(
        column,
        key,
        Level.DOUBT,
        "M03",
        f"{name}，却填了不应纳入，请核实是否应纳入；{_INCLUDE}",
    )

    def check(row: Row) -> Mark | None:
        return mark if row[column] == 1 and row[include_at] == 0 else None

    return check


def _part_checks(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    """The special case is 是, the general one 否."""
    del facts
    for part, whole, level, part_name, whole_name in _PARTS:
        if part in columns and whole in columns:
            message = f"填了是{part_name}，却填了不是{whole_name}，两栏矛盾，请改正其中一栏"
            mark = Mark(columns[part], part, level, "", message)
            yield _both_check(columns[part], 1, columns[whole], 0, mark)


def _both_check(first: int, is_first: int, second: int, is_second: int, mark: Mark) -> Check:
    def check(row: Row) -> Mark | None:
        return mark if row[first] == is_first and row[second] == is_second else None

    return check


def _single_person_check(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    del facts
    if "single_person" not in columns or "population" not in columns:
        return
    single_at, population_at = columns["single_person"], columns["population"]

    def check(row: Row) -> Mark | None:
        single, population = row[single_at], row[population_at]
        if not isinstance(single, int) or not isinstance(population, int):
            return None
        if (single == 1) == (population == 1):
            return None
        answer = "否" if single else "是"
        message = (
            f"家庭人口数是{population}人，是否单人户应为“{answer}”，"
            f"请改正本格，或在农户档案核对家庭成员"
        )
        return Mark(single_at, "single_person", Level.ERROR, "D04", message)

    yield check


def _cleared_check(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    """X04: cleared, but not steadily: the case goes back (回退)."""
    del facts
    if "risk_marked_cleared" not in columns:
        return
    cleared_at = columns["risk_marked_cleared"]
    for key, what in _NOT_STEADY.items():
        if key in columns:
            message = f"已标注风险消除，但{what}，应回退，请核实后上报回退申请"
            mark = Mark(columns[key], key, Level.HINT, "X04", message)
            yield _both_check(columns[key], 0, cleared_at, 1, mark)


def _help_checks(columns: Mapping[str, int], facts: CampaignFacts) -> Iterator[Check]:
    """H10: help that is missing, untargeted, only hand-outs, or too much."""
    del facts
    for key, (fault, what) in _HELP_FAULTS.items():
        if key in columns:
            message = f"{what}，请核实，属实的列入问题整改台账"
            mark = Mark(columns[key], key, Level.DOUBT, "H10", message)
            yield _one_check(columns[key], fault, mark)


def _one_check(column: int, fault: int, mark: Mark) -> Check:
    def check(row: Row) -> Mark | None:
        return mark if row[column] == fault else None

    return check
