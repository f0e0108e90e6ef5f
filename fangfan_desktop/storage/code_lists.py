"""The office's code lists (代码表); a list that the file lacks is the one the program brings."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.models import CodeItem


@dataclass(frozen=True, slots=True)
class ListedCode:
    """One item of a list; `is_own` where the office added it itself."""

    item: str
    is_hidden: bool
    is_own: bool


def visible_items(session: Session) -> dict[str, tuple[str, ...]]:
    """Items to choose from, by key of the list, in the office's order."""
    found = {key: tuple(code_list.items) for key, code_list in DEFAULT_LISTS.items()}
    kept: dict[str, list[str]] = {}
    rows = session.execute(
        select(CodeItem.list_key, CodeItem.item, CodeItem.is_hidden).order_by(
            CodeItem.list_key, CodeItem.position, CodeItem.id
        )
    )
    for key, item, is_hidden in rows:
        kept.setdefault(key, [])
        if not is_hidden:
            kept[key].append(item)
    return found | {key: tuple(items) for key, items in kept.items()}


def listed_codes(session: Session, key: str) -> tuple[ListedCode, ...]:
    """All items of a list, hidden ones too, in the office's order."""
    shipped = DEFAULT_LISTS[key].items if key in DEFAULT_LISTS else ()
    rows = stored_items(session, key)
    if not rows:
        return tuple(ListedCode(item, is_hidden=False, is_own=False) for item in shipped)
    return tuple(
        ListedCode(row.item, is_hidden=bool(row.is_hidden), is_own=row.item not in shipped)
        for row in rows
    )


def stored_items(session: Session, key: str) -> Sequence[CodeItem]:
    """Rows of a list in their order; none where the file has no copy of the list yet."""
    return session.scalars(
        select(CodeItem).where(CodeItem.list_key == key).order_by(CodeItem.position, CodeItem.id)
    ).all()


def own_copy(session: Session, key: str) -> list[CodeItem]:
    """Rows of a list, made from the shipped list first where the file has none."""
    if not stored_items(session, key):
        items = DEFAULT_LISTS[key].items
        session.add_all(
            CodeItem(list_key=key, item=item, position=position)
            for position, item in enumerate(items, start=1)
        )
        session.flush()
    return list(stored_items(session, key))


def next_place(session: Session, key: str) -> int:
    """Position for one more item."""
    last = session.scalar(select(func.max(CodeItem.position)).where(CodeItem.list_key == key))
    return (last or 0) + 1
