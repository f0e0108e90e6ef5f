"""A town whose forms are keyed a second time, and how a clerk gets there."""

from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_rows
from fangfan_desktop.usecases.second_keying import (
    key_again,
    load_second_rows,
)
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import CampaignChoice
from fangfan_desktop.views.pages.survey import SPEC, SurveyPage
from fangfan_desktop.views.survey.second_keying_comparison import ComparisonPanel
from fangfan_desktop.views.survey.second_keying_desk import SecondKeyingDesk
from tests.gui.campaign_samples import open_window
from tests.small_township import add_campaign, make_township

W = TypeVar("W", bound=QWidget)
FORM = "household-form"
OWN = Form(
    key="own-1",
    name="县里的摸底表",
    year=2022,
    subject=Subject.HOUSEHOLD,
    title="摸底表",
    subtitle="",
    fields=(
        Field("seq", ("序号",), Kind.NUMBER, Source.COMPUTED),
        Field("head_name", ("户主姓名",), Kind.TEXT, Source.REGISTRY),
        Field("own_pigs", ("养猪头数",), Kind.NUMBER),
    ),
)
SECRET = "第一遍才有的诉求"
FIRST = {
    "heavy_burden": 1,
    "practical_difficulty": 1,
    "practical_difficulty_note": "第一遍才有的说明",
    "needs": SECRET,
    "income_per_capita": 7_654_321,
    "housing_safe": 0,  # not what the registry says
}
SECRETS = (SECRET, "第一遍才有的说明", "76,543.21", "76543.21", "7654321")


def make_town(path: Path) -> Database:
    """A closed campaign of last year with answers, and an open one."""
    made = make_township(path, 12)
    add_campaign(made, "2021年排查", 2021)
    for row in load_rows(made, campaign_id=1)[:3]:
        set_rows(made, campaign_id=1, wanted={row.id: FIRST}, action_name="填写")
    close_campaign(made, campaign_id=1)
    add_campaign(made)
    return made


def open_survey(qtbot: QtBot, operations: Operations, database: Database) -> MainWindow:
    """The window on 附件1 of the open campaign."""
    made = open_window(qtbot, operations, database, [SPEC])
    choices = [CampaignChoice(2, "2022年集中排查"), CampaignChoice(1, "2021年排查")]
    made.set_campaigns(choices, 2)
    made.open_page("survey")
    operations.wait_until_idle()
    return made


def children(widget: QWidget, kind: type[W]) -> list[W]:
    return cast("list[W]", widget.findChildren(kind))


def page_of(window: MainWindow) -> SurveyPage:
    page = window.page("survey")
    assert isinstance(page, SurveyPage)
    return page


def rows_of(database: Database) -> dict[int, int]:
    return {row.household_id: row.id for row in load_rows(database, campaign_id=2)}


def first(database: Database, household: int, **values: int | str | None) -> None:
    wanted = {rows_of(database)[household]: values}
    saved = set_rows(database, campaign_id=2, wanted=wanted, action_name="填写")
    assert not saved.refused


def second(database: Database, household: int, **values: int | str | None) -> None:
    wanted = {rows_of(database)[household]: values}
    assert not key_again(database, campaign_id=2, form_key=FORM, wanted=wanted).refused


def menu_words(window: MainWindow) -> dict[str, QAction]:
    page_of(window).manage.click()
    menu = children(page_of(window), QMenu)[-1]
    found = {action.text(): action for action in menu.actions()}
    menu.close()
    return found


def start(window: MainWindow, operations: Operations) -> SecondKeyingDesk:
    """Begin the mode with the menu, as a clerk does."""
    menu_words(window)["二次录入…"].trigger()
    operations.wait_until_idle()
    QApplication.processEvents()
    desk = page_of(window).findChild(SecondKeyingDesk)
    assert isinstance(desk, SecondKeyingDesk)
    operations.wait_until_idle()
    return desk


def grid_of(desk: SecondKeyingDesk) -> FormGrid:
    assert desk.panel.grid is not None
    return desk.panel.grid


def go(grid: FormGrid, database: Database, household: int, key: str) -> None:
    assert grid.view.go_to_cell(rows_of(database)[household], key)
    grid.view.setFocus()


def in_second(database: Database, household: int, key: str) -> object:
    place = household_basis(database, campaign_id=2).form.value_keys.index(key)
    rows = load_second_rows(database, campaign_id=2, form_key=FORM)
    return next(row.values[place] for row in rows if row.household_id == household)


def in_first(database: Database, household: int, key: str) -> object:
    place = household_basis(database, campaign_id=2).form.value_keys.index(key)
    rows = load_rows(database, campaign_id=2)
    return next(row.values[place] for row in rows if row.household_id == household)


def compare(desk: SecondKeyingDesk, operations: Operations) -> ComparisonPanel:
    desk.compare.click()
    operations.wait_until_idle()
    return desk.comparison


def differences(panel: ComparisonPanel) -> list[tuple[str, ...]]:
    """Head, field, first and second of every row that is shown."""
    rows = [panel.grid.model.values(row_id) for row_id in panel.grid.model.visible_ids()]
    return [tuple(str(value or "") for value in row[2:6]) for row in rows]


def every_text(window: QWidget) -> str:
    """All that any widget of the tree shows, says in a tip, reads aloud, or has in a model."""
    found: list[str] = []
    for widget in [window, *children(window, QWidget)]:
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        found += [widget.statusTip(), widget.whatsThis()]
        if isinstance(widget, (QLabel, QPushButton, QLineEdit)):
            found.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
        if isinstance(widget, QAbstractItemView):
            model = cast("QAbstractItemModel | None", widget.model())
            found += [] if model is None else model_texts(model)
    return "\n".join(found)


def model_texts(model: QAbstractItemModel) -> list[str]:
    roles = [role.value for role in Qt.ItemDataRole if role.value <= Qt.ItemDataRole.UserRole]
    nothing = QModelIndex()
    return [
        str(model.index(row, column).data(role))
        for row in range(model.rowCount(nothing))
        for column in range(model.columnCount(nothing))
        for role in roles
    ]
