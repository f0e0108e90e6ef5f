"""The State Council's yearly notice of holidays (部分节假日安排), read from its text.

Read are the lines of the notice as they are published (“二、春节：2月15日至23日放假调休，共9天。
2月14日(周六)、2月28日(周六)上班。”) and the short form that a clerk types (“春节 放假 2月15日至
2月23日，补班 2月14日、2月28日”). A weekday in brackets is compared with the date: that finds a
notice of another year.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from fangfan_desktop.domain.characters import to_half_width
from fangfan_desktop.domain.dates import format_date
from fangfan_desktop.errors import UserError

WEEKDAY_NAMES = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")

_LONGEST_HOLIDAY = 15  # days; the longest so far was nine
_LONGEST_NAME = 12
_SATURDAY = 5
_DECEMBER = 12
_WEEKDAYS = "一二三四五六日"

_Work = Literal["off", "on"]

_TITLE_YEAR = re.compile(r"([0-9]{4})年(?:部分)?(?:节假日|元旦)")
_ITEM = re.compile(r"\n|(?<![一二三四五六七八九十])(?=[一二三四五六七八九十]{1,2}、)")
_NUMBERING = re.compile(r"^[\s一二三四五六七八九十0-9]*[、.)]")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_MARKED = re.compile(r"<.>")  # a weekday that was written in brackets
_BRACKET_DAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_WEEKDAY = r"(?:<(?P<{0}w>[一二三四五六日])>)?"
_DATE = (
    r"(?:(?P<{0}y>[0-9]{{4}})[-./年])?(?P<{0}m>[0-9]{{1,2}})[-./月](?P<{0}d>[0-9]{{1,2}})[日号]?"
)
_FIRST = f"(?:{_DATE}|(?P<{{0}}n>[0-9]{{{{1,2}}}})日){_WEEKDAY}"  # 28日: of the month named before
_LAST = f"(?:{_DATE}|(?P<{{0}}n>[0-9]{{{{1,2}}}})日?){_WEEKDAY}"
_TOKEN = re.compile(
    r"(?P<off>放假|休假)|(?P<on>上班|补班|调班)|(?<![0-9共])"
    + _FIRST.format("a")
    + r"(?:\s*(?:至|到|~|-|—|\u2013)+\s*"
    + _LAST.format("b")
    + r")?(?![0-9天个年])"
)
_SIGNATURE = re.compile(r"国务院办公厅\s*[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """One festival of a notice: its days off, first to last, and the days worked instead.

    `first` and `last` are both None where a line only names days that are worked.
    """

    name: str
    first: date | None
    last: date | None
    make_up: tuple[date, ...] = ()

    @property
    def days_off(self) -> tuple[date, ...]:
        """Each day from first to last."""
        if self.first is None or self.last is None:
            return ()
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=n) for n in range(count))


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """What a notice says of one day, and the note that is kept with it, e.g. 春节补班."""

    is_worked: bool
    note: str


@dataclass(slots=True)
class _Reading:
    """A line while it is read; `pending` are spans whose 放假 or 上班 is still to come."""

    year: int
    text: str
    month: int = 0
    off: list[tuple[date, date]] = field(default_factory=list[tuple[date, date]])
    on: list[date] = field(default_factory=list[date])
    pending: list[tuple[date, date]] = field(default_factory=list[tuple[date, date]])


def weekday_name(day: date) -> str:
    """`星期六`."""
    return WEEKDAY_NAMES[day.weekday()]


def notice_year(text: str) -> int | None:
    """The year that the title or first sentence of a notice names, else None."""
    found = _TITLE_YEAR.search(to_half_width(text))
    return int(found.group(1)) if found else None


def parse_notice(text: str, year: int) -> tuple[HolidayLine, ...]:
    """The festivals of a notice for `year`; sentences without dates are passed over.

    Raises:
        UserError: a date that does not exist or has another weekday than written, dates without
            放假 or 上班, or what `days_of_notice` refuses.
    """
    # brackets first: 农历腊月二十八、周日 within them looks like an item's number
    whole = _BRACKETS.sub(_keep_weekday, _SIGNATURE.sub("", to_half_width(text)))
    lines = tuple(line for item in _ITEM.split(whole) for line in _lines_of_item(item, year))
    days_of_notice(lines, year)
    return lines


def days_of_notice(lines: Sequence[HolidayLine], year: int) -> dict[date, NoticeDay]:
    """Each day that the lines name.

    Raises:
        UserError: no line, days off the wrong way round or too many, a make-up day that is worked
            anyway, one day named twice, or a day of another year.
    """
    if not lines:
        raise UserError(
            "没有找到放假安排。请贴通知的正文，或一行写一个节日，"
            "如“春节 放假 2月15日至2月23日，补班 2月14日、2月28日”。"
        )
    days: dict[date, NoticeDay] = {}
    for line in lines:
        _check_line(line)
        named = [(day, NoticeDay(is_worked=False, note=line.name)) for day in line.days_off]
        made_up = f"{line.name}补班" if line.name else "补班"
        named += [(day, NoticeDay(is_worked=True, note=made_up)) for day in line.make_up]
        for day, said in named:
            if day in days:
                raise UserError(f"{format_date(day)}写了两次，请核对。")
            if not date(year - 1, _DECEMBER, 1) <= day <= date(year + 1, 1, 31):
                raise UserError(f"{format_date(day)}不在{year}年，请核对年份。")
            days[day] = said
    if not any(day.year == year for day in days):
        raise UserError(f"没有一天在{year}年，请核对年份。")
    return days


def _check_line(line: HolidayLine) -> None:
    if line.first is not None and line.last is not None:
        count = (line.last - line.first).days + 1
        if count < 1:
            raise UserError(
                f"放假从{format_date(line.first)}到{format_date(line.last)}，前后颠倒了，请核对。"
            )
        if count > _LONGEST_HOLIDAY:
            raise UserError(
                f"放假从{format_date(line.first)}到{format_date(line.last)}有{count}天，请核对日期。"
            )
    for day in line.make_up:
        if day.weekday() < _SATURDAY:
            raise UserError(
                f"补班的{format_date(day)}是{weekday_name(day)}，本来就上班，请核对日期和年份。"
            )


def _lines_of_item(text: str, year: int) -> Iterator[HolidayLine]:
    """The lines of one numbered item; several spans off become several lines of one name."""
    tokens = list(_TOKEN.finditer(text))
    if not any(token["off"] or token["on"] for token in tokens):
        _refuse_loose_dates(text, tokens)
        return
    read = _Reading(year, text)
    is_before = bool(tokens[0]["off"] or tokens[0]["on"])  # 放假 2月1日, not 2月1日放假
    work: _Work | None = None
    for token in tokens:
        if token["off"] or token["on"]:
            work = "off" if token["off"] else "on"
            if not is_before:
                _settle(read, work)
            continue
        read.pending.append(_span(read, token))
        if is_before and work is not None:
            _settle(read, work)
    if read.pending:
        raise UserError(
            f"“{_short(read.text)}”里的{format_date(read.pending[0][0])}没有写放假还是上班。"
        )
    if not read.off and not read.on:
        return  # a sentence about holidays without a date
    name = _name(text[: tokens[0].start()])
    spans: list[tuple[date | None, date | None]] = [*read.off] or [(None, None)]
    for place, (first, last) in enumerate(spans):
        yield HolidayLine(name, first, last, () if place else tuple(read.on))


def _refuse_loose_dates(text: str, tokens: Sequence[re.Match[str]]) -> None:
    """Dates alone are a mistake, but for the one below a notice, which has its year."""
    if any(token["am"] and not token["ay"] for token in tokens):
        raise UserError(f"“{_short(text)}”没有写放假还是上班。")


def _settle(read: _Reading, work: _Work) -> None:
    if work == "off":
        read.off += read.pending
    else:
        for first, last in read.pending:
            read.on += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    read.pending.clear()


def _span(read: _Reading, token: re.Match[str]) -> tuple[date, date]:
    first = _day(read, token, "a", read.year)
    if not (token["bd"] or token["bn"]):
        _check_weekday(first, token["aw"])
        return first, first
    last = _day(read, token, "b", first.year)
    if first.month == _DECEMBER and last.month == 1 and not token["by"]:  # 12月31日至1月2日
        begins = first.year if token["ay"] else read.year - 1
        first, last = first.replace(year=begins), last.replace(year=begins + 1)
    _check_weekday(first, token["aw"])
    _check_weekday(last, token["bw"])
    if not timedelta(0) <= last - first < timedelta(days=_LONGEST_HOLIDAY):
        _check_line(HolidayLine("", first, last))
    return first, last


def _day(read: _Reading, token: re.Match[str], end: str, year: int) -> date:
    month = int(token[f"{end}m"] or read.month)
    try:
        day = date(int(token[f"{end}y"] or year), month, int(token[f"{end}d"] or token[f"{end}n"]))
    except ValueError:
        raise UserError(f"“{_short(read.text)}”里的“{token.group().strip()}”不是日期。") from None
    read.month = month
    return day


def _check_weekday(day: date, written: str | None) -> None:
    if written and _WEEKDAYS[day.weekday()] != written:
        raise UserError(
            f"{format_date(day)}是{weekday_name(day)}，写的是星期{written}："
            "请核对年份，可能是别的年份的通知。"
        )


def _keep_weekday(bracket: re.Match[str]) -> str:
    found = _BRACKET_DAY.search(bracket.group(1))
    return f"<{found.group(1).replace('天', '日')}>" if found else ""


def _name(text: str) -> str:
    words = _NUMBERING.sub("", text.strip()).strip(" :,.;、。")
    return words.removesuffix("从").strip()[:_LONGEST_NAME]


def _short(text: str) -> str:
    longest = 24
    text = " ".join(_MARKED.sub("", text).split())
    return text if len(text) <= longest else text[:longest] + "…"
