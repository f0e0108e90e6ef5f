"""Measures (帮扶措施): where one stands, whether it counts as 开发式, who usually carries it out.

Three entries alone do not make a measure 开发式帮扶 (rules 5_12_007 and 5_12_011 of the national
system); which they are stands in `code_lists`.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from fangfan_desktop.domain.code_lists import DEFAULT_LISTS, is_development

_SEPARATOR = re.compile(r"[,，、;；]")


class MeasureState(StrEnum):
    """Where a measure stands, as the ledger of measures calls it."""

    NOT_BEGUN = "未落实"
    UNDER_WAY = "实施中"
    DONE = "已完成"
    STOPPED = "已终止"


OPEN_STATES = frozenset({MeasureState.NOT_BEGUN, MeasureState.UNDER_WAY})
IN_PLACE_STATES = frozenset({MeasureState.UNDER_WAY, MeasureState.DONE})  # 已落实

# Kind → the department that carries such measures out, unless the office says another. Task lists
# go to departments (柳州市防贫“六个精准”工作方案: 任务清单推送).
DEPARTMENTS_BY_KIND: Mapping[str, str] = {
    "实施开发式帮扶措施情况": "农业农村",
    "产业帮扶": "农业农村",
    "就业帮扶": "人社",
    "金融帮扶": "金融",
    "公益岗位帮扶": "人社",
    "住房安全保障": "住建",
    "饮水安全保障": "水利",
    "健康帮扶": "医保",
    "义务教育保障": "教育",
    "其他教育帮扶": "教育",
    "综合保障": "民政",
    "社会帮扶": "民政",
    "搬迁": "发改",
    "生产生活条件改善": "农业农村",
    "基础设施建设": "交通",
}

# Kind → code list of its sub-items, as far as the public material gives them.
DETAIL_LISTS_BY_KIND: Mapping[str, str] = {
    "就业帮扶": "employment_support",
    "健康帮扶": "health_support",
    "其他教育帮扶": "education_support",
    "综合保障": "comprehensive_support",
}


def details_of(kind: str) -> tuple[str, ...]:
    """Sub-items to choose from for a kind; none where its own are not known."""
    key = DETAIL_LISTS_BY_KIND.get(kind)
    return DEFAULT_LISTS[key].items if key else ()


def measure_state(
    *, started_on: date | None, done_on: date | None, stopped_on: date | None
) -> MeasureState:
    """Where a measure stands by its actual days.

    One that was carried out is 已完成 even if it was stopped later; a planned day tells nothing.
    """
    if done_on is not None:
        return MeasureState.DONE
    if stopped_on is not None:
        return MeasureState.STOPPED
    return MeasureState.NOT_BEGUN if started_on is None else MeasureState.UNDER_WAY


def counts_as_development(kind: str, detail: str | None = None) -> bool:
    """Whether a measure counts as 开发式帮扶 for a household with labour.

    Args:
        kind: one of the 15 kinds.
        detail: its sub-items, parted by commas; none known counts for the kind.
    """
    entries = tuple(part.strip() for part in _SEPARATOR.split(detail or "") if part.strip())
    return is_development(kind, entries)


def default_department(kind: str) -> str:
    """The department that usually carries out a measure of the kind; "" for an unknown kind."""
    return DEPARTMENTS_BY_KIND.get(kind, "")
