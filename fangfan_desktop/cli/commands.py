"""All commands in one application; each group of them is a module of its own."""

import typer

from fangfan_desktop.cli import (
    campaign_commands,
    case_commands,
    database_commands,
    exchange_commands,
    form_commands,
)

app = typer.Typer(
    name="fangfan",
    help="防返贫工作台：乡镇防止返贫监测帮扶工作的桌面程序和命令行。不带参数即打开窗口。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.callback(invoke_without_command=True)(database_commands.show_version)
database_commands.add_to(app)
campaign_commands.add_to(app)
case_commands.add_to(app)
exchange_commands.add_to(app)
form_commands.add_to(app)
