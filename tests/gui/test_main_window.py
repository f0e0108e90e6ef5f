"""The window: pages made when first shown, keys that work everywhere, messages without dialogs."""

from collections.abc import Mapping
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fangfan_desktop.errors import OutsideError
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations, Progress
from fangfan_desktop.views.page import CampaignChoice, Page, PageContext, PageSpec, SearchHit
from fangfan_desktop.views.style import Style

TITLES = (
    ("workbench", "工作台", "dashboard"),
    ("households", "农户档案", "users"),
    ("survey", "集中排查", "table"),
    ("cases", "监测帮扶", "activity"),
    ("checks", "疑点核查", "search-check"),
    ("ledger", "整改台账", "list-check"),
    ("notices", "公示公告", "megaphone"),
    ("reports", "报表导出", "file-export"),
    ("exchange", "数据交换", "arrows"),
    ("settings", "设置与备份", "settings"),
)


class Notebook(Page):
    """A page that writes down what it is told."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.told: list[object] = []
        self.field = QLineEdit()
        self.content.addWidget(self.field)

    def refresh(self, changes: object) -> None:
        self.told.append(("refresh", changes))

    def on_shown(self) -> None:
        self.told.append("shown")

    def set_campaign(self, campaign_id: int | None) -> None:
        self.told.append(("campaign", campaign_id))

    def show_target(self, target: Mapping[str, Any]) -> None:
        self.told.append(dict(target))


@pytest.fixture
def window(qtbot: QtBot, operations: Operations) -> MainWindow:
    specs = [
        PageSpec(key, title, icon, Notebook, is_at_bottom=key == "settings")
        for key, title, icon in TITLES
    ]
    made = MainWindow(specs, operations)
    qtbot.addWidget(made)
    made.open_page("workbench")
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    return made


def told(window: MainWindow, key: str) -> list[object]:
    page = window.page(key)
    assert isinstance(page, Notebook)
    return page.told


def pages(window: MainWindow) -> list[Notebook]:
    return cast("list[Notebook]", window.findChildren(Notebook))


CHOICES = [CampaignChoice(1, "2022年集中排查", "进行中 · 剩 6 天"), CampaignChoice(2, "2023年")]


def test_a_page_is_made_when_it_is_first_shown(window: MainWindow) -> None:
    assert [page.objectName() for page in pages(window)] == ["workbench"]
    window.open_page("ledger")
    assert len(pages(window)) == 2
    window.open_page("workbench")
    assert told(window, "workbench") == ["shown", "shown"]


@pytest.mark.parametrize(("number", "key"), [(1, "workbench"), (3, "survey"), (0, "settings")])
def test_ctrl_and_a_figure_opens_a_page(
    window: MainWindow, qtbot: QtBot, number: int, key: str
) -> None:
    window.open_page("cases")
    qtbot.keyClick(window, str(number), Qt.KeyboardModifier.ControlModifier)
    assert window.current_key == key


def test_the_navigation_opens_pages_too(window: MainWindow, qtbot: QtBot) -> None:
    entry = next(each for each in window.navigation.entries() if each.text() == "整改台账")
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert window.current_key == "ledger"
    assert entry.isChecked()


def test_changes_go_to_every_open_page_and_to_no_other(window: MainWindow) -> None:
    window.open_page("survey")
    window.context.changed({"households"})
    for key in ("workbench", "survey"):
        assert told(window, key)[-1] == ("refresh", {"households"})
    assert told(window, "cases") == []


def test_open_page_hands_over_its_target(window: MainWindow) -> None:
    window.context.open_page("households", household_id=7)
    assert told(window, "households") == ["shown", {"household_id": 7}]


def test_another_campaign_is_told_once(window: MainWindow, qtbot: QtBot) -> None:
    window.set_campaigns(CHOICES, 1)
    window.set_campaigns(CHOICES, 1)
    assert told(window, "workbench") == ["shown", ("campaign", 1)]
    assert window.context.campaign_id() == 1
    with qtbot.waitSignal(window.campaign_chosen) as chosen:
        window.top.campaign.menu().actions()[1].trigger()
    assert chosen.args == [2]


def test_undo_names_what_it_undoes_and_works_by_key(window: MainWindow, qtbot: QtBot) -> None:
    window.set_undo("附件1：粘贴 12 格", "")
    assert window.top.undo.toolTip() == "撤销：附件1：粘贴 12 格（Ctrl+Z）"
    assert not window.top.redo.isEnabled()
    with qtbot.waitSignal(window.undo_requested):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with qtbot.assertNotEmitted(window.redo_requested):
        qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)


def test_undo_in_a_field_takes_back_what_was_typed_there(window: MainWindow, qtbot: QtBot) -> None:
    window.set_undo("附件1", "")
    page = window.page("workbench")
    assert isinstance(page, Notebook)
    page.field.setFocus()
    qtbot.keyClicks(page.field, "abc")
    with qtbot.assertNotEmitted(window.undo_requested):
        qtbot.keyClick(page.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.field.text() == ""


def test_search_lists_what_was_found_and_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.top.search
    assert QApplication.focusWidget() is box
    with qtbot.waitSignal(window.searched) as asked:
        qtbot.keyClicks(box, "w")
    assert asked.args == ["w"]
    hits = [SearchHit(f"韦{n}", "连丰村", "households", {"household_id": n}) for n in range(3)]
    window.show_hits(hits)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told(window, "households")[-1] == {"household_id": 1}
    assert box.text() == ""


def test_a_search_without_a_hit_says_what_can_be_searched_for(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.top.search, "zz")
    window.show_hits([])
    assert "没有找到" in window.top.search.listed()[0]
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.current_key == "workbench"


@pytest.mark.parametrize(("key", "percent"), [(Qt.Key.Key_Plus, 110), (Qt.Key.Key_Minus, 90)])
def test_the_size_of_letters_has_keys(
    window: MainWindow, qtbot: QtBot, look: Style, key: Qt.Key, percent: int
) -> None:
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: look.zoom == percent)


def test_a_zoom_key_held_down_changes_the_letters_once(
    window: MainWindow, qtbot: QtBot, look: Style
) -> None:
    seen: list[int] = []
    look.zoom_changed.connect(seen.append)
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: look.zoom == 140)
    assert seen == [140]


def test_f1_asks_for_the_help_of_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("ledger")
    with qtbot.waitSignal(window.help_requested) as asked:
        qtbot.keyClick(window, Qt.Key.Key_F1)
    assert asked.args == ["ledger"]


def _full() -> None:
    raise OutsideError("磁盘满了，请清理后再试。")


def test_a_failure_is_a_sentence_in_the_window(window: MainWindow) -> None:
    window.context.write(_full, label="写")
    window.operations.wait_until_idle()
    assert window.banner.text == "磁盘满了，请清理后再试。"
    assert window.banner.property("level") == Level.DANGER


@pytest.mark.parametrize("percent", [100, 200])
def test_a_message_moves_nothing_on_the_page(window: MainWindow, look: Style, percent: int) -> None:
    look.set_zoom(percent)
    QApplication.processEvents()
    field = pages(window)[0].field
    before = field.mapTo(window, field.rect().topLeft())
    window.show_message("已导出 4 张表。" * 20, Level.OK)
    QApplication.processEvents()
    assert field.mapTo(window, field.rect().topLeft()) == before
    assert window.banner.isVisible()
    assert window.rect().contains(window.banner.geometry())
    assert window.banner.geometry().bottom() <= window.status.geometry().top()


def test_a_page_that_is_shown_has_the_keys_and_none_of_its_buttons(
    window: MainWindow, qtbot: QtBot
) -> None:
    entry = window.navigation.entries()[1]
    entry.setFocus()
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert window.current_key == "households"
    assert window.focusWidget() is window.page("households")


def test_a_write_tells_every_page_and_shows_the_time(window: MainWindow) -> None:
    window.context.write(lambda: "改动", label="写")
    window.operations.wait_until_idle()
    assert told(window, "workbench")[-1] == ("refresh", "改动")
    assert window.status.saved.startswith("✓ 已保存 ")


def test_long_work_shows_progress_and_can_be_cancelled(window: MainWindow, qtbot: QtBot) -> None:
    def count(progress: Progress) -> None:
        for number in range(10_000_000):
            progress(number, 10_000_000, "写入")

    window.operations.start(count, label="导入花名册", is_long=True)
    qtbot.waitUntil(lambda: "还剩" in window.status.work)
    assert window.status.work.startswith("导入花名册")
    window.status.cancel_button.click()
    window.operations.wait_until_idle()
    assert window.banner.text == "导入花名册已取消，没有留下任何改动。"
    assert window.status.work == ""


@pytest.mark.parametrize("percent", [80, 100, 200])
def test_the_window_fits_a_small_screen_at_every_size(
    window: MainWindow, look: Style, percent: int
) -> None:
    window.set_township("雒容镇")
    window.set_campaigns(CHOICES, 1)
    look.set_zoom(percent)
    window.resize(1366, 768)
    QApplication.processEvents()
    assert window.navigation.is_narrow == (percent == 200)
    assert window.size().toTuple() == (1366, 768)
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768


def test_every_control_of_the_window_has_a_name_to_be_read_aloud(window: MainWindow) -> None:
    from PySide6.QtWidgets import QAbstractButton  # noqa: PLC0415 - beside its one use

    buttons = cast("list[QAbstractButton]", window.findChildren(QAbstractButton))
    nameless = [
        button
        for button in buttons
        if not button.accessibleName() and not button.objectName().startswith("qt_")
    ]
    assert [button for button in nameless if button.parent() is not window.top.search] == []


def test_tab_reaches_the_page_and_focus_can_be_seen(window: MainWindow, qtbot: QtBot) -> None:
    entry = window.navigation.entries()[0]
    entry.setFocus()
    plain = entry.grab().toImage()
    qtbot.keyClick(entry, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not entry
    assert entry.grab().toImage() != plain


def test_counts_are_shown_and_read_aloud(window: MainWindow) -> None:
    window.set_counts({"checks": 41, "unknown": 3})
    entry = next(each for each in window.navigation.entries() if each.text() == "疑点核查")
    assert entry.accessibleName() == "疑点核查 41"
    window.set_counts({"checks": 0})
    assert entry.accessibleName() == "疑点核查"


def test_closing_takes_what_was_being_typed(window: MainWindow, qtbot: QtBot) -> None:
    page = window.page("workbench")
    assert isinstance(page, Notebook)
    page.field.setFocus()
    qtbot.keyClicks(page.field, "7")
    order: list[str] = []
    page.field.editingFinished.connect(lambda: order.append("taken"))
    window.closing.connect(lambda: order.append("closing"))
    window.close()
    assert order == ["taken", "closing"]
