"""Bringing a file's schema up to date: one transaction, after a backup, stamped last."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.connection import APPLICATION_ID
from fangfan_desktop.storage.recorder import install_triggers

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

HEAD_REVISION = "0003"
_FOLDER = Path(__file__).parent / "migrations"


def current_revision(connection: Connection) -> str | None:
    """The schema revision stamped in the file; None for an empty or foreign file."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def check_revision(connection: Connection) -> bool:
    """Whether the file is of this program's own schema; False when it has to be brought up.

    Raises:
        UserError: the file is no database of this program, or a newer program made it.
    """
    revision = current_revision(connection)
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if revision is None or application != APPLICATION_ID:
        raise UserError("这个文件不是防返贫工作台的数据库。请选择正确的文件。")
    if revision == HEAD_REVISION:
        return True
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision not in known:
        raise UserError(
            "这个数据库是用更新版本的程序建立的，本程序打不开，文件没有改动。请先升级程序。"
        )
    return False


def upgrade(connection: Connection) -> None:
    """Run the missing migrations inside the connection's transaction."""
    # alembic takes a while to import and is needed only when the schema changes
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415

    scripts = _scripts()

    def revisions(revision: Any, _context: object) -> Any:
        return scripts._upgrade_revs("head", revision)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    context = EnvironmentContext(_config(), scripts, fn=revisions)
    with context:
        context.configure(connection=connection, transactional_ddl=True)
        context.run_migrations()
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    install_triggers(connection)


def _config() -> Any:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config


def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return ScriptDirectory.from_config(_config())
