"""The window's own words: tags of the campaigns, the line about backup and encryption."""

from datetime import date

from fangfan_desktop.usecases.campaigns import CampaignSummary
from fangfan_desktop.usecases.window_state import WindowState
from fangfan_desktop.views.first_run.backup_words import moment_words, size_words
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import CampaignChoice

_NEAR_DAYS = 3


def campaign_choice(campaign: CampaignSummary, today: date) -> CampaignChoice:
    """A line of the campaign menu with where the campaign stands: 进行中 · 剩 6 天."""
    left = (campaign.ends_on - today).days
    if not campaign.is_open:
        tag, level = "已结束", Level.PLAIN
    elif today < campaign.starts_on:
        tag, level = f"{(campaign.starts_on - today).days} 天后开始", Level.INFO
    elif left < 0:
        tag, level = f"已过期限 {-left:,} 天", Level.DANGER
    else:
        tag = f"进行中 · 剩 {left} 天" if left else "进行中 · 今天截止"
        level = Level.OK if left > _NEAR_DAYS else Level.WARN
    return CampaignChoice(campaign.id, campaign.name, tag, level)


def demo_words(state: WindowState) -> str:
    """演示数据 · 按2022年5月19日, for a made-up township; "" for a real one."""
    day = state.today
    return f"演示数据 · 按{day.year}年{day.month}月{day.day}日" if state.is_made_up else ""


def status_words(state: WindowState) -> str:
    """上次备份 今天 08:02 · 数据库 48.0 MB · 已加密."""
    backup = state.last_backup
    parts = (
        f"上次备份 {moment_words(backup.made_at)}" if backup else "还没有备份",
        f"数据库 {size_words(state.size)}",
        "已加密" if state.is_encrypted else "未加密",
        "F1 帮助",
    )
    return " · ".join(parts)
