"""The window's own words about campaigns, backups and sizes."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.backups import BackupFile, back_up_automatically
from fangfan_desktop.usecases.campaigns import close_campaign, create_campaign
from fangfan_desktop.usecases.township import create_township
from fangfan_desktop.usecases.window_state import read_window_state
from fangfan_desktop.views.first_run.backup_words import backup_words, moment_words, size_words
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.state_words import campaign_choice, demo_words, status_words
from fangfan_desktop.views.top_bar import TopBar

NOON = datetime(2022, 5, 19, 12)  # noqa: DTZ001 - local time, as backups are named


@pytest.fixture
def database(tmp_path: Path) -> Generator[Database]:
    with create_township(tmp_path / "a.db", township_code="450203100") as opened:
        create_campaign(
            opened,
            name="本次排查",
            year=2022,
            line_fen=700_000,
            income_from=date(2021, 5, 1),
            income_to=date(2022, 4, 30),
            starts_on=date(2022, 5, 10),
            ends_on=date(2022, 6, 10),
        )
        yield opened


@pytest.mark.parametrize(
    ("today", "tag", "level"),
    [
        (date(2022, 5, 8), "2 天后开始", Level.INFO),
        (date(2022, 5, 19), "进行中 · 剩 22 天", Level.OK),
        (date(2022, 6, 7), "进行中 · 剩 3 天", Level.WARN),
        (date(2022, 6, 10), "进行中 · 今天截止", Level.WARN),
        (date(2022, 6, 12), "已过期限 2 天", Level.DANGER),
    ],
)
def test_where_a_campaign_stands(database: Database, today: date, tag: str, level: Level):
    [campaign] = read_window_state(database).campaigns
    choice = campaign_choice(campaign, today)
    assert (choice.name, choice.tag, choice.level) == ("本次排查", tag, level)


def test_a_closed_campaign_says_so(database: Database):
    close_campaign(database, campaign_id=1)
    [campaign] = read_window_state(database).campaigns
    assert campaign_choice(campaign, date(2022, 5, 19)).tag == "已结束"


def test_a_made_up_township_says_which_day_it_is_looked_at(qtbot: QtBot, database: Database):
    state = read_window_state(database)
    assert not demo_words(state)
    state = replace(state, today=date(2022, 5, 19), is_made_up=True)
    assert demo_words(state) == "演示数据 · 按2022年5月19日"
    bar = TopBar()
    qtbot.addWidget(bar)
    bar.set_township("雒容镇", demo_words(state))
    assert bar.note == "演示数据 · 按2022年5月19日"
    bar.set_narrow(is_narrow=True)
    assert bar.note == "演示数据"
    bar.set_township("雒容镇")
    assert not bar.note


def test_the_campaign_wanted_is_taken_in_hand_while_it_exists(database: Database):
    state = read_window_state(database)
    for wanted in (1, 99, None):
        found = state.campaign(wanted)
        assert found is not None
        assert found.id == 1


def test_the_line_below_tells_backup_size_and_encryption(database: Database):
    assert status_words(read_window_state(database)).startswith("还没有备份 · 数据库 ")
    back_up_automatically(database)
    words = status_words(read_window_state(database))
    assert words.startswith("上次备份 今天 ")
    assert words.endswith("未加密 · F1 帮助")


def test_moments_and_sizes_in_words():
    assert moment_words(NOON.replace(hour=8, minute=2), NOON) == "今天 08:02"
    assert moment_words(NOON.replace(day=18), NOON) == "昨天 12:00"
    assert moment_words(NOON.replace(month=1), NOON) == "2022年1月19日 12:00"
    assert (size_words(2048), size_words(48 * 2**20)) == ("2 KB", "48.0 MB")
    assert backup_words(BackupFile(Path("我的.db"), NOON.replace(year=2021), "", 2048)).endswith(
        "我的.db    2 KB"
    )
