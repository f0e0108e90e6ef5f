"""The checks of one row while it is typed: which cells apply, what is missing, what is odd.

Pure and fast, because every pasted block and every import runs it: a checker is compiled once per
form and campaign, and a row without findings builds no messages. A row is complete (已排查) when
every field that applies and is required is answered and no cell has an error.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from fangfan_desktop.domain.yes_no import format_yes_no
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Value
from fangfan_desktop.forms.further_checks import further_checks, is_below_line
from fangfan_desktop.forms.household_form_checks import cross_checks, is_above_line
from fangfan_desktop.forms.ledger_checks import ledger_checks
from fangfan_desktop.forms.marks import CampaignFacts, Level, Mark

Row = Sequence[Value]
_Picker = Callable[[Row], tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class RowCheck:
    """The result for one row."""

    reasons: tuple[str, ...]  # a column: why it does not apply; "" where it does
    marks: tuple[Mark, ...]  # by column
    missing: int  # required fields that apply and are not answered, needed notes included
    answered: int  # fields that apply and are answered, the registry's and computed ones left out

    @property
    def is_complete(self) -> bool:
        """Whether the row counts as 已排查."""
        return self.missing == 0 and self.errors == 0

    @property
    def errors(self) -> int:
        """Number of errors."""
        return sum(mark.level is Level.ERROR for mark in self.marks)

    @property
    def doubts(self) -> int:
        """Number of doubts."""
        return sum(mark.level is Level.DOUBT for mark in self.marks)

    def is_applicable(self, column: int) -> bool:
        """Whether the column, counted from 0, is to be filled in."""
        return not self.reasons[column]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Which columns apply, for one combination of the values that conditions ask for."""

    reasons: tuple[str, ...]
    required: tuple[int, ...]
    pick_required: _Picker
    pick_answers: _Picker
    pick_closed: _Picker
    closed: tuple[int, ...]


class RowChecker:
    """The checks of one form in one campaign, compiled.

    A row is the values of `form.value_keys`: the fields from left to right, then the notes. Where
    the notes are left out, they are not asked for.
    """

    def __init__(self, form: Form, facts: CampaignFacts) -> None:
        self.form = form
        self.facts = facts
        self._width = len(form.fields)
        self.keys = form.value_keys  # worked out once: a row must not ask the form again
        index = {key: i for i, key in enumerate(self.keys)}
        self._compared = _compared(index)
        asked = sorted({index[c.field] for field in form.fields for c in field.applies})
        self._pick_asked = _picker(asked)
        self._asked = [form.fields[i].key for i in asked]
        self._patterns: dict[tuple[Value, ...], _Pattern] = {}
        self._yes_no = [i for i, field in enumerate(form.fields) if field.kind is Kind.YES_NO]
        self._pick_yes_no = _picker(self._yes_no)
        self._choices = [
            (i, frozenset({*field.choices, None, ""}))
            for i, field in enumerate(form.fields)
            if field.choices
        ]
        self._notes = [
            (index[field.key], index[field.note_key], field.note_at)
            for field in form.fields
            if field.note_key
        ]
        self._checks = (
            *cross_checks(index, facts),
            *further_checks(index, facts),
            *ledger_checks(form, index),
        )

    def check(self, values: Row) -> RowCheck:
        """Check one row; see `RowCheck`."""
        pattern = self._pattern(values)
        marks: list[Mark] = []
        if _filled(pattern.pick_closed(values)):
            marks += self._marks_of_closed(pattern, values)
            values = [None if i in pattern.closed else value for i, value in enumerate(values)]
        if not _ANSWERS.issuperset(self._pick_yes_no(values)):
            marks += self._marks_of_yes_no(values)
        marks += self._marks_of_choices(values)
        for check in self._checks:
            found = check(values)
            if found is not None:
                marks.append(found)
        required = pattern.pick_required(values)
        unwritten = self._marks_of_notes(values)
        marks += unwritten
        missing = len(required) - _filled(required) + len(unwritten)
        if len(marks) > 1:
            marks.sort(key=_by_column)
        answered = _filled(pattern.pick_answers(values))
        return RowCheck(pattern.reasons, tuple(marks), missing, answered)

    def missing_columns(self, values: Row) -> list[int]:
        """Columns, from 0, that a complete row still needs: not answered, or without their note."""
        pattern = self._pattern(values)
        columns = [i for i in pattern.required if values[i] is None or values[i] == ""]
        return sorted([*columns, *(mark.column for mark in self._marks_of_notes(values))])

    def reasons(self, values: Row) -> tuple[str, ...]:
        """For each column why it does not apply to the row; "" where it does."""
        return self._pattern(values).reasons

    def compute(self, values: Row) -> dict[str, Value]:
        """The computed values of a row by key; `seq` is the place in the table and not stored."""
        return {key: compare(values[income], self.facts) for key, income, compare in self._compared}

    def _pattern(self, values: Row) -> _Pattern:
        asked = self._pick_asked(values)
        pattern = self._patterns.get(asked)
        if pattern is None:
            pattern = self._patterns[asked] = self._make_pattern(asked)
        return pattern

    def _make_pattern(self, asked: tuple[Value, ...]) -> _Pattern:
        given = dict(zip(self._asked, asked, strict=True))
        fields = self.form.fields
        reasons = tuple(_reason(field, given) for field in fields)
        open_ = [i for i, reason in enumerate(reasons) if not reason]
        # Computed values follow from the others, so they are never what is missing.
        required = tuple(
            i for i in open_ if fields[i].is_required and fields[i].source is not Source.COMPUTED
        )
        answers = [i for i in open_ if fields[i].source in {Source.TYPED, Source.PREFILLED}]
        closed = tuple(i for i, reason in enumerate(reasons) if reason)
        return _Pattern(
            reasons, required, _picker(required), _picker(answers), _picker(closed), closed
        )

    def _mark(self, column: int, rule: str, message: str) -> Mark:
        return Mark(column, self.form.fields[column].key, Level.ERROR, rule, message)

    def _marks_of_closed(self, pattern: _Pattern, values: Row) -> list[Mark]:
        return [
            self._mark(i, "D05", f"{pattern.reasons[i].rstrip('。')}，请清空本格（按 Delete）")
            for i in pattern.closed
            if values[i] is not None and values[i] != ""
        ]

    def _marks_of_yes_no(self, values: Row) -> list[Mark]:
        return [
            self._mark(i, "", f"“{values[i]}”不是“是”或“否”，请重新填写")
            for i in self._yes_no
            if values[i] not in _ANSWERS
        ]

    def _marks_of_choices(self, values: Row) -> list[Mark]:
        return [
            self._mark(
                i,
                "",
                f"“{values[i]}”不是可选的内容，请从这些中选：{'、'.join(self.form.fields[i].choices)}",
            )
            for i, choices in self._choices
            if values[i] not in choices
        ]

    def _marks_of_notes(self, values: Row) -> list[Mark]:
        if len(values) <= self._width:
            return []
        return [
            self._note_mark(column)
            for column, note, note_at in self._notes
            if values[column] == note_at and not values[note]
        ]

    def _note_mark(self, column: int) -> Mark:
        field = self.form.fields[column]
        answer = format_yes_no(field.note_at)
        message = f"“{field.name}”为“{answer}”，请写明具体情况，写明后本行才算完成"
        return Mark(column, field.key, Level.HINT, "", message)


