"""The figures of 附件3 情况统计表 as selections: each number and its list are one query.

Column meanings follow the official table (马店镇 2022, 附件3). Where a figure reads
"total/part" its selection also yields `part` (1 where the row belongs to the part, such as
正在整改).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from fangfan_desktop.storage.household_selections import CONDITIONS, OPEN_CASE
from fangfan_desktop.storage.selections import PEOPLE_OF_H, Selection, count_by_village, needed

Parameters = Mapping[str, Any]


class Shape(StrEnum):
    """How a figure is written."""

    HOUSEHOLDS_PEOPLE = "households/people"  # 户/人
    ROWS = "rows"
    TOTAL_PART = "total/part"  # 总数/正在整改, 总数/已解决
    TEXT = "text"  # 是：… or 否


@dataclass(frozen=True, slots=True)
class Figure:
    """One counted column.

    Attributes:
        key: Key of the form's field.
        shape: How the number is written.
        selection: The query behind the number and its list.
        unit: What a row of the list is, such as 户 or 条.
    """

    key: str
    shape: Shape
    selection: Selection
    unit: str = "户"


_CAMPAIGN = frozenset({"campaign_id"})
_WINDOW = frozenset({"starts_on", "ends_on"})
_YEAR = frozenset({"year"})
# A household that has left as a whole is in no list of the registry, so in no figure of cases.
_OF_H = f"h.id AS household_id, h.village_id AS village_id, {PEOPLE_OF_H} AS people"
_RISKS = "coalesce('，风险：' || nullif(i.risks, ''), '')"


def _forms(key: str, title: str, condition: str) -> Figure:
    """Rows of 附件1: households of the campaign's scope."""
    sql = (
        "SELECT f.id AS item_id, f.household_id AS household_id, f.village_id AS village_id,"
        " coalesce(f.population, 0) AS people,"
        " CASE f.is_complete WHEN 1 THEN '已排查' ELSE '未排查' END AS evidence"
        f" FROM household_form AS f WHERE f.campaign_id = :campaign_id{condition}"
    )
    return Figure(key, Shape.HOUSEHOLDS_PEOPLE, Selection(key, title, sql, _CAMPAIGN))


def _cases(key: str, title: str, condition: str, evidence: str) -> Figure:
    """Monitoring cases with a date inside the campaign's window; 清退 ones count nowhere."""
    sql = (
        f"SELECT i.id AS item_id, {_OF_H}, {evidence} AS evidence"
        " FROM identification AS i JOIN household AS h ON h.id = i.household_id"
        f" WHERE i.removed_on IS NULL AND h.left_on IS NULL AND {condition}"
    )
    selection = Selection(key, title, sql, _WINDOW, has_one_row_each=False)
    return Figure(key, Shape.HOUSEHOLDS_PEOPLE, selection)


def _new_cases(key: str, category: str) -> Figure:
    return _cases(
        key,
        f"排查认定新增监测对象：{category}",
        f"i.category = '{category}' AND i.identified_on BETWEEN :starts_on AND :ends_on",
        f"'识别时间 ' || i.identified_on || {_RISKS}",
    )


def _measures(key: str, title: str, condition: str, parameters: frozenset[str]) -> Figure:
    sql = (
        f"SELECT m.id AS item_id, {_OF_H}, m.made_on || ' ' || m.kind"
        " || coalesce('：' || nullif(m.content, ''), '') AS evidence"
        " FROM measure AS m CROSS JOIN household AS h ON h.id = m.household_id"
        f" WHERE h.left_on IS NULL AND {condition}"
    )
    selection = Selection(key, title, sql, parameters, has_one_row_each=False)
    return Figure(key, Shape.ROWS, selection, "条")


