"""Archive papers of villages and cases, and how many of each the program itself knows."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from fangfan_desktop.domain.natural_order import group_key, natural_key
from fangfan_desktop.models import ArchivePaper, Attachment
from fangfan_desktop.storage.household_selections import OPEN_CASE

_HOMES = "JOIN household AS h ON h.id = {}.household_id AND h.village_id = :village_id"
_OF_I = _HOMES.format("i")
_NOT_WITHDRAWN = f"identification AS i {_OF_I} WHERE i.removed_on IS NULL"
# known key → (count of a village, its unit)
_KNOWN: dict[str, tuple[str, str]] = {
    "grid_workers": ("grid_worker AS w WHERE w.village_id = :village_id", "名网格员"),
    "survey_forms": (
        "household_form AS f WHERE f.village_id = :village_id AND f.is_complete = 1",
        "份已排查",
    ),
    "asset_hits": (
        "asset_hit AS a JOIN monitoring_case AS c ON c.id = a.case_id " + _HOMES.format("c"),
        "条比对信息",
    ),
    "notices": (
        "notice AS n WHERE n.village_id = :village_id AND n.withdrawn_on IS NULL",
        "份公示公告",
    ),
    "helpers": (
        f"{_NOT_WITHDRAWN} AND coalesce(i.helper_name, '') <> ''",
        "户有责任人",
    ),
    "measures": (f"measure AS m {_HOMES.format('m')}", "条措施"),
    "visits": (f"visit AS v {_HOMES.format('v')}", "次走访"),
    "cleared": (
        f"{_NOT_WITHDRAWN} AND NOT ({OPEN_CASE})",
        "户已消除",
    ),
    "rolled_back": (
        f"{_NOT_WITHDRAWN} AND (i.rolled_back_on IS NOT NULL OR i.previous_id IS NOT NULL)",
        "户回退或重新识别",
    ),
    "ledger": ("ledger_line AS l WHERE l.village_id = :village_id", "条台账"),
    "statistics": ("statistics_snapshot AS s", "期统计（全镇）"),
}


def village_papers(session: Session, village_id: int) -> dict[str, ArchivePaper]:
    """What is noted of each paper of a village, by item key."""
    return _by_key(
        session.scalars(select(ArchivePaper).where(ArchivePaper.village_id == village_id)).all()
    )


def case_paper_rows(session: Session, case_id: int) -> dict[str, ArchivePaper]:
    """What is noted of each paper of a case, by item key."""
    return _by_key(
        session.scalars(select(ArchivePaper).where(ArchivePaper.case_id == case_id)).all()
    )


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Where a case is and whose."""

    case_id: int
    village_id: int
    head_name: str


def case_places(session: Session, village_id: int | None = None) -> tuple[CasePlace, ...]:
    """Cases that have not been refused or withdrawn, of present households, by head.

    Args:
        session: the open session.
        village_id: only that village; all where None.
    """
    condition = (
        "h.left_on IS NULL AND c.refused_on IS NULL AND i.removed_on IS NULL"
        " AND (:key IS NULL OR h.village_id = :key)"
    )
    return _places(session, condition, village_id)


def case_place(session: Session, case_id: int) -> CasePlace:
    """Where one case is, whatever became of it."""
    return _places(session, "c.id = :key", case_id)[0]


def _places(session: Session, condition: str, key: int | None) -> tuple[CasePlace, ...]:
    rows = session.execute(
        text(
            "SELECT c.id, h.village_id, coalesce(p.name, h.code), g.name"
            " FROM monitoring_case AS c JOIN household AS h ON h.id = c.household_id"
            " LEFT JOIN identification AS i ON i.id = c.identification_id"
            " LEFT JOIN village_group AS g ON g.id = h.group_id"
            " LEFT JOIN person AS p ON p.household_id = h.id AND p.relation = '户主'"
            f" AND p.left_on IS NULL WHERE {condition}"
        ),
        {"key": key},
    ).all()
    ordered = sorted(
        rows, key=lambda row: (group_key(row[3] or ""), natural_key(row[2], is_name=True), row[0])
    )
    return tuple(CasePlace(row[0], row[1], row[2]) for row in ordered)


def known_words(connection: Connection, village_id: int) -> dict[str, str]:
    """Known key → 12份已排查, of a village; what there is none of is left out."""
    found: dict[str, str] = {}
    for key, (rows, unit) in _KNOWN.items():
        count = connection.exec_driver_sql(
            f"SELECT count(*) FROM {rows}", {"village_id": village_id}
        ).scalar()
        if count:
            found[key] = f"{count}{unit}"
    return found


def _by_key(rows: Sequence[ArchivePaper]) -> dict[str, ArchivePaper]:
    return {row.item_key: row for row in rows}


def paper_content(session: Session, case_id: int, item_key: str) -> bytes | None:
    """The bytes of the scan of a case's paper; None where none is kept."""
    found = session.scalar(
        select(Attachment.content)
        .join(ArchivePaper, ArchivePaper.sha256 == Attachment.sha256)
        .where(ArchivePaper.case_id == case_id, ArchivePaper.item_key == item_key)
    )
    return None if found is None else bytes(found)
