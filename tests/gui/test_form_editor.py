"""表样 in 设置与备份: forms are listed, edited with steps to take back, kept and taken up."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.form import Form, Kind
from fangfan_desktop.forms.form_edits import add_fields, heading_line, new_field, remove_fields
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.campaign_forms import list_used_forms
from fangfan_desktop.usecases.form_versions import list_behind
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.office_forms import find_form, list_forms, save_form
from fangfan_desktop.views.forms.columns_model import HEADING, KIND, REQUIRED, WIDTH
from fangfan_desktop.views.forms.editor import FormEditor
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import PageSpec
from fangfan_desktop.views.pages.settings import SPEC, SettingsPage
from fangfan_desktop.views.settings.forms_panel import FormsPanel
from fangfan_desktop.views.style import Style
from tests.gui.campaign_samples import OtherPage, open_window, targets
from tests.small_township import add_campaign, make_township

Settle = Callable[[], None]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as made:
        add_campaign(made)
        yield made


@pytest.fixture
def window(qtbot: QtBot, operations: Operations, database: Database, settle: Settle) -> MainWindow:
    others = [PageSpec(key, key, "file", OtherPage) for key in ("exchange", "survey")]
    made = open_window(qtbot, operations, database, [SPEC, *others])
    made.resize(1366, 768)
    made.open_page("settings", tab="表样")
    settle()
    return made


@pytest.fixture
def panel(window: MainWindow) -> FormsPanel:
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    found = dict(page.panels)["表样"]
    assert isinstance(found, FormsPanel)
    return found


@pytest.fixture
def editor(panel: FormsPanel, settle: Settle) -> FormEditor:
    return open_editor(panel, "check-monitored", settle)


def open_editor(panel: FormsPanel, key: str, settle: Settle) -> FormEditor:
    panel.choose(key)
    settle()
    made = panel.open_form()
    assert made is not None
    settle()
    return made


def line(panel: FormsPanel, key: str) -> tuple[str, ...]:
    return next(line.texts for line in panel.list.lines.lines if line.key == key)


def headings(form: Form) -> list[str]:
    return [heading_line(field) for field in form.fields]


def cell(editor: FormEditor, row: int, column: int, text: object) -> None:
    model = editor.desk.table.columns
    assert model.setData(model.index(row, column), text)


def test_all_forms_are_listed_with_version_and_campaigns_and_no_roster(
    panel: FormsPanel, qtbot: QtBot
):
    assert line(panel, "household-form")[2:5] == ("农户表", "内置", "2022年集中排查")
    assert line(panel, "check-monitored")[5] == "参考样式"
    assert not any("roster" in str(one.key) for one in panel.list.lines.lines)
    qtbot.waitUntil(lambda: panel.preview.grid is not None)


def test_a_changed_shipped_form_is_the_offices_version_and_can_be_the_shipped_one_again(
    panel: FormsPanel, database: Database, settle: Settle
):
    editor = open_editor(panel, "household-form", settle)
    editor.desk.go_to(2)
    editor.desk.add_new()
    editor.desk.side.headings.setPlainText("基本情况\n是否养蜂")
    assert editor.form.fields[3].key.startswith("own_")
    editor.save()
    settle()
    assert line(panel, "household-form")[3] == "本单位第1版"
    assert find_form(database, "household-form").form.fields[3].headings == ("基本情况", "是否养蜂")
    assert panel.behind_words == ["“2022年集中排查”还在用旧版。"]
    assert panel.retire_button.text() == "恢复内置"
    panel.retire_button.click()
    settle()
    assert line(panel, "household-form")[3] == "内置"
    assert panel.behind_words == []
    panel.context.changed(undo_last(database))
    settle()
    assert line(panel, "household-form")[3] == "本单位第1版"


def test_a_campaign_takes_the_new_version_after_a_look(
    panel: FormsPanel, database: Database, settle: Settle
):
    form = load_form("household-form", 2022)
    column = form.index("no_labour")
    form = add_fields(remove_fields(form, [column]), 3, [new_field(form, "是否养蜂")])
    panel.context.changed(save_form(database, form=form).changes)
    panel.choose("household-form")
    settle()
    (behind,) = list_behind(database, form_key="household-form")
    dialog = panel.ask_version(behind)
    assert dialog is not None
    words = [text.text() for text in cast("list[QLabel]", dialog.findChildren(QLabel))]
    assert "新增的栏（1）" in words
    assert "“是否养蜂”" in words
    assert "去掉的栏（1）" in words
    dialog.submit()
    settle()
    used = {one.form.key: one.form for one in list_used_forms(database, campaign_id=1)}
    assert "是否养蜂" in headings(used["household-form"])
    assert panel.behind_words == []


def test_a_copy_under_another_name_is_a_form_of_its_own(
    panel: FormsPanel, database: Database, settle: Settle
):
    panel.choose("check-monitored")
    settle()
    dialog = panel.ask_copy()
    assert dialog is not None
    name = dialog.editors[0]
    assert isinstance(name, QLineEdit)
    name.setText("本镇核查表")
    dialog.submit()
    settle()
    entry = find_form(database, "本镇核查表")
    assert entry.is_own
    assert entry.form.key == "own-1"
    assert panel.editor is not None
    assert panel.editor.form.name == "本镇核查表"
    panel.editor.reject()
    panel.choose("own-1")
    settle()
    panel.retire_button.click()
    settle()
    assert line(panel, "own-1")[5] == "已停用"
    assert panel.retire_button.text() == "启用"
    panel.retire_button.click()
    settle()
    assert line(panel, "own-1")[5] != "已停用"


def test_a_form_is_taken_up_in_the_campaign_in_hand_and_its_tab_opens(
    panel: FormsPanel, window: MainWindow, database: Database, settle: Settle
):
    panel.choose("check-general")
    settle()
    assert panel.use_button.isEnabled()
    panel.use_button.click()
    settle()
    assert targets(window, "survey") == [{"form": "check-general"}]
    assert "check-general" in {one.form.key for one in list_used_forms(database, campaign_id=1)}
    settle()
    assert not panel.use_button.isEnabled()


def test_cells_of_the_table_change_headings_kind_required_and_width(editor: FormEditor):
    cell(editor, 1, HEADING, "所在 › 村民小组")
    cell(editor, 1, WIDTH, "99")
    form = editor.form
    assert form.fields[1].headings[:2] == ("所在", "村民小组")
    assert form.fields[1].width == 99
    row = next(i for i, field in enumerate(form.fields) if field.kind is Kind.LONG_TEXT)
    cell(editor, row, KIND, Kind.TEXT.value)
    assert editor.form.fields[row].kind is Kind.TEXT
    was = editor.form.fields[row].is_required
    model = editor.desk.table.columns
    box = Qt.CheckState.Unchecked if was else Qt.CheckState.Checked
    model.setData(model.index(row, REQUIRED), box.value, Qt.ItemDataRole.CheckStateRole)
    assert editor.form.fields[row].is_required is not was


def test_each_change_is_one_step_back_and_typed_letters_are_one_together(
    editor: FormEditor, qtbot: QtBot
):
    before = editor.form
    editor.desk.go_to(2)
    hint = editor.desk.side.hint
    hint.setFocus()
    hint.clear()
    qtbot.keyClicks(hint, "shifou")
    assert editor.form.fields[2].hint == "shifou"
    editor.desk.move_columns(1)
    editor.undo()
    assert editor.form.fields[2].hint == "shifou"
    qtbot.keyClick(hint, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.form == before
    assert not editor.has_changes
    editor.redo()
    editor.redo()
    assert editor.form.fields[3].hint == "shifou"


def test_keys_move_copy_and_remove_columns(editor: FormEditor, qtbot: QtBot):
    table, before = editor.desk.table, headings(editor.form)
    editor.desk.go_to(3)
    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert headings(editor.form)[2] == before[3]
    assert table.chosen == [2]
    qtbot.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert headings(editor.form)[3] == f"{before[3]}（2）"
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Insert)
    assert editor.desk.side.headings.toPlainText().endswith("新栏")
    assert len(editor.form.fields) == len(before) + 1


def test_columns_get_a_common_heading_and_lose_it(editor: FormEditor):
    before = headings(editor.form)
    editor.desk.table.choose([1, 2])
    editor.desk.group("基本情况")
    assert headings(editor.form)[1:3] == [f"基本情况 › {text}" for text in before[1:3]]
    assert editor.desk.table.chosen == [1, 2]
    editor.desk.ungroup()
    assert headings(editor.form) == before


def test_a_condition_suggests_its_sentence(editor: FormEditor):
    side = editor.desk.side
    asked = next(field for field in editor.form.fields if field.kind is Kind.YES_NO)
    column = len(editor.form.fields) - 1
    editor.desk.go_to(column)
    before = len(editor.form.fields[column].applies)
    side.conditions.add()
    row = side.conditions.rows[-1]
    row.field_box.setCurrentIndex(row.field_box.findData(asked.key))
    row.field_box.activated.emit(row.field_box.currentIndex())
    condition = editor.form.fields[column].applies[before]
    assert condition.field == asked.key
    assert condition.reason == f"“{asked.name}”为“是”时才填本栏。"
    row.value_actions[0].setChecked(True)
    row.value_actions[1].setChecked(False)
    condition = editor.form.fields[column].applies[before]
    assert condition.values == (0,)
    assert "为“否”时" in condition.reason


def test_fields_of_the_catalogue_are_found_by_initials_and_inserted(
    editor: FormEditor, settle: Settle
):
    settle()
    editor.desk.go_to(2)
    dialog = editor.desk.add_known()
    assert dialog is not None
    dialog.search.setText("lxdh")
    assert any("联系电话" in text for text in dialog.shown)
    assert len(dialog.shown) < 10
    dialog.search.setText("户联系电话")
    dialog.main_button.click()
    assert editor.form.fields[3].key == "phone"
    assert editor.desk.table.chosen == [3]


def test_two_equal_columns_are_refused_and_the_second_is_in_hand(editor: FormEditor):
    field = editor.form.fields[1]
    editor.take(add_fields(editor.form, len(editor.form.fields), [field]))
    editor.save()
    last = len(editor.form.fields) - 1
    assert "同一个栏目" in editor.problem
    assert editor.desk.table.currentIndex().row() == last
    assert editor.desk.table.columns.fault_at == last
    editor.desk.side.own_button.click()
    assert editor.problem == ""
    assert editor.form.fields[last].key.startswith("own_")


def test_a_name_that_another_form_has_is_refused_and_nothing_is_lost(
    editor: FormEditor, database: Database, settle: Settle
):
    name = load_form("household-form").name
    editor.head.name.setText(name)
    editor.head.name.textEdited.emit(name)
    editor.save()
    settle()
    assert "请换一个名称" in editor.problem
    assert editor.isVisible()
    assert not any(entry.version for entry in list_forms(database))


def test_closing_asks_before_changes_are_lost(editor: FormEditor):
    editor.desk.go_to(1)
    editor.desk.remove()
    editor.reject()
    assert editor.isVisible()
    buttons = {button.text(): button for button in editor.ask_box.buttons()}
    buttons["继续修改"].click()
    assert editor.isVisible()
    editor.reject()
    next(b for b in editor.ask_box.buttons() if b.text() == "放弃修改").click()
    assert not editor.isVisible()


def test_title_scope_layout_and_paper_are_edited(editor: FormEditor):
    head = editor.head
    head.title.setText("新标题")
    head.title.textEdited.emit("新标题")
    for box, text in (
        (head.scope, "一般农户"),
        (head.layout_box, "一户（村）一页"),
        (head.paper, "A3 纵向"),
    ):
        box.setCurrentText(text)
        box.activated.emit(box.currentIndex())
    head.margins["margin_left"].setValue(25)
    head.footnotes.setPlainText("注一\n\n注二")
    form = editor.form
    assert (form.title, form.scope, form.layout) == ("新标题", "general", "record")
    assert (form.page.size, form.page.is_landscape, form.page.margin_left) == ("A3", False, 25)
    assert form.footnotes == ("注一", "注二")


def test_the_preview_follows_and_the_paper_is_shown(editor: FormEditor, settle: Settle):
    cell(editor, 0, HEADING, "顺序号")
    editor.desk.preview.draw()
    grid = editor.desk.preview.grid
    assert grid is not None
    assert grid.view.head.cells[0].text == "顺序号"
    assert grid.model.rowCount() == 3
    dialog = editor.preview_paper()
    settle()
    assert dialog.view.preview is not None
    dialog.reject()
    settle()


def test_f1_opens_the_chapter_about_forms(window: MainWindow, editor: FormEditor, qtbot: QtBot):
    with qtbot.waitSignal(window.help_requested) as asked:
        qtbot.keyClick(editor, Qt.Key.Key_F1)
    assert asked.args == ["own-forms"]
    page = window.page("settings")
    assert page.help_chapter == "own-forms"


def test_the_editor_fits_a_small_screen_with_large_letters(
    editor: FormEditor, look: Style, settle: Settle
):
    look.set_zoom(200)
    settle()
    assert editor.desk.minimumSizeHint().width() <= 1290
    assert editor.minimumSizeHint().width() <= 1366


@pytest.mark.parametrize("key", [entry.form.key for entry in list_forms(None)])
def test_every_form_is_opened_looked_through_and_kept(
    panel: FormsPanel, database: Database, settle: Settle, key: str
):
    editor = open_editor(panel, key, settle)
    before = editor.form
    for column in range(len(before.fields)):
        editor.desk.go_to(column)
    assert editor.form == before  # looking changes nothing
    editor.tabs.setCurrentIndex(1)
    editor.head.title.setText("另一个标题")
    editor.head.title.textEdited.emit("另一个标题")
    editor.desk.preview.draw()
    editor.save()
    settle()
    entry = find_form(database, key)
    assert (entry.version, entry.form.title) == (1, "另一个标题")
    assert entry.form.fields == before.fields
    assert not entry.form.is_reference
