"""附件2 村级排查表: rows of problems, and making a ledger line of one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from fangfan_desktop.domain.ledger_rules import LedgerLevel
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.models import VillageForm
from fangfan_desktop.storage.campaigns import find_campaign, require_open, village_names
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.ledger import lines_of_village_forms
from fangfan_desktop.storage.village_forms import (
    VILLAGE_FORM,
    VillageFormRow,
    find_row,
    is_stored,
    next_position,
    read_rows,
    read_value,
    write_value,
)
from fangfan_desktop.usecases.campaigns import read_campaign_form
from fangfan_desktop.usecases.household_forms import UNKNOWN_COLUMN, fit_value, note_fields
from fangfan_desktop.usecases.ledger_entry import LineEntry

CellEdit = tuple[int, str, Value]  # row, key, value

_NOT_TYPED = "这一栏由程序填写，不能修改"
_MONITORING = "防止返贫监测和帮扶"
# The type of ledger line that a problem column leads to; the clerk may change it there.
PROBLEM_TYPES: dict[str, str] = {
    "monitoring_problems": _MONITORING,
    "grid_problems": _MONITORING,
    "mass_risk_problems": _MONITORING,
    "policy_problems": "政策落实",
    "funds_problems": "资金项目",
    "construction_problems": "乡村建设",
    "governance_problems": "乡村治理",
    "other_problems": "其他",
}


@dataclass(frozen=True, slots=True)
class VillageFormTable:
    """附件2 of a campaign.

    Attributes:
        form: The campaign's copy of the form.
        rows: One a problem, by village and place.
        in_ledger: (row, key) → number of its ledger line.
        villages: Key and name of all villages, those without a row included.
        is_open: Whether the campaign is open, so that rows may be written.
    """

    form: Form
    rows: tuple[VillageFormRow, ...]
    in_ledger: Mapping[tuple[int, str], int]
    villages: tuple[tuple[int, str], ...] = ()
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A new, empty row."""

    id: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class SavedCells:
    """What became of edited cells: written rows as they now are, reasons by row and key."""

    changes: Changes
    rows: Mapping[int, VillageFormRow]
    refused: Mapping[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """The ledger line that was made of a problem."""

    line_id: int
    number: int
    changes: Changes


def read_village_forms(
    database: Database, *, campaign_id: int, village_id: int | None = None
) -> VillageFormTable:
    """Rows of 附件2 by village and place.

    Raises:
        UserError: there is no such campaign, or it does not use 附件2.
    """
    with database.read() as session:
        form = read_campaign_form(session, campaign_id, VILLAGE_FORM)
        rows = read_rows(session, form, campaign_id, village_id=village_id)
        lines = lines_of_village_forms(session, None, campaign_id)
        villages = tuple((key, name) for name, key in village_names(session).items())
        is_open = find_campaign(session, campaign_id).state == "open"
    return VillageFormTable(form, tuple(rows), lines, villages, is_open)


def add_row(database: Database, *, campaign_id: int, village_id: int) -> AddedRow:
    """Add an empty row behind the last one of the village.

    Raises:
        UserError: there is no such campaign, or it is closed.
    """
    with database.action("附件2增加一行") as unit:
        require_open(unit.connection, campaign_id)
        row = VillageForm(
            campaign_id=campaign_id,
            village_id=village_id,
            position=next_position(unit.session, campaign_id, village_id),
        )
        unit.session.add(row)
        unit.session.flush()
        row_id = row.id
    return AddedRow(row_id, unit.changes)


def remove_rows(database: Database, *, row_ids: Collection[int]) -> Changes:
    """Remove rows.

    Raises:
        UserError: the campaign is closed, or a problem of a row is in the ledger, whose lines are
            never deleted.
    """
    with database.action("附件2删除行") as unit:
        lines = lines_of_village_forms(unit.session, row_ids)
        if lines:
            numbers = "、".join(f"第{number}条" for number in sorted(lines.values()))
            raise UserError(f"这一行的问题已列入整改台账（{numbers}），不能删除，只能修改。")
        for row_id in row_ids:
            row = find_row(unit.session, row_id)
            require_open(unit.connection, row.campaign_id)
            unit.session.delete(row)
    return unit.changes


def edit_cells(
    database: Database,
    *,
    campaign_id: int,
    edits: Iterable[CellEdit],
    action_name: str = "填写附件2",
) -> SavedCells:
    """Write cells as one action; refused cells are left as they were and reported.

    Raises:
        UserError: there is no such campaign, it is closed, or a row is gone.
    """
    refused: dict[tuple[int, str], str] = {}
    touched: set[int] = set()
    with database.action(action_name) as unit:
        require_open(unit.connection, campaign_id)
        form = read_campaign_form(unit.session, campaign_id, VILLAGE_FORM)
        fields = {field.key: field for field in form.fields} | note_fields(form)
        for row_id, key, value in edits:
            touched.add(row_id)
            if not is_stored(key) or key not in fields:
                refused[row_id, key] = UNKNOWN_COLUMN if is_stored(key) else _NOT_TYPED
                continue
            try:
                write_value(find_row(unit.session, row_id), key, fit_value(fields[key], value))
            except UserError as error:
                refused[row_id, key] = error.sentence
        unit.session.flush()
        everything = read_rows(unit.session, form, campaign_id)
    rows = {row.id: row for row in everything if row.id in touched}
    return SavedCells(unit.changes, rows, refused)


def make_ledger_line(
    database: Database, *, row_id: int, field: str, found_on: date | None = None
) -> ProblemLine:
    """Take a problem of 附件2 into the ledger: 村级, its type after the column.

    Args:
        database: the open database.
        row_id: the row of 附件2.
        field: key of its problem column.
        found_on: the day it was found; today without.

    Raises:
        UserError: the cell is empty or no problem column, or the problem is in the ledger already.
    """
    if field not in PROBLEM_TYPES:
        raise UserError("请选中一格问题（第4至11栏），再列入整改台账。")
    with database.action("附件2问题列入台账") as unit:
        row = find_row(unit.session, row_id)
        known = lines_of_village_forms(unit.session, [row_id]).get((row_id, field))
        if known is not None:
            raise UserError(f"这个问题已列入整改台账，是第{known}条。")
        problem = read_value(row, field)
        if not problem:
            raise UserError("这一格没有写问题，请先写明问题，再列入整改台账。")
        entry = LineEntry(unit, row.campaign_id)
        line = entry.new_line(
            LedgerLevel.VILLAGE,
            source="附件2 村级排查表",
            found_on=found_on or database.today(),
        )
        line.village_id = row.village_id
        line.problem_type = PROBLEM_TYPES[field]
        line.problem = str(problem)
        line.village_form_id, line.village_form_field = row_id, field
        unit.session.flush()
        made = line.id, line.number
    return ProblemLine(*made, unit.changes)
