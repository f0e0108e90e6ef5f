"""The side panel of a household form: the household in hand, beside what is known elsewhere."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fangfan_desktop.domain.identity_number import age_on
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Source, Subject, Value
from fangfan_desktop.forms.marks import Level
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.storage.campaigns import require_open
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import (
    HOUSEHOLD_FORM,
    CampaignBasis,
    FormRow,
    RowChoice,
    count_marks,
    read_basis,
    read_rows,
)
from fangfan_desktop.storage.previous_rows import household_heading, people_rows, previous_row
from fangfan_desktop.storage.registry_columns import (
    registry_values,
    suggested_values,
    village_values,
)
from fangfan_desktop.usecases.household_forms import SavedAnswers, write_answers
from fangfan_desktop.usecases.previous_answers import PreviousAnswer, previous_answers

_SECURITIES: tuple[str, ...] = (
    "housing_safe",
    "medical_secured",
    "education_secured",
    "water_safe",
)
_SECURITY_NAMES: dict[str, str] = dict(
    zip(_SECURITIES, ("住房", "医疗", "义务教育", "饮水"), strict=True)
)
_MOST_ROWS = 100
_WHOSE = ("head_name", "household_type")


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell whose answer is not what the registry says; an empty answer counts as different."""

    row_id: int
    household_id: int
    key: str
    name: str
    registry: Value
    registry_text: str
    answer: Value
    answer_text: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One of the people: 黄某 户主 · 52 · 普通劳动力; `age` on the campaign's first day."""

    name: str
    relation: str
    age: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class HouseholdPanel:
    """What stands beside the grid for one household."""

    household_id: int
    row_id: int
    code: str
    head_name: str
    household_type: str
    place: str
    phone: str
    people: tuple[PersonLine, ...]
    differences: tuple[Difference, ...]
    previous_name: str  # the campaign before, "" where there is none
    previous_lines: tuple[PreviousAnswer, ...]  # what differs from now first
    notes: tuple[tuple[str, str, str], ...]  # notes that are open: key, name of the field, text


@dataclass(frozen=True, slots=True)
class Problem:
    """An error or doubt at a cell of a village's rows."""

    row_id: int
    household_id: int
    head_name: str
    key: str
    level: Level
    message: str


@dataclass(frozen=True, slots=True)
class ProblemList:
    """Errors first; `errors` and `doubts` count all, `problems` may be cut."""

    problems: tuple[Problem, ...]
    errors: int
    doubts: int


def read_household_panel(
    database: Database,
    *,
    campaign_id: int,
    household_id: int,
    form_key: str = HOUSEHOLD_FORM,
) -> HouseholdPanel:
    """Everything that the side panel shows of a household.

    Raises:
        UserError: the household is not in the campaign.
    """
    with database.read() as session:
        connection = session.connection()
        basis = read_basis(connection, campaign_id, form_key)
        rows = read_rows(connection, basis, RowChoice(household_ids=[household_id]))
        heading = household_heading(connection, household_id)
        if not rows or heading is None:
            raise UserError("这一户不在本次排查中，可能已搬出或合并。")
        row = rows[0]
        values = _by_key(basis, row)
        known = suggested_values(connection, basis, [household_id])
        earlier = previous_row(connection, basis, household_id)
        people = people_rows(connection, household_id)
        whose = registry_values(connection, _WHOSE, [household_id])[household_id]
    code, village, phone, group = heading
    return HouseholdPanel(
        household_id=household_id,
        row_id=row.id,
        code=code,
        # a form of the office's own may ask for neither
        head_name=str(values.get("head_name") or whose["head_name"] or "（没有户主）"),
        household_type=str(values.get("household_type") or whose["household_type"] or ""),
        place=f"{village}{group or ''}",
        phone=phone or "",
        people=tuple(_person_line(person, basis.starts_on) for person in people),
        differences=tuple(_differences(basis, row, known.get(household_id, {}))),
        previous_name=earlier[0].name if earlier else "",
        previous_lines=previous_answers(earlier[0].form, earlier[1], basis.form, values)
        if earlier
        else (),
        notes=_open_notes(basis, values),
    )


def compare_with_registry(
    database: Database,
    *,
    campaign_id: int,
    household_ids: Collection[int] | None = None,
    form_key: str = HOUSEHOLD_FORM,
) -> list[Difference]:
    """Cells whose answers differ from the registry, by village and place; None for all rows.

    What the registry does not know never differs.

    Raises:
        UserError: there is no such campaign.
    """
    with database.read() as session:
        connection = session.connection()
        basis = read_basis(connection, campaign_id, form_key)
        known = suggested_values(connection, basis, household_ids)
        rows = read_rows(connection, basis, RowChoice(household_ids=household_ids))
    return [
        difference
        for row in rows
        for difference in _differences(basis, row, known.get(row.household_id, {}))
    ]


