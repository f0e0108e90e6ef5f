"""Measurements of cases and notices: what is read, what is recorded, what hangs on the wall."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter, sleep

import screen
from figure import Figure, peak_megabytes, repeated, timed

screen.take()

from PySide6.QtWidgets import QApplication, QWidget

from fangfan_desktop.documents.leak_check import find_leaks
from fangfan_desktop.documents.notice_pdf import notice_pdf
from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.case_list import CaseBook, CaseState, read_cases
from fangfan_desktop.usecases.case_steps import StepEntry, record_step
from fangfan_desktop.usecases.case_view import read_case
from fangfan_desktop.usecases.demo import DEMO_DAY
from fangfan_desktop.usecases.exports import export_table
from fangfan_desktop.usecases.notice_drafts import NoticeDraft, NoticeWish, draft_notice
from fangfan_desktop.usecases.notice_lists import notice_candidates
from fangfan_desktop.usecases.notice_sheets import finish_notice, read_counts
from fangfan_desktop.usecases.workbench import read_workbench
from fangfan_desktop.views import fonts, style
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice, PageSpec
from fangfan_desktop.views.pages.cases import CasesPage

CAMPAIGN = 1
RUNS = 5
FEW = 3
SAME_STEP = 20  # cases, of one undo step
LONG_LIST = 300  # households of a notice
_LONGEST_MS = 120_000
_TURN = 0.001  # seconds


def measure_case_reading(path: Path, _folder: Path) -> Iterator[Figure]:
    """What the pages read: all cases, one case, the workbench, what waits for a notice."""
    with open_database(path) as database:
        book = read_cases(database)
        note = f"{len(book.lines):,} cases"
        yield Figure("cases", repeated(lambda: read_cases(database), RUNS), note=note)
        some = [line.case_id for line in book.lines[:: max(1, len(book.lines) // 20)]]
        seconds = [
            timed(lambda case_id=case_id: read_case(database, case_id=case_id)) for case_id in some
        ]
        yield Figure("case", seconds, note=f"slowest {max(seconds) * 1000:.0f} ms")
        reads = repeated(lambda: read_workbench(database, campaign_id=CAMPAIGN), RUNS)
        yield Figure("workbench", reads)
        yield Figure("notice-counts", repeated(lambda: read_counts(database), RUNS))


def measure_case_pages(path: Path, _folder: Path) -> Iterator[Figure]:
    """The real window: the board to its first painted cards, then one case after the other."""
    app = QApplication.instance() or QApplication([])
    fonts.load_translations(app)
    style.install(app)
    boards: list[float] = []
    cases: list[float] = []
    with open_database(path) as database:
        some = [line.case_id for line in read_cases(database).lines[:: 1 + RUNS]][:RUNS]
        for _ in range(FEW):
            operations = Operations()
            window = MainWindow(
                [PageSpec("cases", "监测帮扶", "activity", CasesPage)], operations, database
            )
            window.show()
            window.set_campaigns([CampaignChoice(CAMPAIGN, "排查")], CAMPAIGN)
            boards.append(_shown(window, lambda window=window: window.open_page("cases"), _is_read))
            operations.wait_until_idle(_LONGEST_MS)
            page = window.page("cases")
            cases += [
                _shown(window, lambda page=page, key=key: page.open_case(key), _has_case)
                for key in some
            ]
            window.close()
            window.deleteLater()
            app.processEvents()
            operations.close()
    note = f"slowest {max(cases) * 1000:.0f} ms"
    yield Figure("board", boards, peak_megabytes(), "the first time in a window")
    yield Figure("case-page", cases, note=note)


def _shown(
    window: MainWindow, do: Callable[[], object], is_there: Callable[[QWidget], bool]
) -> float:
    """Seconds until what was asked for is painted."""
    started = perf_counter()
    do()
    while not is_there(window.page("cases")):
        QApplication.processEvents()
        sleep(_TURN)  # as a window does that waits: a loop that never rests starves the reader
    window.page("cases").repaint()
    return perf_counter() - started


def _is_read(page: QWidget) -> bool:
    return page.book is not None


def _has_case(page: QWidget) -> bool:
    desk = page.desk
    return desk is not None and desk.view is not None and desk.view.case_id == desk.case_id


def measure_same_step(path: Path, _folder: Path) -> Iterator[Figure]:
    """One step of twenty cases on the disk, undone before the next time."""
    with open_database(path) as database:
        chosen, stage, key = _at_one_step(read_cases(database))
        seconds: list[float] = []
        for _ in range(FEW):
            seconds.append(
                timed(
                    lambda: record_step(
                        database,
                        case_ids=chosen,
                        stage=stage,
                        step_key=key,
                        entry=StepEntry(done_on=DEMO_DAY, late_reason="材料补正"),
                    )
                )
            )
            undo(database)
    yield Figure("same-step", seconds, note=f"{len(chosen)} cases, one undo step")


def _at_one_step(book: CaseBook) -> tuple[list[int], object, str]:
    """Cases that wait at one step of identification that decides nothing, stage and key of it."""
    at: dict[tuple[object, str], list[int]] = {}
    for line in book.lines:
        if line.state is CaseState.IDENTIFYING and len(line.steps) == 1:
            step = line.steps[0]
            at.setdefault((step.stage, step.key), []).append(line.case_id)
    (stage, key), found = max(at.items(), key=lambda each: len(each[1]))
    return found[:SAME_STEP], stage, key


def measure_case_papers(path: Path, folder: Path) -> Iterator[Figure]:
    """Registers of cases as files, and the check of a public one."""
    with open_database(path) as database:
        for work, table, ending in (
            ("register-xlsx", "monitored-register", "xlsx"),
            ("register-pdf", "monitored-register", "pdf"),
            ("archive-xlsx", "archive-checklist", "xlsx"),
            ("wall-xlsx", "wall-table", "xlsx"),
        ):
            yield _exported(database, work, table, folder / f"{table}.{ending}", None)
        village = max(line.village_id for line in read_cases(database).lines)
        yield _exported(database, "wall-pdf", "wall-table", folder / "wall.pdf", village)
    public = (folder / "wall-table.xlsx").read_bytes()
    seconds = repeated(lambda: find_leaks(public, "wall-table.xlsx"), FEW)
    yield Figure("leak-xlsx", seconds, note=f"{len(public) / 1e6:.1f} MB file")


def _exported(
    database: Database, work: str, table: str, path: Path, village_id: int | None
) -> Figure:
    rows = 0

    def export() -> None:
        nonlocal rows
        rows = export_table(database, table=table, path=path, village_id=village_id).rows

    return Figure(work, repeated(export, FEW), peak_megabytes(), f"{rows:,} rows")


def measure_notices(path: Path, _folder: Path) -> Iterator[Figure]:
    """A notice drafted, printed and looked through: a village's, and a long one."""
    kind = NoticeKind.TO_INCLUDE_VILLAGE
    with open_database(path) as database:
        waiting = [
            one.listed.village_id
            for one in notice_candidates(database, kind=kind, village_id=None)
            if one.is_ready
        ]
        wish = NoticeWish(kind, max(set(waiting), key=waiting.count))
        draft = draft_notice(database, wish=wish)

        def make() -> None:
            finish_notice(draft_notice(database, wish=wish))

        yield Figure("notice", repeated(make, RUNS), note=f"{len(draft.rows)} households")
    long = _long(draft)
    content = notice_pdf(long.paper)
    note = f"{LONG_LIST} households; printed alone {_alone(long):.2f} s"
    yield Figure("notice-long", repeated(lambda: finish_notice(long), FEW), note=note)
    leaks = repeated(lambda: find_leaks(content, "notice.pdf"), FEW)
    yield Figure("leak-pdf", leaks, note=f"{LONG_LIST} households")


def _long(draft: NoticeDraft) -> NoticeDraft:
    """The same notice with a list as long as that of a large township."""
    row = draft.paper.rows[0]
    rows = tuple((str(place), *row[1:]) for place in range(1, LONG_LIST + 1))
    return replace(draft, paper=replace(draft.paper, rows=rows))


def _alone(draft: NoticeDraft) -> float:
    return timed(lambda: notice_pdf(draft.paper))
