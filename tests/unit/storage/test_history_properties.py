"""Any series of actions undone one by one gives the start, redone gives the end."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, insert, update

from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Grid, GridWorker, Household, Person, Village
from fangfan_desktop.storage.backup import check_integrity
from fangfan_desktop.storage.database import Database, create_database, open_database
from fangfan_desktop.storage.history import list_steps, redo, undo
from fangfan_desktop.storage.recorder import stored_columns, tracked_tables

Content = dict[str, list[tuple[Any, ...]]]

REPLACE_VILLAGE = (
    "INSERT OR REPLACE INTO village (name, official_name, kind, position)"
    " VALUES ('甲村', '新', '村', 0)"
)
NEW_CAMPAIGN = (
    "INSERT INTO campaign (name, kind, year, starts_on, ends_on, line_fen, income_from, income_to,"
    " scope, state) VALUES ('2022', '集中排查', 2022, '2022-05-01', '2022-05-31', 700000,"
    " '2021-05-01', '2022-04-30', 'all', 'open')"
)

NAMES = st.sampled_from(["韦桂英", "𠮷野", "㛃", "䶮", "𫘝", "=1+1", "覃'\"\\\n", "", "\u0000甲"])
VILLAGES = st.sampled_from(["甲村", "乙村", "丙村", "丁村"])
FLAGS = st.sampled_from([None, 0, 1])
PICKS = st.integers(0, 5)
# text, yes/no, whole number and date
EDITS = st.one_of(
    st.tuples(st.just("remarks"), st.one_of(st.none(), NAMES)),
    st.tuples(st.just("is_lifted"), FLAGS),
    st.tuples(st.just("lifted_year"), st.one_of(st.none(), st.integers(2014, 2**62))),
    st.tuples(st.just("left_on"), st.sampled_from([None, date(2022, 5, 19)])),
)


def content_of(connection: Connection) -> Content:
    """Every row of every tracked table."""
    found: Content = {}
    for table in tracked_tables(connection):
        columns = ", ".join(f'"{column}"' for column in stored_columns(connection, table))
        rows = connection.exec_driver_sql(f'SELECT {columns} FROM "{table}" ORDER BY id')  # noqa: S608 - the schema's names
        found[table] = [tuple(row) for row in rows]
    return found


def content(database: Database) -> Content:
    with database.read() as session:
        return content_of(session.connection())


@dataclass(frozen=True)
class Done:
    before: Content
    after: Content


class Story(RuleBasedStateMachine):
    """A clerk who enters, imports, deletes, takes back, does again, closes and opens."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fangfan-story-"))
        self.path = self.folder / "a.db"
        shutil.copy(self.template, self.path)
        self.database = open_database(self.path)
        self.start = content(self.database)
        self.done: list[Done] = []
        self.undone: list[Done] = []

    def teardown(self) -> None:
        if not hasattr(self, "database"):
            return
        while self.done:
            self.take_back()
        assert content(self.database) == self.start
        while self.undone:
            self.do_again()
        self.database.close()
        shutil.rmtree(self.folder)

    def act(self, *statements: tuple[Any, ...]) -> None:
        """One action of several statements; a refused one leaves no trace."""
        before = content(self.database)
        try:
            with self.database.action("改动") as unit:
                for statement in statements:
                    unit.connection.exec_driver_sql(*statement)
        except Exception as error:
            if "constraint failed" not in str(error).lower():
                raise
            assert content(self.database) == before
            return
        after = content(self.database)
        if after != before or unit.changes.rows:
            self.done.append(Done(before, after))
            self.undone.clear()

    @rule(name=VILLAGES)
    def add_village(self, name: str) -> None:
        self.act(
            (
                "INSERT INTO village (name, official_name, kind, position) VALUES (?, ?, '村', 0)",
                (name, name),
            )
        )

    @rule(names=st.lists(NAMES, min_size=1, max_size=5), village=PICKS)
    def import_household(self, names: list[str], village: int) -> None:
        before = content(self.database)
        villages = [row[0] for row in before["village"]]
        if not villages:
            return
        with self.database.action("导入") as unit:
            household = Household(
                code=str(unit.action_id), village_id=villages[village % len(villages)]
            )
            unit.session.add(household)
            unit.session.flush()
            people = [
                {"household_id": household.id, "name": name, "relation": "其他", "position": place}
                for place, name in enumerate(names)
            ]
            unit.connection.execute(insert(Person), people)
            household.remarks = f"{len(names)}人"
        self.done.append(Done(before, content(self.database)))
        self.undone.clear()

    @rule(pick=PICKS, edit=EDITS)
    def edit_household(self, pick: int, edit: tuple[str, Any]) -> None:
        column, value = edit
        table = Household.__table__
        before = content(self.database)
        with self.database.action("改户") as unit:
            unit.connection.execute(
                update(Household).where(table.c.id % 3 == pick % 3).values({column: value})
            )
        after = content(self.database)
        if unit.changes.rows:
            self.done.append(Done(before, after))
            self.undone.clear()

    @rule(name=VILLAGES, pick=PICKS)
    def rename_village(self, name: str, pick: int) -> None:
        self.act(("UPDATE village SET name = ? WHERE id = ?", (name, pick)))

    @rule()
    def replace_village(self) -> None:
        # REPLACE pushes a row of the same name out
        self.act((REPLACE_VILLAGE,))

    @rule(pick=PICKS)
    def delete_household_and_people(self, pick: int) -> None:
        self.act(
            ("DELETE FROM person WHERE household_id = ?", (pick,)),
            ("DELETE FROM household WHERE id = ?", (pick,)),
        )

    @rule()
    def shift_all_places(self) -> None:
        self.act(
            ("UPDATE person SET position = position + 1",),
            ("UPDATE person SET position = position * 2 WHERE id % 2",),
        )

    @precondition(lambda self: self.done)
    @rule()
    def take_back(self) -> None:
        step = self.done.pop()
        assert undo(self.database).rows
        assert content(self.database) == step.before
        self.undone.append(step)

    @precondition(lambda self: self.undone)
    @rule()
    def do_again(self) -> None:
        step = self.undone.pop()
        assert redo(self.database).rows
        assert content(self.database) == step.after
        self.done.append(step)

    @precondition(lambda self: len(self.done) > 1)
    @rule(pick=PICKS)
    def take_back_an_older_one(self, pick: int) -> None:
        """Refused without a trace, or undone without harm; then the stack starts anew from here."""
        before = content(self.database)
        steps = [step for step in list_steps(self.database) if step.state == "done"]
        chosen = steps[pick % len(steps)]
        try:
            undo(self.database, chosen.id)
        except UserError:
            assert content(self.database) == before
            return
        redo(self.database)
        assert content(self.database) == before
        self.undone.clear()
        with self.database.action("继续") as unit:  # what was undone before is now out of reach
            unit.connection.exec_driver_sql(
                "INSERT INTO setting (key, value) VALUES (?, '1')", (str(unit.action_id),)
            )
        self.done.append(Done(before, content(self.database)))

    @rule()
    def close_and_open(self) -> None:
        before = content(self.database)
        self.database.close()
        self.database = open_database(self.path)
        assert content(self.database) == before

    @invariant()
    def nothing_hangs_in_the_air(self) -> None:
        if hasattr(self, "database"):
            with self.database.read() as session:
                check_integrity(session.connection())


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("story") / "template.db"
    with create_database(path) as database, database.action("开始") as unit:
        unit.session.add_all(
            Village(name=name, official_name=name, kind="村") for name in ("甲村", "乙村")
        )
    with open_database(path) as database, database.replay() as session:
        # the start is where the story starts: no step before it
        session.connection().exec_driver_sql('DELETE FROM "change"')
        session.connection().exec_driver_sql("DELETE FROM action")
    return path


