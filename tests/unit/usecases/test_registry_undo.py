"""Whatever is done to the registry, undone one by one it is what it was at each step."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.usecases import areas
from fangfan_desktop.usecases.household_changes import (
    NewHead,
    change_head,
    merge_households,
    person_left,
    split_household,
)
from fangfan_desktop.usecases.household_records import set_identification, set_income
from fangfan_desktop.usecases.households import (
    add_household,
    correct_household,
    move_household,
    move_out_household,
    remove_household,
    return_household,
)
from fangfan_desktop.usecases.occasion import Occasion
from fangfan_desktop.usecases.people import add_person, correct_person, remove_person
from fangfan_desktop.usecases.roster_import import import_roster
from tests.unit.usecases.registry_town import WHY, add_family, image, make_town
from tests.unit.usecases.roster_books import write_book

NAMES = st.sampled_from(["韦𠮷", "覃㛃", "莫䶮", "蒙𫘝", "蓝小桂"])
RELATIONS = st.sampled_from(["配偶", "之子", "之女", "之母", "户主", "其他"])
HOUSEHOLDS = st.integers(1, 4)
PEOPLE = st.integers(1, 12)
DAYS = st.dates(date(2021, 1, 1), date(2023, 12, 31))

Image = dict[str, list[tuple[object, ...]]]


class Registry(RuleBasedStateMachine):
    """Does something at each step and keeps a picture of before."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database: Database = make_town(Path(self.folder.name) / "a.db")
        add_family(self.database)
        self.images: list[Image] = [image(self.database)]

    def act(self, call: Callable[[Database], object]) -> None:
        is_refused = False
        try:
            call(self.database)
        except UserError:
            is_refused = True
        now = image(self.database)
        if now != self.images[-1]:
            assert not is_refused
            self.images.append(now)

    @rule(name=NAMES, group=st.sampled_from([None, 1, 2]))
    def add(self, name: str, group: int | None):
        self.act(lambda d: add_household(d, village_id=1, group_id=group, head={"name": name}))

    @rule(household=HOUSEHOLDS, name=NAMES, relation=RELATIONS, day=DAYS)
    def join(self, household: int, name: str, relation: str, day: date):
        values = {"name": name, "relation": relation}
        self.act(
            lambda d: add_person(d, household_id=household, values=values, reason="迁入", on=day)
        )

    @rule(person=PEOPLE, name=NAMES, relation=RELATIONS)
    def correct(self, person: int, name: str, relation: str):
        values = {"name": name, "relation": relation}
        self.act(lambda d: correct_person(d, person_id=person, values=values))

    @rule(person=PEOPLE, heir=PEOPLE, day=DAYS)
    def leave(self, person: int, heir: int, day: date):
        head = NewHead(heir, {})
        self.act(
            lambda d: person_left(
                d, person_id=person, occasion=Occasion(day, "死亡"), new_head=head
            )
        )

    @rule(household=HOUSEHOLDS, person=PEOPLE)
    def head(self, household: int, person: int):
        head = NewHead(person, {})
        self.act(lambda d: change_head(d, household_id=household, new_head=head, occasion=WHY))

    @rule(household=HOUSEHOLDS, people=st.sets(PEOPLE, min_size=1), head=PEOPLE, heir=PEOPLE)
    def split(self, household: int, people: set[int], head: int, heir: int):
        self.act(
            lambda d: split_household(
                d,
                household_id=household,
                person_ids=sorted(people),
                head=NewHead(head, {}),
                occasion=WHY,
                remaining_head=NewHead(heir, {}),
            )
        )

    @rule(household=HOUSEHOLDS, other=HOUSEHOLDS)
    def merge(self, household: int, other: int):
        self.act(
            lambda d: merge_households(d, household_id=household, other_id=other, occasion=WHY)
        )

    @rule(household=HOUSEHOLDS, day=DAYS)
    def move_out(self, household: int, day: date):
        self.act(lambda d: move_out_household(d, household_id=household, on=day, reason="迁出"))

    @rule(household=HOUSEHOLDS, day=DAYS)
    def come_back(self, household: int, day: date):
        self.act(lambda d: return_household(d, household_id=household, on=day, reason="迁回"))

    @rule(
        codes=st.lists(st.sampled_from(["H1", "H2", "0101-0001"]), min_size=1, unique=True),
        name=NAMES,
        income=st.integers(0, 30_000),
        is_lifted=st.sampled_from(["是", "否", None]),
    )
    def take_in(self, codes: list[str], name: str, income: int, is_lifted: str | None):
        columns = ("行政村", "户编号", "户主姓名", "是否脱贫户", "人均纯收入")
        households = [("坭桥村", code, f"{name}{code[-1]}", is_lifted, income) for code in codes]
        columns_of_people = ("户编号", "姓名", "与户主关系")
        heads = [(code, f"{name}{code[-1]}", "户主") for code in codes]
        children = [(code, f"{name}小", "之子") for code in codes]
        book = write_book(
            Path(self.folder.name) / "roster.xlsx",
            {
                "农户": [columns, *households],
                "家庭成员": [columns_of_people, *heads, *children],
            },
        )
        self.act(lambda d: import_roster(d, path=book, today=date(2022, 5, 19)))

    @rule(household=HOUSEHOLDS, group=st.sampled_from([None, 1, 2]), day=DAYS)
    def move(self, household: int, group: int | None, day: date):
        self.act(
            lambda d: move_household(
                d,
                household_id=household,
                village_id=1,
                group_id=group,
                occasion=Occasion(day, "搬家"),
            )
        )

    @rule(person=PEOPLE, name=NAMES, day=DAYS)
    def correct_with_reason(self, person: int, name: str, day: date):
        occasion = Occasion(day, "登记有误")
        self.act(
            lambda d: correct_person(d, person_id=person, values={"name": name}, occasion=occasion)
        )

    @rule(household=HOUSEHOLDS)
    def remove(self, household: int):
        self.act(lambda d: remove_household(d, household_id=household))

    @rule(person=PEOPLE)
    def remove_one(self, person: int):
        self.act(lambda d: remove_person(d, person_id=person))

    @rule(
        household=HOUSEHOLDS, lifted=st.sampled_from(["是", "否", ""]), year=st.integers(2014, 2020)
    )
    def identity(self, household: int, lifted: str, year: int):
        values = {"is_lifted": lifted, "lifted_year": year}
        self.act(lambda d: correct_household(d, household_id=household, values=values))

    @rule(household=HOUSEHOLDS, day=DAYS, wages=st.integers(0, 10**7))
    def income(self, household: int, day: date, wages: int):
        values = {"period_from": day, "period_to": date(2024, 1, 1), "wages_fen": wages}
        self.act(lambda d: set_income(d, household_id=household, values=values))

    @rule(household=HOUSEHOLDS, day=DAYS)
    def identify(self, household: int, day: date):
        values = {"category": "突发严重困难户", "identified_on": day, "risks": "因病"}
        self.act(lambda d: set_identification(d, household_id=household, values=values))

    @rule(name=st.sampled_from(["一组", "上屯", "下屯"]))
    def group(self, name: str):
        self.act(lambda d: areas.add_group(d, village_id=1, name=name))

    @invariant()
    def every_household_on_the_books_has_one_head(self):
        with self.database.read() as session:
            odd = session.connection().exec_driver_sql(
                "SELECT h.id, (SELECT count(*) FROM person p WHERE p.household_id = h.id"
                " AND p.left_on IS NULL AND p.relation = '户主') AS heads,"
                " (SELECT count(*) FROM person p WHERE p.household_id = h.id"
                " AND p.left_on IS NULL) AS people FROM household h"
                " WHERE (h.left_on IS NULL) <> (heads = 1) OR (h.left_on IS NULL) <> (people > 0)"
            )
            assert odd.all() == []

    def teardown(self):
        try:
            last = self.images[-1]
            steps = len(self.images) - 1
            while len(self.images) > 1:
                self.images.pop()
                undo(self.database)
                assert image(self.database) == self.images[-1]
            for _ in range(steps):
                redo(self.database)
            assert image(self.database) == last
        finally:
            self.database.close()
            self.folder.cleanup()


TestRegistry = Registry.TestCase
TestRegistry.settings = settings(
    max_examples=10,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
