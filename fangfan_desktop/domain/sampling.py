"""Households drawn by lot, a share or a number of each village.

The plan of 2023 has households visited in proportion (按比例入户核查). The same number of the draw
gives the same households, so that anybody can draw again and see that nobody was picked out.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Lot:
    """How households are drawn.

    Attributes:
        amount: households of each village, or percent of them where `is_share`.
        is_share: whether the amount is a share of 1 to 100 percent; rounded up, at least one.
        seed: number of the draw (抽取号).
    """

    amount: int
    is_share: bool
    seed: int

    @property
    def words(self) -> str:
        """Such as 每村抽5户（抽取号 4821）."""
        much = f"{self.amount}%" if self.is_share else f"{self.amount}户"
        return f"每村抽{much}（抽取号 {self.seed}）"


def draw(villages: Mapping[int, Sequence[int]], lot: Lot) -> list[int]:
    """Households that the lot falls on.

    Args:
        villages: village → its households; the order they are given in does not matter.
        lot: how many of each, and the number of the draw.

    Returns:
        Ids, by village and id; all of a village that has fewer than asked for.
    """
    found: list[int] = []
    for village in sorted(villages):
        households = sorted(set(villages[village]))
        wanted = lot.amount
        if lot.is_share:
            wanted = math.ceil(len(households) * lot.amount / _PERCENT)
        # a village's draw does not hang on which other villages are drawn from
        random = Random(f"{lot.seed}:{village}")  # noqa: S311 - a lot that can be drawn again
        found += sorted(random.sample(households, min(wanted, len(households))))
    return found
