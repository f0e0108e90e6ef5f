"""附件3 counts itself: every number is right, opens its list, and is kept week by week."""

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.models import (
    Grid,
    GridWorker,
    Household,
    HouseholdForm,
    Identification,
    LedgerLine,
    Measure,
    Person,
    VillageForm,
)
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.storage.statistics_selections import FIGURES, Shape
from fangfan_desktop.usecases.campaigns import close_campaign, reopen_campaign
from fangfan_desktop.usecases.statistics import (
    compare_with_last,
    list_snapshots,
    open_figure,
    read_statistics,
    set_figures,
    take_snapshot,
)
from tests.unit.usecases.random_township import fill

STARTS, ENDS = date(2022, 5, 10), date(2022, 6, 10)
TYPES = {
    "policy_problems": {"政策落实", "“三保障”和饮水安全"},
    "funds_problems": {"资金项目"},
    "construction_problems": {"乡村建设", "乡村治理"},
}


class Plainly:
    """The same figures worked out row by row, without a query."""

    def __init__(self, database: Database, campaign: int) -> None:
        with database.read() as session:
            self.forms = session.query(HouseholdForm).all()
            self.homes = {h.id: h for h in session.query(Household)}
            self.people = session.query(Person).all()
            self.cases = [c for c in session.query(Identification) if c.removed_on is None]
            self.measures = session.query(Measure).all()
            self.lines = session.query(LedgerLine).all()
            self.places = {
                "grids": session.query(Grid).all(),
                "grid_workers": session.query(GridWorker).all(),
            }
            self.problems = session.query(VillageForm).all()
        self.campaign = campaign

    def size(self, household: int) -> int:
        return sum(p.household_id == household and p.left_on is None for p in self.people)

    def pairs(self, village: int, homes: set[int]) -> str:
        here = {h for h in homes if self.is_here(h, village)}
        return f"{len(here)}/{sum(map(self.size, here))}"

    def is_here(self, household: int, village: int) -> bool:
        home = self.homes[household]
        return home.village_id == village and home.left_on is None

    @staticmethod
    def is_open(case: Identification) -> bool:
        if case.cleared_on is None:
            return True
        return case.rolled_back_on is not None and case.rolled_back_on >= case.cleared_on

    @staticmethod
    def inside(day: date | None) -> bool:
        return day is not None and STARTS <= day <= ENDS

    def is_anew(self, case: Identification) -> bool:
        return any(other.id == case.previous_id for other in self.cases) or any(
            other.household_id == case.household_id
            and other.id != case.id
            and other.cleared_on is not None
            and other.cleared_on <= case.identified_on
            for other in self.cases
        )

    def measured(self, village: int, *, of_open: bool) -> int:
        cases: dict[int, list[Identification]] = defaultdict(list)
        for case in self.cases:
            cases[case.household_id].append(case)
        count = 0
        for measure in self.measures:
            home = measure.household_id
            if not self.is_here(home, village):
                continue
            open_ids = {c.id for c in cases[home] if self.is_open(c)}
            if of_open:
                belongs = measure.identification_id in open_ids or (
                    measure.identification_id is None
                    and any(
                        c.id in open_ids and c.identified_on <= measure.made_on for c in cases[home]
                    )
                )
                count += belongs and self.inside(measure.made_on)
            else:
                has_cleared = any(c.cleared_on for c in cases[home])
                belongs = not open_ids and (self.homes[home].is_lifted == 1 or has_cleared)
                count += belongs and measure.made_on.year == 2022
        return count

    def blocked(self, village: int) -> str:
        monitored = {case.household_id for case in self.cases}
        found = [
            p
            for p in self.people
            if p.work_blocked == 1
            and p.left_on is None
            and self.is_here(p.household_id, village)
            and (self.homes[p.household_id].is_lifted == 1 or p.household_id in monitored)
        ]
        return f"{len(found)}/{sum(p.work_blocked_solved == 1 for p in found)}"

    def row(self, village: int) -> dict[str, object]:
        here = [f for f in self.forms if f.village_id == village]
        done = [f for f in here if f.is_complete]
        cases = self.cases
        risks = [
            p.mass_risk_problems
            for p in self.problems
            if p.village_id == village and (p.mass_risk_problems or "").strip()
        ]
        values: dict[str, object] = {
            "to_survey": f"{len(here)}/{sum(f.population or 0 for f in here)}",
            "surveyed": f"{len(done)}/{sum(f.population or 0 for f in done)}",
            "rolled_back": self.pairs(
                village, {c.household_id for c in cases if self.inside(c.rolled_back_on)}
            ),
            "reidentified": self.pairs(
                village,
                {c.household_id for c in cases if self.inside(c.identified_on) and self.is_anew(c)},
            ),
            "to_clear": self.pairs(
                village, {c.household_id for c in cases if self.inside(c.clearing_started_on)}
            ),
            "measures_open_cases": self.measured(village, of_open=True),
            "measures_lifted": self.measured(village, of_open=False),
            "mass_risk": f"是：{'；'.join(map(str, risks))}" if risks else "否",
            "migrants_blocked": self.blocked(village),
        }
        for key, category in (
            ("new_unstable", "脱贫不稳定户"),
            ("new_marginal", "边缘易致贫户"),
            ("new_sudden", "突发严重困难户"),
        ):
            new = {
                c.household_id
                for c in cases
                if c.category == category and self.inside(c.identified_on)
            }
            values[key] = self.pairs(village, new)
        for key, rows in self.places.items():
            values[key] = sum(row.village_id == village for row in rows)
        for key, types in TYPES.items():
            lines = [
                line
                for line in self.lines
                if line.village_id == village and line.problem_type in types
            ]
            values[key] = f"{len(lines)}/{sum(line.state != '已销号' for line in lines)}"
        return values


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_is_what_counting_row_by_row_gives(tmp_path: Path, seed: int):
    database, campaign = fill(tmp_path / "a.db", seed)
    with database:
        plainly = Plainly(database, campaign)
        table = read_statistics(database, campaign_id=campaign).statistics
    for row in table.rows:
        assert row.village_id is not None
        counted = {key: row.values[key] for key in FIGURES}
        assert counted == plainly.row(row.village_id)


