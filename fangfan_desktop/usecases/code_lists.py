"""The office's code lists (代码表): adding, hiding and ordering items."""

from dataclasses import dataclass

from fangfan_desktop.domain.code_lists import DEFAULT_LISTS, HEAD
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import CodeItem
from fangfan_desktop.storage import code_lists
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.code_lists import ListedCode
from fangfan_desktop.storage.database import Database

_LONGEST_ITEM = 40


@dataclass(frozen=True, slots=True)
class CodeListLine:
    """A code list: key, Chinese name, source, items in the office's order."""

    key: str
    title: str
    source: str
    items: tuple[ListedCode, ...]


def list_code_lists(database: Database) -> tuple[CodeListLine, ...]:
    """All code lists."""
    with database.read() as session:
        return tuple(
            CodeListLine(one.key, one.title, one.source, code_lists.listed_codes(session, one.key))
            for one in DEFAULT_LISTS.values()
        )


def add_code_item(database: Database, *, list_key: str, item: str) -> Changes:
    """Add an item at the end of a list.

    Raises:
        UserError: nothing typed, too long, a comma in it, or it is there already.
    """
    clean = item.strip()
    if not clean or len(clean) > _LONGEST_ITEM:
        raise UserError(f"请填1至{_LONGEST_ITEM}个字。")
    if any(mark in clean for mark in ",，、;；"):
        raise UserError("一次只加一项，项里不能有逗号、顿号、分号。")
    with database.action("新增代码") as unit:
        rows = code_lists.own_copy(unit.session, list_key)
        same = [row for row in rows if row.item == clean]
        if same and not same[0].is_hidden:
            raise UserError(f"“{clean}”已经在表里了。")
        if same:
            same[0].is_hidden = 0
        else:
            unit.session.add(
                CodeItem(
                    list_key=list_key,
                    item=clean,
                    position=code_lists.next_place(unit.session, list_key),
                )
            )
    return unit.changes


def hide_code_item(
    database: Database, *, list_key: str, item: str, is_hidden: bool = True
) -> Changes:
    """Hide an item from choosing, or show it again; what is recorded keeps it.

    Raises:
        UserError: the item is needed, or not there.
    """
    if list_key == "relation" and item in {HEAD, "其他"} and is_hidden:
        raise UserError(f"“{item}”是程序要用的，不能停用。")
    with database.action("停用代码" if is_hidden else "启用代码") as unit:
        for row in code_lists.own_copy(unit.session, list_key):
            if row.item == item:
                row.is_hidden = int(is_hidden)
                break
        else:
            raise UserError(f"表里没有“{item}”。")
    return unit.changes


def move_code_item(database: Database, *, list_key: str, item: str, by: int) -> Changes:
    """Move an item up (`by` < 0) or down within its list.

    Raises:
        UserError: the item is not there.
    """
    with database.action("调整代码顺序") as unit:
        rows = code_lists.own_copy(unit.session, list_key)
        index = next((i for i, row in enumerate(rows) if row.item == item), None)
        if index is None:
            raise UserError(f"表里没有“{item}”。")
        row = rows.pop(index)
        rows.insert(max(0, min(len(rows), index + by)), row)
        for position, one in enumerate(rows, start=1):
            if one.position != position:
                one.position = position
    return unit.changes
