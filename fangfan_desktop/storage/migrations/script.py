"""Runs the SQL file that lies beside a revision."""

from pathlib import Path

from alembic import op


def run_script(revision_file: str) -> None:
    """Run the statements of the `.sql` file of the same name, in the migration's transaction."""
    script = Path(revision_file).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
