"""Columns of somebody else's table matched to fields that are known, by their wording.

No two columns get the same field. A question turned round (住房是否不安全) is never the field that
asks the other way. The limits come from the table of wordings in the tests: the lowest score of a
right match there is above `LIKELY`, and no wrong one reaches `SURE`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from fangfan_desktop.forms.form import Kind
from fangfan_desktop.forms.heading_words import essence, is_opposite
from fangfan_desktop.forms.headings import plain_heading
from fangfan_desktop.forms.known_fields import IN_ORDER, KnownField, Wording, plain_path

SURE = 93.0
LIKELY = 78.0
CLEAR_LEAD = 4.0  # over the next best field, else it is not sure
_WORD_BY_WORD = 105.0  # goes before all that only mean the same
_CONTAINED = 0.9  # of a wording that stands whole within the other
_SHORTEST_CONTAINED = 4  # characters
_TURNED = 0.92  # of two long headings whose parts stand the other way round
_SHORTEST_TURNED = 7  # characters
_SHORT = 2  # characters; such a heading means something only under its group
_GROUPS_AGREE = 55.0
_WORD_PENALTY = 13.0
_KIND_PENALTY = 30.0
_MOST_PENALTY = 45.0

# A word that only one of two headings has tells them apart, however alike the rest is.
_TELLING = re.compile(
    "安全问题|人均|编号|符合|同意|参考|结论|拟|被|新|重度|近两年|三年|半年|散特困|集中|户主|帮扶|责任人|电话|单位|职务|配偶|子女|"
    "老人|次要|启动|消除|识别|回退|纳入|时间|金额|人数|户数|人口|原因|类|比例|占比|面积|"
    "等级|方式|可支配|支出|大病|慢病|医保|保险|养老|务工|就业|产业|收入|补贴|补助|奖补|"
    "贷款|次数|计划|签字|证号|健康|文化|残疾|低保|脱贫|系统|满意|建议|地点|村干部|包村|"
    "网格|书记|经营|政策|合同|厕所|道路|整改|监测|条数|成效|及时|精准|单人|疫情|教育|"
    "医疗|住房|饮水"
)
# Words of a group that say whose the column is.
_WHOSE = ("帮扶", "配偶", "包村", "网格", "村干部", "申请人", "监护人")


# Somebody else than the head of the household, as a group names him.
_OTHERS = re.compile(
    "成员|学生|子女|儿童|老人|患者|病人|残疾人|务工人员|毕业生|配偶|监护人|申请人|法人|负责人|联系人|帮扶|包[村联保户]|网格|干部|书记"
)
_OF_HEAD = frozenset({"head_name", "head_id_number", "phone"})
_PART = re.compile("姓名|(?:联系)?电话|联系方式|手机号?码?|单位|职务")
_JOINED_PART = re.compile(rf"[及和与、/]?(?:{_PART.pattern})")
# A group that asks for what is wrong turns round the headings under it.
_PROBLEMS = re.compile("存在问题|有问题|问题(?:排查|情况)?$|隐患|[不未]达标|短板|未解决|薄弱")
_IN_ORDER = re.compile(IN_ORDER)


class Verdict(StrEnum):
    """How far a match can be trusted."""

    SURE = "sure"
    LIKELY = "likely"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column to find a field for."""

    headings: tuple[str, ...]
    kind: Kind | None = None  # as guessed from its wording; None = any


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """The field that a column is taken for."""

    known: KnownField | None
    score: float  # 0-100
    verdict: Verdict
    runner_up: KnownField | None = None
    runner_up_score: float = 0.0


@dataclass(frozen=True, slots=True)
class _Asked:
    leaf: str
    group: str
    path: tuple[str, ...]  # word by word
    whole: str  # of all headings together, as one text
    kind: Kind | None
    own: str  # words of the group that say whose it is
    is_others: bool  # the group names somebody else than the head of the household
    asks_problem: bool  # the group asks for what is wrong


def match_fields(
    columns: Sequence[AskedColumn], known: Sequence[KnownField]
) -> tuple[FieldMatch, ...]:
    """A match for each column, in their order; no field is given twice.

    The best pairs go first; a column whose field is taken by a better one gets its next best.
    """
    asked = [_asked(column) for column in columns]
    pairs = [
        (score, i, j)
        for i, column in enumerate(asked)
        for j, field in enumerate(known)
        if (score := _score(column, field)) >= LIKELY
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1]))
    given: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, i, j in pairs:
        if i not in given and j not in taken:
            given[i] = (j, score)
            taken.add(j)
    return tuple(_verdict(i, given, pairs, known) for i in range(len(columns)))


def _verdict(
    column: int,
    given: dict[int, tuple[int, float]],
    pairs: list[tuple[float, int, int]],
    known: Sequence[KnownField],
) -> FieldMatch:
    found = given.get(column)
    others = [
        (score, j) for score, i, j in pairs if i == column and (found is None or j != found[0])
    ]
    next_score, next_ = max(others, default=(0.0, -1))
    runner_up = known[next_] if next_ >= 0 else None
    if found is None:
        return FieldMatch(None, 0.0, Verdict.NEW, runner_up, next_score)
    best, score = found
    is_sure = score == _WORD_BY_WORD or (score >= SURE and score - next_score >= CLEAR_LEAD)
    verdict = Verdict.SURE if is_sure else Verdict.LIKELY
    return FieldMatch(known[best], min(score, 100.0), verdict, runner_up, next_score)


