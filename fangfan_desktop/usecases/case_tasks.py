"""Tasks of the day that come from cases: steps with a last day, visits of the quarter, notices."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from fangfan_desktop.domain.case_progress import CaseState
from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.storage.case_counts import RunningNotice
from fangfan_desktop.usecases.case_standing import HELPER, MEASURES, CaseLine
from fangfan_desktop.usecases.today_tasks import Task, day_words, make_task

_AHEAD_DAYS = 7  # steps due later are not of today
_VISIT_AHEAD_DAYS = 31  # the last month of a quarter
_MOST_CASES = 60  # listed one by one; the rest in one line
_OF_HELPING = frozenset({HELPER, MEASURES})  # told by today_tasks.lacking_tasks
_UNDER_WAY = frozenset({CaseState.IDENTIFYING, CaseState.CLEARING})


def step_tasks(lines: Iterable[CaseLine], today: date) -> list[Task]:
    """Cases under way whose next limit has passed or ends within a week, the longest wait first."""
    until = today + timedelta(days=_AHEAD_DAYS)
    due = [
        line
        for line in lines
        if line.state in _UNDER_WAY
        and line.wait is not None
        and line.wait.what not in _OF_HELPING
        and line.wait.due_on <= until
    ]
    due.sort(key=lambda line: (line.due_on or today, line.case_id))
    tasks = [_step_task(line, today) for line in due[:_MOST_CASES]]
    rest = due[_MOST_CASES:]
    if rest:
        first = rest[0].due_on or today
        tasks.append(
            make_task(
                f"另有 {len(rest):,} 户的识别或消除临近时限",
                f"最早的应在 {day_words(first, today)}前办完",
                first,
                today,
                ("cases", "监测帮扶", {"light": "near"}),
            )
        )
    return tasks


def notice_tasks(notices: Sequence[RunningNotice], today: date) -> list[Task]:
    """Notices whose days end within a week, and those that have ended without an outcome."""
    tasks: list[Task] = []
    for notice in notices:
        is_over = notice.ends_on < today
        if not is_over and (notice.ends_on - today).days > _AHEAD_DAYS:
            continue
        label = NoticeKind(notice.kind).label
        span = f"{day_words(notice.starts_on, today)}—{day_words(notice.ends_on, today)}"
        tasks.append(
            make_task(
                f"{label}期满{'，记录结果' if is_over else ''}",
                f"{notice.village or '全镇'} {notice.households:,} 户 · {span}",
                notice.ends_on,
                today,
                ("notices", "公示公告", {"notice_id": notice.id}),
            )
        )
    return tasks


def visit_tasks(missing: int, quarter_end: date, today: date) -> list[Task]:
    """Households that nobody visited this quarter, told in its last month.

    柳州市 2021: the helper visits at least once a quarter.
    """
    if not missing or (quarter_end - today).days > _VISIT_AHEAD_DAYS:
        return []
    return [
        make_task(
            f"季度走访未记录 {missing:,} 户",
            "帮扶责任人每季度至少走访一次",
            quarter_end,
            today,
            ("cases", "监测帮扶", {"state": "未消除"}),
        )
    ]


def _step_task(line: CaseLine, today: date) -> Task:
    wait = line.wait
    assert wait is not None  # noqa: S101 - the caller chose lines that wait for something
    is_identifying = line.state is CaseState.IDENTIFYING
    begun = line.clue_on if is_identifying else line.clearing_started_on
    at = line.steps[0].name if line.steps else wait.what
    parts = (
        f"{'线索' if is_identifying else '启动消除'} {day_words(begun, today)}" if begun else "",
        line.clue_source if is_identifying else "",
        f"停在“{at}”",
        "、".join(line.missing),
    )
    what = "线索" if is_identifying else "启动消除"
    return make_task(
        f"{line.village} {line.head_name}户：{what}起{wait.limit.words}内应完成{wait.what}",
        " · ".join(part for part in parts if part),
        wait.due_on,
        today,
        ("cases", "监测帮扶", {"case_id": line.case_id}),
    )
