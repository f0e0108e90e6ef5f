"""A made-up village lives two years: the program and a plain second calculation agree."""

from calendar import monthrange
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.storage.case_counts import case_months, quarter_of, unvisited
from fangfan_desktop.storage.registers import REGISTERED, case_register
from fangfan_desktop.usecases.case_list import read_cases
from fangfan_desktop.usecases.case_standing import Wait
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.usecases.notice_lists import notice_candidates
from fangfan_desktop.usecases.roster_export import roster_sheets
from fangfan_desktop.usecases.roster_rows import Part
from fangfan_desktop.usecases.statistics import read_statistics
from fangfan_desktop.usecases.today_tasks import Task
from fangfan_desktop.usecases.workbench import read_workbench
from tests.small_township import add_campaign
from tests.unit.usecases.time_travel.plain_calculation import (
    CLEARING,
    HELPING,
    IDENTIFYING,
    KINDS,
    ONE_DAY,
    WORKING,
    Book,
    light,
)
from tests.unit.usecases.time_travel.village_story import FIRST, LAST, Story

# what must have come about, else the story shows less than it says
WANTED = {
    "clue",
    "step 同意",
    "step 退回",
    "step 不同意",
    "late or out of order",
    "bulk step",
    "take back",
    "correct",
    "plan a step",
    "refuse",
    "take up",
    "start clearing",
    "stop clearing",
    "roll back",
    "清退",
    "notice",
    "end notice",
    "withdraw",
    "leave",
    "correct a day",
    "take a day back",
}
REFUSALS = {
    "a case runs",
    "a reason is lacking",
    "conditions of clearing",
    "identified anew since",
    "another case of the household",
    "no labour in the whole household",
    "the notice still hangs",
}