def test_any_series_of_actions_can_be_undone_to_the_start_and_redone(template: Path):
    Story.template = template
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


@pytest.fixture
def database(tmp_path: Path):
    with create_database(tmp_path / "a.db") as opened:
        yield opened


def act(database: Database, name: str, *statements: tuple[Any, ...]) -> int:
    with database.action(name) as unit:
        for statement in statements:
            unit.connection.exec_driver_sql(*statement)
        return unit.action_id


def add_village(database: Database, name: str) -> int:
    with database.action(f"新增{name}") as unit:
        unit.session.add(Village(name=name, official_name=name, kind="村"))
        return unit.action_id


def refusal_to_undo(database: Database, action_id: int) -> str:
    before = content(database)
    with pytest.raises(UserError) as caught:
        undo(database, action_id)
    assert content(database) == before
    return caught.value.sentence


def test_a_row_on_which_a_later_one_hangs_stays_and_the_later_action_is_named(database: Database):
    first = add_village(database, "甲村")
    with database.action("新增网格") as unit:
        unit.session.add(Grid(village_id=1, name="第一网格"))
    sentence = refusal_to_undo(database, first)
    assert "不能撤销“新增甲村”" in sentence
    assert "“新增网格”" in sentence


def test_a_deleted_row_stays_away_where_what_it_hung_on_is_gone(database: Database):
    add_village(database, "甲村")
    with database.action("新增网格员") as unit:
        unit.session.add(GridWorker(village_id=1, name="韦桂英"))
    gone = act(database, "删除网格员", ("DELETE FROM grid_worker",))
    act(database, "删除村", ("DELETE FROM village",))
    assert "“删除村”" in refusal_to_undo(database, gone)


