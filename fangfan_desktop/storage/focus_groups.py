"""The groups of the 八类人员 ledger and who is in them.

A group with a selection lists who belongs to it of itself; what is noted of a household then only
stands beside it. A group without one holds the households that the clerk put into it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select, text
from sqlalchemy.orm import Session

from fangfan_desktop.domain.natural_order import Key, group_key, natural_key
from fangfan_desktop.forms.form import Value
from fangfan_desktop.models import FocusGroup, FocusMember
from fangfan_desktop.storage.household_selections import CONDITIONS, CURRENT_CASE, OPEN_CASE
from fangfan_desktop.storage.selections import PEOPLE_OF_H, Selection

_IDENTIFIED = (
    "(SELECT x.identified_on || '识别为' || x.category FROM identification AS x"
    f" WHERE x.id = {CURRENT_CASE})"
)
_BY_HAND = (
    "EXISTS (SELECT 1 FROM focus_member AS f JOIN focus_group AS o ON o.id = f.group_id"
    " WHERE f.household_id = h.id AND o.selection_key IS NULL)"
)
_LACKING = {
    "住房": "h.housing_safe = 0",
    "饮水": "h.water_safe = 0",
    "医疗": "EXISTS (SELECT 1 FROM person AS n WHERE n.household_id = h.id"
    " AND n.left_on IS NULL AND n.insured = 0)",
    "义务教育": "EXISTS (SELECT 1 FROM person AS n WHERE n.household_id = h.id"
    " AND n.left_on IS NULL AND n.leaving_reason IS NOT NULL)",
}
_WHAT_LACKS = " || ".join(
    f"CASE WHEN {condition} THEN '{word}、' ELSE '' END" for word, condition in _LACKING.items()
)
_STRUCK = (
    "EXISTS (SELECT 1 FROM identification AS i WHERE i.household_id = h.id"
    " AND (i.category = '突发严重困难户' OR i.risks LIKE '%因病%' OR i.risks LIKE '%因自然灾害%'"
    f" OR i.risks LIKE '%因意外事故%') AND {OPEN_CASE})"
)
_LIFTED_ON = "CASE WHEN h.lifted_year IS NULL THEN '脱贫户' ELSE h.lifted_year || '年脱贫' END"

_OTHER_LIFTED = (
    f"{CONDITIONS['lifted']} AND NOT {CONDITIONS['monitored']} AND coalesce(h.on_dibao, 0) = 0"
    f" AND coalesce(h.scattered_tekun, 0) = 0 AND NOT {_BY_HAND}"
)

# selection key → (title, condition on household h, what it is known by)
_GROUPS: dict[str, tuple[str, str, str]] = {
    "lifted": ("脱贫户", CONDITIONS["lifted"], _LIFTED_ON),
    "unstable": ("脱贫不稳定户（未消除）", CONDITIONS["unstable"], _IDENTIFIED),
    "marginal": ("边缘易致贫户（未消除）", CONDITIONS["marginal"], _IDENTIFIED),
    "sudden": ("突发严重困难户（未消除）", CONDITIONS["sudden"], _IDENTIFIED),
    "monitored": ("监测对象（未消除）", CONDITIONS["monitored"], _IDENTIFIED),
    "dibao": (
        "低保户",
        CONDITIONS["dibao"],
        "'低保' || coalesce('，' || h.dibao_since || '认定', '')",
    ),
    "tekun": ("分散供养特困户", CONDITIONS["tekun"], "'分散供养特困'"),
    "dibao_tekun": (
        "农村低保和分散特困",
        f"({CONDITIONS['dibao']} OR {CONDITIONS['tekun']})",
        "CASE WHEN h.scattered_tekun = 1 THEN '分散供养特困' ELSE '低保' END",
    ),
    "disabled": ("残疾人家庭", CONDITIONS["disabled"], "'有残疾人'"),
    "relocated": ("易地搬迁户", CONDITIONS["relocated"], "'易地搬迁'"),
    "lacking_security": (
        "“三保障”和饮水有问题的",
        f"({' OR '.join(_LACKING.values())})",
        f"rtrim({_WHAT_LACKS}, '、') || '未保障'",
    ),
    "struck": ("因病因灾因意外的监测对象", _STRUCK, _IDENTIFIED),
    "lifted_other": (
        "其他脱贫户（不在别的分组里）",
        _OTHER_LIFTED,
        _LIFTED_ON,
    ),
}
GROUP_SELECTIONS: Mapping[str, Selection] = {
    key: Selection(
        f"focus_{key}",
        title,
        "SELECT h.id AS item_id, h.id AS household_id, h.village_id AS village_id,"
        f" {PEOPLE_OF_H} AS people, {basis} AS evidence FROM household AS h"
        f" WHERE h.left_on IS NULL AND {condition}",
    )
    for key, (title, condition, basis) in _GROUPS.items()
}
PUT_IN = Selection(
    "focus_put_in",
    "放入分组的农户",
    "SELECT h.id AS item_id, h.id AS household_id, h.village_id AS village_id,"
    f" {PEOPLE_OF_H} AS people, f.basis AS evidence FROM focus_member AS f"
    " JOIN household AS h ON h.id = f.household_id"
    " WHERE h.left_on IS NULL AND f.group_id = :group_id",
    frozenset({"group_id"}),
)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A household of a group.

    Attributes:
        household_id: The household.
        code: Its number.
        village_id: Where it lives.
        people: Present people.
        is_put_in: Whether the clerk put it there.
        values: By field key of the ledger; what the clerk noted goes before what is known.
    """

    household_id: int
    code: str
    village_id: int
    people: int
    is_put_in: bool
    values: dict[str, Value]


