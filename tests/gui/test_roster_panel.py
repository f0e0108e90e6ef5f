"""The roster in the one grid, on the page 农户档案, by keys and on a real file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import last_done
from fangfan_desktop.usecases.areas import add_village
from fangfan_desktop.usecases.grid_layout import read_grid_habits
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.households import correct_household, move_household
from fangfan_desktop.usecases.people import correct_person, remove_person
from fangfan_desktop.usecases.roster_form import RosterSheet
from fangfan_desktop.views.dialogs.person_moves import PersonJoins
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.pages import households as page_module
from fangfan_desktop.views.pages.households import LIST, HouseholdsPage
from fangfan_desktop.views.style import Style
from tests.unit.usecases.registry_town import add_family, make_town

NUMBER = "450221194101301027"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_town(tmp_path / "a.db") as database:
        add_family(database)
        add_family(database, head="覃𠮷")
        yield database


@pytest.fixture
def window(qtbot: QtBot, operations: Operations, town: Database) -> MainWindow:
    made = MainWindow([page_module.SPEC], operations, town)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def page(window: MainWindow, settle: Callable[[], None]) -> HouseholdsPage:
    window.open_page("households", view=RosterSheet.PEOPLE.value)
    settle()
    made = window.page("households")
    assert isinstance(made, HouseholdsPage)
    return made


def grid_of(page: HouseholdsPage) -> FormGrid:
    """The grid that is shown."""
    grid = page.roster.current.grid
    assert grid is not None
    return grid


def go(page: HouseholdsPage, row_id: int, key: str) -> FormGrid:
    """Put the cursor into a cell."""
    grid = grid_of(page)
    assert grid.view.go_to_cell(row_id, key)
    return grid


def shown(grid: FormGrid, row_id: int, key: str) -> str:
    """The text of a cell as it is seen."""
    row = grid.model.view_row(row_id)
    assert row is not None
    return grid.model.face(row, grid.model.column_of[key])[0]


def paste(grid: FormGrid, text: str) -> None:
    """Paste a text by keys."""
    QApplication.clipboard().setText(text)
    QTest.keyClick(grid.view, Qt.Key.Key_V, CONTROL)


def test_the_list_gives_way_to_the_roster_and_comes_back(
    page: HouseholdsPage, settle: Callable[[], None], qtmodeltester: ModelTester
) -> None:
    assert not page.is_list
    assert page.roster.bar.isVisible()
    grid = grid_of(page)
    assert grid.model.rowCount() == 8
    assert shown(grid, 2, "name") == "韦志𠮷"
    qtmodeltester.check(grid.model)
    page.show_view(RosterSheet.HOUSEHOLDS)
    settle()
    assert grid_of(page).model.rowCount() == 2
    page.show_view(LIST)
    settle()
    assert page.is_list
    assert not page.roster.bar.isVisible()


def test_a_typed_cell_is_on_disk_and_undone(
    page: HouseholdsPage, window: MainWindow, town: Database, settle: Callable[[], None]
) -> None:
    grid = go(page, 3, "education")
    QTest.keyClicks(grid.view, "1")
    settle()
    first = shown(grid, 3, "education")
    assert first
    step = last_done(town)
    assert step is not None
    assert step.name == "花名册：填写“文化程度”"
    window.changed(undo_last(town))
    settle()
    assert not shown(grid, 3, "education")


def test_a_block_of_the_workbook_is_pasted_as_one_step(
    page: HouseholdsPage, town: Database, settle: Callable[[], None]
) -> None:
    grid = go(page, 2, "name")
    paste(grid, f"韦志强\t丈夫\t{NUMBER}\t壮族\t小学\n韦小明\t长子\t无\t壮族\t博士后")
    settle()
    preview = grid.preview
    assert "1 格读不懂" in preview.text
    preview.accept()
    settle()
    assert [shown(grid, 2, key) for key in ("name", "relation", "ethnicity")] == [
        "韦志强", "配偶", "壮族"
    ]  # fmt: skip
    assert shown(grid, 2, "sex") == "女"
    assert shown(grid, 3, "education") == "博士后"
    assert "不是可选的内容" in grid.model.refused_cells()[3, "education"].sentence
    undo_last(town)
    assert last_done(town) is not None


def test_rows_below_the_last_one_say_where_to_import(
    page: HouseholdsPage, settle: Callable[[], None]
) -> None:
    grid = go(page, 8, "remarks")
    paste(grid, "一\n二\n三")
    settle()
    assert "贴到：第 8 行的“备注”" in grid.preview.text
    assert "最后 2 行超出表格" in grid.preview.text
    assert "导入花名册" in grid.preview.text


def test_a_large_block_is_written_off_the_thread(
    page: HouseholdsPage,
    town: Database,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("block_actions", "clipboard_actions"):
        monkeypatch.setattr(f"fangfan_desktop.views.grid.{module}.LARGE", 4)
    grid = go(page, 1, "remarks")
    paste(grid, "\n".join(["入户核对"] * 8))
    settle()
    grid.preview.accept()
    settle()
    assert {shown(grid, i, "remarks") for i in range(1, 9)} == {"入户核对"}
    step = last_done(town)
    assert step is not None
    assert step.name == "花名册：粘贴 8 格"


def test_cells_refused_on_disk_stay_red_with_the_reason(
    page: HouseholdsPage, town: Database, settle: Callable[[], None]
) -> None:
    page.show_view(RosterSheet.HOUSEHOLDS)
    settle()
    grid = go(page, 1, "code")
    with town.read() as session:
        taken = session.connection().exec_driver_sql("SELECT code FROM household WHERE id = 2")
        code = str(taken.scalar_one())
    grid.model.enter_text(0, grid.model.column_of["code"], code)
    settle()
    refusal = grid.model.refused_cells()[1, "code"]
    assert refusal.text == code
    assert "已经被别的户用了" in refusal.sentence


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("village", "调整村组网格"),
        ("household_code", "在“农户”表里改"),
        ("head_name", "更换户主"),
        ("relation", "更换户主"),
    ],
)
def test_locked_cells_say_where_they_are_changed(
    page: HouseholdsPage, key: str, words: str
) -> None:
    grid = go(page, 1, key)
    told: list[str] = []

    def hear(sentence: str, _level: object) -> None:
        told.append(sentence)

    grid.told.connect(hear)
    QTest.keyClicks(grid.view, "x")
    assert words in told[-1]
    assert words in grid.heading.note


def test_enter_on_a_locked_column_opens_the_household(
    page: HouseholdsPage, settle: Callable[[], None]
) -> None:
    grid = go(page, 6, "head_name")
    QTest.keyClick(grid.view, Qt.Key.Key_Return)
    settle()
    assert page.is_list
    assert page.household.page is not None
    assert page.household.page.household_id == 2


def test_enter_goes_down_where_something_is_typed(page: HouseholdsPage) -> None:
    grid = go(page, 1, "relation")
    QTest.keyClick(grid.view, Qt.Key.Key_Return)
    assert grid.view.place[0] == 1


def test_numbers_are_covered_and_shown_for_a_while(
    page: HouseholdsPage, settle: Callable[[], None]
) -> None:
    grid = go(page, 2, "id_number")
    grid.model.enter_text(1, grid.model.column_of["id_number"], NUMBER)
    settle()
    assert shown(grid, 2, "id_number").startswith("450221•")
    QTest.keyClick(grid.view, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text().strip() == NUMBER
    page.roster.reveal_button.click()
    assert shown(grid, 2, "id_number") == NUMBER
    page.roster.reveal_button.click()
    assert shown(grid, 2, "id_number").startswith("450221•")


def test_a_village_has_its_own_rows(
    page: HouseholdsPage, window: MainWindow, town: Database, settle: Callable[[], None]
) -> None:
    added = add_village(town, name="大端村")
    assert added.id is not None
    window.changed(added.changes)
    settle()
    window.changed(move_household(town, household_id=2, village_id=added.id).changes)
    settle()
    page.roster.take_village(added.id)
    settle()
    grid = grid_of(page)
    assert grid.model.all_ids() == [5, 6, 7, 8]
    assert page.roster.current.words.startswith("花名册·家庭成员 4 人")


def test_changes_elsewhere_are_followed(
    page: HouseholdsPage, window: MainWindow, town: Database, settle: Callable[[], None]
) -> None:
    grid = grid_of(page)
    window.changed(correct_person(town, person_id=1, values={"name": "蒙秀"}).changes)
    settle()
    assert [shown(grid, i, "head_name") for i in (1, 2, 3, 4)] == ["蒙秀"] * 4
    window.changed(remove_person(town, person_id=4).changes)
    settle()
    assert grid.model.all_ids() == [1, 2, 3, 5, 6, 7, 8]
    page.show_view(RosterSheet.HOUSEHOLDS)
    settle()
    window.changed(correct_household(town, household_id=1, values={"phone": "12"}).changes)
    settle()
    assert "不像手机号码" in grid_of(page).model.message(
        0, grid_of(page).model.column_of["phone"]
    )[0]  # fmt: skip
    page.show_view(RosterSheet.PEOPLE)
    settle()
    assert grid_of(page).model.rowCount() == 7


def test_one_sheet_follows_what_is_typed_in_the_other(
    page: HouseholdsPage, settle: Callable[[], None]
) -> None:
    page.show_view(RosterSheet.HOUSEHOLDS)
    settle()
    grid = grid_of(page)
    grid.model.enter_text(0, grid.model.column_of["code"], "新1")
    settle()
    page.show_view(RosterSheet.PEOPLE)
    settle()
    assert shown(grid_of(page), 1, "household_code") == "新1"


def test_a_person_is_added_to_the_household_in_hand(
    page: HouseholdsPage, settle: Callable[[], None], qtbot: QtBot
) -> None:
    go(page, 6, "remarks")
    page.roster.add_button.click()
    settle()
    dialog = page.roster.dialog
    assert isinstance(dialog, PersonJoins)
    labels = cast("list[QLabel]", dialog.findChildren(QLabel))
    assert any(each.text().startswith("覃𠮷户") for each in labels)
    dialog.reject()
    qtbot.waitUntil(lambda: page.roster.dialog is None)


def test_an_empty_roster_says_what_to_do(
    qtbot: QtBot, operations: Operations, tmp_path: Path, settle: Callable[[], None]
) -> None:
    with make_town(tmp_path / "b.db") as empty:
        window = MainWindow([page_module.SPEC], operations, empty)
        qtbot.addWidget(window)
        window.show()
        window.open_page("households", view=RosterSheet.PEOPLE.value)
        settle()
        page = window.page("households")
        assert isinstance(page, HouseholdsPage)
        assert not grid_of(page).isVisible()
        window.changed(add_first(empty))
        settle()
        assert grid_of(page).isVisible()


def add_first(database: Database) -> object:
    """Put the first family on the books; nobody says which rows are new."""
    add_family(database)
    return None


def test_the_grid_fits_the_screen_at_every_size(
    page: HouseholdsPage, window: MainWindow, look: Style
) -> None:
    window.resize(1366, 768)
    for percent in (100, 200):
        look.set_zoom(percent)
        QApplication.processEvents()
        assert page.width() <= 1366
        assert grid_of(page).view.viewport().height() > 0


def test_widths_are_kept_for_each_sheet(
    page: HouseholdsPage, town: Database, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    def kept(sheet: RosterSheet) -> int | None:
        return read_grid_habits(town, form_key=sheet.value).layout.widths.get("remarks")

    grid = grid_of(page)
    grid.view.set_column_widths({"remarks": 321})
    grid.widths_changed.emit()
    qtbot.waitUntil(lambda: kept(RosterSheet.PEOPLE) == 321)
    assert kept(RosterSheet.HOUSEHOLDS) is None
    settle()
