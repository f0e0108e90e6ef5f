"""The roster (花名册) as a grid shows it: its columns, which of them are typed, how they are read.

The columns stand as in the roster workbook, so that blocks can be copied between the two; behind
them stand those that the registry holds beside.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from fangfan_desktop.domain.code_lists import HEAD
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Value
from fangfan_desktop.forms.registry_fields import HOUSEHOLD_FIELDS, MULTIPLE, PERSON_FIELDS
from fangfan_desktop.storage.code_lists import visible_items
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.office_settings import office_day
from fangfan_desktop.storage.roster_registry import default_period
from fangfan_desktop.usecases.registry_values import read_value, shown
from fangfan_desktop.usecases.roster_cells import Bad, CellReader, CodeLists, Odd, cell_reader
from fangfan_desktop.usecases.roster_rows import Part

Row = tuple[Value, ...]

_AT_HOUSEHOLD = "请在户页上办“变更→"
_CASE = "监测对象的识别、类别和消除由监测个案得出，请在“监测帮扶”或户页的“监测识别”里办。"
_PLACE = f"调整村、组{_AT_HOUSEHOLD}调整村组网格”，要写明原因。双击可打开这一户。"
_HEAD = f"户主变更{_AT_HOUSEHOLD}更换户主”，要写明日期和原因。双击可打开这一户。"
_HINTS = {Kind.YES_NO: "1 或 y 是 · 0 或 n 否 · 空格切换 · 空 = 没有登记"}
_WIDTHS = {  # pixels at 100 %, where a screen needs others than the page of a workbook
    "village": 88,
    "code": 96,
    "household_code": 96,
    "head_name": 76,
    "name": 76,
    "relation": 84,
    "id_number": 200,  # the points of a number that is covered are wider than digits
    "head_id_number": 200,
    "phone": 126,
}
_NO_PLAIN_READER = frozenset({"born_on"})  # the import only compares it; here it is kept


class RosterSheet(StrEnum):
    """Which of the two grids; the value is its form's key."""

    HOUSEHOLDS = "roster-households"
    PEOPLE = "roster-people"

    @property
    def words(self) -> str:
        """What the grid is called, as the sheets of the workbook are."""
        return "农户" if self is RosterSheet.HOUSEHOLDS else "家庭成员"


# Why a whole column cannot be typed in, and where it is changed instead.
LOCKED: Mapping[RosterSheet, Mapping[str, str]] = {
    RosterSheet.HOUSEHOLDS: {
        "village": _PLACE,
        "group": _PLACE,
        "head_name": f"户主的姓名在“家庭成员”表里改；换一个人当户主{_AT_HOUSEHOLD}更换户主”。",
        "head_id_number": "户主的身份证号码在“家庭成员”表里改。",
        "category": _CASE,
        "identified_on": _CASE,
        "is_cleared": _CASE,
        "cleared_on": _CASE,
    },
    RosterSheet.PEOPLE: {
        "village": _PLACE,
        "household_code": "户编号在“农户”表里改；换户请在户页上办分户、合户或迁出、迁入。",
        "head_name": _HEAD,
    },
}


@dataclass(frozen=True, slots=True)
class RosterForm:
    """A grid's form, its choices filled in, and the office's code lists."""

    sheet: RosterSheet
    form: Form
    code_lists: CodeLists

    def index(self, key: str) -> int:
        """Place of a column, from 0."""
        return self.form.index(key)


def roster_form(database: Database, *, sheet: RosterSheet) -> RosterForm:
    """The columns of a grid, with the office's choices."""
    with database.read() as session:
        lists = visible_items(session)
        period = default_period(session, office_day(session))
    hint = f"收入期{period[0].isoformat()}至{period[1].isoformat()}；有分项收入的由分项算出"
    return make_roster_form(sheet, lists, hint)


