"""与户主关系 when another member becomes the head: what can be told, and what has to be asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from fangfan_desktop.domain.code_lists import HEAD

OTHER = "其他"
_SPOUSE = "配偶"
_CHILDREN = frozenset({"之子", "之女"})
_DESCENDANTS = _CHILDREN | {
    "之儿媳",
    "之女婿",
    "之孙子",
    "之孙女",
    "之外孙子",
    "之外孙女",
    "之曾孙子",
    "之曾孙女",
}
# Seen from the spouse: the head's parents are parents-in-law, by the sex of the new head.
_PARENTS_SEEN_BY_SPOUSE = {
    ("之父", "女"): "之公公",
    ("之母", "女"): "之婆婆",
    ("之父", "男"): "之岳父",
    ("之母", "男"): "之岳母",
    ("之公公", "男"): "之父",
    ("之婆婆", "男"): "之母",
    ("之岳父", "女"): "之父",
    ("之岳母", "女"): "之母",
}
# Seen from a child of the old head.
_SEEN_BY_CHILD = {
    "之父": "之祖父",
    "之母": "之祖母",
    "之岳父": "之外祖父",
    "之岳母": "之外祖母",
    "之公公": "之祖父",
    "之婆婆": "之祖母",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A member as far as relations go; `sex` is 男, 女 or None."""

    id: int
    relation: str
    sex: str | None


def relations_after(members: Sequence[Member], new_head: int) -> dict[int, str]:
    """Relation of each member to the new head; 其他 where the old one does not tell.

    Args:
        members: All who stay in the household, the new head among them; the old head may be gone.
        new_head: Id of the member who becomes the head.

    Raises:
        StopIteration: the new head is not among the members.
    """
    head = next(member for member in members if member.id == new_head)
    found = {m.id: _seen_by(head, m, members) for m in members}
    found[new_head] = HEAD
    return found


def _seen_by(head: Member, member: Member, members: Sequence[Member]) -> str:
    if head.relation == HEAD:
        return member.relation
    if head.relation == _SPOUSE:
        return _seen_by_spouse(head, member)
    if head.relation in _CHILDREN:
        return _seen_by_child(head, member, members)
    if head.relation in {"之父", "之母"} and member.relation == HEAD:
        return _child(member)
    return OTHER


def _seen_by_spouse(head: Member, member: Member) -> str:
    if member.relation == HEAD:
        return _SPOUSE
    if member.relation in _DESCENDANTS:
        return member.relation
    return _PARENTS_SEEN_BY_SPOUSE.get((member.relation, head.sex or ""), OTHER)


def _seen_by_child(head: Member, member: Member, members: Sequence[Member]) -> str:
    if member.relation in {HEAD, _SPOUSE}:
        return {"男": "之父", "女": "之母"}.get(member.sex or "", OTHER)
    if member.relation in _CHILDREN:
        return "之兄弟姐妹"
    if member.relation in _SEEN_BY_CHILD:
        return _SEEN_BY_CHILD[member.relation]
    children = [m for m in members if m.relation in _CHILDREN]
    if len(children) == 1:
        return _seen_by_only_child(head, member)
    return OTHER


def _seen_by_only_child(head: Member, member: Member) -> str:
    in_law = {"之子": "之儿媳", "之女": "之女婿"}[head.relation]
    if member.relation == in_law:
        return _SPOUSE
    own = {
        "之子": {"之孙子": "之子", "之孙女": "之女"},
        "之女": {"之外孙子": "之子", "之外孙女": "之女"},
    }[head.relation]
    return own.get(member.relation, OTHER)


def _child(member: Member) -> str:
    return {"男": "之子", "女": "之女"}.get(member.sex or "", OTHER)
