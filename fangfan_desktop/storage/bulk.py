"""Many rows at once; history is written by the triggers all the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from fangfan_desktop.models import Base, Village
from fangfan_desktop.storage.database import UnitOfWork


def insert_rows(unit: UnitOfWork, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same keys."""
    if rows:
        unit.connection.execute(insert(model), list(rows))


def village_ids(unit: UnitOfWork) -> list[int]:
    """Keys of the villages in their order."""
    return list(unit.session.scalars(select(Village.id).order_by(Village.position)))
