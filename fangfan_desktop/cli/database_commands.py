"""init, demo, places, backup, restore, verify, and the versions."""

from pathlib import Path
from typing import Annotated

import typer

from fangfan_desktop.cli.console import DONE, TerminalProgress, answer, say
from fangfan_desktop.cli.options import (
    DbOption,
    JsonOption,
    PasswordFileOption,
    database_path,
    existing_password,
    new_password,
)
from fangfan_desktop.errors import UserError

PlainOption = Annotated[bool, typer.Option("--plain", help="不加密")]
TownshipOption = Annotated[
    str, typer.Option("--township", metavar="CODE9", help="乡镇的九位代码，用 fangfan places 查")
]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("init", help="新建一个乡镇的数据库，村（社区）自动填好")(init)
    app.command("demo", help="新建一个有虚构数据的演示数据库")(demo)
    app.command("places", help="在内置地名表里查地名")(places)
    app.command("backup", help="备份数据库，并核对备份是好的")(backup)
    app.command("restore", help="用备份恢复数据库；现有的文件另存为一份备份")(restore)
    app.command("verify", help="检查数据库是否完好")(verify)


def show_version(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="程序、数据库结构、SQLite 和 Qt 的版本")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Say the versions of the program and of what it stands on."""
    if not version:
        if context.invoked_subcommand is None:
            raise UserError("请给出命令。用 fangfan --help 看全部命令。")
        return DONE
    from importlib.metadata import version as installed_version

    from sqlcipher3 import dbapi2

    from fangfan_desktop import __version__
    from fangfan_desktop.storage.migration import HEAD_REVISION

    versions = {
        "program": __version__,
        "schema": HEAD_REVISION,
        "sqlite": str(vars(dbapi2)["sqlite_version"]),
        "qt": installed_version("PySide6-Essentials"),
    }
    labels = {"program": "防返贫工作台", "schema": "数据库结构", "sqlite": "SQLite", "qt": "Qt"}
    lines = [f"{labels[key]} {value}" for key, value in versions.items()]
    answer(versions, as_json=as_json, lines=lines)
    raise typer.Exit(DONE)


def init(
    township: TownshipOption,
    db: DbOption = None,
    plain: PlainOption = False,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make a new database for a township of the built-in list."""
    from fangfan_desktop.usecases.township import (
        count_villages,
        create_township,
        read_office,
    )

    path = database_path(db)
    password = new_password(password_file, is_plain=plain)
    with create_township(path, township_code=township, password=password) as database:
        office = read_office(database)
        villages = count_villages(database)
    result = {"file": str(path), "township": office.township_name, "villages": villages}
    say(f"已建立{office.township_name}的数据库“{path}”，有 {villages} 个村（社区）。")
    answer(result, as_json=as_json)
    return DONE


def demo(
    db: DbOption = None,
    households: Annotated[int, typer.Option("--households", metavar="N", help="户数")] = 2000,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="同一个数得到同样的内容")] = 1,
    township: TownshipOption = "450203100",
    plain: PlainOption = False,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make a new database with a made-up township."""
    from fangfan_desktop.usecases.demo import DemoSize, create_demo

    path = database_path(db)
    password = new_password(password_file, is_plain=plain)
    with TerminalProgress() as progress:
        database = create_demo(
            path,
            size=DemoSize(households),
            seed=seed,
            township_code=township,
            password=password,
            progress=progress,
        )
        database.close()
    say(f"已建立演示数据库“{path}”：{households} 户，全部是虚构的。")
    answer({"file": str(path), "households": households, "seed": seed}, as_json=as_json)
    return DONE


def places(
    text: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]", help="地名或代码")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="最多列几个")] = 50,
    as_json: JsonOption = False,
) -> int:
    """Look places up in the built-in list: code and full name."""
    from fangfan_desktop import places as place_list

    words = " ".join(text or [])
    found = place_list.search(words, limit) if words else place_list.provinces()
    answer(
        {"places": [{"code": p.code, "name": p.name, "full_name": p.full_name} for p in found]},
        as_json=as_json,
        lines=[f"{p.code}\t{p.full_name}" for p in found],
    )
    if not found:
        say(f"没有找到“{words}”。请换一个写法，例如只写乡镇名。")
    return DONE


def backup(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="备份文件")],
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make a consistent copy and prove it."""
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases.backups import back_up_to

    path = database_path(db)
    with open_database(path, existing_password(path, password_file)) as database:
        counts = back_up_to(database, path=out).counts
    say(f"已备份到“{out}”，并核对：{counts.get('household', 0)} 户，{counts.get('person', 0)} 人。")
    answer({"file": str(out), "rows": counts}, as_json=as_json)
    return DONE


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件")],
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Put a backup back; the present file is kept as one more backup."""
    from fangfan_desktop.storage.connection import is_plain
    from fangfan_desktop.usecases.backups import restore_backup

    path = database_path(db)
    restored = restore_backup(file, path, existing_password(file, password_file))
    say(f"已从“{file}”恢复到“{path}”。")
    if restored.kept is not None and is_plain(path) and not is_plain(restored.kept):
        say("注意：这份备份没有加密，恢复后的数据库也没有密码；原来的文件是加密的。")
    if restored.kept is not None:
        say(f"原来的文件另存为“{restored.kept}”。")
    kept = str(restored.kept) if restored.kept else None
    answer({"file": str(path), "kept": kept, "rows": restored.counts}, as_json=as_json)
    return DONE


def verify(
    db: DbOption = None,
    password_file: PasswordFileOption = None,
    as_json: JsonOption = False,
) -> int:
    """Check the whole file and count its rows."""
    from fangfan_desktop.storage.database import open_database
    from fangfan_desktop.usecases.backups import verify_database

    path = database_path(db)
    with open_database(path, existing_password(path, password_file)) as database:
        counts = verify_database(database)
    say(f"数据库“{path}”完好：{counts.get('household', 0)} 户，{counts.get('person', 0)} 人。")
    answer({"file": str(path), "rows": counts}, as_json=as_json)
    return DONE
