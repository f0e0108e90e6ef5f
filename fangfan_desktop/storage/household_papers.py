"""The further forms of one household: check tables, look-backs, the office's own, by campaign."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from fangfan_desktop.forms.load import parse_form


@dataclass(frozen=True, slots=True)
class FurtherLine:
    """A household's row of a further form in a campaign."""

    campaign_id: int
    campaign: str
    form_key: str
    form: str
    is_complete: bool
    answered: int
    errors: int
    doubts: int


def further_lines(session: Session, household_id: int) -> tuple[FurtherLine, ...]:
    """Newest campaign first, the forms of each in its order."""
    rows = session.execute(
        text(
            "SELECT c.id, c.name, f.form_key, u.definition, f.is_complete, f.answered_count,"
            " f.error_count, f.doubt_count FROM further_form AS f"
            " JOIN campaign AS c ON c.id = f.campaign_id"
            " JOIN campaign_form AS u ON u.campaign_id = c.id AND u.form_key = f.form_key"
            " WHERE f.household_id = :household"
            " ORDER BY c.starts_on DESC, c.id DESC, u.position, f.id"
        ),
        {"household": household_id},
    ).all()
    return tuple(
        FurtherLine(row[0], row[1], row[2], parse_form(row[3]).name, bool(row[4]), *row[5:])
        for row in rows
    )
