"""Titles of official papers broken by their sense (按词意分行), never within a word."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

from fangfan_desktop.documents.text_lines import break_lines

# What may end a line or begin one, and how little one likes it there.
_BREAKS = (
    (re.compile(r"年度?(?!龄|人均)"), 0.0),
    (re.compile(r"(?:拟纳入|新识别|新纳入|拟消除|关于|暨|的)(?!.{0,2}$)"), 0.0),
    (re.compile(r"(?<![农乡自])村(?![民委级务内组])|社区|嘎查"), 0.5),
    (re.compile(r"(?=防止返贫|易返贫|拟|风险消除|集中排查|民主评议|复核)"), 0.5),
    (re.compile(r"镇|(?<!城)乡(?![村镇])|街道|县|[”》）]"), 2.0),
)
_WIDE = 0x2000  # from here on characters are as wide as high, in official fonts
_MOST_LINES = 4
_MOST_BREAKS = 12


def title_lines(title: str, room: float, width: Callable[[str], float]) -> list[str]:
    """The lines of a title, as even as its words let them be.

    Args:
        title: line feeds in it are kept.
        room: width of a line, in the unit of `width`.
        width: measures a text.
    """
    lines: list[str] = []
    for part in title.split("\n"):
        lines.extend(_part_lines(part.strip(), room, width))
    return lines


def em_width(text: str) -> float:
    """Width of a text in characters: a Chinese one is one, a Latin letter or figure a half."""
    return sum(0.5 if ord(character) < _WIDE else 1.0 for character in text)


def _part_lines(title: str, room: float, width: Callable[[str], float]) -> list[str]:
    if width(title) <= room:
        return [title]
    costs = dict(_breaks(title))
    places = sorted(costs, key=lambda place: costs[place])[:_MOST_BREAKS]
    for count in range(1, _MOST_LINES):
        best: tuple[float, list[str]] | None = None
        for chosen in combinations(sorted(places), count):
            lines = [title[a:b] for a, b in pairwise((0, *chosen, len(title)))]
            widths = [width(line) for line in lines]
            if max(widths) > room:
                continue
            cost = (max(widths) - min(widths)) * len(title) / width(title)
            cost += sum(costs[place] for place in chosen)
            if best is None or cost < best[0]:
                best = (cost, lines)
        if best is not None:
            return best[1]
    return break_lines(title, room, width)


def _breaks(title: str) -> Iterator[tuple[int, float]]:
    """Places and what a break there costs; the dearest first, so that the cheapest one stays."""
    for pattern, cost in reversed(_BREAKS):
        for match in pattern.finditer(title):
            if 0 < match.end() < len(title):
                yield match.end(), cost
