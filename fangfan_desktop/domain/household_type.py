"""户属性: what a household is on 附件1, worked out from its identifications.

A monitored household whose risk is not cleared is 监测户; else a lifted household is 脱贫户; else
it is 一般农户. One whose risk is cleared keeps its other identity. Source: 马店镇 2022, 附件1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class HouseholdType(StrEnum):
    """户属性 on 附件1."""

    LIFTED = "脱贫户"
    MONITORED = "监测户"
    GENERAL = "一般农户"


class MonitoringCategory(StrEnum):
    """监测对象类别."""

    UNSTABLE = "脱贫不稳定户"  # was lifted out of poverty
    MARGINAL = "边缘易致贫户"  # was not
    SUDDEN = "突发严重困难户"  # either


@dataclass(frozen=True, slots=True)
class Identification:
    """One taking-in (识别纳入) of a household; a new risk after a clearing is a new one."""

    category: str
    identified_on: date
    cleared_on: date | None = None
    rolled_back_on: date | None = None  # 回退: the clearing is undone, the case goes on
    withdrawn_on: date | None = None  # 清退: was wrongly taken in


def is_open(identification: Identification, on: date | None = None) -> bool:
    """Whether the case is running: taken in, and not cleared, or cleared and rolled back.

    Args:
        identification: The case.
        on: The state at the end of that day; without it the latest state.
    """
    if not _has_happened(identification.identified_on, on):
        return False
    if _has_happened(identification.withdrawn_on, on):
        return False
    if not _has_happened(identification.cleared_on, on):
        return True
    return _is_rolled_back(identification, on)


def _is_rolled_back(identification: Identification, on: date | None) -> bool:
    cleared, back = identification.cleared_on, identification.rolled_back_on
    return cleared is not None and back is not None and back >= cleared and _has_happened(back, on)


def _has_happened(event: date | None, on: date | None) -> bool:
    return event is not None and (on is None or event <= on)


def is_monitored(identifications: Iterable[Identification], on: date | None = None) -> bool:
    """Whether any case of the household is running (未消除风险监测对象)."""
    return any(is_open(identification, on) for identification in identifications)


def is_cleared(identifications: Iterable[Identification], on: date | None = None) -> bool:
    """Whether the household is a 已消除风险监测对象: has been cleared and no case is running."""
    cases = tuple(identifications)
    return not is_monitored(cases, on) and any(
        _has_happened(case.identified_on, on)
        and _has_happened(case.cleared_on, on)
        and not _has_happened(case.withdrawn_on, on)
        for case in cases
    )


def current_identification(
    identifications: Iterable[Identification], on: date | None = None
) -> Identification | None:
    """The latest case that is running, or None."""
    running = [case for case in identifications if is_open(case, on)]
    return max(running, key=lambda case: case.identified_on, default=None)


def household_type(
    identifications: Iterable[Identification], *, is_lifted: bool, on: date | None = None
) -> HouseholdType:
    """户属性 of the household, now or at the end of a day."""
    if is_monitored(identifications, on):
        return HouseholdType.MONITORED
    return HouseholdType.LIFTED if is_lifted else HouseholdType.GENERAL
