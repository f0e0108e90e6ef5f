"""Notices (公示、公告): the kinds, what a public list may show, and how long a notice hangs.

A public list shows the serial number, village group, head of household, population and category;
the main risk only where the office switches it on, for 因病 and 因残 tell of a person's health.
Nothing else is public: no ID number, telephone, bank account, address, illness or disability
detail, income or minor's name (State Council office, 2018: public papers name no more of a person
than their purpose needs).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fangfan_desktop.domain.dates import format_date
from fangfan_desktop.domain.identity_number import age_on, birth_date, id_card_part
from fangfan_desktop.domain.masking import last_four
from fangfan_desktop.domain.natural_order import group_key, natural_key
from fangfan_desktop.domain.workdays import Corrections, add_working_days, is_workday
from fangfan_desktop.errors import UserError

LEAST_DAYS = 5  # most places ask for at least five, some for seven; the procedure says
_MOST_DAYS = 60
GROWN_UP = 18  # years; a younger head is shown by surname only
MASKED = "某"
_ONE_DAY = timedelta(days=1)


class NoticeLevel(StrEnum):
    """Who puts the notice up."""

    VILLAGE = "村级"
    TOWNSHIP = "乡镇级"


class NoticeKind(StrEnum):
    """A kind of notice; its value is the word on the command line."""

    TO_INCLUDE_VILLAGE = "to-include-village"
    TO_INCLUDE_TOWNSHIP = "to-include-township"
    INCLUDED = "included"
    TO_CLEAR = "to-clear"
    CLEARED = "cleared"
    MEETING = "meeting"

    @property
    def label(self) -> str:
        """Chinese name."""
        return _LABELS[self]

    @property
    def level(self) -> NoticeLevel:
        """Who puts it up unless the procedure says otherwise."""
        return NoticeLevel.TOWNSHIP if self in _OF_TOWNSHIP else NoticeLevel.VILLAGE

    @property
    def word(self) -> str:
        """公示 asks for objections before a decision; 公告 makes a decision known."""
        return "公告" if self in _DECIDED else "公示"

    @property
    def least_days(self) -> int:
        """Calendar days, first and last counted, unless the procedure says otherwise."""
        return LEAST_DAYS


_LABELS = {
    NoticeKind.TO_INCLUDE_VILLAGE: "拟纳入监测对象公示",
    NoticeKind.TO_INCLUDE_TOWNSHIP: "拟纳入复核公示",
    NoticeKind.INCLUDED: "纳入结果公告",
    NoticeKind.TO_CLEAR: "拟消除风险公示",
    NoticeKind.CLEARED: "消除结果公告",
    NoticeKind.MEETING: "评议结果公示",
}
_DECIDED = frozenset({NoticeKind.INCLUDED, NoticeKind.CLEARED})
_OF_TOWNSHIP = _DECIDED | {NoticeKind.TO_INCLUDE_TOWNSHIP}


class PublicColumn(StrEnum):
    """A column that a public list may have; its value is its heading."""

    SERIAL = "序号"
    GROUP = "村民小组"
    HEAD = "户主姓名"
    POPULATION = "家庭人口"
    CATEGORY = "监测对象类别"
    RISK = "主要风险"


PUBLIC_COLUMNS = (
    PublicColumn.SERIAL,
    PublicColumn.GROUP,
    PublicColumn.HEAD,
    PublicColumn.POPULATION,
    PublicColumn.CATEGORY,
)
# No place asks for less of one kind than of another; a kind of its own rule gets its own line.
_COLUMNS = dict.fromkeys(NoticeKind, PUBLIC_COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEntry:
    """A household of the list, as the registry has it; most of it is never shown."""

    village: str
    group: str
    head_name: str
    id_number: str = ""  # the head's
    population: int = 0  # people
    category: str = ""
    risk: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A line of a public list."""

    serial: int  # from 1
    group: str  # with the village where the list has several
    head_name: str  # as shown, namesakes told apart
    population: int
    category: str
    risk: str
    place: int = 0  # of the entry in what `notice_rows` was given, from 0; never printed

    def value(self, column: PublicColumn) -> str:
        """The text of a column."""
        return {
            PublicColumn.SERIAL: str(self.serial),
            PublicColumn.GROUP: self.group,
            PublicColumn.HEAD: self.head_name,
            PublicColumn.POPULATION: str(self.population),
            PublicColumn.CATEGORY: self.category,
            PublicColumn.RISK: self.risk,
        }[column]


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """How long a notice hangs: from the first day to the end of the last one."""

    starts_on: date
    ends_on: date
    days: int  # first and last day counted
    in_working_days: bool = False

    @property
    def text(self) -> str:
        """The length: 5天, 5个工作日."""
        return f"{self.days}{'个工作日' if self.in_working_days else '天'}"

    @property
    def note(self) -> str:
        """What stands under the dates on the screen."""
        last = f"{self.ends_on.month}月{self.ends_on.day}日"
        return f"{self.text}，含首尾；{last}24:00期满"

    def is_over(self, today: date) -> bool:
        """Whether the last day has passed."""
        return today > self.ends_on


