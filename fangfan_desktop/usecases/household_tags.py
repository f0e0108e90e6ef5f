"""The words that stand beside a household's name: 脱贫户 2019, 边缘易致贫户 · 未消除, 低保."""

from dataclasses import dataclass

from fangfan_desktop.storage.household_search import HouseholdRow


@dataclass(frozen=True, slots=True)
class HouseholdTag:
    """A word and its tone: plain, info or warn."""

    text: str
    tone: str = "plain"


def household_tags(row: HouseholdRow, *, is_long: bool = False) -> tuple[HouseholdTag, ...]:
    """Tags of a household, the gravest first.

    Args:
        row: The household.
        is_long: Whether a running case says 未消除, as the head of a page does.
    """
    tags: list[HouseholdTag] = []
    if row.has_left:
        tags.append(HouseholdTag("已离开"))
    end = " · 未消除" if is_long else ""
    tags += [HouseholdTag(category + end, "warn") for category in dict.fromkeys(row.categories)]
    if row.has_cleared and not row.categories:
        tags.append(HouseholdTag("监测对象 · 已消除", "ok"))
    if row.is_lifted:
        tags.append(HouseholdTag(f"脱贫户 {row.lifted_year or ''}".strip(), "info"))
    if not row.is_lifted and not row.categories and not row.has_cleared:
        tags.append(HouseholdTag("一般农户"))
    words = (
        (row.on_dibao, "低保"),
        (row.scattered_tekun, "特困"),
        (row.has_disabled, "残疾"),
        (row.relocated, "易地搬迁"),
        (row.people == 1 and not row.has_left, "单人户"),
    )
    tags += [HouseholdTag(word) for holds, word in words if holds]
    return tuple(tags)
