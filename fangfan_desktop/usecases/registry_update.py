"""A form's registry source turned round: chosen answers of a campaign update the registry.

What nobody answered changes nothing: empty is never 否. What the registry works out (子女多, 残疾人
家庭 …) is not written; it follows from the people.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Subject, Value
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import (
    HOUSEHOLD_FORM,
    CampaignBasis,
    RowChoice,
    read_basis,
    read_rows,
)
from fangfan_desktop.storage.registry_columns import registry_values
from fangfan_desktop.storage.registry_facts import suggestions
from fangfan_desktop.storage.registry_updates import (
    INCOME,
    UPDATABLE,
    held_incomes,
    held_values,
    write_held,
    write_incomes,
)
from fangfan_desktop.storage.screening_rows import refresh_rows


@dataclass(frozen=True, slots=True)
class RegistryLine:
    """One value of the registry that would change, as texts and as stored."""

    household_id: int
    village: str
    head_name: str
    key: str
    name: str
    before: str
    after: str
    value: Value


@dataclass(frozen=True, slots=True)
class RegistryUpdate:
    """What an update would do, or did.

    Attributes:
        lines: By village and place of the form.
        passed_over: Key → households whose value stays, because parts of the income are recorded.
        changes: What was written.
    """

    lines: tuple[RegistryLine, ...]
    passed_over: Mapping[str, int] = field(default_factory=dict[str, int])
    changes: Changes | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Name of the field → values that change."""
        return dict(Counter(line.name for line in self.lines))


def updatable_fields(
    database: Database, *, campaign_id: int, form_key: str = HOUSEHOLD_FORM
) -> tuple[Field, ...]:
    """The form's fields whose answers the registry has a place for.

    Raises:
        UserError: no such campaign or form.
    """
    with database.read() as session:
        basis = read_basis(session.connection(), campaign_id, form_key)
    return tuple(each for each in basis.form.fields if each.key in UPDATABLE)


def plan_registry_update(
    database: Database,
    *,
    campaign_id: int,
    keys: Collection[str],
    form_key: str = HOUSEHOLD_FORM,
    village_id: int | None = None,
) -> RegistryUpdate:
    """What taking the answers into the registry would change; nothing is written.

    Args:
        database: the open database.
        campaign_id: the campaign, open or closed.
        keys: of the fields that are to be taken, such as `housing_safe`.
        form_key: the form.
        village_id: only that village; all where None.

    Raises:
        UserError: no such campaign or form, or a key that the registry has no place for.
    """
    with database.read() as session:
        connection = session.connection()
        basis = read_basis(connection, campaign_id, form_key)
        return _plan(connection, basis, keys, village_id)


def update_registry(
    database: Database,
    *,
    campaign_id: int,
    keys: Collection[str],
    form_key: str = HOUSEHOLD_FORM,
    village_id: int | None = None,
) -> RegistryUpdate:
    """Take the answers into the registry as one action; see `plan_registry_update`."""
    with database.action("用排查结果更新农户档案") as unit:
        connection = unit.connection
        basis = read_basis(connection, campaign_id, form_key)
        plan = _plan(connection, basis, keys, village_id)
        by_key: dict[str, dict[int, Value]] = {}
        for line in plan.lines:
            by_key.setdefault(line.key, {})[line.household_id] = line.value
        for key, values in by_key.items():
            if key == INCOME:
                write_incomes(connection, (basis.income_from, basis.income_to), values)
            else:
                write_held(connection, key, values)
        refresh_rows(unit, {line.household_id for line in plan.lines})
    return RegistryUpdate(plan.lines, plan.passed_over, unit.changes)


def _plan(
    connection: Connection,
    basis: CampaignBasis,
    keys: Collection[str],
    village_id: int | None,
) -> RegistryUpdate:
    fields = {each.key: each for each in basis.form.fields if each.key in keys}
    if basis.form.subject is not Subject.HOUSEHOLD or not UPDATABLE.issuperset(keys):
        raise UserError("所选的栏目在农户档案中没有对应的内容，请改选。")
    places = {key: basis.form.value_keys.index(key) for key in fields}
    rows = read_rows(connection, basis, RowChoice(village_id=village_id))
    ids = {row.household_id for row in rows}
    held = held_values(connection, fields, ids)
    incomes = held_incomes(connection, (basis.income_from, basis.income_to), ids)
    derived = suggestions(connection, basis, ids)
    heads = registry_values(connection, ("village", "head_name"), ids)
    lines: list[RegistryLine] = []
    passed: Counter[str] = Counter()
    for row in rows:
        if row.household_id not in held:
            continue  # left meanwhile
        income = incomes.get(row.household_id)
        known = held[row.household_id] | {INCOME: income.per_capita_fen if income else None}
        reasons = basis.checker.reasons(row.values)
        for key, each in fields.items():
            value = row.values[places[key]]
            if value is None or value == known[key] or reasons[places[key]]:
                continue
            if known[key] is None and key != INCOME and value == derived[row.household_id].get(key):
                continue  # it follows from the people, and will when they are others
            if key == INCOME and income is not None and income.has_parts:
                passed[key] += 1
                continue
            head = heads[row.household_id]
            lines.append(
                RegistryLine(
                    row.household_id,
                    str(head["village"]),
                    str(head["head_name"] or ""),
                    key,
                    each.name,
                    format_value(each, known[key]),
                    format_value(each, value),
                    value,
                )
            )
    return RegistryUpdate(tuple(lines), passed)