@pytest.mark.parametrize("seed", range(3))
def test_every_number_agrees_with_the_list_it_opens(tmp_path: Path, seed: int):
    database, campaign = fill(tmp_path / "a.db", seed)
    with database:
        table = read_statistics(database, campaign_id=campaign).statistics
        for row in (*table.rows, table.total):
            for key, figure in FIGURES.items():
                opened = open_figure(
                    database, campaign_id=campaign, village_id=row.village_id, field=key
                )
                value = row.values[key]
                if figure.shape is Shape.HOUSEHOLDS_PEOPLE:
                    people = {r.household_id: r.people for r in opened.rows}
                    assert value == f"{opened.households}/{sum(people.values())}"
                elif figure.shape is Shape.TOTAL_PART:
                    assert str(value).partition("/")[0] == str(len(opened.rows))
                elif figure.shape is Shape.ROWS:
                    assert value == len(opened.rows)


def test_the_total_row_sums_the_villages_and_township_lines_are_named_apart(tmp_path: Path):
    database, campaign = fill(tmp_path / "a.db", 1)
    with database:
        table = read_statistics(database, campaign_id=campaign).statistics
        with database.read() as session:
            lines = session.query(LedgerLine).filter(LedgerLine.village_id.is_(None)).count()
    for key, figure in FIGURES.items():
        if figure.shape is Shape.TEXT:
            continue
        numbers = [[int(n) for n in str(row.values[key]).split("/")] for row in table.rows]
        total = "/".join(str(sum(each)) for each in zip(*numbers, strict=True))
        assert str(table.total.values[key]) == total
    assert table.township_problems == lines


@pytest.fixture
def filled(tmp_path: Path):
    database, campaign = fill(tmp_path / "a.db", 1)
    with database:
        yield database, campaign


def test_only_training_and_remarks_are_typed(filled: tuple[Database, int]):
    database, campaign = filled
    saved = set_figures(
        database,
        campaign_id=campaign,
        edits=[(1, "training_visits", 12), (2, "remarks", "已核㛃"), (1, "grids", 9)],
    )
    assert list(saved.refused) == [(1, "grids")]
    table = read_statistics(database, campaign_id=campaign).statistics
    assert table.rows[0].values["training_visits"] == 12
    assert table.rows[1].values["remarks"] == "已核㛃"
    assert table.total.values["training_visits"] == 12
    undo(database)
    table = read_statistics(database, campaign_id=campaign).statistics
    assert table.total.values["training_visits"] is None


def test_a_wrong_training_figure_is_refused_with_a_sentence(filled: tuple[Database, int]):
    database, campaign = filled
    saved = set_figures(database, campaign_id=campaign, edits=[(1, "training_visits", -1)])
    assert "整数" in saved.refused[1, "training_visits"]


def test_a_column_without_a_list_says_so(filled: tuple[Database, int]):
    database, campaign = filled
    with pytest.raises(UserError, match="没有名单"):
        open_figure(database, campaign_id=campaign, village_id=1, field="remarks")


def test_a_snapshot_stays_as_it_was_sent_and_differences_are_shown(filled: tuple[Database, int]):
    database, campaign = filled
    assert compare_with_last(database, campaign_id=campaign) is None
    first = take_snapshot(database, campaign_id=campaign, at=datetime(2022, 5, 13, 16, 0))  # noqa: DTZ001 - the office's clock
    assert first.label == "第1期 5月13日"
    set_figures(database, campaign_id=campaign, edits=[(1, "training_visits", 7)])
    comparison = compare_with_last(database, campaign_id=campaign)
    assert comparison is not None
    assert set(comparison.differences) == {(1, "training_visits"), (None, "training_visits")}
    assert comparison.differences[1, "training_visits"].new == 7
    take_snapshot(database, campaign_id=campaign, label="第2期 5月20日")
    kept = list_snapshots(database, campaign_id=campaign)
    assert [each.label for each in kept] == ["第1期 5月13日", "第2期 5月20日"]
    assert kept[0].statistics.rows[0].values["training_visits"] is None
    assert kept[1].statistics == read_statistics(database, campaign_id=campaign).statistics


def test_a_closed_campaign_keeps_its_figures(filled: tuple[Database, int]):
    database, campaign = filled
    before = read_statistics(database, campaign_id=campaign).statistics
    close_campaign(database, campaign_id=campaign)
    with database.action("改台账") as unit:
        for line in unit.session.query(LedgerLine):
            line.state = "已销号"
    after = read_statistics(database, campaign_id=campaign).statistics
    assert after.is_frozen
    assert (after.rows, after.total) == (before.rows, before.total)
    opened = open_figure(database, campaign_id=campaign, village_id=1, field="grids")
    assert "已结束" in opened.note
    for write in (
        lambda: take_snapshot(database, campaign_id=campaign),
        lambda: set_figures(database, campaign_id=campaign, edits=[(1, "remarks", "x")]),
    ):
        with pytest.raises(UserError, match="已结束"):
            write()
    reopen_campaign(database, campaign_id=campaign)
    table = read_statistics(database, campaign_id=campaign).statistics
    assert not table.is_frozen
    assert str(table.total.values["funds_problems"]).endswith("/0")
