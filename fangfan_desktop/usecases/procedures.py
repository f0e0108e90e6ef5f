"""The procedures that there are: shipped ones, and the office's own versions.

Versions never change: an edit is a new version, and a case keeps the copy that it began with.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from fangfan_desktop import paths
from fangfan_desktop.domain.procedures import (
    Procedure,
    check_procedure,
    definition_text,
    parse_procedure,
)
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import MonitoringCase, StoredProcedure
from fangfan_desktop.storage.cases import find_procedure, stored_procedures
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.office_settings import read_settings

SHIPPED_VERSION = 0
_FALLBACK = "luan-2022"


@dataclass(frozen=True, slots=True)
class ProcedureEntry:
    """A procedure of the list.

    Attributes:
        procedure: The newest version.
        version: Of the office; 0 for one as it is shipped.
        is_own: Whether only the office has it.
        is_retired: Whether it is not offered for new cases any more.
    """

    procedure: Procedure
    version: int
    is_own: bool
    is_retired: bool


@cache
def shipped_procedures() -> tuple[Procedure, ...]:
    """The procedures of `resources/procedures`, by year."""
    folder = paths.resource_dir() / "procedures"
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml")))
    return tuple(sorted(map(parse_procedure, texts), key=lambda each: (each.year, each.key)))


def list_procedures(database: Database) -> tuple[ProcedureEntry, ...]:
    """All procedures, each in its newest version."""
    with database.read() as session:
        return tuple(_entries(session).values())


@dataclass(frozen=True, slots=True)
class ProcedureList:
    """All procedures, the one that the office chose ("" for none), the one that holds today."""

    entries: tuple[ProcedureEntry, ...]
    chosen: str
    in_force: str


def read_procedure_list(database: Database) -> ProcedureList:
    """The procedures for the settings page."""
    with database.read() as session:
        chosen = str(read_settings(session)["procedure_key"])
        entries = tuple(_entries(session).values())
        return ProcedureList(entries, chosen, office_procedure(session, database.today()).key)


def office_procedure(session: Session, on: date) -> Procedure:
    """The procedure for a clue of that day: what the office chose, else its region's and year's.

    Of those of the region the one of the latest year not after the day; else the region's first.
    """
    entries = {key: e for key, e in _entries(session).items() if not e.is_retired}
    settings = read_settings(session)
    chosen = entries.get(str(settings["procedure_key"]))
    if chosen is not None:
        return chosen.procedure
    code = str(settings["township_code"])
    local = [e.procedure for e in entries.values() if _is_local(e.procedure, code)]
    in_force = [procedure for procedure in local if procedure.year <= on.year]
    if in_force:
        return max(in_force, key=lambda procedure: procedure.year)
    if local:
        return min(local, key=lambda procedure: procedure.year)
    return next((p for p in shipped_procedures() if p.key == _FALLBACK), shipped_procedures()[0])


def procedure_named(session: Session, key: str) -> Procedure:
    """The newest version of a procedure.

    Raises:
        UserError: there is none of that key.
    """
    entry = _entries(session).get(key)
    if entry is None:
        raise UserError("没有这套程序，请在“设置与备份”里查看有哪些程序。")
    return entry.procedure


def case_procedure(session: Session, case: MonitoringCase) -> Procedure:
    """The procedure of a case: its stored copy, else the office's of its first day."""
    if case.procedure_id is not None:
        return stored(find_procedure(session, case.procedure_id).definition)
    return office_procedure(session, case.clue_on or date(int(case.code[:4]), 12, 31))


@cache
def stored(definition: str) -> Procedure:
    """The procedure of a stored text, read once."""
    return parse_procedure(definition)


def keep_procedure(session: Session, procedure: Procedure, today: date) -> int:
    """Id of the stored copy of a procedure; stored where the same text is not there yet."""
    definition = definition_text(procedure)
    rows = [r for r in stored_procedures(session) if r.procedure_key == procedure.key]
    for row in rows:
        if row.definition == definition:
            return row.id
    is_shipped = procedure in shipped_procedures() and not rows
    version = SHIPPED_VERSION if is_shipped else max((r.version for r in rows), default=0) + 1
    new = StoredProcedure(
        procedure_key=procedure.key,
        version=version,
        name=procedure.name,
        definition=definition,
        made_on=today,
    )
    session.add(new)
    session.flush()
    return new.id


def save_procedure(database: Database, *, procedure: Procedure) -> Changes:
    """Keep an edited procedure as the newest version of its key; running cases keep theirs.

    Raises:
        UserError: the procedure does not hold together; the sentence says all faults.
    """
    faults = check_procedure(procedure)
    if faults:
        raise UserError("".join(faults))
    with database.action(f"修改程序“{procedure.name}”") as unit:
        session = unit.session
        rows = [r for r in stored_procedures(session) if r.procedure_key == procedure.key]
        session.add(
            StoredProcedure(
                procedure_key=procedure.key,
                version=max((row.version for row in rows), default=0) + 1,
                name=procedure.name,
                definition=definition_text(procedure),
                made_on=database.today(),
            )
        )
    return unit.changes


def copy_procedure(procedure: Procedure, *, name: str, taken: Iterable[str]) -> Procedure:
    """A copy under a name and key of its own, for the office to edit."""
    used = set(taken)
    number = next(n for n in range(1, len(used) + 2) if f"own-{n}" not in used)
    return replace(procedure, key=f"own-{number}", name=name, regions=())


def retire_procedure(database: Database, *, key: str, is_retired: bool = True) -> Changes:
    """Offer a procedure for new cases no more, or again.

    Raises:
        UserError: the office has no version of it; a shipped one is simply not chosen.
    """
    with database.action("停用程序" if is_retired else "启用程序") as unit:
        rows = [r for r in stored_procedures(unit.session) if r.procedure_key == key]
        if not rows:
            raise UserError("随程序提供的不用停用，选用另一套即可。")
        for row in rows:
            row.is_retired = int(is_retired)
    return unit.changes


def _entries(session: Session) -> dict[str, ProcedureEntry]:
    shipped = {procedure.key: procedure for procedure in shipped_procedures()}
    entries = {
        key: ProcedureEntry(procedure, SHIPPED_VERSION, False, False)
        for key, procedure in shipped.items()
    }
    for row in stored_procedures(session):
        known = entries.get(row.procedure_key)
        if known is None or row.version >= known.version:
            is_own = row.procedure_key not in shipped
            entries[row.procedure_key] = ProcedureEntry(
                stored(row.definition), row.version, is_own, bool(row.is_retired)
            )
    return entries


def _is_local(procedure: Procedure, code: str) -> bool:
    return any(code.startswith(region) for region in procedure.regions)