def test_a_name_that_another_row_has_taken_since_is_not_given_back(database: Database):
    add_village(database, "甲村")
    renamed = act(database, "改名", ("UPDATE village SET name = '乙村'",))
    add_village(database, "甲村")
    assert "“新增甲村”" in refusal_to_undo(database, renamed)


def test_a_place_in_a_pair_that_another_row_has_taken_since_is_not_given_back(database: Database):
    add_village(database, "甲村")
    with database.action("新增网格") as unit:
        unit.session.add(Grid(village_id=1, name="一"))
    renamed = act(database, "改名", ("UPDATE grid SET name = '二'",))
    act(
        database, "再增网格", ("INSERT INTO grid (village_id, name, position) VALUES (1, '一', 0)",)
    )
    assert "“再增网格”" in refusal_to_undo(database, renamed)


def test_a_half_that_fits_only_with_the_other_half_stays(database: Database):
    act(
        database,
        "新建排查",
        (NEW_CAMPAIGN,),
    )
    longer = act(database, "延长", ("UPDATE campaign SET ends_on = '2022-07-31'",))
    act(database, "推迟", ("UPDATE campaign SET starts_on = '2022-07-01'",))
    assert "“推迟”" in refusal_to_undo(database, longer)


def test_redo_changes_nothing_where_the_data_are_not_what_they_were(database: Database):
    add_village(database, "甲村")
    act(database, "改名", ("UPDATE village SET name = '乙村'",))
    undo(database)
    with database.replay() as session:  # no program of ours does this
        session.connection().exec_driver_sql("UPDATE village SET name = '丙村'")
    before = content(database)
    with pytest.raises(UserError, match="不能重做“改名”"):
        redo(database)
    assert content(database) == before


def test_a_row_pushed_out_by_replace_comes_back(database: Database):
    add_village(database, "甲村")
    before = content(database)
    act(
        database,
        "替换",
        (REPLACE_VILLAGE,),
    )
    undo(database)
    assert content(database) == before


def test_an_undone_insert_of_many_rows_comes_back_with_the_same_keys(database: Database):
    with database.action("导入") as unit:
        unit.connection.execute(
            insert(Village),
            [
                {"name": f"{n}村", "official_name": "𠮷", "kind": "村", "position": n}
                for n in range(3000)
            ],
        )
    after = content(database)
    assert undo(database).ids("village") is None
    assert content(database)["village"] == []
    redo(database)
    assert content(database) == after
