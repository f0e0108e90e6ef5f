"""The forms that a campaign uses: taken up, given up, changed for a newer version, prefilled again.

The campaign keeps its own copy of each; answers belong to field keys, so a newer version finds
again what was answered in the older one.
"""

from collections.abc import Collection
from dataclasses import dataclass

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Source, Subject
from fangfan_desktop.forms.line_words import line_doubts
from fangfan_desktop.forms.load import dump_form, parse_form
from fangfan_desktop.forms.marks import CampaignFacts
from fangfan_desktop.models import Campaign, CampaignForm, FurtherForm
from fangfan_desktop.storage.campaigns import find_campaign, require_open
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database, UnitOfWork
from fangfan_desktop.storage.household_forms import (
    ELSEWHERE,
    HOUSEHOLD_FORM,
    CheckedRow,
    RowChoice,
    check_values,
    computed,
    count_rows,
    delete_rows,
    insert_rows,
    read_basis,
    read_rows,
    write_rows,
)
from fangfan_desktop.storage.office_forms import campaign_form_row, campaign_form_rows
from fangfan_desktop.storage.registry_columns import suggested_values, village_values
from fangfan_desktop.storage.screening_rows import (
    Progress,
    add_chosen,
    add_rows,
    refresh_campaign,
)
from fangfan_desktop.storage.second_keying import delete_keyings
from fangfan_desktop.storage.untouched import begun_rows
from fangfan_desktop.storage.village_rows import merged, village_row
from fangfan_desktop.usecases.kept_answers import check_kept, check_kinds, check_subject
from fangfan_desktop.usecases.office_forms import check_offered, form_in_use

# 附件1 to 附件4: every campaign has them
BASIC = ELSEWHERE | {HOUSEHOLD_FORM}


@dataclass(frozen=True, slots=True)
class UsedForm:
    """A form of a campaign: its copy, whether its rows are of the general kind, and rows begun."""

    form: Form
    is_further: bool
    rows: int
    done: int


