"""附件3 情况统计表: figures, the list behind each, what is typed, and the weeks' snapshots."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.models import StatisticsSnapshot
from fangfan_desktop.storage.campaigns import find_campaign, require_open, village_names
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.selections import SelectedRow, list_rows
from fangfan_desktop.storage.statistics import (
    TYPED_KEYS,
    Statistics,
    StatisticsRow,
    count_figures,
    figure_parameters,
    figures,
    find_figures,
    from_json,
    to_json,
    weekly_snapshots,
)
from fangfan_desktop.storage.statistics_selections import FIGURES
from fangfan_desktop.usecases.campaigns import read_campaign_form
from fangfan_desktop.usecases.household_forms import fit_value

STATISTICS = "statistics"
CellEdit = tuple[int, str, Value]  # village, key, value


@dataclass(frozen=True, slots=True)
class StatisticsTable:
    """附件3 as the panel and the exports need it."""

    form: Form
    statistics: Statistics
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class FigureList:
    """The rows behind one number; `unit` is what a row is (户、条、人), `note` a caution."""

    key: str
    title: str
    unit: str
    rows: tuple[SelectedRow, ...]
    note: str = ""

    @property
    def households(self) -> int:
        """Different households in the list."""
        return len({row.household_id for row in self.rows if row.household_id is not None})


@dataclass(frozen=True, slots=True)
class SavedFigures:
    """What became of typed cells."""

    changes: Changes
    refused: Mapping[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The figures as they were sent in one week."""

    id: int
    label: str
    taken_at: str  # ISO date and time
    note: str
    statistics: Statistics


@dataclass(frozen=True, slots=True)
class TakenSnapshot:
    """A new snapshot."""

    id: int
    label: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is another than in the last snapshot."""

    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """Now against the last snapshot: (village, key) → difference; village None is the total."""

    label: str
    taken_at: str
    differences: Mapping[tuple[int | None, str], Difference]


def read_statistics(database: Database, *, campaign_id: int) -> StatisticsTable:
    """All figures of a campaign; those kept at its end where it is closed.

    Raises:
        UserError: there is no such campaign, or it does not use 附件3.
    """
    with database.read() as session:
        form = read_campaign_form(session, campaign_id, STATISTICS)
        is_open = find_campaign(session, campaign_id).state == "open"
        return StatisticsTable(form, figures(session, campaign_id), is_open)


def set_figures(database: Database, *, campaign_id: int, edits: Iterable[CellEdit]) -> SavedFigures:
    """Write typed cells (网格员培训人次, 备注): (village, key, value) each.

    Counted cells are refused with the reason.

    Raises:
        UserError: there is no such campaign, or it is closed.
    """
    refused: dict[tuple[int, str], str] = {}
    with database.action("填写附件3") as unit:
        require_open(unit.connection, campaign_id)
        form = read_campaign_form(unit.session, campaign_id, STATISTICS)
        villages = set(village_names(unit.session).values())
        for village_id, key, value in edits:
            if key not in TYPED_KEYS or village_id not in villages:
                refused[village_id, key] = "这一格由程序统计得出，不用填"
                continue
            try:
                fit = fit_value(form.field(key), value)
            except UserError as error:
                refused[village_id, key] = error.sentence
                continue
            setattr(find_figures(unit.session, campaign_id, village_id), key, fit)
    return SavedFigures(unit.changes, refused)


def open_figure(
    database: Database, *, campaign_id: int, village_id: int | None, field: str
) -> FigureList:
    """The rows behind a number, by the very query that counted it.

    Args:
        database: the open database.
        campaign_id: the campaign.
        village_id: the village's row; None for the total row.
        field: key of the column.

    Raises:
        UserError: there is no such campaign, or nothing stands behind the column.
    """
    figure = FIGURES.get(field)
    if figure is None:
        raise UserError("这一栏不是统计出来的，没有名单。")
    with database.read() as session:
        campaign = find_campaign(session, campaign_id)
        rows = list_rows(session, figure.selection, figure_parameters(campaign), village_id)
        note = ""
        if campaign.state == "closed":
            note = "这次排查已结束，表中是结束时的数；名单按现在的登记列出，可能与表中的数不同。"
    return FigureList(field, figure.selection.title, figure.unit, tuple(rows), note)


def take_snapshot(
    database: Database,
    *,
    campaign_id: int,
    label: str = "",
    note: str = "",
    at: datetime | None = None,
) -> TakenSnapshot:
    """Keep the figures of the week as they are sent; later edits do not change them.

    Args:
        database: the open database.
        campaign_id: the campaign.
        label: such as 第2期 5月20日; made from the count and the day without.
        note: a remark, e.g. to whom it was sent.
        at: date and time; now without.

    Raises:
        UserError: there is no such campaign, or it is closed.
    """
    moment = at or datetime.now().astimezone()
    with database.action("记入本周统计") as unit:
        require_open(unit.connection, campaign_id)
        campaign = find_campaign(unit.session, campaign_id)
        number = len(weekly_snapshots(unit.session, campaign_id)) + 1
        row = StatisticsSnapshot(
            campaign_id=campaign_id,
            label=label.strip() or f"第{number}期 {moment.month}月{moment.day}日",
            taken_at=moment.isoformat("T", "seconds"),
            figures=to_json(count_figures(unit.session, campaign)),
            note=note.strip() or None,
        )
        unit.session.add(row)
        unit.session.flush()
        taken = row.id, row.label
    return TakenSnapshot(*taken, unit.changes)


def list_snapshots(database: Database, *, campaign_id: int) -> list[Snapshot]:
    """The weeks' snapshots of a campaign, the first one first."""
    with database.read() as session:
        return [_snapshot(row) for row in weekly_snapshots(session, campaign_id)]


def compare_with_last(database: Database, *, campaign_id: int) -> Comparison | None:
    """What is another now than in the last snapshot; None where there is none yet.

    Raises:
        UserError: there is no such campaign.
    """
    with database.read() as session:
        now = figures(session, campaign_id)
        kept = weekly_snapshots(session, campaign_id)
    if not kept:
        return None
    last = _snapshot(kept[-1])
    return Comparison(last.label, last.taken_at, differences(last.statistics, now))


def differences(old: Statistics, new: Statistics) -> dict[tuple[int | None, str], Difference]:
    """Cells that differ, by village and key; a village that is new or gone differs wholly."""
    before, after = _by_village(old), _by_village(new)
    found: dict[tuple[int | None, str], Difference] = {}
    for village_id in before.keys() | after.keys():
        then = before.get(village_id, {})
        now = after.get(village_id, {})
        for key in then.keys() | now.keys():
            if then.get(key) != now.get(key):
                found[village_id, key] = Difference(then.get(key), now.get(key))
    return found


def _by_village(statistics: Statistics) -> dict[int | None, dict[str, Value]]:
    rows: tuple[StatisticsRow, ...] = (*statistics.rows, statistics.total)
    return {row.village_id: row.values for row in rows}


def _snapshot(row: StatisticsSnapshot) -> Snapshot:
    return Snapshot(row.id, row.label, row.taken_at, row.note or "", from_json(row.figures))