def take_over_registry_values(
    database: Database,
    *,
    campaign_id: int,
    household_ids: Collection[int],
    keys: Collection[str] | None = None,
    form_key: str = HOUSEHOLD_FORM,
) -> SavedAnswers:
    """Answer cells as the registry has it (采用), in one action.

    Args:
        database: the open database.
        campaign_id: the campaign.
        household_ids: whose rows.
        keys: which fields; None for all that differ.
        form_key: the form.

    Raises:
        UserError: there is no such campaign, or it is closed.
    """
    with database.action("采用农户档案的内容") as unit:
        require_open(unit.connection, campaign_id)
        basis = read_basis(unit.connection, campaign_id, form_key)
        known = suggested_values(unit.connection, basis, household_ids)
        wanted: dict[int, dict[str, Value]] = {}
        for row in read_rows(unit.connection, basis, RowChoice(household_ids=household_ids)):
            for found in _differences(basis, row, known.get(row.household_id, {})):
                if keys is None or found.key in keys:
                    wanted.setdefault(row.id, {})[found.key] = found.registry
        rows, refused = write_answers(unit, basis, wanted)
    return SavedAnswers(unit.changes, rows, refused)


def list_problems(
    database: Database,
    *,
    campaign_id: int,
    village_id: int | None = None,
    form_key: str = HOUSEHOLD_FORM,
) -> ProblemList:
    """Errors and doubts of a village's rows (all villages where None), rows with errors first.

    Raises:
        UserError: there is no such campaign.
    """
    with database.read() as session:
        connection = session.connection()
        basis = read_basis(connection, campaign_id, form_key)
        errors, doubts = count_marks(connection, basis, village_id)
        worse = RowChoice(village_id=village_id, mark="error", most=_MOST_ROWS)
        rows = read_rows(connection, basis, worse) if errors else []
        if doubts and len(rows) < _MOST_ROWS:
            left = _MOST_ROWS - len(rows)
            rows += read_rows(connection, basis, replace(worse, mark="doubt", most=left))
        heads = registry_values(connection, _WHOSE[:1], {row.household_id for row in rows})
        villages = village_values(connection)
    problems: list[Problem] = []
    for row in rows:
        known = {**villages[row.village_id], **heads.get(row.household_id, {})}
        problems += _problems_of(basis, row, known)
    problems.sort(key=lambda problem: problem.level is not Level.ERROR)
    return ProblemList(tuple(problems), errors, doubts)


def _problems_of(
    basis: CampaignBasis, row: FormRow, registry: Mapping[str, Value]
) -> list[Problem]:
    values = _by_key(basis, row)
    is_of_village = basis.form.subject is Subject.VILLAGE
    key = "village" if is_of_village else "head_name"
    name = str(values.get(key) or registry.get(key) or "（没有户主）")
    return [
        Problem(row.id, row.household_id, name, mark.key, mark.level, mark.message)
        for mark in basis.checker.check(row.values).marks
        if mark.level is not Level.HINT
    ]


def _by_key(basis: CampaignBasis, row: FormRow) -> dict[str, Value]:
    return dict(zip(basis.form.value_keys, row.values, strict=True))


def _differences(basis: CampaignBasis, row: FormRow, known: dict[str, Value]) -> list[Difference]:
    reasons = basis.checker.reasons(row.values)
    found: list[Difference] = []
    for i, field in enumerate(basis.form.fields):
        registry, answer = known.get(field.key), row.values[i]
        if field.source is not Source.PREFILLED or reasons[i] or registry in {None, answer}:
            continue
        texts = [format_value(field, value) or "未填" for value in (registry, answer)]
        found.append(
            Difference(
                row.id,
                row.household_id,
                field.key,
                _SECURITY_NAMES.get(field.key, field.name),
                registry,
                texts[0],
                answer,
                texts[1],
            )
        )
    return found


def _person_line(person: tuple[object, ...], day: date) -> PersonLine:
    name, relation, born, labour, school, months, health = person
    age = age_on(date.fromisoformat(str(born)), day) if born else None
    if school:
        detail = str(school)
    elif months:
        detail = f"务工{months}个月"
    else:
        detail = str(labour or "")
    if health and health != "健康":
        detail = "，".join(part for part in (detail, str(health)) if part)
    return PersonLine(str(name), str(relation), age, detail)


def _open_notes(basis: CampaignBasis, values: dict[str, Value]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (field.note_key, field.name, str(values.get(field.note_key) or ""))
        for field in basis.form.fields
        if field.note_key and values.get(field.key) == field.note_at
    )
