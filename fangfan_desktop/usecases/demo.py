"""The made-up township: everything that a real one would have, and no real person in it.

The same seed gives the same content. Figures follow what is usual in a township of northern
Guangxi; the campaign is that of 马店镇 2022 (line 7,000 yuan, income May 2021 to April 2022).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from fangfan_desktop.errors import UserError
from fangfan_desktop.models import (
    Grid,
    GridWorker,
    Household,
    Identification,
    Income,
    Person,
    VillageGroup,
)
from fangfan_desktop.storage.bulk import insert_rows, village_ids
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.demo_campaign import add_demo_campaign
from fangfan_desktop.usecases.demo_cases import DEMO_PROCEDURE, add_demo_cases
from fangfan_desktop.usecases.demo_further import add_demo_further
from fangfan_desktop.usecases.demo_households import DemoPlan, Township
from fangfan_desktop.usecases.demo_ledger import (
    add_demo_figures,
    add_demo_ledger,
    add_demo_village_forms,
)
from fangfan_desktop.usecases.demo_measures import add_demo_measures
from fangfan_desktop.usecases.township import change_settings, create_township

DEMO_TOWNSHIP = "450203100"  # 雒容镇, one of the offices whose plans the program was built from
DEMO_DAY = date(2022, 5, 19)
DEMO_PERIODS = (
    (date(2020, 5, 1), date(2021, 4, 30)),
    (date(2021, 5, 1), date(2022, 4, 30)),
)
MOST_HOUSEHOLDS = 500_000
_USUAL_MONITORED_SHARE = 0.03

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class DemoSize:
    """How much is made up.

    Attributes:
        households: number of households.
        monitored_share: the share of them with a monitoring case, 0 to 1.
        ledger_lines: lines of the rectification ledger.
    """

    households: int = 2000
    monitored_share: float = _USUAL_MONITORED_SHARE
    ledger_lines: int = 60


def create_demo(
    path: Path,
    *,
    size: DemoSize,
    seed: int = 1,
    township_code: str = DEMO_TOWNSHIP,
    password: str | None = None,
    progress: Progress | None = None,
) -> Database:
    """Make a database with a made-up township and leave it open.

    Raises:
        UserError: the number of households is out of range, the township is unknown, or the
            file exists already.
    """
    if not 1 <= size.households <= MOST_HOUSEHOLDS:
        raise UserError(f"户数应在 1 到 {MOST_HOUSEHOLDS} 之间，给出的是 {size.households}。")
    report = progress or _silent
    report(0, 4, "建立数据库")
    return create_township(
        path,
        township_code=township_code,
        password=password,
        then=lambda database: _make_up(database, size, seed, report),
    )


def _make_up(database: Database, size: DemoSize, seed: int, report: Progress) -> None:
    random = Random(seed)  # noqa: S311 - made-up people, not secrets
    report(1, 4, "编造农户")
    add_registry(database, size=size, random=random)
    report(2, 4, "填写排查表")
    campaign_id = add_demo_campaign(database, random=random)
    day = DEMO_DAY
    change_settings(
        database,
        values={
            "campaign_id": campaign_id,
            "demo_day": day.isoformat(),
            "procedure_key": DEMO_PROCEDURE,
        },
    )
    report(3, 4, "编写台账和帮扶措施")
    add_demo_village_forms(database, campaign_id=campaign_id, random=random)
    add_demo_figures(database, campaign_id=campaign_id, random=random, today=day)
    add_demo_ledger(
        database, campaign_id=campaign_id, random=random, today=day, lines=size.ledger_lines
    )
    add_demo_measures(database, random=random, today=day)
    add_demo_further(database, campaign_id=campaign_id, random=random)
    add_demo_cases(database, random=random, today=day)
    report(4, 4, "完成")


def add_registry(database: Database, *, size: DemoSize, random: Random) -> None:
    """Fill an empty registry with made-up villages' groups, grids, households and cases."""
    plan = DemoPlan(size.households, size.monitored_share, DEMO_DAY, DEMO_PERIODS)
    with database.action("生成演示数据") as unit:
        rows = Township(plan, random).build(village_ids(unit))
        for number, person in enumerate(rows.people, start=1):
            person["id"] = number
        insert_rows(unit, VillageGroup, rows.groups)
        insert_rows(unit, Grid, rows.grids)
        insert_rows(unit, GridWorker, rows.workers)
        insert_rows(unit, Household, rows.households)
        insert_rows(unit, Person, rows.people)
        insert_rows(unit, Income, rows.incomes)
        insert_rows(unit, Identification, rows.identifications)


def _silent(_done: int, _total: int, _text: str) -> None:
    pass
