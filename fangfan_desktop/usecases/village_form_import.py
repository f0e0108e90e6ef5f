"""附件2 back from a workbook: a row a problem."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from fangfan_desktop.documents.workbook_reader import Workbook
from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.forms.values import parse_value
from fangfan_desktop.models import VillageForm
from fangfan_desktop.storage.campaigns import require_open, village_names
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.village_forms import (
    VILLAGE_FORM,
    VillageFormRow,
    find_row,
    is_stored,
    next_position,
    read_rows,
    write_value,
)
from fangfan_desktop.usecases.campaigns import read_campaign_form
from fangfan_desktop.usecases.form_findings import FormFindings, Taken
from fangfan_desktop.usecases.form_tables import VILLAGE, FormLine, read_form_sheets
from fangfan_desktop.usecases.roster_import import RowCounts

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row to be written: the one it fills up, or None for a new one."""

    row_id: int | None
    village_id: int
    values: dict[str, Value]


def take_village_forms(
    database: Database,
    *,
    campaign_id: int,
    book: Workbook,
    findings: FormFindings,
    progress: Progress,
) -> Taken:
    """Read and match; see `import_form`.

    A row whose problems a row of the village has already is the same; one that only adds to such
    a row fills it up; any other is new.
    """
    with database.read() as session:
        require_open(session.connection(), campaign_id)
        form = read_campaign_form(session, campaign_id, VILLAGE_FORM)
        villages = village_names(session)
        stored = _Stored(form, read_rows(session, form, campaign_id))
    sheets = read_form_sheets(book, form, list(villages))
    lines = [line for sheet in sheets for line in sheet.lines]
    wanted: list[_Wanted] = []
    same = 0
    for done, line in enumerate(lines):
        progress(done, len(lines), "读取各行")
        values = _read(line, form, findings)
        village = match_village(line.village, villages) if line.village else None
        if village is None:
            findings.refuse(line, VILLAGE, "行政村", f"本镇没有“{line.village}”，请核对村名")
        elif values:
            row_id, is_same = stored.find(villages[village], values)
            same += is_same
            if not is_same:
                wanted.append(_Wanted(row_id, villages[village], values))
    added = sum(each.row_id is None for each in wanted)
    counts = RowCounts(added, len(wanted) - added, same)
    return Taken(sheets, counts, partial(_write, campaign_id, wanted) if wanted else None)


def _read(line: FormLine, form: Form, findings: FormFindings) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for each in form.fields:
        if each.key not in line.cells or not is_stored(each.key):
            continue
        try:
            value = parse_value(each, line.cells[each.key])
        except UserError as error:
            findings.refuse(line, each.key, each.name, error.sentence)
            continue
        if value is not None:
            values[each.key] = value
    return values


class _Stored:
    """The rows of the campaign; each is matched by one row of the workbook at most."""

    def __init__(self, form: Form, rows: Sequence[VillageFormRow]) -> None:
        self._left: dict[int, list[tuple[int, dict[str, Value]]]] = {}
        for row in rows:
            texts = {
                key: value
                for key, value in zip(form.value_keys, row.values, strict=True)
                if is_stored(key) and value not in {None, ""}
            }
            self._left.setdefault(row.village_id, []).append((row.id, texts))

    def find(self, village_id: int, values: dict[str, Value]) -> tuple[int | None, bool]:
        """The row that these are, and whether it says all of it already."""
        rows = self._left.get(village_id, [])
        whole = next((row for row in rows if row[1].items() >= values.items()), None)
        part = next((row for row in rows if row[1].items() <= values.items()), None)
        found = whole or part
        if found is None:
            return None, False
        rows.remove(found)
        return found[0], whole is not None


def _write(campaign_id: int, wanted: Sequence[_Wanted], unit: UnitOfWork) -> None:
    require_open(unit.connection, campaign_id)
    for each in wanted:
        if each.row_id is not None:
            row = find_row(unit.session, each.row_id)
        else:
            row = VillageForm(
                campaign_id=campaign_id,
                village_id=each.village_id,
                position=next_position(unit.session, campaign_id, each.village_id),
            )
            unit.session.add(row)
        for key, value in each.values.items():
            write_value(row, key, value)
        unit.session.flush()
