"""A township of a few households for tests of campaigns and their forms."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from fangfan_desktop.models import (
    Household,
    Identification,
    Income,
    Person,
    Village,
    VillageGroup,
)
from fangfan_desktop.storage.cases import open_missing_cases
from fangfan_desktop.storage.database import Database, create_database
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.campaigns import CreatedCampaign, create_campaign

PERIOD = (date(2021, 5, 1), date(2022, 4, 30))
NAMES = ("韦𠮷祥", "覃䶮", "莫㛃", "蒙𫘝", "蓝小桂", "罗玉")


def make_township(path: Path, households: int = 6) -> Database:
    """Two villages; household 1 is lifted, 2 monitored, 3 cleared, 4 one old person alone."""
    database = create_database(path)
    with database.action("建立") as unit:
        for position, name in enumerate(("坭桥村", "雒容社区"), start=1):
            unit.session.add(Village(name=name, official_name=name, kind="村", position=position))
        unit.session.flush()
        unit.session.add(VillageGroup(village_id=1, name="三组", position=1))
        unit.session.flush()
        for number in range(1, households + 1):
            _add_household(unit.session.add, number)
        unit.session.flush()
        unit.session.add(
            Identification(household_id=2, category="边缘易致贫户", identified_on=date(2021, 9, 1))
        )
        unit.session.add(
            Identification(
                household_id=3,
                category="脱贫不稳定户",
                identified_on=date(2020, 9, 1),
                cleared_on=date(2021, 9, 1),
            )
        )
        unit.session.flush()
        open_missing_cases(unit.connection)
    return database


def _add_household(add: Callable[[object], None], number: int) -> None:
    is_in_first = number % 6 != 0
    add(
        Household(
            id=number,
            code=f"H{number:03}",
            village_id=1 if is_in_first else 2,
            group_id=1 if is_in_first else None,
            is_lifted=int(number in {1, 3}),
            lifted_year=2019 if number in {1, 3} else None,
            on_dibao=0,
            housing_safe=1,
            water_safe=0 if number == 1 else 1,
        )
    )
    add(_person(number, NAMES[(number - 1) % len(NAMES)], "户主", date(1950, 3, 4)))
    if number != 4:
        add(_person(number, f"家人{number}", "之子", date(1985, 3, 4)))
    add(
        Income(
            household_id=number,
            period_from=PERIOD[0],
            period_to=PERIOD[1],
            per_capita_fen=648_000 if number == 2 else 1_200_050,
        )
    )


def _person(household_id: int, name: str, relation: str, born_on: date) -> Person:
    return Person(
        household_id=household_id,
        name=name,
        relation=relation,
        born_on=born_on,
        labour="普通劳动力",
        health="健康",
        insured=1,
    )


def add_campaign(
    database: Database, name: str = "2022年集中排查", year: int = 2022
) -> CreatedCampaign:
    """Open a campaign of 马店 2022's line and period."""
    return create_campaign(
        database,
        name=name,
        year=year,
        line_fen=700_000,
        income_from=PERIOD[0],
        income_to=PERIOD[1],
        starts_on=date(year, 5, 10),
        ends_on=date(year, 6, 10),
    )


def change_household(database: Database, household_id: int, **values: object) -> None:
    """Change the registry as a use case would, rows of open campaigns brought in step."""
    with database.action("改档案") as unit:
        household = unit.session.get_one(Household, household_id)
        for key, value in values.items():
            setattr(household, key, value)
        refresh_rows(unit, [household_id])
