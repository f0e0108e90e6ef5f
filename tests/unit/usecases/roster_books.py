"""Small roster workbooks for tests."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import xlsxwriter

from fangfan_desktop.domain.identity_number import check_digit
from fangfan_desktop.models import Village
from fangfan_desktop.storage.database import Database, create_database
from fangfan_desktop.usecases.roster_import import ImportResult, import_roster

Rows = Sequence[Sequence[object]]
TODAY = date(2022, 5, 19)


def number(first17: str) -> str:
    """A whole ID number of no real person."""
    return first17 + check_digit(first17)


WEI = number("45022119800315421")
TAN = number("45022119820506002")
MENG = number("45022120100101003")


@contextmanager
def township(path: Path) -> Generator[Database]:
    """A database with two villages."""
    with create_database(path) as database:
        with database.action("建立") as unit:
            for position, (name, official) in enumerate(
                (("坭桥村", "坭桥村民委员会"), ("雒容社区", "雒容社区居民委员会")), 1
            ):
                unit.session.add(
                    Village(name=name, official_name=official, kind="村", position=position)
                )
        yield database


def write_book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write rows of cells; texts stay texts."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    )
    for name, rows in sheets.items():
        tab = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    tab.write_string(at, place, cell)
                elif cell is not None:
                    tab.write(at, place, cell)
    book.close()
    return path


class Office:
    """A township and a folder, to import small workbooks into."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self._count = 0

    def take(self, sheets: Mapping[str, Rows], *, is_trial: bool = False) -> ImportResult:
        """Import a workbook with these sheets."""
        self._count += 1
        path = write_book(self.folder / f"花名册{self._count}.xlsx", sheets)
        return import_roster(self.database, path=path, is_trial=is_trial, today=TODAY)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of the database."""
        with self.database.read() as session:
            return [tuple(row) for row in session.connection().exec_driver_sql(sql)]
