"""附件3 情况统计表: counted now, as sent in a week, and as kept at a campaign's end."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fangfan_desktop.forms.form import Value
from fangfan_desktop.models import Campaign, StatisticsSnapshot, Village, VillageFigures
from fangfan_desktop.storage.campaigns import find_campaign
from fangfan_desktop.storage.database import UnitOfWork
from fangfan_desktop.storage.ledger import township_level_lines
from fangfan_desktop.storage.statistics_selections import (
    FIGURES,
    Figure,
    Parameters,
    Shape,
    figure_by_village,
    texts_by_village,
)

TYPED_KEYS = ("training_visits", "remarks")
TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """A village's figures by field key; `village_id` is None in the total row."""

    village_id: int | None
    village: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Statistics:
    """附件3 of a campaign.

    Attributes:
        rows: One a village, in the villages' order.
        total: Sums over the villages.
        township_problems: Ledger lines without a village; they are in no row and not in the total.
        is_frozen: Whether these are the figures kept when the campaign was closed.
    """

    rows: tuple[StatisticsRow, ...]
    total: StatisticsRow
    township_problems: int = 0
    is_frozen: bool = False


def figures(session: Session, campaign_id: int) -> Statistics:
    """The figures of a campaign: counted now, or as kept where it is closed.

    Raises:
        UserError: there is no such campaign.
    """
    campaign = find_campaign(session, campaign_id)
    if campaign.state == "closed":
        kept = _final(session, campaign_id)
        if kept is not None:
            return from_json(kept.figures, is_frozen=True)
    return count_figures(session, campaign)


def count_figures(session: Session, campaign: Campaign) -> Statistics:
    """The figures as the database says at this moment."""
    asked = figure_parameters(campaign)
    villages = session.execute(select(Village.id, Village.name).order_by(Village.position)).all()
    values: dict[int, dict[str, Value]] = {village_id: {} for village_id, _ in villages}
    total: dict[str, Value] = {}
    for figure in FIGURES.values():
        column, whole = (
            _texts(session, figure, asked, list(values))
            if figure.shape is Shape.TEXT
            else _numbers(session, figure, asked, list(values))
        )
        total[figure.key] = whole
        for village_id, value in column.items():
            values[village_id][figure.key] = value
    _add_typed(session, campaign.id, values, total)
    return Statistics(
        tuple(StatisticsRow(key, name, values[key]) for key, name in villages),
        StatisticsRow(None, TOTAL, total),
        township_level_lines(session, campaign.id),
    )


def figure_parameters(campaign: Campaign) -> Parameters:
    """What the selections need to know of a campaign."""
    return {
        "campaign_id": campaign.id,
        "starts_on": campaign.starts_on.isoformat(),
        "ends_on": campaign.ends_on.isoformat(),
        "year": str(campaign.year),
    }


def freeze_figures(unit: UnitOfWork, campaign_id: int) -> None:
    """Keep the figures of a campaign that is being closed; they are shown from then on.

    Raises:
        UserError: there is no such campaign.
    """
    campaign = find_campaign(unit.session, campaign_id)
    unit.session.flush()
    unit.session.add(
        StatisticsSnapshot(
            campaign_id=campaign_id,
            label="结束时",
            taken_at=datetime.now().astimezone().isoformat("T", "seconds"),
            figures=to_json(count_figures(unit.session, campaign)),
            is_final=1,
        )
    )


def weekly_snapshots(session: Session, campaign_id: int) -> list[StatisticsSnapshot]:
    """Snapshots of the weeks, the first one first."""
    return list(
        session.scalars(
            select(StatisticsSnapshot)
            .where(StatisticsSnapshot.campaign_id == campaign_id, StatisticsSnapshot.is_final == 0)
            .order_by(StatisticsSnapshot.id)
        )
    )


def find_figures(session: Session, campaign_id: int, village_id: int) -> VillageFigures:
    """The typed figures of a village; a new, empty row where there is none yet."""
    found = session.scalar(
        select(VillageFigures).where(
            VillageFigures.campaign_id == campaign_id, VillageFigures.village_id == village_id
        )
    )
    if found is None:
        found = VillageFigures(campaign_id=campaign_id, village_id=village_id)
        session.add(found)
        session.flush()
    return found


def to_json(statistics: Statistics) -> str:
    """The figures as kept in a snapshot."""

    def plain(row: StatisticsRow) -> dict[str, Any]:
        return {"village_id": row.village_id, "village": row.village, "values": row.values}

    return json.dumps(
        {
            "rows": [plain(row) for row in statistics.rows],
            "total": plain(statistics.total),
            "township_problems": statistics.township_problems,
        },
        ensure_ascii=False,
    )


def from_json(kept: str, *, is_frozen: bool = False) -> Statistics:
    """The figures of a snapshot."""
    table = json.loads(kept)

    def row(plain: dict[str, Any]) -> StatisticsRow:
        return StatisticsRow(plain["village_id"], plain["village"], plain["values"])

    return Statistics(
        tuple(row(plain) for plain in table["rows"]),
        row(table["total"]),
        int(table["township_problems"]),
        is_frozen,
    )


def _final(session: Session, campaign_id: int) -> StatisticsSnapshot | None:
    return session.scalars(
        select(StatisticsSnapshot)
        .where(StatisticsSnapshot.campaign_id == campaign_id, StatisticsSnapshot.is_final == 1)
        .order_by(StatisticsSnapshot.id.desc())
        .limit(1)
    ).first()


def _numbers(
    session: Session, figure: Figure, asked: Parameters, villages: list[int]
) -> tuple[dict[int, Value], Value]:
    """A counted column and its total."""
    found = figure_by_village(session, figure, asked)

    def shown(pair: tuple[int, int]) -> Value:
        return pair[0] if figure.shape is Shape.ROWS else f"{pair[0]}/{pair[1]}"

    pairs = {village: found.get(village, (0, 0)) for village in villages}
    whole = (sum(a for a, _ in pairs.values()), sum(b for _, b in pairs.values()))
    return {village: shown(pair) for village, pair in pairs.items()}, shown(whole)


def _texts(
    session: Session, figure: Figure, asked: Parameters, villages: list[int]
) -> tuple[dict[int, Value], Value]:
    """是：… or 否 for each village; in the total how many villages say 是."""
    found = texts_by_village(session, figure.selection, asked)
    column: dict[int, Value] = {
        village: f"是：{'；'.join(found[village])}" if village in found else "否"
        for village in villages
    }
    return column, f"是（{len(found)}个村）" if found else "否"


def _add_typed(
    session: Session, campaign_id: int, values: dict[int, dict[str, Value]], total: dict[str, Value]
) -> None:
    typed = session.execute(
        select(
            VillageFigures.village_id, VillageFigures.training_visits, VillageFigures.remarks
        ).where(VillageFigures.campaign_id == campaign_id)
    ).all()
    known: dict[int, tuple[Value, Value]] = {row[0]: (row[1], row[2]) for row in typed}
    for village_id, row in values.items():
        row["training_visits"], row["remarks"] = known.get(village_id, (None, None))
    visits = [row.training_visits for row in typed if row.training_visits is not None]
    total["training_visits"] = sum(visits) if visits else None
    total["remarks"] = None
