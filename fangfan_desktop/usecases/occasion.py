"""When and why the registry was changed, written down as an event (变更) of the household."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.errors import UserError
from fangfan_desktop.models import HouseholdEvent, Person

CORRECTION = "更正"


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and why; `note` says more."""

    on: date
    reason: str
    note: str = ""


def need_reason(reason: str) -> str:
    """The reason without spaces around it.

    Raises:
        UserError: it is empty.
    """
    if not reason.strip():
        raise UserError("请写明原因。")
    return reason.strip()


def note_event(
    session: Session,
    household_id: int,
    kind: str,
    occasion: Occasion,
    *,
    person: Person | None = None,
    about: str = "",
) -> None:
    """Write down what happened to a household or to one of its people.

    Args:
        session: Of the action that does it.
        household_id: The household.
        kind: What happened, e.g. 更正.
        occasion: Day, reason and note.
        person: Who it is about; None for the household as a whole.
        about: What is said before the note.

    Raises:
        UserError: no reason is given.
    """
    words = (person.name if person else "", about, occasion.note.strip())
    session.add(
        HouseholdEvent(
            household_id=household_id,
            person_id=person.id if person else None,
            kind=kind,
            happened_on=occasion.on,
            reason=need_reason(occasion.reason),
            note="；".join(word for word in words if word) or None,
        )
    )