def _problems(key: str, title: str, types: tuple[str, ...]) -> Figure:
    """Ledger lines of some types: total / not yet 已销号. Township-level lines have no village."""
    names = ", ".join(f"'{name}'" for name in types)
    sql = (
        "SELECT l.id AS item_id, l.household_id AS household_id, l.village_id AS village_id,"
        f" (SELECT {PEOPLE_OF_H} FROM household AS h WHERE h.id = l.household_id) AS people,"
        " '第' || l.number || '条 ' || l.state || '：' || coalesce(l.problem, '') AS evidence,"
        " l.state <> '已销号' AS part FROM ledger_line AS l"
        " WHERE l.campaign_id = :campaign_id AND l.village_id IS NOT NULL"
        f" AND l.problem_type IN ({names})"
    )
    selection = Selection(key, title, sql, _CAMPAIGN, has_one_row_each=False)
    return Figure(key, Shape.TOTAL_PART, selection, "条")


def _of_village(key: str, title: str, sql: str, unit: str) -> Figure:
    return Figure(key, Shape.ROWS, Selection(key, title, sql, has_one_row_each=False), unit)


_ANEW = (
    "(EXISTS (SELECT 1 FROM identification AS b WHERE b.id = i.previous_id"
    " AND b.removed_on IS NULL) OR EXISTS (SELECT 1 FROM identification AS e"
    " WHERE e.household_id = i.household_id AND e.id <> i.id AND e.removed_on IS NULL"
    " AND e.cleared_on <= i.identified_on))"
)
_OPEN_CASE_OF_MEASURE = (
    "EXISTS (SELECT 1 FROM identification AS i WHERE i.household_id = m.household_id"
    f" AND {OPEN_CASE} AND (m.identification_id = i.id"
    # one of no case belongs to the identifications that it came after, as in the registers
    " OR (m.identification_id IS NULL AND m.made_on >= i.identified_on)))"
)
# 脱贫户 as the forms mean it: not a 监测对象 whose risk is not cleared; those are in column 13.
_LIFTED_OR_CLEARED = (
    f"((({CONDITIONS['lifted']}) AND NOT ({CONDITIONS['monitored']})) OR ({CONDITIONS['cleared']}))"
)
_LIFTED_OR_MONITORED = (
    "(h.is_lifted = 1 OR EXISTS (SELECT 1 FROM identification AS i"
    " WHERE i.household_id = h.id AND i.removed_on IS NULL))"
)

