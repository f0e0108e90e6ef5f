"""A township filled at random with everything that 附件3 counts."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import update

from fangfan_desktop.domain.code_lists import PROBLEM_TYPES
from fangfan_desktop.models import (
    Grid,
    GridWorker,
    HouseholdForm,
    Identification,
    LedgerLine,
    Measure,
    Person,
    VillageForm,
)
from fangfan_desktop.storage.database import Database
from tests.small_township import add_campaign, change_household, make_township

CATEGORIES = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
FIRST = date(2022, 4, 1)  # the window is 2022-05-10 to 2022-06-10


def some_day(random: Random) -> date:
    edges = (date(2022, 5, 9), date(2022, 5, 10), date(2022, 6, 10), date(2022, 6, 11))
    return random.choice((*edges, FIRST + timedelta(days=random.randint(0, 100))))


def maybe(random: Random, day: date) -> date | None:
    return day if random.random() < 0.4 else None


def fill(path: Path, seed: int) -> tuple[Database, int]:
    """The database and the campaign; four households in five stay."""
    random = Random(seed)  # noqa: S311 - made-up content
    database = make_township(path, households=24)
    campaign = add_campaign(database).id
    with database.action("随机") as unit:
        session = unit.session
        for village in (1, 1, 2):
            session.add(Grid(village_id=village, name=f"网格{random.random()}"))
            session.add(GridWorker(village_id=village, name="网格员䶮"))
        for _ in range(40):
            session.add(_case(random))
        session.flush()
        for _ in range(60):
            case = random.choice((None, random.randint(1, 42)))
            household = (
                random.randint(1, 24)
                if case is None
                else session.get_one(Identification, case).household_id
            )
            session.add(
                Measure(
                    household_id=household,
                    identification_id=case,
                    kind="产业帮扶",
                    made_on=random.choice((some_day(random), date(2021, 12, 31), date(2023, 1, 1))),
                )
            )
        for number in range(1, 61):
            village = random.choice((None, 1, 1, 2))
            session.add(
                LedgerLine(
                    campaign_id=campaign,
                    number=number,
                    level="township" if village is None else "village",
                    village_id=village,
                    problem_type=random.choice(PROBLEM_TYPES),
                    problem="问题𠮷",
                    state=random.choice(("待整改", "整改中", "待验收", "已销号")),
                )
            )
        for village in (1, 1, 2):
            text = random.choice((None, "", "  ", "连续降雨"))
            session.add(
                VillageForm(campaign_id=campaign, village_id=village, mass_risk_problems=text)
            )
        for person in session.query(Person):
            person.work_blocked = random.choice((None, 0, 1, 1))
            person.work_blocked_solved = random.choice((None, 0, 1))
        session.execute(
            update(HouseholdForm)
            .where(HouseholdForm.id.in_(random.sample(range(1, 25), 9)))
            .values(is_complete=1)
        )
    for household in random.sample(range(1, 25), 4):
        change_household(database, household, left_on=date(2022, 5, 20))
    return database, campaign


def _case(random: Random) -> Identification:
    identified = some_day(random) - timedelta(days=random.choice((0, 0, 0, 300)))
    cleared = maybe(random, identified + timedelta(days=random.randint(0, 40)))
    return Identification(
        household_id=random.randint(1, 24),
        previous_id=random.choice((None, None, None, 1)),
        category=random.choice(CATEGORIES),
        identified_on=identified,
        clearing_started_on=maybe(random, some_day(random)),
        cleared_on=cleared,
        rolled_back_on=maybe(random, cleared + timedelta(days=random.randint(0, 30)))
        if cleared
        else None,
        removed_on=some_day(random) if random.random() < 0.1 else None,
    )
