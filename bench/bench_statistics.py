"""附件3 of all villages, all columns: `python bench/bench_statistics.py [households]`.

Makes a township with its campaign, 5,000 measures and 1,000 ledger lines at 20,000 households, and
prints the median of seven runs. The target is 50 ms.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.campaigns import create_campaign
from fangfan_desktop.usecases.demo import DEMO_DAY, DemoSize, create_demo
from fangfan_desktop.usecases.demo_ledger import add_demo_ledger, add_demo_village_forms
from fangfan_desktop.usecases.demo_measures import add_demo_measures
from fangfan_desktop.usecases.statistics import open_figure, read_statistics

RUNS = 7


def make_township(path: Path, households: int) -> tuple[Database, int]:
    database = create_demo(path, size=DemoSize(households, 0.1))
    campaign = create_campaign(
        database,
        name="测速",
        year=2022,
        line_fen=700_000,
        income_from=date(2021, 5, 1),
        income_to=date(2022, 4, 30),
        starts_on=date(2022, 5, 10),
        ends_on=date(2022, 6, 10),
    ).id
    random = Random(1)  # noqa: S311 - made-up content
    add_demo_measures(database, random=random, today=DEMO_DAY)
    add_demo_village_forms(database, campaign_id=campaign, random=random)
    add_demo_ledger(
        database, campaign_id=campaign, random=random, today=DEMO_DAY, lines=households // 20
    )
    with database.action("排查完成") as unit:
        unit.connection.exec_driver_sql(
            "UPDATE household_form SET is_complete = 1 WHERE campaign_id = ? AND id % 4 <> 0",
            (campaign,),
        )
    return database, campaign


def median_ms(call: Callable[[], object]) -> float:
    times: list[float] = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    households = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        database, campaign = make_township(Path(folder) / "bench.db", households)
        with database:
            table = median_ms(lambda: read_statistics(database, campaign_id=campaign))
            opened = median_ms(
                lambda: open_figure(database, campaign_id=campaign, village_id=1, field="to_survey")
            )
    print(
        f"{households:,} households: 附件3, all villages, all columns  {table:6.1f} ms  (target 50)"
    )
    print(f"{households:,} households: list behind one village's number  {opened:6.1f} ms")


if __name__ == "__main__":
    main()