def check_row(form: Form, values: Row, facts: CampaignFacts) -> RowCheck:
    """Check one row of `form.value_keys`; the compiled checker is kept for the next row."""
    return row_checker(form, facts).check(values)


@lru_cache(maxsize=16)
def row_checker(form: Form, facts: CampaignFacts) -> RowChecker:
    """The compiled checker of a form and a campaign's facts."""
    return RowChecker(form, facts)


def compute_row(form: Form, values: Row, facts: CampaignFacts) -> dict[str, Value]:
    """Computed values of a row by key.

    `above_line` is whether the income per head is higher (高于) than the line, `below_line` whether
    it is lower (低于): equal is neither, and no income gives None.
    """
    return row_checker(form, facts).compute(values)


def _compared(
    index: Mapping[str, int],
) -> list[tuple[str, int, Callable[[Value, CampaignFacts], Value]]]:
    """Key of each computed value, where the income stands, and what is made of it."""
    income = index.get("income_per_capita")
    if income is None:
        return []
    return [(key, income, compare) for key, compare in _COMPARED.items() if key in index]


_COMPARED = {"above_line": is_above_line, "below_line": is_below_line}
COMPUTED_KEYS = frozenset({"seq", *_COMPARED})  # of household and village forms
_ANSWERS: frozenset[Value] = frozenset({0, 1, None, ""})


def _filled(values: tuple[Value, ...]) -> int:
    return len(values) - values.count(None) - values.count("")


def _by_column(mark: Mark) -> int:
    return mark.column


def _nothing(values: Row) -> tuple[Value, ...]:
    del values
    return ()


def _picker(columns: Sequence[int]) -> _Picker:
    """A fast function from a row to the tuple of its values in the columns."""
    if not columns:
        return _nothing
    if len(columns) == 1:
        only = columns[0]
        return lambda values: (values[only],)
    return itemgetter(*columns)


def _reason(field: Field, given: dict[str, Value]) -> str:
    for condition in field.applies:
        if given[condition.field] not in condition.values:
            return condition.reason
    return ""
