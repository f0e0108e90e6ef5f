"""Write the SQL of the mapped classes: `python -m fangfan_desktop.storage.migrations.freeze`.

Only while 0001 is unreleased. Afterwards a change of the schema is a new revision.
"""

from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from fangfan_desktop.models import Base


def schema_sql() -> str:
    """CREATE statements of all tables and indexes, each ended by `;` and a line feed."""
    dialect = sqlite.dialect()
    statements: list[str] = []
    for table in Base.metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(i).compile(dialect=dialect)).strip() for i in indexes]
    return "".join(statement + ";\n" for statement in statements)


if __name__ == "__main__":
    target = Path(__file__).parent / "versions" / "r0001_initial.sql"
    target.write_text(schema_sql(), encoding="utf-8")