class Comparison:
    """Counts what was compared; a difference names day, what, and both answers."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.counts: Counter[str] = Counter()

    def same(self, what: str, about: object, program: object, plain: object) -> None:
        self.counts[what] += 1
        if program != plain:
            pytest.fail(
                f"{self.story.today} {what} {about}\n  program: {program!r}\n  plain:   {plain!r}"
            )

    def cases(self, *, running_only: bool) -> None:
        """States, steps in hand, deadlines, lights, day numbers of the case list."""
        book, today = self.story.book, self.story.today
        lines = {line.case_id: line for line in read_cases(self.story.town, today).lines}
        self.same("cases listed", "", set(lines), set(book.live_cases()))
        for case_id, line in lines.items():
            now = book.standing(case_id)
            self.same("state", case_id, line.state.value, now.state)
            self.same("since", case_id, line.since, now.since)
            about = (line.category, line.helper_name != "", line.open_hits)
            plain = (book.cases[case_id]["category"], now.is_helped, now.open_hits)
            self.same("category, helper, hits", case_id, about, plain)
            if running_only and now.state not in {IDENTIFYING, HELPING, CLEARING}:
                continue
            in_hand = [(stage, step[0]) for stage, step in book.in_hand(case_id)]
            self.same("steps", case_id, [(s.stage.value, s.key) for s in line.steps], in_hand)
            self._wait(book, case_id, line.wait, today)

    def _wait(self, book: Book, case_id: int, wait: Wait | None, today: date) -> None:
        dues = book.dues(case_id)
        due = dues[0][0] if dues else None
        self.same("due", case_id, wait.due_on if wait else None, due)
        if wait is None or due is None:
            return
        self.same("light", case_id, wait.light.colour.value, light(due, today))
        self.same("days left", case_id, wait.light.days_left, (due - today).days)
        if len([each for each in dues if each[0] == due]) == 1:
            _, what, limit, start = dues[0]
            self.same("what", case_id, wait.what, what)
            gone: int | None = book.days_gone(start, today, limit[1])
            if limit[1] == WORKING and due < today:
                gone = None
            self.same("day number", case_id, wait.elapsed, gone)

    def notices(self) -> None:
        """Who may be listed."""
        for kind in KINDS:
            found = notice_candidates(self.story.town, kind=NoticeKind(kind), village_id=None)
            ready = {each.listed.case_id for each in found if each.is_ready}
            self.same("may be listed", kind, ready, self.story.book.may_be_listed(kind))

    def counts_of_month(self) -> None:
        """Months, running households, quarters without a visit."""
        book, today, town = self.story.book, self.story.today, self.story.town
        with town.read() as session:
            months = case_months(session.connection(), today, 12)
            quarter = quarter_of(today)
            lonely = unvisited(session.connection(), *quarter)
        self.same("unvisited", "", lonely, book.unvisited(*quarter))
        for month in months:
            length = monthrange(month.first.year, month.first.month)[1]
            last = min(month.first.replace(day=length), today)
            mine = book.month(month.first, last)
            self.same(
                "month", month.first, (month.taken_in, month.cleared, month.open_at_end), mine
            )
        bench = read_workbench(town, campaign_id=None, today=today)
        running = book.running_households()
        people = sum(book.households[home]["people"] for home in running)
        seen = (bench.monitored.households, bench.monitored.people)
        self.same("running", "", seen, (len(running), people))
        new, gone, _ = book.month(today.replace(day=1), today)
        self.same(
            "this month", "", (bench.this_month.taken_in, bench.this_month.cleared), (new, gone)
        )
        self._tasks(bench.tasks)

    def _tasks(self, tasks: tuple[Task, ...]) -> None:
        book, today = self.story.book, self.story.today
        mine: list[date] = []
        for case_id in book.live_cases():
            dues = book.dues(case_id)
            if book.standing(case_id).state not in {IDENTIFYING, CLEARING} or not dues:
                continue
            if dues[0][1] in {"帮扶责任人", "帮扶措施"} or (dues[0][0] - today).days > 7:
                continue
            mine.append(dues[0][0])
        seen = [task.due_on for task in tasks if "内应完成" in task.title]
        self.same("step tasks", "", sorted(seen), sorted(mine))
        for what in ("落实帮扶责任人", "制定帮扶措施"):
            self._helping_tasks(tasks, what)
        hanging = [
            notice["ends_on"]
            for notice in book.notices.values()
            if notice["ended_on"] is None
            and not notice["withdrawn"]
            and (notice["ends_on"] - today).days <= 7
        ]
        up = [task.due_on for task in tasks if task.page == "notices"]
        self.same("notice tasks", "", sorted(up), sorted(hanging))
        is_told = any(task.title.startswith("季度走访未记录") for task in tasks)
        first, last = quarter_of(today)
        is_due = book.unvisited(first, last) > 0 and (last - today).days <= 31
        self.same("visit task", "", is_told, is_due)

    def _helping_tasks(self, tasks: tuple[Task, ...], what: str) -> None:
        """The first ten of those taken in within sixty days; the others in one line."""
        book, today = self.story.book, self.story.today
        waiting = [
            (start, case_id, due)
            for case_id in book.live_cases()
            for due, name, _, start in book.dues(case_id)
            if name == what[2:]
        ]
        recent = sorted(each for each in waiting if (today - each[0]).days <= 60)[:10]
        seen = sorted(task.due_on for task in tasks if task.title.endswith(f"户：{what}"))
        self.same("helping tasks", what, seen, sorted(due for _, _, due in recent))
        rest = [task for task in tasks if task.title.endswith(f"户监测对象没有{what[2:]}")]
        self.same("helping tasks in one", what, bool(rest), len(waiting) > len(recent))

    def pages(self) -> None:
        """The page of every case: its deadlines step by step, what the helper owes."""
        book, today = self.story.book, self.story.today
        for case_id in book.live_cases():
            view, now = (
                read_case(self.story.town, case_id=case_id, today=today),
                book.standing(case_id),
            )
            self.same(
                "page", case_id, (view.state.value, view.included_on), (now.state, now.included_on)
            )
            dues = {name: due for due, name, _, _ in book.dues(case_id)}
            seen = {
                step.name: step.deadline.due_on
                for stage in view.stages
                for step in stage.steps
                if step.deadline is not None
            }
            for helper in view.helpers:
                if helper.deadline is not None:
                    seen["帮扶责任人"] = helper.deadline.due_on
            if view.plan.deadline is not None:
                seen["帮扶措施"] = view.plan.deadline.due_on
            self.same("page's deadlines", case_id, seen, dues)
            open_steps = {
                (stage.stage.value, step.key)
                for stage in view.stages
                for step in stage.steps
                if step.is_open
            }
            in_hand = {(stage, step[0]) for stage, step in book.in_hand(case_id)}
            self.same("page's open steps", case_id, open_steps, in_hand)

    def registers(self) -> None:
        """Register, roster."""
        book, today, town = self.story.book, self.story.today, self.story.town
        self.story.set_office_day()
        with town.read() as session:
            rows = case_register(session.connection(), REGISTERED, None, today)
            sheet = roster_sheets(session)[0]
        seen = Counter(
            (
                row.household_id,
                row.values["category"],
                row.values["identified_on"],
                row.values["cleared_on"],
                row.values["is_cleared"],
            )
            for row in rows
        )
        mine = Counter(
            (
                case["household"],
                case["category"],
                str(now.included_on),
                str(now.cleared_on) if now.state == "已消除" else None,
                int(now.state == "已消除"),
            )
            for _, case, now in book.taken_in()
        )
        self.same("register", "", seen, mine)
        self._roster(sheet)

    def _roster(self, sheet: Sheet) -> None:
        """监测对象类别、识别时间、风险是否消除、消除时间 of every household."""
        book = self.story.book
        keys = [field.key for field in Part.HOUSEHOLD.form.fields]
        asked = [
            keys.index(key) for key in ("category", "identified_on", "is_cleared", "cleared_on")
        ]
        code = keys.index("code")
        listed = {str(row[code]): [row[place] for place in asked] for row in sheet.rows}
        homes = {f"H{home:03}": home for home in book.households if book.is_present(home)}
        self.same("roster's households", "", set(listed), set(homes))
        for key, home in homes.items():
            shown = [str(v) if isinstance(v, date) else v for v in listed[key]]
            expected = book.shown_in_roster(home) or (None,) * 4
            plain = [str(v) if isinstance(v, date) else v for v in expected]
            self.same("roster", home, shown, plain)

    def statistics(self, campaign_id: int, first: date, last: date) -> None:
        """附件3 columns 8 to 15."""
        table = read_statistics(self.story.town, campaign_id=campaign_id)
        for row in table.statistics.rows:
            assert row.village_id is not None
            mine = self.story.book.statistics(row.village_id, first, last)
            for key, value in mine.items():
                self.same("附件3", (row.village, key), row.values[key], value)


def live_two_years(path: Path, seed: int) -> tuple[Story, Comparison]:
    """Day by day, compared every fourth day and wholly at each month's end."""
    story = Story(path, seed)
    comparison = Comparison(story)
    campaigns = {
        add_campaign(story.town, f"{year}年集中排查", year).id: window_of(year)
        for year in (2022, 2023)
    }
    try:
        while story.today <= LAST:
            story.live_a_day()
            is_month_end = (story.today + ONE_DAY).day == 1
            if is_month_end or story.today.day % 4 == 0:
                comparison.cases(running_only=not is_month_end)
            if is_month_end:
                comparison.notices()
                comparison.counts_of_month()
                comparison.registers()
                for campaign_id, window in campaigns.items():
                    comparison.statistics(campaign_id, *window)
            if is_month_end and story.today.month % 3 == 0:
                comparison.pages()
            story.today += ONE_DAY
    finally:
        story.town.close()
    return story, comparison


def window_of(year: int) -> tuple[date, date]:
    return date(year, 5, 10), date(year, 6, 10)


def test_two_years_of_a_village_agree_with_the_second_calculation(tmp_path: Path):
    story, comparison = live_two_years(tmp_path / "a.db", 2022)
    assert (LAST - FIRST).days + 1 == 730
    assert sum(story.done.values()) > 1000, story.done
    assert sum(comparison.counts.values()) > 10_000, comparison.counts
    assert not WANTED - story.done.keys(), WANTED - story.done.keys()
    assert not REFUSALS - story.refused.keys(), REFUSALS - story.refused.keys()