def make_roster_form(sheet: RosterSheet, lists: CodeLists, income_hint: str = "") -> RosterForm:
    """The columns of a grid, from code lists that were read."""
    is_household = sheet is RosterSheet.HOUSEHOLDS
    part = Part.HOUSEHOLD if is_household else Part.PERSON
    fields = list(part.form.fields) if is_household else _person_front(part)
    known = {field.key for field in fields}
    further = HOUSEHOLD_FIELDS if is_household else PERSON_FIELDS
    fields += [replace(f, is_required=False) for f in further if f.key not in known]
    hints = {field.key: field.hint for field in further} | {"income_per_capita": income_hint}
    hints |= {key: f"{hints[key]}：{'、'.join(lists.get(key, ()))}" for key in MULTIPLE & known}
    made = [
        replace(
            field,
            choices=field.choices if field.key in MULTIPLE else _choices(field, lists),
            source=Source.REGISTRY if field.key in LOCKED[sheet] else Source.TYPED,
            hint=hints.get(field.key) or field.hint or _HINTS.get(field.kind, ""),
            width=_WIDTHS.get(field.key, field.width),
        )
        for field in fields
    ]
    form = replace(
        part.form, key=sheet.value, name=sheet.words, fields=tuple(made), frozen_columns=4
    )
    return RosterForm(sheet, form, lists)


def lock_of(roster: RosterForm) -> Callable[[int, Row], str]:
    """Says of a column and a row's values why that cell is not typed in here; "" where it is."""
    locked = LOCKED[roster.sheet]
    keys = [field.key for field in roster.form.fields]
    place = {key: i for i, key in enumerate(keys)}
    if roster.sheet is RosterSheet.HOUSEHOLDS:
        income, parts = place["income_per_capita"], len(keys) + 1

        def of_household(column: int, values: Row) -> str:
            if column == income and values[parts]:
                return "这一户登记了分项收入，人均纯收入由分项算出，请在户页的“收入”里改。"
            return locked.get(keys[column], "")

        return of_household
    relation = place["relation"]

    def of_person(column: int, values: Row) -> str:
        if column == relation and values[relation] == HEAD:
            return _HEAD
        return locked.get(keys[column], "")

    return of_person


def column_reader(roster: RosterForm, field: Field) -> Callable[[str], Value]:
    """Reads what is typed or pasted into a column: as an import reads it, then as a dialog does.

    The function raises UserError where the text is no value of the column.
    """
    read = value_reader(roster, field)
    kept = cell_reader_of(roster, field)

    def reader(text: str) -> Value:
        return plain_value(field, read(taken(kept, text), None))

    return reader


def value_reader(roster: RosterForm, field: Field) -> Callable[[object, object], object]:
    """Reads a value that was typed, as columns hold it; second, what stands there now."""
    listed = replace(field, choices=_choices(field, roster.code_lists))

    def reader(value: object, held: object) -> object:
        try:
            return read_value(listed, value, held)
        except UserError as error:
            # the column stands above the cell: its name is said by the grid
            raise UserError(error.sentence.removeprefix(f"{field.name}：")) from error

    return reader


def cell_reader_of(roster: RosterForm, field: Field) -> CellReader:
    """The import's reader of a column: mends what spreadsheets and habits have done to a text."""
    if field.key in _NO_PLAIN_READER:
        return _as_it_is
    return cell_reader(field, roster.code_lists)


def taken(read: CellReader, raw: object) -> Value:
    """The value that the import's reader takes.

    Raises:
        UserError: it takes none.
    """
    reading = read(raw)
    if isinstance(reading, Bad):
        raise UserError(reading.reason)
    if isinstance(reading, Odd):
        if reading.value is None and reading.warnings:
            raise UserError(reading.warnings[0])
        return reading.value
    return reading


def plain_value(field: Field, value: object) -> Value:
    """A value of a column as the grid's rows have it: days as ISO text, several items with 、."""
    if value is None or isinstance(value, int):
        return value
    text = value if isinstance(value, str) else str(value)
    return shown(field, text)


def _person_front(part: Part) -> list[Field]:
    """Village, code and head, then the columns of the workbook."""
    households = Part.HOUSEHOLD.form
    front = [households.field("village"), part.form.field("household_code")]
    front.append(households.field("head_name"))
    return front + [field for field in part.form.fields if field.key != "household_code"]


def _as_it_is(raw: object) -> Value:
    """A text or a value that the kind of its column alone reads."""
    return raw if raw is None or isinstance(raw, (str, int)) else str(raw)


def _choices(field: Field, lists: CodeLists) -> tuple[str, ...]:
    return tuple(lists.get(field.code_list, ())) if field.code_list else field.choices


def is_money(field: Field) -> bool:
    """Whether values of the column are fen, which no reader of texts may take for yuan."""
    return field.kind is Kind.MONEY


def keys_of(roster: RosterForm) -> Sequence[str]:
    """Keys of the columns from the left."""
    return [field.key for field in roster.form.fields]
