"""What a household that was taken in still lacks in help: 缺什么补什么.

A measure against each risk; for a household with labour (weak and half labour included) at least
one 开发式 measure, for one without any 兜底保障 (信丰县2023年回头看清单, 柳州市2021年方案).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fangfan_desktop.domain.clearing_rules import add_months
from fangfan_desktop.domain.measure_rules import counts_as_development

SAFETY_NET = "综合保障"
_ONE_DAY = timedelta(days=1)
_QUARTER = 3
_NUMBERS = "一二三四"


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """What of a measure counts here; stopped ones are left out by the caller."""

    kind: str
    detail: str | None
    risk: str | None


def help_gaps(
    risks: Sequence[str], measures: Sequence[MeasureFact], *, has_labour: bool | None
) -> tuple[str, ...]:
    """Sentences about what is lacking; none where nothing is.

    Args:
        risks: names of the risks, the main one first.
        measures: measures of the case that were not stopped.
        has_labour: whether somebody can work; None where it is not known.
    """
    covered = {measure.risk for measure in measures}
    lacking = [risk for risk in risks if risk not in covered]
    found = [f"还没有措施的风险：{'、'.join(lacking)}（缺什么补什么）。"] if lacking else []
    if has_labour and not any(counts_as_development(m.kind, m.detail) for m in measures):
        found.append("家中有劳动力，至少要有一项开发式帮扶（产业、就业、金融、公益岗位）。")
    if has_labour is False and not any(measure.kind == SAFETY_NET for measure in measures):
        found.append(f"整户无劳动力，要落实兜底保障（{SAFETY_NET}）。")
    return tuple(found)


def visit_periods(since: date, until: date, months: int) -> tuple[tuple[date, date], ...]:
    """First and last day of each period of so many months between two days, both included.

    The period in which the household was taken in counts where it had begun by then.
    """
    found: list[tuple[date, date]] = []
    begins = date(since.year, (since.month - 1) // months * months + 1, 1)
    while begins <= until:
        following = add_months(begins, months)
        found.append((begins, following - _ONE_DAY))
        begins = following
    return tuple(found)


def missed_periods(
    since: date, until: date, months: int, visits: Collection[date]
) -> tuple[str, ...]:
    """Names of the whole periods gone by without a visit: 2022年第一季度.

    The period in hand is still open, and that of being taken in was not a whole one.
    """
    return tuple(
        period_name(begins, months)
        for begins, ends in visit_periods(since, until, months)
        if since <= begins and ends < until and not any(begins <= day <= ends for day in visits)
    )


def period_name(begins: date, months: int) -> str:
    """2022年第一季度, 2022年3月, 2022年1月起6个月内."""
    if months == _QUARTER:
        return f"{begins.year}年第{_NUMBERS[(begins.month - 1) // _QUARTER]}季度"
    if months == 1:
        return f"{begins.year}年{begins.month}月"
    return f"{begins.year}年{begins.month}月起{months}个月内"
