"""The level rule of the ledger (附件4, footnote 1).

A township-level problem leaves village, head of household and ID number empty, a village-level one
the last two; so what is filled must be filled from the left. In other words: an ID number needs a
head of household, and a head of household needs a village.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from fangfan_desktop.forms.form import Form, Subject, Value
from fangfan_desktop.forms.marks import Level, Mark

_NEEDED = (
    ("village", "head_name", "有户主姓名却没有村（社区），请填村（社区）"),
    ("head_name", "id_number", "有身份证号码却没有户主姓名，请填户主姓名"),
    ("id_number", "head_name", "有户主姓名却没有身份证号码，请填身份证号码"),
)


def ledger_checks(
    form: Form, columns: Mapping[str, int]
) -> Iterator[Callable[[Sequence[Value]], Mark | None]]:
    """The checks of a ledger form; none for any other form."""
    if form.subject is not Subject.LEDGER_LINE:
        return
    for empty, given, message in _NEEDED:
        if empty in columns and given in columns:
            mark = Mark(columns[empty], empty, Level.ERROR, "", message)
            yield _needs(columns[empty], columns[given], mark)


def _needs(empty: int, given: int, mark: Mark) -> Callable[[Sequence[Value]], Mark | None]:
    def check(row: Sequence[Value]) -> Mark | None:
        return mark if row[given] and not row[empty] else None

    return check