def stored_groups(session: Session) -> Sequence[FocusGroup]:
    """The office's groups in their order."""
    return session.scalars(select(FocusGroup).order_by(FocusGroup.position, FocusGroup.id)).all()


def member_row(session: Session, group_id: int, household_id: int) -> FocusMember | None:
    """What is noted of a household in a group, or that it was put there."""
    return session.scalar(
        select(FocusMember).where(
            FocusMember.group_id == group_id, FocusMember.household_id == household_id
        )
    )


def members_of(session: Session, group_id: int) -> Sequence[FocusMember]:
    """All that is noted for a group."""
    return session.scalars(select(FocusMember).where(FocusMember.group_id == group_id)).all()


def group_rows(
    connection: Connection,
    selection_key: str | None,
    group_id: int | None,
    village_id: int | None = None,
) -> tuple[GroupRow, ...]:
    """Households of a group by village, village group and head.

    Args:
        connection: of the session in hand.
        selection_key: who belongs of itself; None where they are put in.
        group_id: whose notes stand beside them; None for a group that is not stored.
        village_id: only that village; all where None.

    Raises:
        KeyError: there is no such selection.
    """
    if selection_key is None and group_id is None:
        return ()
    selection = GROUP_SELECTIONS[selection_key] if selection_key else PUT_IN
    bound: dict[str, int | None] = {"group_id": group_id, "village_id": village_id}
    found = connection.execute(
        text(
            "SELECT v.position, v.id AS village_key, s.household_id, h.code, s.people,"
            " v.name AS village, g.name AS village_group, p.name AS head,"
            " coalesce(nullif(f.basis, ''), s.evidence) AS basis,"
            f" {CONDITIONS['monitored']} AS is_monitored, nullif(f.difficulty, '') AS difficulty,"
            " i.risks, coalesce(nullif(f.owner, ''), i.helper_name) AS owner, f.remarks"
            f" FROM ({selection.sql}) AS s JOIN household AS h ON h.id = s.household_id"
            " JOIN village AS v ON v.id = h.village_id"
            " LEFT JOIN village_group AS g ON g.id = h.group_id"
            " LEFT JOIN person AS p ON p.household_id = h.id AND p.relation = '户主'"
            " AND p.left_on IS NULL"
            " LEFT JOIN focus_member AS f ON f.household_id = h.id AND f.group_id = :group_id"
            f" LEFT JOIN identification AS i ON i.id = {CURRENT_CASE} AND {OPEN_CASE}"
            " WHERE :village_id IS NULL OR s.village_id = :village_id"
        ),
        bound,
    ).mappings()
    measures = _measures_in_place(connection)
    rows = [
        (_order(row), _row(row, measures, is_put_in=selection_key is None)) for row in found.all()
    ]
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _order(row: RowMapping) -> Key:
    name = natural_key(row["head"] or "", is_name=True)
    group = group_key(row["village_group"] or "")
    return (row["position"], row["village_key"], group, name, row["household_id"])


def _row(row: RowMapping, measures: Mapping[int, str], *, is_put_in: bool) -> GroupRow:
    values: dict[str, Value] = {
        "village": row["village"],
        "group": row["village_group"],
        "head_name": row["head"],
        "population": row["people"],
        "basis": row["basis"],
        "is_monitored": int(row["is_monitored"]),
        "difficulty": row["difficulty"] or (row["risks"] or "").replace(",", "、") or None,
        "measures_in_place": measures.get(row["household_id"]),
        "owner": row["owner"],
        "remarks": row["remarks"],
    }
    return GroupRow(
        row["household_id"], row["code"], row["village_key"], row["people"], is_put_in, values
    )


def _measures_in_place(connection: Connection) -> dict[int, str]:
    """Household → its measures that were begun or carried out, in words."""
    rows = connection.exec_driver_sql(
        "SELECT household_id, kind, content FROM measure WHERE done_on IS NOT NULL"
        " OR (started_on IS NOT NULL AND stopped_on IS NULL) ORDER BY made_on, id"
    )
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for household, kind, content in rows.all():
        found[household][f"{kind}：{content}" if content else kind] = None
    return {household: "；".join(words) for household, words in found.items()}
