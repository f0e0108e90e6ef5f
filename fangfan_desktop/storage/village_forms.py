"""Rows of 附件2 村级排查表 in the database."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.models import Village, VillageForm
from fangfan_desktop.storage.office_settings import read_settings

VILLAGE_FORM = "village-form"
_OF_THE_ROW = frozenset({"id", "campaign_id", "village_id", "position", "extra"})
_REAL_KEYS = frozenset(VillageForm.__table__.columns.keys()) - _OF_THE_ROW
_NOT_STORED = frozenset({"seq", "township", "village"})


@dataclass(frozen=True, slots=True)
class VillageFormRow:
    """One row (one problem) of a village; `values` in the order of `form.value_keys`."""

    id: int
    village_id: int
    position: int
    values: tuple[Value, ...]


def read_rows(
    session: Session,
    form: Form,
    campaign_id: int,
    *,
    village_id: int | None = None,
    row_ids: Collection[int] | None = None,
) -> list[VillageFormRow]:
    """Rows by village and place; `seq` counts through the rows that are read."""
    query = (
        select(VillageForm, Village.name)
        .join(Village, Village.id == VillageForm.village_id)
        .where(VillageForm.campaign_id == campaign_id)
        .order_by(Village.position, Village.id, VillageForm.position, VillageForm.id)
    )
    if village_id is not None:
        query = query.where(VillageForm.village_id == village_id)
    if row_ids is not None:
        query = query.where(VillageForm.id.in_(list(row_ids)))
    township = str(read_settings(session)["township_name"])
    made: list[VillageFormRow] = []
    for number, (row, village) in enumerate(session.execute(query).all(), start=1):
        known: dict[str, Value] = {"seq": number, "township": township, "village": village}
        values = tuple(
            known[key] if key in known else read_value(row, key) for key in form.value_keys
        )
        made.append(VillageFormRow(row.id, row.village_id, row.position, values))
    return made


def find_row(session: Session, row_id: int) -> VillageForm:
    """The row of that key.

    Raises:
        UserError: there is none.
    """
    found = session.get(VillageForm, row_id)
    if found is None:
        raise UserError("没有找到附件2的这一行，可能已被删除或撤销。请刷新后再试。")
    return found


def next_position(session: Session, campaign_id: int, village_id: int) -> int:
    """The place behind the last row of a village, from 1."""
    last = session.scalar(
        select(func.max(VillageForm.position)).where(
            VillageForm.campaign_id == campaign_id, VillageForm.village_id == village_id
        )
    )
    return (last or 0) + 1


def is_stored(key: str) -> bool:
    """Whether a column of the form is typed into the row; the others come from the registry."""
    return key not in _NOT_STORED


def read_value(row: VillageForm, key: str) -> Value:
    """The row's value; a key that only the office's own form has lives in `extra`."""
    if key in _REAL_KEYS:
        return cast("Value", getattr(row, key))
    return cast("Value", _extra(row).get(key))


def write_value(row: VillageForm, key: str, value: Value) -> None:
    """Put a value into the row."""
    if key in _REAL_KEYS:
        setattr(row, key, value)
        return
    row.extra = json.dumps(_extra(row) | {key: value}, ensure_ascii=False)


def _extra(row: VillageForm) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(row.extra)) if row.extra else {}
