"""What a household answered to a form in the campaign before, beside what stands there now."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from fangfan_desktop.forms.form import Form, Source, Value
from fangfan_desktop.forms.notes import format_cell

_ANSWERED = frozenset({Source.TYPED, Source.PREFILLED})


class Compared(IntEnum):
    """How an earlier answer stands to that of now, the most telling first."""

    OTHER = 0
    OPEN = 1  # nothing is answered now
    SAME = 2


@dataclass(frozen=True, slots=True)
class PreviousAnswer:
    """One answer of last time; texts as cells show them."""

    key: str
    name: str
    text: str
    now: str
    compared: Compared


def previous_answers(
    earlier: Form, before: Mapping[str, Value], form: Form, values: Mapping[str, Value]
) -> tuple[PreviousAnswer, ...]:
    """All that was answered last time, what differs from now first.

    Args:
        earlier: the form as that campaign had it.
        before: its answers by key.
        form: the form as it is now.
        values: the answers of now by key; a column that the form dropped is of no use any more.
    """
    here = {field.key: field for field in form.fields}
    found: list[PreviousAnswer] = []
    for field in earlier.fields:
        value = before.get(field.key)
        if value is None or field.source not in _ANSWERED or field.key not in here:
            continue
        now = values.get(field.key)
        text = format_cell(field, value, before.get(field.note_key))
        text_now = format_cell(here[field.key], now, values.get(field.note_key))
        if now is None:
            compared = Compared.OPEN
        else:
            compared = Compared.SAME if text == text_now else Compared.OTHER
        found.append(PreviousAnswer(field.key, here[field.key].name, text, text_now, compared))
    return tuple(sorted(found, key=lambda answer: answer.compared))
