"""The counts of a form in the bottom line: 本村 320 户 · 已完成 118 · 错误 2 · 疑问 5."""

from collections.abc import Iterable

from fangfan_desktop.usecases.campaigns import VillageProgress
from fangfan_desktop.usecases.household_panel import ProblemList


def count_words(
    progress: Iterable[VillageProgress],
    problems: ProblemList,
    village_id: int | None,
    words: tuple[str, str] = ("户", "已完成"),
) -> list[str]:
    """What is said of a village, of all where None; `words` are 户 or 行, and what is counted."""
    unit, done_word = words
    here = [each for each in progress if village_id in {None, each.village_id}]
    place = "全镇" if village_id is None else "本村"
    return [
        f"{place} {sum(each.total for each in here):,} {unit}",
        f"{done_word} {sum(each.done for each in here):,}",
        f"错误 {problems.errors:,}",
        f"疑问 {problems.doubts:,}",
    ]
