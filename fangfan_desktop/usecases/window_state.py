"""What stands around the pages: township, campaigns, undo and redo, the last backup."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from fangfan_desktop import paths
from fangfan_desktop.domain.workdays import NEAR_DAYS
from fangfan_desktop.storage.backup_rotation import BackupFile, list_backups
from fangfan_desktop.storage.case_counts import running_notices
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.office_settings import read_settings
from fangfan_desktop.storage.workbench import LedgerCounts, ledger_counts
from fangfan_desktop.usecases.campaigns import CampaignSummary, list_campaigns
from fangfan_desktop.usecases.history import HistoryState, history_state


@dataclass(frozen=True, slots=True)
class WindowState:
    """All that the window shows beside the page.

    Attributes:
        township: Its name.
        campaigns: All campaigns, the newest first.
        campaign_setting: Id of the campaign that the office has in hand; 0 for none.
        zoom_setting: Size of letters in percent, as the office's settings have it.
        history: What can be undone and redone.
        last_backup: The newest file of the backup folder.
        is_encrypted: Whether the file has a password.
        size: Bytes of the file.
        today: The day that the office works on.
        is_made_up: Whether the township is made up, and so looked at on a day of its own.
    """

    township: str
    campaigns: tuple[CampaignSummary, ...]
    campaign_setting: int
    zoom_setting: int
    history: HistoryState
    last_backup: BackupFile | None
    is_encrypted: bool
    size: int
    today: date
    is_made_up: bool

    def campaign(self, wanted: int | None) -> CampaignSummary | None:
        """The campaign wanted, else the office's, else the newest open one, else the newest."""
        by_id = {campaign.id: campaign for campaign in self.campaigns}
        for key in (wanted, self.campaign_setting):
            if key in by_id:
                return by_id[key]
        still_open = (campaign for campaign in self.campaigns if campaign.is_open)
        return next(still_open, self.campaigns[0] if self.campaigns else None)


def read_window_state(database: Database, *, folder: Path | None = None) -> WindowState:
    """Read all of it; `folder` is the program's backup folder where not given."""
    with database.read() as session:
        settings = read_settings(session)
    backups = list_backups(folder or paths.backup_dir())
    return WindowState(
        township=str(settings["township_name"]),
        campaigns=tuple(list_campaigns(database)),
        campaign_setting=int(settings["campaign_id"]),
        zoom_setting=int(settings["zoom_percent"]),
        history=history_state(database),
        last_backup=backups[0] if backups else None,
        is_encrypted=database.is_encrypted,
        size=database.path.stat().st_size,
        today=database.today(),
        is_made_up=database.fixed_day is not None,
    )


def urgent_counts(
    database: Database, *, campaign_id: int | None, today: date | None = None
) -> LedgerCounts:
    """Open ledger lines of the campaign, those overdue and those due within three days."""
    if campaign_id is None:
        return LedgerCounts()
    day = today or database.today()
    with database.read() as session:
        near_until = day + timedelta(days=NEAR_DAYS)
        return ledger_counts(session.connection(), campaign_id, day, near_until)


def waiting_notices(database: Database, *, today: date | None = None) -> int:
    """Notices whose period has passed and whose outcome is not recorded."""
    day = today or database.today()
    with database.read() as session:
        return sum(one.ends_on < day for one in running_notices(session.connection()))
