"""The made-up township's problems, measures and ledger are believable and repeatable."""

from datetime import date
from pathlib import Path
from random import Random

from sqlalchemy import text

from fangfan_desktop.domain.ledger_rules import LedgerState
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.demo import DEMO_DAY
from fangfan_desktop.usecases.demo_ledger import (
    add_demo_figures,
    add_demo_ledger,
    add_demo_village_forms,
)
from fangfan_desktop.usecases.demo_measures import add_demo_measures
from fangfan_desktop.usecases.ledger import count_lines, list_lines
from fangfan_desktop.usecases.statistics import compare_with_last, list_snapshots
from tests.small_township import add_campaign, make_township

TABLES = ("village_form", "ledger_line", "ledger_note", "ledger_evidence", "measure", "visit")


def fill(path: Path, seed: int) -> Database:
    database = make_township(path, households=60)
    campaign = add_campaign(database).id
    random = Random(seed)  # noqa: S311 - made-up content
    add_demo_village_forms(database, campaign_id=campaign, random=random)
    add_demo_figures(database, campaign_id=campaign, random=random, today=DEMO_DAY)
    add_demo_measures(database, random=random, today=DEMO_DAY)
    add_demo_ledger(database, campaign_id=campaign, random=random, today=DEMO_DAY, lines=80)
    return database


def content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as session:
        return {
            table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608 - our own names
            for table in TABLES
        }


def test_the_same_seed_gives_the_same_content(tmp_path: Path):
    with fill(tmp_path / "a.db", 5) as one, fill(tmp_path / "b.db", 5) as other:
        assert content(one) == content(other)
        assert all(content(one).values())


def test_lines_stand_in_every_state_and_closed_ones_have_what_closing_asks_for(tmp_path: Path):
    with fill(tmp_path / "a.db", 5) as database:
        counts = count_lines(database, campaign_id=1, today=DEMO_DAY)
        assert all(counts.by_state[state] for state in LedgerState)
        assert counts.overdue
        for line in list_lines(database, campaign_id=1, today=DEMO_DAY):
            if line.row.state is LedgerState.CLOSED:
                assert line.row.evidence_count
                assert line.row.accepted_by
                assert line.row.accepted_on


def test_last_week_was_kept_and_this_week_differs(tmp_path: Path):
    with fill(tmp_path / "a.db", 5) as database:
        assert [each.label for each in list_snapshots(database, campaign_id=1)] == ["第1期 5月13日"]
        comparison = compare_with_last(database, campaign_id=1)
        assert comparison is not None
        assert comparison.differences


def test_nothing_happens_after_the_day_the_township_is_seen(tmp_path: Path):
    with fill(tmp_path / "a.db", 5) as database, database.read() as session:
        for table, column in (
            ("measure", "made_on"),
            ("measure", "done_on"),
            ("visit", "visited_on"),
            ("ledger_note", "noted_on"),
            ("ledger_line", "closed_on"),
        ):
            last = session.execute(text(f"SELECT max({column}) FROM {table}")).scalar()  # noqa: S608 - our own names
            assert last is None or date.fromisoformat(str(last)) <= DEMO_DAY
