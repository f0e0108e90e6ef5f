"""What the page of the ledger shows: its form, its lines, its villages."""

from dataclasses import dataclass
from datetime import date

from fangfan_desktop.forms.form import Form
from fangfan_desktop.storage.campaigns import village_names
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.ledger import line_rows
from fangfan_desktop.usecases.campaigns import read_campaign_form
from fangfan_desktop.usecases.ledger import (
    LedgerCounts,
    LedgerFilter,
    ListedLine,
    choose_lines,
    counts_of,
    seen_on,
)
from fangfan_desktop.usecases.ledger_entry import LEDGER


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The ledger of a campaign."""

    form: Form
    lines: tuple[ListedLine, ...]
    villages: tuple[tuple[int, str], ...]
    counts: LedgerCounts

    def chosen(self, wanted: LedgerFilter) -> list[ListedLine]:
        """The lines that a filter lets through."""
        return choose_lines(self.lines, wanted)


def read_ledger(database: Database, *, campaign_id: int, today: date | None = None) -> LedgerView:
    """All lines of a campaign with what is needed to show them.

    Raises:
        UserError: there is no such campaign, or it has no ledger.
    """
    with database.read() as session:
        form = read_campaign_form(session, campaign_id, LEDGER)
        rows = line_rows(session, campaign_id)
        villages = tuple((key, name) for name, key in village_names(session).items())
    day = today or database.today()
    lines = tuple(seen_on(row, day) for row in rows)
    return LedgerView(form, lines, villages, counts_of(lines))
