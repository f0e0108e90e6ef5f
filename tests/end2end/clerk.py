"""A clerk at work, step by step, always the same steps: for programs that are to be killed.

`python -m tests.end2end.clerk enter FILE FIRST` works from step FIRST on and prints `done N` after
each step that the database has taken; `forms` does the same with forms. `export` and `backup`
write the same target again and again and print `done N` after each.
"""

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.storage.recorder import stored_columns
from fangfan_desktop.usecases.backups import back_up_to
from fangfan_desktop.usecases.history import redo_last, undo_last
from fangfan_desktop.usecases.household_forms import load_rows, set_answers
from fangfan_desktop.usecases.roster_import import import_roster
from tests.end2end import form_clerk
from tests.small_township import add_campaign, make_township

if TYPE_CHECKING:
    from fangfan_desktop.forms.form import Value

CAMPAIGN = 1
HOUSEHOLDS = 200
_YES_NO = ("heavy_burden", "housing_safe", "medical_secured", "water_safe", "has_disabled")
_ROSTER_ROWS = 150
_NOT_COMPARED = {"action": {"at", "who"}}


def prepare(path: Path) -> None:
    """A small township with a campaign, closed again."""
    with make_township(path, HOUSEHOLDS) as database:
        add_campaign(database)


def take_step(database: Database, number: int, folder: Path) -> None:
    """Step `number`, the same in every program."""
    random = Random(number)  # noqa: S311 - no secrets
    chosen = random.choices((_cell, _block, _undo, _redo, _import), weights=(10, 5, 4, 3, 3))[0]
    chosen(database, random, folder / f"roster-{number}.csv")


def _cell(database: Database, random: Random, _file: Path) -> None:
    row = random.choice(load_rows(database, campaign_id=CAMPAIGN))
    edits: list[tuple[int, str, Value]] = [(row.id, random.choice(_YES_NO), random.randint(0, 1))]
    set_answers(database, campaign_id=CAMPAIGN, edits=edits)


def _block(database: Database, random: Random, _file: Path) -> None:
    rows = random.sample(load_rows(database, campaign_id=CAMPAIGN), 150)
    edits: list[tuple[int, str, Value]] = [
        (row.id, key, random.randint(0, 1)) for row in rows for key in _YES_NO
    ]
    edits += [(row.id, "needs", f"修路{random.random()}𠮷") for row in rows]
    set_answers(database, campaign_id=CAMPAIGN, edits=edits, action_name="粘贴")


def _undo(database: Database, _random: Random, _file: Path) -> None:
    undo_last(database)


def _redo(database: Database, _random: Random, _file: Path) -> None:
    redo_last(database)


def _import(database: Database, random: Random, file: Path) -> None:
    lines = ["行政村,户编号,姓名,与户主关系,身份证号码"]
    for place in range(_ROSTER_ROWS):
        code = f"R{random.randint(0, 10**9):010}-{place}"
        lines.append(f"坭桥村,{code},韦㛃{place},户主,")
        lines.append(f"坭桥村,{code},韦小{place},之子,")
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    import_roster(database, path=file)


def content(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, history included, but for who did it and when."""
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'"
        " ORDER BY name"
    ).all()
    found: dict[str, list[tuple[Any, ...]]] = {}
    for (table,) in tables:
        left_out = _NOT_COMPARED.get(table, set())
        columns = ", ".join(
            f'"{c}"' for c in stored_columns(connection, table) if c not in left_out
        )
        rows = connection.exec_driver_sql(
            f'SELECT {columns} FROM "{table}" ORDER BY {columns}'  # noqa: S608 - the schema's names
        )
        found[table] = [tuple(row) for row in rows]
    return found


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the acknowledgement


Step = Callable[[Database, int, Path], None]


def _enter(path: Path, first: int, step: Step) -> None:
    with open_database(path) as database:
        _say("ready")
        for number in count(first):
            step(database, number, path.parent)
            _say(f"done {number}")


def _write_again_and_again(path: Path, target: Path, write: Callable[[Database], object]) -> None:
    with open_database(path) as database:
        write(database)
        _say(f"ready {target.stat().st_size}")
        for number in count(1):
            write(database)
            _say(f"done {number}")


STEPS: dict[str, Step] = {"enter": take_step, "forms": form_clerk.take_step}


def main(what: str, file: str, more: str) -> None:
    """Run one of the works named above."""
    path = Path(file)
    if what in STEPS:
        _enter(path, int(more), STEPS[what])
    elif what == "backup":
        target = Path(more)
        _write_again_and_again(path, target, lambda db: back_up_to(db, path=target))
    else:
        from fangfan_desktop.usecases.exports import export_table  # noqa: PLC0415 - slow to load

        target = Path(more)
        _write_again_and_again(
            path,
            target,
            lambda db: export_table(db, table="household-form", path=target, campaign_id=CAMPAIGN),
        )


if __name__ == "__main__":
    main(*sys.argv[1:4])
