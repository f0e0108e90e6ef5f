"""A county's blank workbook becomes a form that is being filled in, step by step in 数据交换."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.field_match import Verdict
from fangfan_desktop.forms.form import Kind, Subject
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.campaign_forms import list_used_forms
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.household_forms import household_basis, load_rows
from fangfan_desktop.usecases.office_forms import find_form, list_forms
from fangfan_desktop.views.dialogs.new_version import NewVersion
from fangfan_desktop.views.exchange.blank_view import column_letters
from fangfan_desktop.views.exchange.form_wizard import FormWizard
from fangfan_desktop.views.exchange.match_model import HEADING, KEPT, VERDICT
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import PageSpec
from fangfan_desktop.views.pages.exchange import SPEC, ExchangePage
from fangfan_desktop.views.style import Style
from tests.gui.campaign_samples import OtherPage, open_window, targets
from tests.small_township import add_campaign, make_township

Settle = Callable[[], None]
BLANKS = Path(__file__).parents[1] / "data" / "blank_forms"
QINGHE = BLANKS / "qinghe-household-2024.xlsx"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as made:
        add_campaign(made)
        yield made


@pytest.fixture
def window(qtbot: QtBot, operations: Operations, database: Database, settle: Settle) -> MainWindow:
    others = [PageSpec(key, key, "file", OtherPage) for key in ("settings", "survey")]
    made = open_window(qtbot, operations, database, [SPEC, *others])
    made.resize(1366, 768)
    made.open_page("exchange", blank_form=True)
    settle()
    return made


@pytest.fixture
def wizard(window: MainWindow) -> FormWizard:
    page = window.page("exchange")
    assert isinstance(page, ExchangePage)
    assert page.help_chapter == "own-forms"
    return page.wizard


def open_blank(wizard: FormWizard, path: Path, settle: Settle) -> None:
    wizard.open_file(path)
    settle()


def to_columns(wizard: FormWizard, path: Path, settle: Settle) -> None:
    open_blank(wizard, path, settle)
    wizard.go_on()
    settle()
    assert wizard.stage == "columns"


def found(wizard: FormWizard) -> list[str]:
    draft = wizard.blank.draft
    return [] if draft is None else [column.heading for column in draft.columns]


def simple_book(path: Path, headings: tuple[str, ...], title: str = "某县2025年核查表") -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("核查表")
    sheet.write(0, 0, title)
    sheet.write_row(1, 0, headings)
    book.close()
    return path


def test_from_the_file_to_prefilled_rows_in_four_clicks(
    wizard: FormWizard, window: MainWindow, database: Database, settle: Settle
):
    open_blank(wizard, QINGHE, settle)
    assert wizard.stage == "header"
    assert (wizard.blank.first.value(), wizard.blank.last.value()) == (4, 6)
    for _ in range(3):
        wizard.go_on()
        settle()
    settle()
    entry = find_form(database, "青禾县2024年防止返贫监测帮扶集中排查到户核查表")
    assert (entry.is_own, entry.form.year, entry.form.key) == (True, 2024, "own-1")
    assert targets(window, "survey") == [{"form": "own-1"}]
    form = household_basis(database, campaign_id=1, form_key="own-1").form
    rows = load_rows(database, campaign_id=1, form_key="own-1")
    assert len(rows) == 6
    names = {row.values[form.index("head_name")] for row in rows}
    assert "韦𠮷祥" in names
    assert all(row.values[form.index("housing_safe")] == 1 for row in rows)
    undo_last(database)  # taking it up
    assert "own-1" not in {one.form.key for one in list_used_forms(database, campaign_id=1)}
    undo_last(database)  # keeping it
    assert not any(entry.is_own for entry in list_forms(database))


@pytest.mark.parametrize(
    "name", ["monitored-check-2025.xls", "village-survey-2024.xlsx", "disaster-check-2024.docx"]
)
def test_other_blank_files_come_through_as_they_are_found(
    wizard: FormWizard, database: Database, settle: Settle, name: str
):
    open_blank(wizard, BLANKS / name, settle)
    for _ in range(3):
        wizard.go_on()
        settle()
    own = [one.form for one in list_used_forms(database, campaign_id=1) if one.is_further]
    assert [form.key for form in own] == ["own-1"]
    is_of_villages = name.startswith("village")
    assert own[0].subject is (Subject.VILLAGE if is_of_villages else Subject.HOUSEHOLD)


def test_another_header_is_named_by_its_rows_and_nonsense_is_told(
    wizard: FormWizard, settle: Settle
):
    open_blank(wizard, QINGHE, settle)
    wizard.blank.first.setValue(5)
    settle()
    draft = wizard.blank.draft
    assert draft is not None
    assert draft.header_rows == (5, 6)
    wizard.blank.first.setValue(30)
    settle()
    assert wizard.blank.draft is None
    assert "不能作表头" in wizard.blank.warning.text()
    wizard.go_on()
    assert wizard.stage == "header"
    wizard.blank.first.setValue(4)
    wizard.blank.last.setValue(6)
    settle()
    draft = wizard.blank.draft
    assert draft is not None
    assert len(draft.columns) == 32


def test_a_sheet_without_a_header_is_told_and_can_be_named(
    wizard: FormWizard, settle: Settle, tmp_path: Path
):
    path = simple_book(tmp_path / "窄表.xlsx", ("是否养蜂",))
    open_blank(wizard, path, settle)
    assert wizard.blank.words.text().startswith("没有找到表头")
    assert not found(wizard)
    wizard.blank.first.setValue(2)
    settle()
    assert found(wizard) == ["是否养蜂"]


def test_what_is_not_sure_stands_out_and_is_confirmed_changed_or_left_out(
    wizard: FormWizard, settle: Settle, qtbot: QtBot
):
    to_columns(wizard, QINGHE, settle)
    match = wizard.match
    draft = match.draft
    assert draft is not None
    assert draft.columns[match.row].verdict is not Verdict.SURE
    likely = next(i for i, one in enumerate(draft.columns) if one.verdict is Verdict.LIKELY)
    match.go_to(likely)
    assert match.model.index(likely, VERDICT).data().startswith("可能")
    match.right_button.click()
    assert match.model.columns[likely].verdict is Verdict.SURE
    new = next(i for i, one in enumerate(match.model.columns) if one.verdict is Verdict.NEW)
    match.go_to(new)
    qtbot.keyClick(match.table, Qt.Key.Key_Space)
    assert not match.model.columns[new].is_kept
    assert match.model.index(new, VERDICT).data() == "不要"
    box = match.model.index(new, KEPT)
    match.model.setData(box, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert match.model.columns[new].is_kept
    dialog = match.ask_field()
    assert dialog is not None
    dialog.search.setText("脱贫年度")
    dialog.main_button.click()
    assert match.model.columns[new].key == "lifted_year"
    match.new_button.click()
    assert match.model.columns[new].verdict is Verdict.NEW


def test_kind_and_condition_of_a_column_are_set_beside_it(wizard: FormWizard, settle: Settle):
    to_columns(wizard, QINGHE, settle)
    match, side = wizard.match, wizard.match.side
    row = match.row
    side.kind.setCurrentIndex(side.kind.findData(Kind.NUMBER.value))
    side.kind.activated.emit(side.kind.currentIndex())
    assert match.model.columns[row].field.kind is Kind.NUMBER
    side.conditions.add()
    condition = match.model.columns[row].field.applies[0]
    assert condition.reason
    match.preview.draw()
    assert match.preview.grid is not None
    assert match.model.index(row, HEADING).data().endswith("经营性收入占比是否超过50%")


def test_a_column_at_fault_is_told_and_in_hand(
    wizard: FormWizard, window: MainWindow, settle: Settle
):
    to_columns(wizard, QINGHE, settle)
    side = wizard.match.side
    row = wizard.match.row
    side.kind.setCurrentIndex(side.kind.findData(Kind.CHOICE.value))
    side.kind.activated.emit(side.kind.currentIndex())
    wizard.go_on()
    assert wizard.stage == "columns"
    assert wizard.match.model.fault_at == row
    assert "没有选项" in window.banner.text


def test_a_county_version_of_the_first_annex_becomes_its_new_version(
    wizard: FormWizard, window: MainWindow, database: Database, settle: Settle, tmp_path: Path
):
    form = load_form("household-form", 2022)
    texts = tuple(next(t for t in reversed(f.headings) if t) for f in form.fields[:40])
    path = simple_book(tmp_path / "附件1.xlsx", (*texts, "是否养蜂"))
    to_columns(wizard, path, settle)
    wizard.go_on()
    assert wizard.keeping.wishes.key == "household-form"
    assert wizard.keeping.wishes.name == "附件1 到户排查表"
    wizard.keeping.kept_as.setCurrentIndex(0)
    assert wizard.keeping.wishes.name == "某县2025年核查表"
    wizard.keeping.kept_as.setCurrentIndex(1)
    wizard.go_on()
    settle()
    assert find_form(database, "household-form").version == 1
    dialog = wizard.findChild(NewVersion)
    assert isinstance(dialog, NewVersion)
    dialog.submit()
    settle()
    assert targets(window, "survey") == [{"form": "household-form"}]
    used = {one.form.key: one.form for one in list_used_forms(database, campaign_id=1)}
    assert used["household-form"].fields[-1].headings[-1] == "是否养蜂"
    assert used["household-form"].annex == "附件1"


def test_next_years_sheet_is_offered_as_a_new_version_of_the_offices_own(
    wizard: FormWizard, database: Database, settle: Settle, tmp_path: Path
):
    headings = ("序号", "户主姓名", "是否养蜂", "蜂箱数量（个）", "备注")
    open_blank(wizard, simple_book(tmp_path / "a.xlsx", headings), settle)
    for _ in range(3):
        wizard.go_on()
        settle()
    path = simple_book(tmp_path / "b.xlsx", (*headings, "是否愿意扩大"), "某县2026年核查表")
    to_columns(wizard, path, settle)
    wizard.go_on()
    assert wizard.keeping.wishes.key == "own-1"
    assert wizard.keeping.wishes.year == 2026
    wizard.save()
    settle()
    entry = find_form(database, "own-1")
    assert entry.version == 2
    assert len(entry.form.fields) == 6


def test_without_a_campaign_the_form_is_kept_and_shown_in_the_settings(
    wizard: FormWizard, window: MainWindow, database: Database, settle: Settle, tmp_path: Path
):
    window.set_campaigns([], None)
    path = simple_book(tmp_path / "a.xlsx", ("序号", "户主姓名", "是否养蜂"))
    to_columns(wizard, path, settle)
    wizard.go_on()
    assert wizard.stage == "save"
    wizard.go_on()
    settle()
    assert find_form(database, "own-1").is_own
    assert targets(window, "settings") == [{"tab": "表样", "form": "own-1"}]


def test_a_name_that_is_taken_is_told_and_nothing_is_lost(
    wizard: FormWizard, window: MainWindow, database: Database, settle: Settle, tmp_path: Path
):
    path = simple_book(tmp_path / "a.xlsx", ("序号", "户主姓名", "是否养蜂"))
    to_columns(wizard, path, settle)
    wizard.go_on()
    wizard.keeping.name.setText(load_form("household-form").name)
    wizard.save()
    settle()
    assert "请换一个名称" in window.banner.text
    assert wizard.stage == "save"
    assert not any(entry.is_own for entry in list_forms(database))


def test_a_file_that_is_no_table_is_told_and_the_wizard_stays(
    wizard: FormWizard, window: MainWindow, settle: Settle, tmp_path: Path
):
    path = tmp_path / "说明.txt"
    path.write_text("不是表", encoding="utf-8")
    open_blank(wizard, path, settle)
    assert wizard.stage == "start"
    assert window.banner.text


def test_each_step_fits_a_small_screen_with_large_letters(
    wizard: FormWizard, look: Style, settle: Settle
):
    look.set_zoom(200)
    room = 1366 - look.px("nav_narrow") - look.px("scroll")
    page = wizard.parentWidget()
    assert page is not None
    open_blank(wizard, QINGHE, settle)
    for stage in ("header", "columns", "save"):
        assert wizard.stage == stage
        assert page.minimumSizeHint().width() <= room, stage
        if stage != "save":
            wizard.go_on()
            settle()


def test_letters_made_larger_in_the_last_step_leave_the_columns_their_rows(
    wizard: FormWizard, look: Style, settle: Settle
):
    to_columns(wizard, QINGHE, settle)
    wizard.go_on()
    settle()
    look.set_zoom(200)
    settle()
    wizard.go_back()
    settle()
    QApplication.processEvents()
    beside = wizard.match.findChild(QScrollArea)
    assert beside is not None
    assert beside.height() >= beside.widget().sizeHint().height()
    assert wizard.match.table.viewport().height() >= 6 * look.px("row")


def test_the_rosters_import_is_one_click_away(wizard: FormWizard, window: MainWindow):
    page = window.page("exchange")
    assert isinstance(page, ExchangePage)
    wizard.left.emit()
    assert wizard.isHidden()
    assert page.help_chapter == ""


def test_columns_are_called_as_spreadsheets_do():
    assert [column_letters(i) for i in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
