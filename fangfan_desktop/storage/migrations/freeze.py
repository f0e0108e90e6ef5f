"""The schema of the mapped classes as SQL, to write a new revision with and to check them all.

Released revisions never change: a change of the schema is a new one, its `.sql` file beside it.
`python -m fangfan_desktop.storage.migrations.freeze TABLE…` prints the statements of these tables.
"""

import sys
from collections.abc import Collection

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from fangfan_desktop.models import Base


def schema_sql(names: Collection[str] | None = None) -> str:
    """CREATE statements of tables and their indexes, each ended by `;` and a line feed.

    Args:
        names: of the tables; all where None.
    """
    dialect = sqlite.dialect()
    statements: list[str] = []
    for table in Base.metadata.sorted_tables:
        if names is not None and table.name not in names:
            continue
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(i).compile(dialect=dialect)).strip() for i in indexes]
    return "".join(statement + ";\n" for statement in statements)


if __name__ == "__main__":
    sys.stdout.write(schema_sql(sys.argv[1:] or None))
