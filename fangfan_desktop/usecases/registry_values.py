"""Reading what was typed into registry fields, and putting it into rows.

What is typed is checked here, in one place, for cells, dialogs and commands alike.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.registry_fields import MULTIPLE
from fangfan_desktop.forms.values import format_value, parse_value
from fangfan_desktop.storage.changes import NO_CHANGES, Changes
from fangfan_desktop.storage.code_lists import visible_items

_ITEM_GAP = re.compile(r"[,，、;；\s]+")
_SHOWN_GAP = "、"
_STORED_GAP = ","
_PHONE = re.compile(r"1[3-9][0-9]{9}|(?:0[0-9]{2,3}-?)?[0-9]{7,8}")


@dataclass(frozen=True, slots=True)
class RegistryResult:
    """What an action on the registry did.

    Attributes:
        changes: The changed rows.
        warnings: Chinese sentences about what was taken in and needs a look.
        household_id: The household that was made or is in hand.
        person_id: The person that was made or is in hand.
        row_id: The income, identification, measure or visit that was made or is in hand.
    """

    changes: Changes = NO_CHANGES
    warnings: tuple[str, ...] = ()
    household_id: int | None = None
    person_id: int | None = None
    row_id: int | None = None


def with_choices(session: Session, fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields, their choices filled in from the office's code lists."""
    lists = visible_items(session)
    return tuple(
        replace(field, choices=lists.get(field.code_list, ())) if field.code_list else field
        for field in fields
    )


def read_values(
    session: Session, fields: Sequence[Field], raw: Mapping[str, object], row: object | None = None
) -> dict[str, Any]:
    """What the raw values mean, as the columns hold it: dates as dates, money in fen.

    Args:
        session: For the code lists.
        fields: The fields there are.
        raw: Typed texts or values, by key.
        row: The row in hand; a choice that it already holds may stay, though it is not listed.

    Raises:
        UserError: a value that cannot be; the sentence names the field.
        KeyError: a key that is no field.
    """
    known = {field.key: field for field in with_choices(session, fields)}
    return {
        key: read_value(known[key], value, getattr(row, key, None)) for key, value in raw.items()
    }


def read_value(field: Field, value: object, held: object = None) -> Any:
    """What one raw value means; the field has its choices, `held` is what stands there.

    Raises:
        UserError: a value that cannot be; the sentence names the field.
    """
    if field.kind is Kind.CHOICE and held is not None and value == held:
        return held
    try:
        read = _read_items(field, value) if field.key in MULTIPLE else parse_value(field, value)
    except UserError as error:
        raise UserError(f"{field.name}：{error.sentence}") from error
    if field.kind is Kind.DATE and isinstance(read, str):
        return date.fromisoformat(read)
    return read


def check_required(fields: Sequence[Field], row: object) -> None:
    """Check that the row holds all that it must.

    Raises:
        UserError: something is empty.
    """
    for field in fields:
        if field.is_required and getattr(row, field.key) is None:
            raise UserError(f"{field.name}不能空着，请填写。")


def field_names(fields: Sequence[Field], keys: Iterable[str]) -> str:
    """Names of the fields with these keys, e.g. 姓名、身份证号码."""
    wanted = set(keys)
    return "、".join(field.name for field in fields if field.key in wanted)


def put(row: object, values: Mapping[str, Any]) -> None:
    """Set those columns that differ."""
    for key, value in values.items():
        if getattr(row, key) != value:
            setattr(row, key, value)


def values_of(fields: Sequence[Field], row: object) -> dict[str, Value]:
    """The row's values as forms have them: dates as ISO text."""
    return {field.key: _plain(getattr(row, field.key)) for field in fields}


def shown(field: Field, value: Value) -> str:
    """The text that people read."""
    if field.key in MULTIPLE and isinstance(value, str):
        return value.replace(_STORED_GAP, _SHOWN_GAP)
    return format_value(field, value)


def items_of(value: Value) -> tuple[str, ...]:
    """The items of a field that may hold several."""
    return tuple(item for item in _ITEM_GAP.split(str(value or "")) if item)


def phone_warning(phone: str | None) -> tuple[str, ...]:
    """A doubt about a telephone number, or nothing."""
    if phone is None or _PHONE.fullmatch(phone):
        return ()
    return (f"电话“{phone}”不像手机号码（11位）或座机号码，请核对。",)


def _plain(value: Any) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def _read_items(field: Field, value: object) -> str | None:
    items = items_of(str(value)) if value is not None else ()
    unknown = [item for item in items if item not in field.choices]
    if unknown:
        raise UserError(f"“{unknown[0]}”不在可选内容里，请从这些中选：{'、'.join(field.choices)}")
    limit = DEFAULT_LISTS[field.code_list].limit
    if limit and len(items) > limit:
        raise UserError(f"最多填{limit}项，现在有{len(items)}项")
    return _STORED_GAP.join(dict.fromkeys(items)) or None
