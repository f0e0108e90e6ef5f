"""A clerk at work with forms: taken up, keyed twice, settled, given a new version, taken over.

The same steps in every program, as in `clerk`; each is one action.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.campaign_forms import (
    give_up_form,
    list_used_forms,
    take_new_version,
    use_form,
)
from fangfan_desktop.usecases.history import redo_last, undo_last
from fangfan_desktop.usecases.household_forms import load_rows, set_answers
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.usecases.registry_update import update_registry
from fangfan_desktop.usecases.second_keying import (
    Choice,
    Keep,
    compare_keyings,
    key_again,
    settle_differences,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from fangfan_desktop.forms.form import Value

CAMPAIGN = 1
FORM = "own-1"
_TOGETHER = 60  # rows of a block
_KEYS = ("own_bee", "own_road", "housing_safe")


def own_form(levels: int = 0) -> Form:
    """The office's form; `levels` further columns in its newer versions."""
    more = (Field(f"own_more_{n}", (f"是否补充{n}",), Kind.YES_NO) for n in range(levels))
    return Form(
        key=FORM,
        name="摸底表",
        year=2022,
        subject=Subject.HOUSEHOLD,
        title="摸底表",
        subtitle="",
        fields=(
            Field("seq", ("序号",), Kind.NUMBER, Source.COMPUTED),
            Field("head_name", ("户主姓名",), Kind.TEXT, Source.REGISTRY),
            Field("housing_safe", ("现有住房是否安全",), Kind.YES_NO),
            Field("own_bee", ("是否养蜂",), Kind.YES_NO),
            Field("own_road", ("是否通路",), Kind.YES_NO),
            *more,
        ),
    )


def prepare(database: Database) -> None:
    """The form is kept and taken up."""
    save_form(database, form=own_form())
    use_form(database, campaign_id=CAMPAIGN, form_key=FORM)


def take_step(database: Database, number: int, _folder: Path) -> None:
    """Step `number`, the same in every program."""
    random = Random(number)  # noqa: S311 - no secrets
    if not any(used.form.key == FORM for used in list_used_forms(database, campaign_id=CAMPAIGN)):
        with suppress(UserError):  # the form itself was undone away
            use_form(database, campaign_id=CAMPAIGN, form_key=FORM)
        return
    steps: tuple[tuple[Callable[[Database, Random], object], int], ...] = (
        (_key, 6),
        (_key_again, 6),
        (_settle, 4),
        (_save_version, 2),
        (_take_version, 3),
        (_update_registry, 3),
        (_undo, 4),
        (_redo, 3),
        (_give_up, 1),
    )
    random.choices([step for step, _ in steps], weights=[weight for _, weight in steps])[0](
        database, random
    )


def _rows(database: Database, random: Random) -> list[int]:
    rows = load_rows(database, campaign_id=CAMPAIGN, form_key=FORM)
    return [row.id for row in random.sample(rows, random.choice((1, min(_TOGETHER, len(rows)))))]


def _key(database: Database, random: Random) -> None:
    edits: list[tuple[int, str, Value]] = [
        (row, key, random.randint(0, 1)) for row in _rows(database, random) for key in _KEYS
    ]
    set_answers(database, campaign_id=CAMPAIGN, form_key=FORM, edits=edits)


def _key_again(database: Database, random: Random) -> None:
    wanted: dict[int, dict[str, Value]] = {
        row: {key: random.randint(0, 1) for key in _KEYS} for row in _rows(database, random)
    }
    key_again(database, campaign_id=CAMPAIGN, form_key=FORM, wanted=wanted)


def _settle(database: Database, random: Random) -> None:
    found = compare_keyings(database, campaign_id=CAMPAIGN, form_key=FORM).differences
    choices = [
        Choice(each.household_id, each.key, random.choice((Keep.FIRST, Keep.SECOND)))
        for each in found[:_TOGETHER]
    ]
    settle_differences(database, campaign_id=CAMPAIGN, form_key=FORM, choices=choices)


def _save_version(database: Database, random: Random) -> None:
    save_form(database, form=replace(own_form(random.randint(0, 3)), title=f"表{random.random()}"))


def _take_version(database: Database, _random: Random) -> None:
    with suppress(UserError):  # there may be none
        take_new_version(database, campaign_id=CAMPAIGN, form_key=FORM)


def _update_registry(database: Database, _random: Random) -> None:
    update_registry(database, campaign_id=CAMPAIGN, form_key=FORM, keys=["housing_safe"])


def _undo(database: Database, _random: Random) -> None:
    undo_last(database)


def _redo(database: Database, _random: Random) -> None:
    redo_last(database)


def _give_up(database: Database, _random: Random) -> None:
    with suppress(UserError):  # a form that is begun stays
        give_up_form(database, campaign_id=CAMPAIGN, form_key=FORM)