def notice_kind(word: str) -> NoticeKind:
    """The kind of a word of the command line, or of a Chinese name.

    Raises:
        UserError: there is no such kind.
    """
    for kind in NoticeKind:
        if word.strip() in {kind.value, kind.label}:
            return kind
    known = "、".join(f"{kind.value}（{kind.label}）" for kind in NoticeKind)
    raise UserError(f"没有“{word}”这种公示公告，可以用：{known}。")


def allowed_columns(kind: NoticeKind, *, with_risk: bool = False) -> tuple[PublicColumn, ...]:
    """The columns that a list of this kind may have at most."""
    columns = _COLUMNS[kind]
    return (*columns, PublicColumn.RISK) if with_risk else columns


def refuse_columns(
    kind: NoticeKind, columns: Iterable[str], *, with_risk: bool = False
) -> tuple[PublicColumn, ...]:
    """The columns asked for, in the order of the paper.

    Args:
        kind: of the notice.
        columns: headings; the serial number and the head are there in any case.
        with_risk: whether the office has switched the main risk on.

    Raises:
        UserError: a column is asked for that this kind does not allow.
    """
    asked = dict.fromkeys(columns)
    allowed = allowed_columns(kind, with_risk=with_risk)
    refused = [name for name in asked if name not in allowed]
    if refused:
        names = "、".join(f"“{name}”" for name in refused)
        hint = (
            "主要风险涉及健康信息，须先在设置中打开“公示主要风险”。"
            if refused == [PublicColumn.RISK]
            else f"公开名单只能有{'、'.join(allowed)}。"
        )
        raise UserError(f"{kind.label}不能公开{names}这一栏：{hint}")
    shown = {PublicColumn.SERIAL, PublicColumn.HEAD, *asked}
    return tuple(column for column in allowed if column in shown)


def notice_rows(
    entries: Sequence[NoticeEntry],
    *,
    shown_on: date,
    others: Iterable[NoticeEntry] = (),
    has_group: bool = True,
) -> tuple[NoticeRow, ...]:
    """The lines of a public list: by village as given, then group, then name.

    Heads of one name in one village are told apart by their group; where that is the same or not
    known, by the last four digits of the ID number and never more; where these are
    the same or missing too, by 同名第1户, 同名第2户. A head under 18 is shown by surname only.

    Args:
        entries: the households.
        shown_on: first day of the notice; ages are counted to it.
        others: further heads of the same villages who are not on the list; namesakes among them
            count too.
        has_group: whether the list has a column for the group; without one it stands behind the
            names that need it.
    """
    listed = [_Head.of(entry, shown_on) for entry in entries]
    unlisted = [_Head.of(entry, shown_on) for entry in others]
    has_villages = len({entry.village for entry in entries}) > 1
    villages = {name: place for place, name in enumerate(dict.fromkeys(e.village for e in entries))}
    order = sorted(
        range(len(entries)),
        key=lambda place: (
            villages[entries[place].village],
            group_key(entries[place].group),
            natural_key(entries[place].head_name, is_name=True),
        ),
    )
    tails = _tails([listed[place] for place in order], unlisted, has_group=has_group)
    return tuple(
        _row(serial, place, entries[place], listed[place].name + tail, has_villages=has_villages)
        for serial, (place, tail) in enumerate(zip(order, tails, strict=True), 1)
    )


def count_people(rows: Iterable[NoticeRow]) -> int:
    """Number of people of all households of the list."""
    return sum(row.population for row in rows)


