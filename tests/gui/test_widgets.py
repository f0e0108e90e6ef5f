"""The small widgets that pages are made of."""

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fangfan_desktop.views.level import Level
from fangfan_desktop.views.style import Style
from fangfan_desktop.views.widgets.banner import Banner
from fangfan_desktop.views.widgets.bar import ProgressLine
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card, EmptyState, KeyFigure
from fangfan_desktop.views.widgets.figure_row import FigureRow
from fangfan_desktop.views.widgets.label import Light, Tag
from fangfan_desktop.views.widgets.page_header import PageHeader
from fangfan_desktop.views.widgets.tab_strip import TabItem, TabStrip

VILLAGES = [TabItem(None, "全部", 3602, 4812)] + [
    TabItem(number, f"第{number}村", number, 370) for number in range(1, 21)
]


@pytest.fixture
def strip(qtbot: QtBot) -> TabStrip:
    made = TabStrip()
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.set_items(VILLAGES)
    made.show()
    QApplication.processEvents()
    return made


def _tabs(strip: TabStrip) -> list[QPushButton]:
    return cast("list[QPushButton]", strip.findChildren(QPushButton))


def _shown(strip: TabStrip) -> list[str]:
    return [each.text() for each in _tabs(strip) if each.isVisible()]


def test_tabs_that_do_not_fit_go_into_the_menu(strip: TabStrip) -> None:
    assert 3 <= len(_shown(strip)) < len(VILLAGES)
    strip.resize(6000, 40)
    QApplication.processEvents()
    assert len(_shown(strip)) == len(VILLAGES)


def test_the_tab_in_hand_is_always_shown(strip: TabStrip) -> None:
    strip.select(20)
    QApplication.processEvents()
    assert "第20村  20/370" in _shown(strip)
    assert strip.current == 20


def test_choosing_a_tab_tells_its_key(strip: TabStrip, qtbot: QtBot) -> None:
    tab = next(each for each in _tabs(strip) if each.text().startswith("第2村"))
    with qtbot.waitSignal(strip.chosen) as chosen:
        qtbot.mouseClick(tab, Qt.MouseButton.LeftButton)
    assert chosen.args == [2]


def test_new_counts_keep_the_tab_in_hand(strip: TabStrip) -> None:
    strip.select(3)
    strip.set_items([*VILLAGES[:3], TabItem(3, "第3村", 9, 370)])
    assert strip.current == 3
    strip.set_items(VILLAGES[:2])
    assert strip.current is None


def test_a_page_has_one_main_button_and_it_stands_last(qtbot: QtBot) -> None:
    header = PageHeader("集中排查")
    qtbot.addWidget(header)
    main = header.add_button("导出", is_main=True)
    other = header.add_button("打印")
    header.show()
    assert other.x() < main.x()
    with pytest.raises(ValueError, match="再来"):
        header.add_button("再来", is_main=True)


def test_a_figure_opens_by_mouse_and_by_key(qtbot: QtBot) -> None:
    figure = KeyFigure("已排查")
    qtbot.addWidget(figure)
    figure.set("3,602", "/ 4,812 户", "完成 74.9%", Level.OK)
    figure.show()
    with qtbot.waitSignal(figure.opened):
        qtbot.keyClick(figure, Qt.Key.Key_Return)
    with qtbot.waitSignal(figure.opened):
        qtbot.mouseClick(figure, Qt.MouseButton.LeftButton)
    assert figure.accessibleName() == "已排查 3,602 / 4,812 户 完成 74.9%"


def test_figures_stand_in_as_many_rows_as_the_width_asks_for(qtbot: QtBot, look: Style) -> None:
    figures = [KeyFigure(name) for name in ("新增", "更改", "相同", "提醒", "拒收")]
    for figure in figures:
        figure.set("1,994 户", "7,963 人", "再次导入不会重复")
    row = FigureRow(figures)
    qtbot.addWidget(row)
    one = figures[0].minimumSizeHint().width()
    row.resize(one * 6, 400)
    row.show()
    assert row.columns == 5
    row.resize(one * 4, 400)
    qtbot.waitUntil(lambda: row.columns == 3)  # 3 and 2, not 4 and 1
    row.resize(one, 400)
    qtbot.waitUntil(lambda: row.columns == 1)
    row.resize(one * 6, 400)
    qtbot.waitUntil(lambda: row.columns == 5)
    look.set_zoom(200)
    qtbot.waitUntil(lambda: row.columns < 5)
    assert row.minimumWidth() <= one * 2.5


def test_enter_presses_the_button_that_has_the_keys(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    button = Button("试运行", lambda: pressed.append(True))
    qtbot.addWidget(button)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed == [True]


def test_good_news_go_by_themselves_and_bad_news_stay(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_message("已导出。", Level.OK)
    assert banner.is_going
    banner.show_message("没有写入。", Level.DANGER)
    assert not banner.is_going
    assert banner.text == "没有写入。"


@pytest.mark.parametrize(
    ("done", "level"), [(100, Level.OK), (69, Level.WARN), (49, Level.DANGER), (0, Level.DANGER)]
)
def test_a_village_that_lags_behind_is_coloured(
    qtbot: QtBot, look: Style, done: int, level: Level
) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    line.set("半塘村", done, 100)
    line.resize(400, 25)
    picture = line.grab().toImage()
    colours = {picture.pixelColor(x, 12).name() for x in range(400)}
    assert (look.tokens.colours[level.value].lower() in colours) == (done > 0)


def test_tags_lights_and_empty_pages_speak_in_words(qtbot: QtBot) -> None:
    card = Card("今天要办")
    qtbot.addWidget(card)
    tag, light = Tag("超 3 天", Level.DANGER), Light("待验收", Level.WARN)
    empty = EmptyState("users", "还没有农户", "先导入花名册。", "导入", lambda: None)
    for widget in (tag, light, empty):
        card.body.addWidget(widget)
    card.show()
    tag.set("已完成", Level.OK)
    light.set("已销号", Level.OK)
    assert tag.text() == "已完成"
    assert empty.button.isVisible()
    tag.set("")
    assert tag.isHidden()
