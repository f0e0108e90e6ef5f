"""What a form (表) is: plain data, loaded from TOML, the same for grid, workbook, print and counts.

A field carries no behaviour. How a kind is edited, checked, written or printed is looked up by the
kind in the layer that does it. Stored values are `Value`: yes/no as 1 or 0, money in fen, dates as
ISO text; None is "not answered" and is never the same as 否.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Value = int | str | None
Align = Literal["left", "right"]
Layout = Literal["table", "record"]


class Kind(StrEnum):
    """The kind of a field's values."""

    TEXT = "text"
    ID_NUMBER = "id_number"  # text, never a number: 18 characters, 20 or 22 of a disability card
    LONG_TEXT = "long_text"
    NUMBER = "number"  # whole number
    MONEY = "money"  # fen, whole number
    YES_NO = "yes_no"  # 1, 0
    CHOICE = "choice"  # one of `choices`
    DATE = "date"  # YYYY-MM-DD
    PAIR = "pair"  # "12/37": households / people, or total / open; counted, never typed


class Source(StrEnum):
    """Where a field's value comes from."""

    REGISTRY = "registry"  # copied from the household registry, not typed here
    PREFILLED = "prefilled"  # suggested from the registry, then the clerk's own
    TYPED = "typed"
    COMPUTED = "computed"  # worked out from other fields of the row and the campaign


class Subject(StrEnum):
    """What a row of the form is about."""

    HOUSEHOLD = "household"
    VILLAGE_PROBLEM = "village_problem"
    VILLAGE_COUNT = "village_count"
    VILLAGE = "village"  # a row a village, further ones where the clerk adds them
    LEDGER_LINE = "ledger_line"
    REGISTER = "register"  # 名册、台账 of cases, measures, groups, papers: the program fills it
    HOUSEHOLD_REGISTRY = "household_registry"  # 农户 sheet of the roster workbook
    PERSON = "person"  # 家庭成员 sheet of the roster workbook


@dataclass(frozen=True, slots=True)
class Condition:
    """The field applies only where another field of the row has one of the values."""

    field: str
    values: tuple[int | str, ...]
    reason: str  # Chinese sentence shown where the field does not apply


@dataclass(frozen=True, slots=True)
class Field:
    """One column (栏) of a form."""

    key: str  # name in the field catalogue, shared by all forms and years
    headings: tuple[str, ...]  # one text a header level; "" = the cell above spans down to here
    kind: Kind
    source: Source = Source.TYPED
    choices: tuple[str, ...] = ()
    applies: tuple[Condition, ...] = ()  # all must hold
    is_required: bool = True  # needed for a complete row, where it applies
    width: int = 80  # screen pixels at 100 %
    print_width: float = 9.0  # millimetres on paper
    hint: str = ""  # the row of hints under the header, or a note to the clerk
    short: str = ""  # a short name for messages; the last heading without it
    note_key: str = ""  # key of a text that goes with a yes/no field, needed where it is `note_at`
    note_at: int = 1  # the answer that has to be explained: 1 是, or 0 否 where 否 is the fault
    code_list: str = ""  # name of the editable code list (代码表) that the choices come from
    aliases: tuple[str, ...] = ()  # other headings of the column in workbooks that are read

    @property
    def name(self) -> str:
        """What messages call the field: its short name, else its lowest heading."""
        return self.short or next((text for text in reversed(self.headings) if text), self.key)


@dataclass(frozen=True, slots=True)
class Page:
    """Page set-up of the printed form; lengths in millimetres."""

    size: str = "A4"
    is_landscape: bool = True
    margin_left: float = 10.0
    margin_right: float = 10.0
    margin_top: float = 12.0
    margin_bottom: float = 12.0


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A merged cell of the header; rows and columns counted from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """A table with its title, header tree, columns and page."""

    key: str  # name on the command line: household-form, village-form, statistics, ledger
    name: str  # 附件1 到户排查表
    year: int
    subject: Subject
    title: str  # with placeholders {place} {year}
    subtitle: str  # 填表时间：{fill_date}; may be empty
    fields: tuple[Field, ...]
    frozen_columns: int = 3
    footnotes: tuple[str, ...] = ()
    has_hint_row: bool = False
    page: Page = Page()
    source: str = ""  # document that the form comes from
    annex: str = ""  # 附件1: printed above the title
    subtitle_align: Align = "left"
    has_total_row: bool = False
    also_read: tuple[Field, ...] = ()  # columns known on import, for checking only; never written
    scope: str = "all"  # which of the campaign's households a household form is about
    layout: Layout = "table"  # record: printed one row a page, questions under one another
    is_reference: bool = False  # 参考样式: no official sheet is known, the office's own goes first

    @property
    def header_levels(self) -> int:
        """Number of header rows."""
        return max(len(field.headings) for field in self.fields)

    @property
    def note_keys(self) -> tuple[str, ...]:
        """Keys of the texts that go with yes/no fields, in the order of the fields."""
        return tuple(field.note_key for field in self.fields if field.note_key)

    @property
    def value_keys(self) -> tuple[str, ...]:
        """Keys of a row's values: the fields from left to right, then the notes."""
        return (*(field.key for field in self.fields), *self.note_keys)

    def field(self, key: str) -> Field:
        """The field with that key.

        Raises:
            KeyError: the form has no such field.
        """
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)

    def index(self, key: str) -> int:
        """Position of the field, from 0."""
        return next(i for i, field in enumerate(self.fields) if field.key == key)
