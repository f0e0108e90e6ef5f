"""The declarative base and the column types that the mapped classes share.

Yes/no answers are integers 1 and 0; NULL is "not answered" and never means 否. Money is whole fen.
"""

from datetime import date
from typing import Annotated

from sqlalchemy import CheckConstraint, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all mapped classes."""

    metadata = MetaData(naming_convention=NAMING)


Key = Annotated[int, mapped_column(primary_key=True)]
YesNo = Annotated[int, mapped_column()]
Fen = Annotated[int, mapped_column()]
Day = Annotated[date, mapped_column()]
Text = Annotated[str, mapped_column(String)]


def yes_no_checks(*names: str) -> tuple[CheckConstraint, ...]:
    """Constraints that keep the named columns at 1, 0 or NULL."""
    return tuple(CheckConstraint(f"{name} IN (0, 1)", name=f"{name}_yes_no") for name in names)
