"""The history of a household in words: what each action changed, from which value to which."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from fangfan_desktop.domain.masking import mask, mask_phone
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.registry_fields import REGISTRY_TABLES
from fangfan_desktop.storage.household_history import RowChange
from fangfan_desktop.usecases.registry_values import shown

Values = Mapping[str, Value]
Place = tuple[str, int]  # table, id of the row

_MANY = 3  # rows of a table that one action added; more are told in one line
_MOST_NAMED = 6
_PHONES = frozenset({"phone", "helper_phone"})
# What tells one row of a table from the others; the first one names it in a list of many.
_MAIN = {
    "household": ("code",),
    "person": ("relation", "sex", "born_on"),
    "income": ("period_to", "period_from", "per_capita_fen"),
    "identification": ("category", "identified_on", "risks"),
    "measure": ("kind", "content", "made_on"),
    "visit": ("visited_on", "visitor", "found"),
    "household_event": ("kind", "happened_on", "reason"),
}
_UNITS = {"person": "人"}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One action that touched the household, with what it changed."""

    action_id: int
    action: str
    at: str
    who: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """One change of a row, with the row's values right after it (before it, where it went)."""

    change: RowChange
    values: Values


def history_entries(
    changes: Sequence[RowChange], rows: Mapping[Place, Values]
) -> tuple[HistoryEntry, ...]:
    """Actions with their words, newest first as the changes are given.

    Args:
        changes: Changes of the household's rows, newest first.
        rows: What each row holds now; a row added is told as it was then, later changes taken off.
    """
    told = list(_with_values(changes, rows))
    entries: list[HistoryEntry] = []
    for _, run in groupby(told, key=lambda one: one.change.action_id):
        done = list(run)
        first = done[0].change
        details = tuple(_details(done, rows))
        entries.append(HistoryEntry(first.action_id, first.action, first.at, first.who, details))
    return tuple(entries)


def _with_values(changes: Sequence[RowChange], rows: Mapping[Place, Values]) -> Iterator[_Told]:
    current: dict[Place, dict[str, Value]] = {}
    for change in changes:
        place = (change.table, change.row_id)
        values = current.setdefault(place, dict(rows.get(place, {})))
        before = json.loads(change.before or "{}")
        yield _Told(change, before if change.op == "D" else dict(values))
        values.update(before)


def _details(done: Sequence[_Told], rows: Mapping[Place, Values]) -> Iterator[str]:
    """Sentences about one action; many rows added to a table make one sentence."""
    for (table, op), run in groupby(done, key=lambda one: (one.change.table, one.change.op)):
        of_table = list(run)
        if op == "U":
            for one in of_table:
                yield from _updated(one.change, rows)
        elif len(of_table) > _MANY:
            yield _many(table, op, of_table)
        else:
            for one in of_table:
                yield _one(table, op, one)


def _updated(change: RowChange, rows: Mapping[Place, Values]) -> Iterator[str]:
    words, fields = REGISTRY_TABLES[change.table]
    name = _name(change, rows.get((change.table, change.row_id), {}))
    before, after = json.loads(change.before or "{}"), json.loads(change.after or "{}")
    for field in fields:
        if field.key in after:
            old, new = (_text(field, image.get(field.key)) or "空" for image in (before, after))
            yield f"{words}{name} {field.name}：{old} → {new}"


def _one(table: str, op: str, one: _Told) -> str:
    words, fields = REGISTRY_TABLES[table]
    main = [
        f"{field.name} {text}"
        for field in fields
        if field.key in _MAIN[table] and (text := _text(field, one.values.get(field.key)))
    ]
    # the name of a person stands in front; of other rows their day or kind is among the values
    name = str(one.values.get("name") or "") if table == "person" else ""
    verb = "删除" if op == "D" else "新增"
    return f"{verb}{words}{name}" + (f"：{'，'.join(main)}" if main else "")


def _many(table: str, op: str, done: Iterable[_Told]) -> str:
    words, fields = REGISTRY_TABLES[table]
    known = {field.key: field for field in fields}
    key = "name" if table == "person" else _MAIN[table][0]
    # the newest change comes first; people read from the first to the last
    rows = list(done)[::-1]
    names = [text for one in rows if (text := _text(known[key], one.values.get(key)))]
    verb = "删除" if op == "D" else "新增"
    listed = "、".join(names[:_MOST_NAMED]) + ("等" if len(names) > _MOST_NAMED else "")
    count = f"{verb}{words} {len(rows)} {_UNITS.get(table, '条')}"
    return f"{count}：{listed}" if listed else count


def _name(change: RowChange, values: Values) -> str:
    """Which row: a person's name, else its main value in brackets."""
    if change.table == "person":
        return str(values.get("name") or "")
    if change.table == "household":
        return ""
    fields = {field.key: field for field in REGISTRY_TABLES[change.table][1]}
    key = _MAIN[change.table][0]
    text = _text(fields[key], values.get(key))
    return f"（{text}）" if text else ""


def _text(field: Field, value: Value) -> str:
    """The value as it may stand on the screen: numbers of people hidden in their middle."""
    text = shown(field, value)
    if field.kind is Kind.ID_NUMBER:
        return mask(text) if text else ""
    return mask_phone(text) if field.key in _PHONES and text else text