_ALL = (
    _forms("to_survey", "应排查农户", ""),
    _forms("surveyed", "已排查农户", " AND f.is_complete = 1"),
    _of_village(
        "grids",
        "网格",
        "SELECT g.id AS item_id, NULL AS household_id, g.village_id AS village_id,"
        " 0 AS people, g.name AS evidence FROM grid AS g",
        "个",
    ),
    _of_village(
        "grid_workers",
        "网格员",
        "SELECT w.id AS item_id, NULL AS household_id, w.village_id AS village_id, 0 AS people,"
        " w.name || coalesce('，' || (SELECT g.name FROM grid AS g WHERE g.id = w.grid_id), '')"
        " || coalesce('，' || nullif(w.phone, ''), '') AS evidence FROM grid_worker AS w",
        "人",
    ),
    _new_cases("new_unstable", "脱贫不稳定户"),
    _new_cases("new_marginal", "边缘易致贫户"),
    _new_cases("new_sudden", "突发严重困难户"),
    _cases(
        "rolled_back",
        "风险消除后回退的监测对象",
        "i.rolled_back_on BETWEEN :starts_on AND :ends_on",
        "'回退时间 ' || i.rolled_back_on || coalesce('，曾于 ' || i.cleared_on || ' 消除', '')",
    ),
    _cases(
        "reidentified",
        "风险消除后重新识别的监测对象",
        f"i.identified_on BETWEEN :starts_on AND :ends_on AND {_ANEW}",
        f"'重新识别时间 ' || i.identified_on || {_RISKS}",
    ),
    _measures(
        "measures_open_cases",
        "未消除风险监测对象制定措施",
        f"m.made_on BETWEEN :starts_on AND :ends_on AND {_OPEN_CASE_OF_MEASURE}",
        _WINDOW,
    ),
    _cases(
        "to_clear",
        "本次拟标记消除风险",
        "i.clearing_started_on BETWEEN :starts_on AND :ends_on",
        "'启动消除 ' || i.clearing_started_on || '，' || i.category || '，识别时间 '"
        " || i.identified_on",
    ),
    _measures(
        "measures_lifted",
        "脱贫户和已消除风险的监测对象帮扶措施",
        "m.made_on BETWEEN :year || '-01-01' AND :year || '-12-31' AND " + _LIFTED_OR_CLEARED,
        _YEAR,
    ),
    Figure(
        "mass_risk",
        Shape.TEXT,
        Selection(
            "mass_risk",
            "规模性返贫风险隐患",
            "SELECT r.id AS item_id, NULL AS household_id, r.village_id AS village_id, 0 AS people,"
            " r.mass_risk_problems AS evidence FROM village_form AS r"
            " WHERE r.campaign_id = :campaign_id AND trim(coalesce(r.mass_risk_problems, '')) <> ''"
            " ORDER BY r.position, r.id",
            _CAMPAIGN,
            has_one_row_each=False,
        ),
        "条",
    ),
    Figure(
        "migrants_blocked",
        Shape.TOTAL_PART,
        Selection(
            "migrants_blocked",
            "因疫情外出务工受阻人员",
            f"SELECT b.id AS item_id, {_OF_H}, b.name"
            " || CASE WHEN b.work_blocked_solved = 1 THEN '，已解决' ELSE '，未解决' END"
            " AS evidence, coalesce(b.work_blocked_solved, 0) AS part"
            " FROM person AS b INDEXED BY ix_person_work_blocked CROSS JOIN household AS h"
            " ON h.id = b.household_id WHERE b.work_blocked = 1 AND b.left_on IS NULL"
            f" AND h.left_on IS NULL AND {_LIFTED_OR_MONITORED}",
            has_one_row_each=False,
        ),
        "人",
    ),
    _problems("policy_problems", "政策落实方面的问题", ("政策落实", "“三保障”和饮水安全")),
    _problems("funds_problems", "补助资金使用管理方面的问题", ("资金项目",)),
    _problems("construction_problems", "乡村建设、乡村治理等方面的问题", ("乡村建设", "乡村治理")),
)

FIGURES: dict[str, Figure] = {figure.key: figure for figure in _ALL}


def count_parts(
    session: Session, selection: Selection, parameters: Parameters
) -> dict[int, tuple[int, int]]:
    """Village id → (rows, rows that belong to the part)."""
    found = session.execute(
        text(f"SELECT village_id, count(*), sum(part) FROM ({selection.sql}) GROUP BY village_id"),
        needed(selection, parameters),
    )
    return {village: (total, part) for village, total, part in found}


def texts_by_village(
    session: Session, selection: Selection, parameters: Parameters
) -> dict[int, list[str]]:
    """Village id → the texts of the selection's rows, in their order."""
    found = session.execute(
        text(f"SELECT village_id, evidence FROM ({selection.sql})"), needed(selection, parameters)
    )
    texts: dict[int, list[str]] = {}
    for village, words in found:
        texts.setdefault(village, []).append(words)
    return texts


def figure_by_village(
    session: Session, figure: Figure, parameters: Parameters
) -> dict[int, tuple[int, int]]:
    """Village id → the two numbers of the figure; the second is 0 for a plain one.

    户/人, total/part or rows, as the figure's shape says.
    """
    if figure.shape is Shape.TOTAL_PART:
        return count_parts(session, figure.selection, parameters)
    counts = count_by_village(session, figure.selection, parameters)
    if figure.shape is Shape.HOUSEHOLDS_PEOPLE:
        return {village: (each.households, each.people) for village, each in counts.items()}
    return {village: (each.rows, 0) for village, each in counts.items()}
