"""Pictures of cases and notices: board, list, a case in each state, notices, their settings."""

from collections.abc import Callable
from datetime import timedelta

from camera import Camera
from PySide6.QtWidgets import QWidget

from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.usecases.case_lines import CaseAction
from fangfan_desktop.usecases.case_list import CaseLine, CaseState, LightColour, read_cases
from fangfan_desktop.usecases.demo import DEMO_DAY
from fangfan_desktop.usecases.notice_book import NoticeState, list_notices
from fangfan_desktop.usecases.notice_drafts import NoticeWish
from fangfan_desktop.usecases.notice_lists import notice_candidates
from fangfan_desktop.usecases.notices import start_notice

_HUNG_DAYS = 9  # before the demo's day

Scene = Callable[[Camera], None]


def case_board(camera: Camera) -> None:
    page = _overview(camera, "board")
    camera.shoot("30-cases-board")
    page.add_clue()
    camera.shoot("31-dialog-new-clue")
    camera.close_dialogs()


def case_list(camera: Camera) -> None:
    page = _overview(camera, "list")
    camera.shoot("32-cases-list")
    page.bar.states.select(CaseState.IDENTIFYING.value)
    page._filter()  # noqa: SLF001 - the bench looks inside
    waiting = [case for case in page.shown if case.steps]
    first = waiting[0].steps[0]
    page.table.select({case.case_id for case in waiting if first in case.steps})
    camera.settle()
    page.bulk.record()
    camera.shoot("33-dialog-bulk-step")
    camera.close_dialogs()


def case_pages(camera: Camera) -> None:
    for name, case in _one_of_each(camera).items():
        camera.open("cases", case_id=case.case_id)
        camera.shoot(f"34-case-{name}")


def case_dialogs(camera: Camera) -> None:
    found = _one_of_each(camera)
    page = camera.open("cases", case_id=found["late"].case_id)
    doing = page.desk.doing
    doing.record(page.desk.view.main_step)
    camera.shoot("35-dialog-step")
    camera.close_dialogs()
    doing.act(CaseAction.REFUSE)
    camera.shoot("36-dialog-refuse")
    camera.close_dialogs()
    camera.open("cases", case_id=found["helping"].case_id)
    doing.act(CaseAction.START_CLEARING)
    camera.shoot("37-dialog-clearing")
    camera.close_dialogs()
    page.show_overview()


def notices(camera: Camera) -> None:
    page = camera.open("notices")
    page.tabs.select("making")
    page.tabs.chosen.emit("making")
    camera.shoot("38-notices")
    now = list_notices(camera.database)
    running = next(one for one in now if one.state is not NoticeState.ENDED)
    camera.open("notices", notice_id=running.notice_id)
    camera.shoot("39-notices-running")
    # one whose days are over: only then is its outcome recorded
    kind = NoticeKind.TO_INCLUDE_VILLAGE
    listed = notice_candidates(camera.database, kind=kind, village_id=None)
    wish = NoticeWish(
        kind,
        next(one.listed.village_id for one in listed if one.is_ready),
        starts_on=DEMO_DAY - timedelta(days=_HUNG_DAYS),
        ends_on=DEMO_DAY - timedelta(days=1),
    )
    ended = start_notice(camera.database, wish=wish)
    camera.open("notices", notice_id=ended.notice_id)
    dialog = page.book.ask_outcome()
    camera.shoot("40-dialog-outcome")
    dialog.ending.setCurrentIndex(1)
    camera.shoot("40-dialog-outcome-objections")
    camera.close_dialogs()


def case_settings(camera: Camera) -> None:
    for number, tab in enumerate(("程序", "节假日", "公示模板", "人群分组"), start=1):
        camera.open("settings", tab=tab)
        camera.shoot(f"41-case-settings-{number}")


def case_reports(camera: Camera) -> None:
    village = camera.number("SELECT min(village_id) FROM household_form")
    page = camera.open("reports", table="wall-table", village_id=village)
    page.preview()
    camera.shoot("42-reports-wall")
    page.refresh(None)  # lets the document go
    page.ask_archive()
    camera.shoot("43-dialog-village-archive")
    camera.close_dialogs()


def case_large_letters(camera: Camera) -> None:
    look = camera.program.look
    before = look.zoom
    look.set_zoom(200)
    found = _one_of_each(camera)
    _overview(camera, "board")
    camera.shoot("44-large-board")
    page = camera.open("cases", case_id=found["late"].case_id)
    camera.shoot("44-large-case")
    page.desk.doing.record(page.desk.view.main_step)
    camera.shoot("44-large-step")
    camera.close_dialogs()
    page.show_overview()
    camera.open("notices")
    camera.shoot("44-large-notices")
    look.set_zoom(before)
    camera.settle()


def _overview(camera: Camera, view: str) -> QWidget:
    """All cases, unfiltered, as board or list."""
    page = camera.open("cases")
    page.show_overview()
    page.bar.clear()
    page.bar.show_view(view)
    page._change_view()  # noqa: SLF001 - the bench looks inside
    camera.settle()
    return page


def _one_of_each(camera: Camera) -> dict[str, CaseLine]:
    """By the name of its picture, a case in that state; states that no case is in are missing."""
    lines = read_cases(camera.database).lines
    late = [case for case in lines if case.light is LightColour.OVERDUE]
    found = {"late": late[0]} if late else {}
    for name, state in (
        ("identifying", CaseState.IDENTIFYING),
        ("refused", CaseState.REFUSED),
        ("helping", CaseState.HELPING),
        ("clearing", CaseState.CLEARING),
        ("cleared", CaseState.CLEARED),
        ("removed", CaseState.REMOVED),
    ):
        fitting = [case for case in lines if case.state is state and case not in late]
        if fitting:
            found[name] = max(fitting, key=lambda case: (case.main_risk != "", case.case_id))
    return found


SCENES: tuple[Scene, ...] = (
    case_board,
    case_list,
    case_pages,
    case_dialogs,
    notices,
    case_settings,
    case_reports,
    case_large_letters,
)
