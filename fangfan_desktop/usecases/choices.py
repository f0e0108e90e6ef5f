"""Finding what a command names: a campaign by name or number, a village by any spelling."""

from fangfan_desktop.domain.village_name import match_village
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.campaigns import village_names
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.campaigns import CampaignSummary, list_campaigns


def chosen_campaign(database: Database, text: str | None) -> CampaignSummary:
    """The campaign with that name or number; the only one, or the only open one, where not named.

    Raises:
        UserError: there is none, or it is not clear which is meant.
    """
    campaigns = list_campaigns(database)
    if not campaigns:
        raise UserError("数据库里还没有排查。请先新建一次排查（fangfan campaign new）。")
    if text is None:
        return _only(campaigns)
    wanted = text.strip()
    for campaign in campaigns:
        if wanted in {campaign.name, str(campaign.id)}:
            return campaign
    names = "、".join(f"{c.id} {c.name}" for c in campaigns)
    raise UserError(f"没有名为“{wanted}”的排查。现有：{names}。")


def chosen_village(database: Database, text: str) -> tuple[int, str]:
    """Key and short name of the village with that name, with or without its tail.

    Raises:
        UserError: the township has no such village.
    """
    with database.read() as session:
        villages = village_names(session)
    name = match_village(text, villages)
    if name is None:
        raise UserError(f"没有找到“{text}”。本乡镇有：{'、'.join(villages)}。")
    return villages[name], name


def village_choices(database: Database) -> dict[str, int]:
    """Name → key of every village, in their order."""
    with database.read() as session:
        return village_names(session)


def _only(campaigns: list[CampaignSummary]) -> CampaignSummary:
    is_open = [campaign for campaign in campaigns if campaign.is_open]
    for candidates in (campaigns, is_open):
        if len(candidates) == 1:
            return candidates[0]
    names = "、".join(f"{c.id} {c.name}" for c in campaigns)
    raise UserError(f"有几次排查，请用 --campaign 说明是哪一次：{names}。")
