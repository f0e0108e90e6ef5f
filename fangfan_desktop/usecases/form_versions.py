"""Newer versions of a form and the campaigns that still go on with an older one."""

from dataclasses import dataclass

from fangfan_desktop.forms.load import parse_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.office_forms import campaign_form_row
from fangfan_desktop.usecases.campaign_forms import VersionPlan, plan_version
from fangfan_desktop.usecases.campaigns import list_campaigns
from fangfan_desktop.usecases.office_forms import form_in_use


@dataclass(frozen=True, slots=True)
class BehindCampaign:
    """An open campaign with an older version of a form, and what the newest would change."""

    id: int
    name: str
    plan: VersionPlan


def list_behind(database: Database, *, form_key: str) -> list[BehindCampaign]:
    """The open campaigns that do not use the newest version of a form, the newest first.

    Raises:
        UserError: there is no such form.
    """
    found: list[tuple[int, str]] = []
    is_open = [campaign for campaign in list_campaigns(database) if campaign.is_open]
    with database.read() as session:
        for campaign in is_open:
            row = campaign_form_row(session, campaign.id, form_key)
            if row is None:
                continue
            if parse_form(row.definition) != form_in_use(session, form_key, campaign.year):
                found.append((campaign.id, campaign.name))
    return [
        BehindCampaign(key, name, plan_version(database, campaign_id=key, form_key=form_key))
        for key, name in found
    ]


def uses_form(database: Database, *, campaign_id: int, form_key: str) -> bool:
    """Whether a campaign uses a form, in whatever version."""
    with database.read() as session:
        return campaign_form_row(session, campaign_id, form_key) is not None
