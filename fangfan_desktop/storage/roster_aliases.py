"""Headings of other workbooks that the office has matched to columns once (列名对应表)."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fangfan_desktop.models import Setting

_KEY = "roster_aliases"

# name of the mapping → heading → [half, key]
AliasTables = dict[str, dict[str, list[str]]]


def read_alias_tables(session: Session) -> AliasTables:
    """All saved tables, the oldest first."""
    text = session.scalar(select(Setting.value).where(Setting.key == _KEY))
    stored: Any = json.loads(text) if text else {}
    return stored


def write_alias_tables(session: Session, tables: AliasTables) -> None:
    """Keep the tables in place of those before."""
    text = json.dumps(tables, ensure_ascii=False)
    row = session.scalar(select(Setting).where(Setting.key == _KEY))
    if row is None:
        session.add(Setting(key=_KEY, value=text))
    else:
        row.value = text