@dataclass(frozen=True, slots=True)
class FormChange:
    """What became of a campaign's form: rows added or checked anew, and cells filled in them.

    `warnings` are sentences about what the clerk should look at.
    """

    rows: int
    changes: Changes
    cells: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionPlan:
    """What a newer version of a form would bring: names of columns."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]  # their answers stay kept and come back with the column
    changed: tuple[str, ...]
    replaced: tuple[str, ...] = ()  # answered until now, from the registry or worked out from now


def list_used_forms(database: Database, *, campaign_id: int) -> list[UsedForm]:
    """The campaign's forms in their order; `rows` and `done` are 0 for those kept elsewhere.

    Raises:
        UserError: there is no such campaign.
    """
    found: list[UsedForm] = []
    with database.read() as session:
        find_campaign(session, campaign_id)
        connection = session.connection()
        for row in campaign_form_rows(session, campaign_id):
            form = parse_form(row.definition)
            if row.form_key in ELSEWHERE:
                found.append(UsedForm(form, False, 0, 0))
                continue
            basis = read_basis(connection, campaign_id, row.form_key)
            rows, done = count_rows(connection, basis)
            found.append(UsedForm(form, not basis.table.real, rows, done))
    return found


def use_form(
    database: Database, *, campaign_id: int, form_key: str, progress: Progress | None = None
) -> FormChange:
    """Take up a form in a campaign, with a prefilled row for all that it is about.

    Raises:
        UserError: no such form or campaign, the campaign is closed or uses the form already.
    """
    with database.action("启用表样") as unit:
        require_open(unit.connection, campaign_id)
        campaign = find_campaign(unit.session, campaign_id)
        rows = take_up(unit, campaign, form_key, progress)
        form = form_in_use(unit.session, form_key, campaign.year)
        facts = CampaignFacts(line_fen=campaign.line_fen, year=campaign.year)
    return FormChange(rows, unit.changes, warnings=line_doubts(form, facts))


def take_up(
    unit: UnitOfWork, campaign: Campaign, form_key: str, progress: Progress | None = None
) -> int:
    """Like `use_form`, within an action; the rows that were added."""
    form = form_in_use(unit.session, form_key, campaign.year)
    check_offered(form)
    used = campaign_form_rows(unit.session, campaign.id)
    if any(row.form_key == form_key for row in used):
        raise UserError(f"“{campaign.name}”已经在用“{form.name}”。")
    last = max((row.position for row in used), default=-1)
    unit.session.add(
        CampaignForm(
            campaign_id=campaign.id,
            form_key=form_key,
            position=last + 1,
            definition=dump_form(form),
        )
    )
    unit.session.flush()
    if form_key in ELSEWHERE:
        return 0
    return add_rows(
        unit.connection, read_basis(unit.connection, campaign.id, form_key), None, progress
    )


def give_up_form(database: Database, *, campaign_id: int, form_key: str) -> Changes:
    """Take a further form out of a campaign in which nobody has begun it.

    Raises:
        UserError: it is one of 附件1 to 附件4, somebody has begun it, or the campaign is closed.
    """
    with database.action("停用本次排查的表") as unit:
        require_open(unit.connection, campaign_id)
        drop_form(unit, campaign_id, form_key)
    return unit.changes


def why_kept(database: Database, *, campaign_id: int, form_key: str) -> str:
    """Why a further form cannot be taken out of a campaign: somebody has begun it; else "".

    Raises:
        UserError: no such campaign or form.
    """
    with database.read() as session:
        connection = session.connection()
        begun = len(begun_rows(connection, read_basis(connection, campaign_id, form_key)))
    return f"已填写{begun:,}行，不能去掉" if begun else ""


def drop_form(unit: UnitOfWork, campaign_id: int, form_key: str) -> None:
    """Like `give_up_form`, within an action."""
    row = _used(unit, campaign_id, form_key)
    name = parse_form(row.definition).name
    if form_key in BASIC:
        raise UserError(f"“{name}”是本次排查的基本表，不能去掉。")
    basis = read_basis(unit.connection, campaign_id, form_key)
    if begun := len(begun_rows(unit.connection, basis)):
        raise UserError(f"“{name}”已填写{begun:,}行，不能去掉。")
    delete_rows(unit.connection, basis)
    unit.session.delete(row)
    unit.session.flush()


def plan_version(database: Database, *, campaign_id: int, form_key: str) -> VersionPlan:
    """What the newest version of a form would change in a campaign.

    Raises:
        UserError: no such campaign or form.
    """
    with database.read() as session:
        row = campaign_form_row(session, campaign_id, form_key)
        campaign = find_campaign(session, campaign_id)
        if row is None:
            raise UserError(f"“{campaign.name}”不用这张表，请换一次排查或换一张表。")
        old = {field.key: field for field in parse_form(row.definition).fields}
        new = {field.key: field for field in form_in_use(session, form_key, campaign.year).fields}
    return VersionPlan(
        tuple(field.name for key, field in new.items() if key not in old),
        tuple(field.name for key, field in old.items() if key not in new),
        tuple(
            field.name
            for key, field in new.items()
            if key in old and old[key] != field and not _is_replaced(old[key], field)
        ),
        tuple(
            field.name for key, field in new.items() if key in old and _is_replaced(old[key], field)
        ),
    )


def take_new_version(database: Database, *, campaign_id: int, form_key: str) -> FormChange:
    """Let an open campaign go on with the newest version; answers move by field key.

    Raises:
        UserError: the campaign is closed or does not use the form, it has that version already, or
            a column has another kind now, so that answers in it would have no meaning.
    """
    with database.action("换用新版表样") as unit:
        require_open(unit.connection, campaign_id)
        campaign = find_campaign(unit.session, campaign_id)
        row = _used(unit, campaign_id, form_key)
        old, new = parse_form(row.definition), form_in_use(unit.session, form_key, campaign.year)
        if old == new:
            raise UserError(f"“{new.name}”已经是最新的版本。")
        check_subject(old, new)
        row.definition = dump_form(new)
        unit.session.flush()
        if form_key in ELSEWHERE:
            check_kinds(old, new)
            rows = 0
        else:
            check_kept(unit.connection, old, read_basis(unit.connection, campaign_id, form_key))
            rows = _check_anew(unit, campaign_id, form_key, old)
    return FormChange(rows, unit.changes)


def prefill_again(database: Database, *, campaign_id: int, form_key: str) -> FormChange:
    """Fill the empty prefilled cells of all rows with what is known now; answers stay.

    Raises:
        UserError: the campaign is closed or does not use the form.
    """
    with database.action("重新预填") as unit:
        require_open(unit.connection, campaign_id)
        basis = read_basis(unit.connection, campaign_id, form_key)
        known = suggested_values(unit.connection, basis, None)
        changed: dict[int, CheckedRow] = {}
        cells = 0
        for row in read_rows(unit.connection, basis):
            given = known.get(row.household_id, {})
            reasons = basis.checker.reasons(row.values)
            values = [
                given.get(key) if value is None and not _is_closed(reasons, i) else value
                for i, (key, value) in enumerate(
                    zip(basis.form.value_keys, row.values, strict=True)
                )
            ]
            checked = check_values(basis, computed(basis, values))
            if checked.values != row.values:
                changed[row.id] = checked
                cells += sum(a != b for a, b in zip(checked.values, row.values, strict=True))
        write_rows(unit.connection, basis, changed)
    return FormChange(len(changed), unit.changes, cells)


def add_form_rows(
    database: Database,
    *,
    campaign_id: int,
    form_key: str,
    household_ids: Collection[int],
    action_name: str = "加入农户",
) -> FormChange:
    """Take households into a form, such as those that are to be visited; known ones are passed.

    `action_name` tells in the history how they were chosen, such as by lot.

    Raises:
        UserError: the campaign is closed or does not use the form, or it is no household form.
    """
    with database.action(action_name) as unit:
        require_open(unit.connection, campaign_id)
        basis = read_basis(unit.connection, campaign_id, form_key)
        if basis.form.subject is not Subject.HOUSEHOLD:
            raise UserError(f"“{basis.form.name}”是村表，不能加入农户。")
        rows = add_chosen(unit.connection, basis, household_ids)
    return FormChange(rows, unit.changes)


def add_village_row(
    database: Database, *, campaign_id: int, form_key: str, village_id: int
) -> FormChange:
    """Add a row for a village behind its last one.

    Raises:
        UserError: the campaign is closed or does not use the form, or it is no village form.
    """
    with database.action("增加一行") as unit:
        require_open(unit.connection, campaign_id)
        basis = read_basis(unit.connection, campaign_id, form_key)
        if basis.form.subject is not Subject.VILLAGE:
            raise UserError(f"“{basis.form.name}”是农户表，请用“加入农户”。")
        there = read_rows(unit.connection, basis, RowChoice(village_id=village_id))
        known = village_values(unit.connection)[village_id]
        rows = [unit.session.get_one(FurtherForm, row.id) for row in there]
        place = 1 + max((row.position for row in rows), default=0)
        insert_rows(unit.connection, basis, [village_row(basis, village_id, place, known)])
    return FormChange(1, unit.changes)


def remove_form_rows(
    database: Database, *, campaign_id: int, form_key: str, row_ids: Collection[int]
) -> FormChange:
    """Take rows out of a further form, answers and second keyings; 撤销 brings them back.

    Raises:
        UserError: the campaign is closed, does not use the form, or it is 附件1, whose rows follow
            the registry.
    """
    with database.action("移出行") as unit:
        require_open(unit.connection, campaign_id)
        basis = read_basis(unit.connection, campaign_id, form_key)
        if basis.table.real:
            raise UserError("附件1的户随农户档案增减，不能单独移出。")
        rows = read_rows(unit.connection, basis, RowChoice(row_ids=row_ids))
        delete_keyings(unit.connection, basis, (row.household_id for row in rows))
        for row in rows:
            unit.session.delete(unit.session.get_one(FurtherForm, row.id))
    return FormChange(len(rows), unit.changes)


def _used(unit: UnitOfWork, campaign_id: int, form_key: str) -> CampaignForm:
    row = campaign_form_row(unit.session, campaign_id, form_key)
    if row is None:
        raise UserError("本次排查不用这张表，请换一次排查或换一张表。")
    return row


def _is_replaced(old: Field, new: Field) -> bool:
    filled = {Source.REGISTRY, Source.COMPUTED}
    return old.source not in filled and new.source in filled


def _check_anew(unit: UnitOfWork, campaign_id: int, form_key: str, old: Form) -> int:
    """Fill the columns that are new, check all rows, and add those that the version is about."""
    basis = read_basis(unit.connection, campaign_id, form_key)
    rows = read_rows(unit.connection, basis)
    asked = {field.key for field in old.fields}
    new = {f.key for f in basis.form.fields if f.source is Source.PREFILLED} - asked
    known = suggested_values(unit.connection, basis, None) if new else {}
    checked: dict[int, CheckedRow] = {}
    for row in rows:
        given = known.get(row.household_id, {})
        values = merged(basis, row, {key: given.get(key) for key in new}, {})
        checked[row.id] = check_values(basis, values)
    write_rows(unit.connection, basis, checked)
    refresh_campaign(unit, campaign_id)
    return len(rows)


def _is_closed(reasons: tuple[str, ...], column: int) -> bool:
    return column < len(reasons) and bool(reasons[column])