def _asked(column: AskedColumn) -> _Asked:
    texts = [text for text in column.headings if text]
    above = "".join(texts[:-1])
    if texts and _PART.fullmatch("".join(texts[-1].split())):
        # 帮扶联系人及电话 › 姓名、电话: the group names its columns once more
        texts = [*(_JOINED_PART.sub("", text) or text for text in texts[:-1]), texts[-1]]
    leaf = essence(texts[-1]) if texts else ""
    group = "".join(map(essence, texts[:-1]))
    whole = essence("".join(texts)) if len(texts) > 1 else leaf
    return _Asked(
        leaf=leaf,
        group=group,
        path=plain_path(column.headings),
        whole=whole,
        kind=column.kind,
        own="".join(word for word in _WHOSE if word in group),
        is_others=_OTHERS.search(above) is not None and "户主" not in "".join(texts),
        asks_problem=_PROBLEMS.search(plain_heading(above)) is not None,
    )


def _score(asked: _Asked, known: KnownField) -> float:
    """How much a column is the field, 0-100; a little more where they agree word by word."""
    if asked.path in known.paths:
        return _WORD_BY_WORD
    if _is_other_kind(asked.kind, known.field.kind):
        return 0.0
    if asked.is_others and known.field.key in _OF_HEAD:
        return 0.0
    if asked.asks_problem and not _IN_ORDER.search(asked.leaf) and known.asks_order:
        return 0.0
    best = max((_wording_score(asked, wording) for wording in known.wordings), default=0.0)
    is_unlike = asked.kind is not None and _is_unlike(asked, asked.kind, known.field.kind)
    return max(0.0, best - (_KIND_PENALTY if is_unlike else 0.0))


def _wording_score(asked: _Asked, wording: Wording) -> float:
    if wording.needs_group and asked.kind is not Kind.YES_NO and not _groups_agree(asked, wording):
        return 0.0
    if "三保障" in wording.leaf and "三保障" not in asked.leaf:
        return 0.0  # all three together are asked for, not one of them
    score = _pair_score(asked.leaf, wording.leaf, _is_placed(asked, wording))
    if asked.own and not any(word in wording.leaf + wording.group for word in _WHOSE):
        score -= _WORD_PENALTY  # the group says that it is somebody else's
    whole = asked.group + asked.leaf
    if asked.group:
        if asked.whole == wording.leaf:
            return 100.0
        # a group that says it all says nothing of the column under it
        if wording.leaf not in asked.group:
            score = max(score, _pair_score(whole, wording.leaf, is_placed=True))
            score = max(score, _pair_score(asked.whole, wording.leaf, is_placed=True))
        if wording.group:
            score = max(score, _pair_score(whole, wording.group + wording.leaf, is_placed=True))
    return score


def _is_placed(asked: _Asked, wording: Wording) -> bool:
    """Whether the groups let the two lowest headings be compared alone."""
    if min(len(asked.leaf), len(wording.leaf)) > _SHORT or not wording.group:
        return True
    return _groups_agree(asked, wording)


def _groups_agree(asked: _Asked, wording: Wording) -> bool:
    return bool(asked.group) and fuzz.ratio(asked.group, wording.group) >= _GROUPS_AGREE


def _pair_score(one: str, other: str, is_placed: bool) -> float:  # noqa: FBT001 - private
    if not one or not other or not is_placed or is_opposite(one, other):
        return 0.0
    if one == other:
        return 100.0
    if min(len(one), len(other)) <= _SHORT:
        return 0.0  # a short one is it or is not
    score = fuzz.ratio(one, other)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _SHORTEST_TURNED:
        score = max(score, _TURNED * fuzz.ratio("".join(sorted(one)), "".join(sorted(other))))
    if len(shorter) >= _SHORTEST_CONTAINED and shorter in longer:
        score = max(score, 100 * _CONTAINED)
    different = len(_telling(one) ^ _telling(other))
    return max(0.0, score - min(_WORD_PENALTY * different, _MOST_PENALTY))


@lru_cache(maxsize=4096)
def _telling(text: str) -> frozenset[str]:
    return frozenset(_TELLING.findall(text))


def _is_other_kind(guessed: Kind | None, kind: Kind) -> bool:
    """Whether values of the one can never be values of the other."""
    if guessed is None:
        return False
    figures = {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.ID_NUMBER}
    if guessed in figures and kind in {Kind.YES_NO, *figures}:
        return guessed is not kind and {guessed, kind} != {Kind.NUMBER, Kind.MONEY}
    return guessed is Kind.YES_NO and kind is not Kind.YES_NO


def _is_unlike(asked: _Asked, guessed: Kind, kind: Kind) -> bool:
    """Whether the kinds differ so that the match is doubtful: a choice, but a text is known.

    A short heading under a group may ask for yes or no without saying so, unless it lists what is
    done: 帮扶措施 › 住房安全保障.
    """
    if guessed is kind or {guessed, kind} <= {Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE}:
        return False
    if kind is Kind.YES_NO:
        return guessed is not Kind.TEXT or bool(asked.own)
    return guessed not in {Kind.TEXT, Kind.LONG_TEXT}
