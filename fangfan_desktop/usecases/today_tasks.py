"""What makes a task of the day: plain rules over what the workbench has read.

- the screening itself: the plan's day for it (else the campaign's end), while rows are open;
- other days of the plan, from a week before until the day itself: whether they were kept is not
  in the database, so they are not called overdue;
- the weekly statistics (每周五报送), while the week has no snapshot;
- ledger lines by their deadline;
- running cases without a helper or without a measure, by the limits of the procedure: those taken
  in lately one by one, older ones in one line;
- steps of cases, notices and visits: `case_tasks`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from fangfan_desktop.domain.case_progress import due_day
from fangfan_desktop.domain.procedures import Limit
from fangfan_desktop.domain.workdays import NEAR_DAYS, Corrections
from fangfan_desktop.storage.campaigns import VillageProgress
from fangfan_desktop.storage.workbench import Lacking, LackingCase, OpenLine

_WEEK = 7
_LAGGING = 0.7  # of a village's rows complete; the bars turn amber below it
_SURVEY_WORDS = ("入户排查", "集中排查", "全面排查")
_LISTED_CASES = 10
_LONGEST_TITLE = 40


class Urgency(StrEnum):
    """How the due day lies to today."""

    OVERDUE = "超期"
    NEAR = "3天内"
    WEEK = "本周"
    LATER = "以后"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do and the place where it is done.

    Attributes:
        title: What, in a phrase.
        detail: Whose, since when, how much.
        due_on: The last day for it.
        tag: 超 3 天, 今天, 剩 2 天.
        urgency: Its group.
        page: Key of the page that opens.
        target: What the page shows, by name.
        place: The page's name as the line's end shows it.
    """

    title: str
    detail: str
    due_on: date
    tag: str
    urgency: Urgency
    page: str
    place: str
    target: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class CampaignDays:
    """An open campaign's days; `weekday` of the statistics: 1 Monday to 7 Sunday, 0 for none."""

    name: str
    starts_on: date
    ends_on: date
    milestones: tuple[tuple[str, date, str], ...]
    weekday: int
    last_snapshot: date | None


@dataclass(frozen=True, slots=True)
class LackingFacts:
    """Cases that lack something: the recent ones, how many older, the first day of all.

    `limit` counts from the day of being taken in, with the office's corrected days; `limits` are
    those of stored procedures, by id, for the cases that have one.
    """

    what: Lacking
    recent: tuple[LackingCase, ...]
    older: int
    first: date | None
    limit: Limit
    corrections: Corrections
    limits: Mapping[int, Limit] = field(default_factory=dict[int, Limit])

    def limit_of(self, case: LackingCase) -> Limit:
        """The limit of the case's own procedure."""
        return self.limits.get(case.procedure_id or 0, self.limit)

    def due(self, included_on: date, limit: Limit) -> date:
        """The last day for a household taken in on that day."""
        return due_day(limit, included_on, self.corrections)

    def limit_words(self, limit: Limit) -> str:
        """应在5个工作日内落实."""
        return f"应在{limit.words}内{'落实' if self.what is Lacking.HELPER else '制定'}"


def urgency_of(due_on: date, today: date) -> Urgency:
    """The group of a due day; due today is near, not overdue."""
    left = (due_on - today).days
    if left < 0:
        return Urgency.OVERDUE
    if left <= NEAR_DAYS:
        return Urgency.NEAR
    return Urgency.WEEK if left <= _WEEK else Urgency.LATER


def tag_of(due_on: date, today: date) -> str:
    """The days left in words: 超 3 天, 今天, 剩 2 天."""
    left = (due_on - today).days
    if left < 0:
        return f"超 {-left:,} 天"
    return "今天" if left == 0 else f"剩 {left} 天"


def day_words(day: date, today: date) -> str:
    """5月19日, with the year where it is another."""
    return f"{'' if day.year == today.year else f'{day.year}年'}{day.month}月{day.day}日"


def campaign_tasks(
    days: CampaignDays, progress: Sequence[VillageProgress], today: date
) -> list[Task]:
    """The screening, the plan's other days and the weekly statistics of an open campaign."""
    survey = next((row for row in days.milestones if _is_survey(row[0])), None)
    tasks: list[Task] = []
    open_rows = sum(village.total - village.done for village in progress)
    if open_rows:
        due = survey[1] if survey else days.ends_on
        title = f"{survey[0] if survey else days.name}（{day_words(due, today)}前完成）"
        detail = f"还有 {open_rows:,} 户未排查{_lagging_words(progress)}"
        tasks.append(make_task(title, detail, due, today, ("survey", "集中排查", {})))
    for name, due, what in days.milestones:
        if (survey is None or name != survey[0]) and 0 <= (due - today).days <= _WEEK:
            title = f"{name}（{day_words(due, today)}前完成）"
            tasks.append(make_task(title, what, due, today, ("survey", "集中排查", {})))
    return tasks + _statistics_task(days, today)


