"""Who helps a household that was taken in (帮扶责任人), and its plan (帮扶计划)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import due_day
from fangfan_desktop.domain.dates import parse_date
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind
from fangfan_desktop.models import Identification
from fangfan_desktop.storage.cases import find_case, identification_of
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.procedures import case_procedure
from fangfan_desktop.usecases.registry_values import RegistryResult, phone_warning

HELPER_FIELDS: tuple[Field, ...] = (
    Field("name", ("姓名",), Kind.TEXT, is_required=True),
    Field("phone", ("电话",), Kind.TEXT, is_required=False),
    Field("unit", ("单位",), Kind.TEXT, is_required=False),
    Field("post", ("职务",), Kind.TEXT, is_required=False),
    Field("on", ("落实日期",), Kind.DATE, is_required=False),
)
PLAN_FIELDS: tuple[Field, ...] = (
    Field("on", ("制定日期",), Kind.DATE, is_required=True),
    Field("text", ("帮扶计划",), Kind.LONG_TEXT, hint="缺什么补什么", is_required=True),
)


def set_helper(
    database: Database, *, case_id: int, values: Mapping[str, object], is_second: bool = False
) -> RegistryResult:
    """Set a helper; the second is for a relocated household's new home. No name takes it away.

    Args:
        database: The open database.
        case_id: A case that was taken in.
        values: name, phone, unit, post, on (day), as texts.
        is_second: Whether it is the helper at the new home.

    Raises:
        UserError: the household was not taken in, or the day cannot be.
    """
    prefix = "second_helper" if is_second else "helper"
    with database.action("落实帮扶责任人") as unit:
        row = _taken_in(unit.session, case_id)
        name = _text(values.get("name"))
        day = _day(values.get("on"))
        if day is not None and day < row.identified_on:
            raise UserError("落实帮扶责任人的日期早于纳入日期，请核对。")
        for key in ("name", "phone", "unit", "post"):
            text = _text(values.get(key)) if name else None
            setattr(row, f"{prefix}_{key}", text)
        setattr(row, f"{prefix}_on", (day or database.today()) if name else None)
        refresh_rows(unit, [row.household_id])
        household_id = row.household_id
        warnings = phone_warning(_text(values.get("phone")))
        if name:
            warnings += _late(unit.session, case_id, row, day or database.today())
    return RegistryResult(unit.changes, warnings, household_id)


def set_plan(database: Database, *, case_id: int, on: date | None, text: str) -> RegistryResult:
    """Write the plan; an empty text takes it away.

    Raises:
        UserError: the household was not taken in, or the day lies before that.
    """
    with database.action("制定帮扶计划") as unit:
        row = _taken_in(unit.session, case_id)
        if on is not None and on < row.identified_on:
            raise UserError("制定计划的日期早于纳入日期，请核对。")
        row.plan_text = text.strip() or None
        row.plan_on = (on or database.today()) if row.plan_text else None
        household_id = row.household_id
    return RegistryResult(unit.changes, (), household_id)


def _late(session: Session, case_id: int, row: Identification, on: date) -> tuple[str, ...]:
    """That the helper came after the last day of the procedure."""
    limit = case_procedure(session, find_case(session, case_id)).helper
    due = due_day(limit, row.identified_on, read_corrections(session))
    if on <= due:
        return ()
    day = due.isoformat()
    words = f"应在纳入后{limit.words}内（{day}前）落实帮扶责任人，已晚 {(on - due).days} 天。"
    return (words,)


def _taken_in(session: Session, case_id: int) -> Identification:
    case = find_case(session, case_id)
    row = identification_of(session, case)
    if row is None:
        raise UserError(f"个案 {case.code} 还没有纳入监测，纳入以后再办。")
    return row


def _text(value: object) -> str | None:
    return str(value or "").strip() or None


def _day(value: object) -> date | None:
    text = _text(value)
    return None if text is None else parse_date(text)