def count_categories(rows: Iterable[NoticeRow]) -> Mapping[str, tuple[int, int]]:
    """Category → households and people, in the order in which the categories first come."""
    counts: dict[str, tuple[int, int]] = {}
    for row in rows:
        households, people = counts.get(row.category, (0, 0))
        counts[row.category] = (households + 1, people + row.population)
    return counts


def notice_period(
    starts_on: date,
    days: int = LEAST_DAYS,
    *,
    in_working_days: bool = False,
    corrections: Corrections | None = None,
) -> NoticePeriod:
    """The period that begins on a day, that day counted: 5 days from 05-16 end on 05-20.

    Working days count from the first one on or after the start.

    Raises:
        UserError: fewer than one day or more than sixty.
    """
    if not 1 <= days <= _MOST_DAYS:
        raise UserError(f"公示天数应在1到{_MOST_DAYS}天之间，现在是{days}天，请改正。")
    if not in_working_days:
        return NoticePeriod(starts_on, starts_on + timedelta(days=days - 1), days)
    known = corrections or {}
    more = days - is_workday(starts_on, known)
    return NoticePeriod(starts_on, add_working_days(starts_on, more, known), days, True)


def period_between(
    starts_on: date,
    ends_on: date,
    *,
    least_days: int = LEAST_DAYS,
    in_working_days: bool = False,
    corrections: Corrections | None = None,
) -> NoticePeriod:
    """The period between two days that the clerk chose, both counted.

    Raises:
        UserError: it ends before it begins, or is shorter than the procedure lets it be.
    """
    if ends_on < starts_on:
        raise UserError(
            f"公示截止日期{format_date(ends_on)}早于开始日期{format_date(starts_on)}，请改正。"
        )
    if in_working_days:
        days = _working_days(starts_on, ends_on, corrections or {})
    else:
        days = (ends_on - starts_on).days + 1
    period = NoticePeriod(starts_on, ends_on, days, in_working_days)
    if days < least_days:
        usual = notice_period(
            starts_on, least_days, in_working_days=in_working_days, corrections=corrections
        )
        raise UserError(
            f"公示期只有{period.text}，按程序不少于{usual.text}："
            f"截止日期最早应为{format_date(usual.ends_on)}。"
        )
    return period


def _working_days(starts_on: date, ends_on: date, corrections: Corrections) -> int:
    span = (ends_on - starts_on).days + 1
    return sum(is_workday(starts_on + n * _ONE_DAY, corrections) for n in range(span))


def _row(
    serial: int, place: int, entry: NoticeEntry, name: str, *, has_villages: bool
) -> NoticeRow:
    group = entry.village + entry.group if has_villages else entry.group
    return NoticeRow(serial, group, name, entry.population, entry.category, entry.risk, place)


@dataclass(frozen=True, slots=True)
class _Head:
    # A head as far as it is shown: heads of one `spot` have to be told apart.
    village: str
    group: str
    name: str
    four: str  # digits, "" where the ID number has none or is a minor's

    @classmethod
    def of(cls, entry: NoticeEntry, day: date) -> "_Head":
        born = birth_date(entry.id_number)
        is_minor = born is not None and age_on(born, day) < GROWN_UP
        four = "" if is_minor or not id_card_part(entry.id_number) else last_four(entry.id_number)
        return cls(
            entry.village,
            entry.group,
            _surname_only(entry.head_name) if is_minor else entry.head_name,
            four,
        )


def _surname_only(name: str) -> str:
    return name[:1] + MASKED * min(max(len(name) - 1, 1), 2)


def _tails(listed: Sequence[_Head], unlisted: Collection[_Head], *, has_group: bool) -> list[str]:
    """What is put behind each name of the list."""
    everybody = (*listed, *unlisted)
    names = Counter((head.village, head.name) for head in everybody)
    spots = Counter((head.village, head.name, head.group) for head in everybody)
    digits = Counter((head.village, head.name, head.group, head.four) for head in everybody)
    numbers: Counter[tuple[str, str, str]] = Counter()
    tails: list[str] = []
    for head in listed:
        spot = (head.village, head.name, head.group)
        if names[head.village, head.name] == 1:
            tails.append("")
        elif head.group and spots[spot] == 1:
            tails.append("" if has_group else f"（{head.group}）")
        elif head.four and digits[*spot, head.four] == 1:
            tails.append(f"（尾号{head.four}）")
        else:
            numbers[spot] += 1
            tails.append(f"（同名第{numbers[spot]}户）")
    return tails
