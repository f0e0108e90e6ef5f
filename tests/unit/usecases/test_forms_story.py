"""Whatever a clerk does with further forms and the registry, taking back leads where it began."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Value
from fangfan_desktop.storage.backup import check_integrity
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.storage.history import last_done, list_steps, redo, undo
from fangfan_desktop.storage.recorder import KEYED, stored_columns, tracked_tables
from fangfan_desktop.usecases import areas
from fangfan_desktop.usecases.campaign_forms import (
    add_form_rows,
    give_up_form,
    prefill_again,
    remove_form_rows,
    take_new_version,
    use_form,
)
from fangfan_desktop.usecases.campaigns import close_campaign, reopen_campaign
from fangfan_desktop.usecases.household_changes import (
    NewHead,
    merge_households,
    split_household,
)
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_answers
from fangfan_desktop.usecases.household_panel import take_over_registry_values
from fangfan_desktop.usecases.households import (
    correct_household,
    move_household,
    move_out_household,
    remove_household,
    return_household,
)
from fangfan_desktop.usecases.occasion import Occasion
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.usecases.registry_update import update_registry
from fangfan_desktop.usecases.second_keying import (
    Choice,
    Keep,
    forget_keyings,
    key_again,
    settle_differences,
)
from tests.small_township import add_campaign, make_township
from tests.unit.usecases.own_forms import own_form

ANNEX, OWN, CHOSEN, LOOK = "household-form", "own-1", "own-2", "lookback-check"
WHY = Occasion(date(2022, 5, 20), "群众申请")
HOUSEHOLDS, ROWS, PEOPLE = st.integers(1, 8), st.integers(0, 9), st.integers(1, 11)
FORMS = st.sampled_from([ANNEX, OWN, OWN, CHOSEN, LOOK])
EDITS = st.sampled_from(
    [
        ("own_pigs", 3),
        ("own_pigs", None),
        ("own_note", "㛃䶮"),
        ("own_note", '{"a":null}'),
        ("own_note", None),
        ("housing_safe", 0),
        ("housing_safe", None),
        ("heavy_burden", 1),
        ("water_safe", 0),
        ("needs", "修路𠮷"),
    ]
)
KEYS = ("own_pigs", "own_note", "housing_safe", "heavy_burden")

State = dict[str, list[tuple[Any, ...]]]


def versions() -> list[Form]:
    form = own_form()
    water = Field("water_safe", ("饮水是否安全",), Kind.YES_NO, Source.PREFILLED)
    return [
        form,
        replace(form, fields=tuple(f for f in form.fields if f.key != "own_pigs")),
        replace(form, fields=(*form.fields, water), scope="lifted-monitored"),
        replace(form, fields=form.fields[:2] + form.fields[:1:-1]),
    ]


def state_of(database: Database) -> State:
    """Every row of every table; an answer that is not there is none, whatever the text."""
    found: State = {}
    with database.read() as session:
        connection = session.connection()
        for table in tracked_tables(connection):
            columns = stored_columns(connection, table)
            names = ", ".join(f'"{column}"' for column in columns)
            rows = connection.exec_driver_sql(f'SELECT {names} FROM "{table}" ORDER BY id')  # noqa: S608 - the schema's names
            keyed = columns.index(KEYED[table]) if table in KEYED else -1
            has_nulls = table == "second_keying"  # a cell that was keyed and is empty
            found[table] = [
                tuple(
                    _answers(value, has_nulls=has_nulls) if place == keyed else value
                    for place, value in enumerate(row)
                )
                for row in rows
            ]
    return found


def _answers(text: str | None, *, has_nulls: bool) -> dict[str, Value]:
    known: dict[str, Value] = json.loads(text or "{}")
    return {key: value for key, value in known.items() if has_nulls or value is not None}


@dataclass(frozen=True)
class Done:
    before: State
    after: State


class FormsStory(RuleBasedStateMachine):
    """A township, a campaign with 附件1 and three further forms, and a clerk who does anything."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fangfan-forms-"))
        shutil.copy(self.template, self.folder / "a.db")
        self.database = open_database(self.folder / "a.db")
        self.now = self.start = state_of(self.database)
        self.done: list[Done] = []
        self.undone: list[Done] = []

    def teardown(self) -> None:
        if not hasattr(self, "database"):
            return
        while self.done:
            self.take_back()
        assert self.now == self.start
        while self.undone:
            self.do_again()
        with self.database.read() as session:
            check_integrity(session.connection())
        self.database.close()
        shutil.rmtree(self.folder)

    def act(self, call: Callable[[Database], object]) -> None:
        last = last_done(self.database)
        try:
            call(self.database)
        except UserError:
            assert last_done(self.database) == last
        else:
            self.look(last)

    def look(self, last: object) -> None:
        if last_done(self.database) == last:
            return
        before, self.now = self.now, state_of(self.database)
        self.done.append(Done(before, self.now))
        self.undone.clear()

    def row_ids(self, form_key: str) -> list[int]:
        try:
            return [r.id for r in load_rows(self.database, campaign_id=1, form_key=form_key)]
        except UserError:
            return []

    @rule()
    def take_back(self) -> None:
        if not self.done:
            return
        step = self.done.pop()
        undo(self.database)
        self.now = state_of(self.database)
        assert self.now == step.before
        self.undone.append(step)

    @rule()
    def do_again(self) -> None:
        if not self.undone:
            return
        step = self.undone.pop()
        redo(self.database)
        self.now = state_of(self.database)
        assert self.now == step.after
        self.done.append(step)

    @rule(back=st.integers(1, 4))
    def take_an_older_step_back_and_forth(self, back: int) -> None:
        """Refused and nothing changed, or taken back; done again it is all as it was."""
        steps = list_steps(self.database)
        done = [step for step in steps if step.state == "done"][: len(self.done)]
        if back >= len(done) or self.undone:
            return
        try:
            undo(self.database, done[back].id)
        except UserError:
            assert state_of(self.database) == self.now
            return
        redo(self.database)
        assert state_of(self.database) == self.now

    @rule(form=FORMS, row=ROWS, edits=st.lists(EDITS, min_size=1, max_size=4))
    def answer(self, form: str, row: int, edits: list[tuple[str, Value]]) -> None:
        ids = self.row_ids(form)
        if ids:
            cells = [(ids[row % len(ids)], key, value) for key, value in edits]
            self.act(lambda d: set_answers(d, campaign_id=1, edits=cells, form_key=form))

    @rule(form=st.sampled_from([OWN, ANNEX]), row=ROWS, edits=st.lists(EDITS, min_size=1))
    def key_second(self, form: str, row: int, edits: list[tuple[str, Value]]) -> None:
        ids = self.row_ids(form)
        if ids:
            wanted = {ids[row % len(ids)]: dict(edits)}
            self.act(lambda d: key_again(d, campaign_id=1, form_key=form, wanted=wanted))

    @rule(household=HOUSEHOLDS, key=st.sampled_from(KEYS), keep=st.sampled_from(Keep))
    def settle(self, household: int, key: str, keep: Keep) -> None:
        choices = [Choice(household, key, keep, "1")]
        self.act(lambda d: settle_differences(d, campaign_id=1, form_key=OWN, choices=choices))

    @rule(village=st.sampled_from([None, 1, 2]))
    def forget(self, village: int | None) -> None:
        self.act(lambda d: forget_keyings(d, campaign_id=1, form_key=OWN, village_id=village))

    @rule(form=FORMS)
    def take_up(self, form: str) -> None:
        self.act(lambda d: use_form(d, campaign_id=1, form_key=form))

    @rule(form=FORMS)
    def give_up(self, form: str) -> None:
        self.act(lambda d: give_up_form(d, campaign_id=1, form_key=form))

    @rule(version=st.integers(0, 3))
    def change_version(self, version: int) -> None:
        self.act(lambda d: save_form(d, form=versions()[version]))
        self.act(lambda d: take_new_version(d, campaign_id=1, form_key=OWN))

    @rule(form=FORMS)
    def prefill(self, form: str) -> None:
        self.act(lambda d: prefill_again(d, campaign_id=1, form_key=form))

    @rule(household=HOUSEHOLDS, form=FORMS)
    def take_over(self, household: int, form: str) -> None:
        self.act(
            lambda d: take_over_registry_values(
                d, campaign_id=1, household_ids=[household], form_key=form
            )
        )

    @rule(form=FORMS)
    def turn_round(self, form: str) -> None:
        self.act(lambda d: update_registry(d, campaign_id=1, keys=["housing_safe"], form_key=form))

    @rule(households=st.sets(HOUSEHOLDS, min_size=1, max_size=3))
    def choose(self, households: set[int]) -> None:
        self.act(
            lambda d: add_form_rows(d, campaign_id=1, form_key=CHOSEN, household_ids=households)
        )

    @rule(form=st.sampled_from([OWN, CHOSEN, LOOK]), row=ROWS)
    def take_out(self, form: str, row: int) -> None:
        ids = self.row_ids(form)
        if ids:
            gone = [ids[row % len(ids)]]
            self.act(lambda d: remove_form_rows(d, campaign_id=1, form_key=form, row_ids=gone))

    @rule()
    def close(self) -> None:
        self.act(lambda d: close_campaign(d, campaign_id=1, closed_on=date(2022, 6, 30)))

    @rule()
    def reopen(self) -> None:
        self.act(lambda d: reopen_campaign(d, campaign_id=1))

    @rule(household=HOUSEHOLDS)
    def leave(self, household: int) -> None:
        self.act(lambda d: move_out_household(d, household_id=household, on=WHY.on, reason="迁出"))

    @rule(household=HOUSEHOLDS)
    def come_back(self, household: int) -> None:
        self.act(lambda d: return_household(d, household_id=household, on=WHY.on, reason="迁回"))

    @rule(household=HOUSEHOLDS)
    def remove(self, household: int) -> None:
        self.act(lambda d: remove_household(d, household_id=household))

    @rule(household=HOUSEHOLDS, village=st.sampled_from([1, 2]))
    def move(self, household: int, village: int) -> None:
        self.act(
            lambda d: move_household(
                d, household_id=household, village_id=village, group_id=None, occasion=WHY
            )
        )

    @rule(household=HOUSEHOLDS, other=HOUSEHOLDS)
    def merge(self, household: int, other: int) -> None:
        self.act(
            lambda d: merge_households(d, household_id=household, other_id=other, occasion=WHY)
        )

    @rule(household=HOUSEHOLDS, person=PEOPLE)
    def split(self, household: int, person: int) -> None:
        self.act(
            lambda d: split_household(
                d,
                household_id=household,
                person_ids=[person],
                head=NewHead(person, {}),
                occasion=WHY,
            )
        )

    @rule(household=HOUSEHOLDS, is_lifted=st.sampled_from(["是", "否"]))
    def correct(self, household: int, is_lifted: str) -> None:
        values = {"is_lifted": is_lifted, "housing_safe": "否"}
        self.act(lambda d: correct_household(d, household_id=household, values=values))

    @rule(village=st.sampled_from([1, 2, 3]), name=st.sampled_from(["㛃桥村", "新村"]))
    def name_village(self, village: int, name: str) -> None:
        self.act(lambda d: areas.rename_village(d, village_id=village, name=name))

    @rule()
    def add_and_remove_village(self) -> None:
        self.act(lambda d: areas.add_village(d, name="𫘝村"))
        self.act(lambda d: areas.remove_village(d, village_id=3))

    @invariant()
    def rows_of_an_open_campaign_are_in_step_and_counted(self) -> None:
        if not hasattr(self, "database"):
            return
        for form_key in (ANNEX, OWN, CHOSEN, LOOK):
            try:
                basis = household_basis(self.database, campaign_id=1, form_key=form_key)
            except UserError:
                continue
            for row in load_rows(self.database, campaign_id=1, form_key=form_key):
                check = basis.checker.check(row.values)
                counted = (row.is_complete, row.error_count, row.doubt_count)
                assert counted == (int(check.is_complete), check.errors, check.doubts)


def test_any_series_of_steps_with_further_forms_is_taken_back(tmp_path: Path):
    with make_township(tmp_path / "template.db") as database:
        add_campaign(database)
        save_form(database, form=own_form())
        chosen = replace(own_form(scope="chosen"), key=CHOSEN, name="走访表")
        save_form(database, form=chosen)
        for form in (OWN, CHOSEN, LOOK):
            use_form(database, campaign_id=1, form_key=form)
    FormsStory.template = tmp_path / "template.db"
    run_state_machine_as_test(
        FormsStory,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