def ledger_tasks(lines: Sequence[OpenLine], today: date) -> list[Task]:
    """Open ledger lines by their deadlines."""
    return [
        make_task(
            f"整改台账 {line.number:03}：{_shortened(line.problem) or '（未填问题）'}",
            " · ".join(
                part
                for part in (
                    " ".join(word for word in (line.village, line.head_name) if word),
                    f"责任人 {line.owner}" if line.owner else "未定责任人",
                    f"{line.state}，时限 {day_words(line.deadline, today)}",
                )
                if part
            ),
            line.deadline,
            today,
            ("ledger", "整改台账", {"line_id": line.id}),
        )
        for line in lines
    ]


def lacking_tasks(facts: LackingFacts, today: date) -> list[Task]:
    """Running cases without a helper, or without a measure."""
    thing, wish = (
        ("帮扶责任人", "落实帮扶责任人")
        if facts.what is Lacking.HELPER
        else ("帮扶措施", "制定帮扶措施")
    )
    tasks = [
        make_task(
            f"{case.village} {case.head_name}户：{wish}",
            f"{day_words(case.identified_on, today)}纳入"
            f" · {facts.limit_words(facts.limit_of(case))}",
            facts.due(case.identified_on, facts.limit_of(case)),
            today,
            ("households", "农户档案", {"household_id": case.household_id}),
        )
        for case in facts.recent[:_LISTED_CASES]
    ]
    rest = facts.older + len(facts.recent) - len(tasks)
    if rest and facts.first is not None:
        word = "另有" if tasks else "有"
        tasks.append(
            make_task(
                f"{word} {rest:,} 户监测对象没有{thing}",
                f"最早的 {day_words(facts.first, today)}纳入 · {facts.limit_words(facts.limit)}",
                facts.due(facts.first, facts.limit),
                today,
                ("cases", "监测帮扶", {"lacking": facts.what.value}),
            )
        )
    return tasks


def _statistics_task(days: CampaignDays, today: date) -> list[Task]:
    """This week's statistics, or last week's where they were not taken and today's are not due."""
    if not days.weekday:
        return []
    due = today + timedelta(days=(days.weekday - today.isoweekday()) % _WEEK)
    missed = due - timedelta(days=_WEEK)
    for day in (missed, due):
        is_inside = days.starts_on <= day <= days.ends_on
        is_taken = days.last_snapshot is not None and days.last_snapshot > day - timedelta(_WEEK)
        if is_inside and not is_taken:
            last = (
                f"上次留存 {day_words(days.last_snapshot, today)}"
                if days.last_snapshot
                else "还没有留存过"
            )
            title = f"报送情况统计表（{day_words(day, today)}）"
            target = {"form": "statistics"}
            return [
                make_task(
                    title, f"当周数据未留存 · {last}", day, today, ("survey", "集中排查", target)
                )
            ]
    return []


def make_task(
    title: str,
    detail: str,
    due: date,
    today: date,
    where: tuple[str, str, Mapping[str, object]],
) -> Task:
    """A task; `where` is the page's key, its name, and what it shows."""
    page, place, target = where
    return Task(
        title=title,
        detail=detail,
        due_on=due,
        tag=tag_of(due, today),
        urgency=urgency_of(due, today),
        page=page,
        place=place,
        target=target,
    )


def _is_survey(name: str) -> bool:
    return "回头看" not in name and any(word in name for word in _SURVEY_WORDS)


def _lagging_words(progress: Sequence[VillageProgress]) -> str:
    shares = {
        village.village: village.done / village.total for village in progress if village.total
    }
    behind = sorted((share, name) for name, share in shares.items() if share < _LAGGING)
    if not behind or len(behind) == len(shares):
        return ""
    words = "、".join(f"{name} {share:.0%}" for share, name in behind[:3])
    return f" · 落后：{words}{' 等' if len(behind) > 3 else ''}"  # noqa: PLR2004 - as many as shown


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_TITLE else flat[:_LONGEST_TITLE] + "…"
