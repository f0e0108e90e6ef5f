"""Making a township's database, and the office's settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from fangfan_desktop import places
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.models import CodeItem, Village
from fangfan_desktop.settings import SettingValue
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database, UnitOfWork, create_database
from fangfan_desktop.storage.office_settings import read_settings, write_settings
from fangfan_desktop.storage.screening_rows import refresh_township


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The township of the database and its office, as headings and papers name them."""

    township_code: str
    township_name: str
    county_name: str
    region_name: str
    office_name: str


def create_township(
    path: Path,
    *,
    township_code: str,
    password: str | None = None,
    then: Callable[[Database], None] | None = None,
) -> Database:
    """Make a database for a township of the built-in list, its villages and code lists filled in.

    Args:
        path: the new file; it appears whole or not at all.
        township_code: nine digits, e.g. 450203100 for 雒容镇.
        password: key of the new file; None or empty for an unencrypted one.
        then: puts more into the file before it appears under its name.

    Raises:
        UserError: the township is not in the list, or the file exists already.
        OutsideError: the file cannot be written.
    """
    township = places.township(township_code)

    def fill(database: Database) -> None:
        with database.action(f"建立{township.name}数据库") as unit:
            _fill(unit, township)
        if then is not None:
            then(database)

    return create_database(path, password, fill)


def count_villages(database: Database) -> int:
    """Number of villages and communities."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Village)) or 0


def read_office(database: Database) -> OfficeFacts:
    """The township and office of the open database."""
    values = office_settings(database)
    return OfficeFacts(
        township_code=str(values["township_code"]),
        township_name=str(values["township_name"]),
        county_name=str(values["county_name"]),
        region_name=str(values["region_name"]),
        office_name=str(values["office_name"]),
    )


def office_settings(database: Database) -> dict[str, SettingValue]:
    """All settings of the office, defaults filled in."""
    with database.read() as session:
        return read_settings(session)


def change_settings(database: Database, *, values: Mapping[str, SettingValue]) -> Changes:
    """Change settings of the office, as one step that can be undone."""
    with database.action("修改设置") as unit:
        before = read_settings(unit.session)["township_name"]
        write_settings(unit.session, dict(values))
        if values.get("township_name", before) != before:
            refresh_township(unit)
    return unit.changes


def _fill(unit: UnitOfWork, township: places.Township) -> None:
    for position, village in enumerate(township.villages, start=1):
        unit.session.add(
            Village(
                code=village.code,
                name=village.short_name,
                official_name=village.official_name,
                kind=village.kind.value,
                position=position,
            )
        )
    for code_list in DEFAULT_LISTS.values():
        for position, item in enumerate(code_list.items, start=1):
            unit.session.add(CodeItem(list_key=code_list.key, item=item, position=position))
    write_settings(
        unit.session,
        {
            "township_code": township.code,
            "township_name": township.name,
            "county_name": township.county.name,
            "region_name": township.full_name,
            "office_name": f"{township.name}人民政府",
        },
    )
