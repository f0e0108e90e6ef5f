"""The forms there are: shipped ones, the office's own and its versions of them.

A form is known by its key; the office's newest version that is not retired stands before the
shipped form of that key. What a campaign was opened with stays: see `campaign_forms`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.catalogue import check_against, field_catalogue
from fangfan_desktop.forms.form import Field, Form, Source, Subject
from fangfan_desktop.forms.load import check_form, load_form, shipped_forms
from fangfan_desktop.forms.register_rules import REGISTER_KEYS, as_register, check_register
from fangfan_desktop.forms.row_check import COMPUTED_KEYS
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import ELSEWHERE, HOUSEHOLD_FORM
from fangfan_desktop.storage.office_forms import (
    add_version,
    newest_version,
    read_definition,
    users_of,
    version_rows,
)
from fangfan_desktop.storage.registry_columns import REGISTRY_COLUMNS, VILLAGE_COLUMNS

# 附件1 is counted by these columns, whatever else an office's version of it holds
_COUNTED = ("group", "head_name", "population", "household_type")
_FIXED = frozenset({"statistics", "ledger"})
_ROWS = frozenset({Subject.HOUSEHOLD, Subject.VILLAGE})
# what the program fills in by itself; any other such column would stay empty and locked
_FILLED = {
    (Subject.HOUSEHOLD, Source.REGISTRY): REGISTRY_COLUMNS,
    (Subject.VILLAGE, Source.REGISTRY): VILLAGE_COLUMNS,
    (Subject.HOUSEHOLD, Source.COMPUTED): COMPUTED_KEYS,
    (Subject.VILLAGE, Source.COMPUTED): COMPUTED_KEYS,
}


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A form of the list.

    Attributes:
        form: The newest version, or the shipped one.
        version: Of the office; 0 for a form as it is shipped.
        is_own: Whether only the office has it.
        is_retired: Whether it is not offered for new campaigns any more.
        campaigns: Names of the campaigns that use it.
    """

    form: Form
    version: int
    is_own: bool
    is_retired: bool
    campaigns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedForm:
    """A form that was kept as a version of its key."""

    form: Form
    version: int
    changes: Changes


def list_forms(database: Database | None) -> list[FormEntry]:
    """All forms that an office may change, shipped ones first; without a database only those.

    Campaigns may use them, registers (名册、台账) aside.
    """
    shipped = {form.key: form for form in shipped_forms() if _is_kept(form)}
    shipped = {key: load_form(key) for key in shipped}
    if database is None:
        return [FormEntry(form, 0, False, False, ()) for form in shipped.values()]
    entries: dict[str, FormEntry] = {}
    with database.read() as session:
        for key, form in shipped.items():
            entries[key] = FormEntry(form, 0, False, False, tuple(users_of(session, key)))
        for row in sorted(version_rows(session), key=lambda row: row.id):
            is_own = row.form_key not in shipped
            if row.is_retired and not is_own:
                continue
            entries[row.form_key] = FormEntry(
                read_definition(row),
                row.version,
                is_own,
                bool(row.is_retired),
                tuple(users_of(session, row.form_key)),
            )
    return list(entries.values())


def find_form(database: Database | None, name: str) -> FormEntry:
    """The form of that key, or of that Chinese name.

    Raises:
        UserError: there is none; the sentence says which there are.
    """
    entries = list_forms(database)
    for entry in entries:
        if name in {entry.form.key, entry.form.name}:
            return entry
    known = "、".join(f"{entry.form.key}（{entry.form.name}）" for entry in entries)
    raise UserError(f"没有名为“{name}”的表，现有：{known}。")


def form_in_use(session: Session, form_key: str, year: int | None = None) -> Form:
    """The form that a new campaign of the year takes: the office's newest, else the shipped one.

    Raises:
        UserError: there is no such form.
    """
    row = newest_version(session, form_key)
    return read_definition(row) if row is not None else load_form(form_key, year)


def own_fields(database: Database) -> tuple[Field, ...]:
    """The fields of the office's own forms, the newest version first.

    The next form finds them again; where one has a shipped field's key, its heading is a further
    wording of that field, as the clerk confirmed it.
    """
    found: dict[tuple[str, tuple[str, ...]], Field] = {}
    with database.read() as session:
        for row in sorted(version_rows(session), key=lambda row: -row.id):
            for field in read_definition(row).fields:
                found.setdefault((field.key, field.headings), field)
    return tuple(found.values())


def save_form(database: Database, *, form: Form) -> SavedForm:
    """Keep a form as the next version of its key, as one action.

    Campaigns that use an older version keep it. What was read from a blank sheet under the name of
    a register becomes a version of that register.

    Raises:
        UserError: the form does not hold together, a known key has another kind than everywhere,
            its name belongs to another form, or 附件1 lacks what it is counted by.
    """
    check_form(form)
    if form.key in REGISTER_KEYS and form.subject is not Subject.REGISTER:
        form = as_register(form, load_form(form.key))
    if form.subject is Subject.REGISTER:
        check_register(form)
    else:
        check_offered(form)
    _check_sources(form)
    check_against(field_catalogue(form.subject), form)
    _check_counted(form)
    _check_columns(form)
    for entry in list_forms(database):
        if entry.form.name == form.name and entry.form.key != form.key:
            raise UserError(f"已有名为“{form.name}”的表，请换一个名称。")
    with database.action(f"保存表样“{form.name}”") as unit:
        version = add_version(unit.session, form, database.today()).version
    return SavedForm(form, version, unit.changes)


def new_key(database: Database, taken: Iterable[str] = ()) -> str:
    """A key that no form has, such as own-1."""
    used = {entry.form.key for entry in list_forms(database)} | set(taken)
    number = 1
    while f"own-{number}" in used:
        number += 1
    return f"own-{number}"


def retire_form(database: Database, *, form_key: str) -> Changes:
    """Do not offer the office's versions of a form any more; a shipped form is itself again.

    Raises:
        UserError: the office has no such form.
    """
    with database.action("停用表样") as unit:
        rows = [row for row in version_rows(unit.session) if row.form_key == form_key]
        if not any(not row.is_retired for row in rows):
            raise UserError("这张表没有本单位的版本，不用停用。")
        for row in rows:
            row.is_retired = 1
    return unit.changes


def renamed(form: Form, *, key: str, name: str) -> Form:
    """The form under another key and name, as the start of a form of its own."""
    return replace(form, key=key, name=name, annex="")


def _is_offered(form: Form) -> bool:
    return form.subject in _ROWS or form.key in ELSEWHERE


def _is_kept(form: Form) -> bool:
    return _is_offered(form) or form.subject is Subject.REGISTER


def check_offered(form: Form) -> None:
    """Refuse what no campaign can use: a sheet of the roster, a shipped form about other rows.

    Raises:
        UserError: the sentence says which forms there are.
    """
    if form.subject is Subject.REGISTER:
        raise UserError(f"“{form.name}”由程序按登记的内容列出，不用加到排查里，请到“报表导出”。")
    is_other = any(
        shipped.key == form.key and shipped.subject is not form.subject
        for shipped in shipped_forms()
    )
    if is_other or not _is_offered(form):
        raise UserError("这种表不能由本单位改动，请选农户表或村表。")


def _check_sources(form: Form) -> None:
    for field in form.fields:
        known = _FILLED.get((form.subject, field.source))
        if known is not None and field.key not in known:
            raise UserError(
                f"“{field.name}”没有可以自动填写的来源，会一直空着，请把来源改为手工填写。"
            )


def _check_columns(form: Form) -> None:
    """附件3 is counted and 附件4 is a register: the program knows their columns, and no others."""
    if form.key not in _FIXED:
        return
    here = {field.key for field in form.fields}
    known = {field.key: field.name for field in load_form(form.key).fields}
    if odd := [field.name for field in form.fields if field.key not in known]:
        raise UserError(f"“{form.name}”由程序统计和登记，不能加新栏：{'、'.join(odd)}，请删去。")
    if lacking := [name for key, name in known.items() if key not in here]:
        raise UserError(
            f"“{form.name}”由程序统计和登记，不能少了这些栏：{'、'.join(lacking)}，请放回来。"
        )


def _check_counted(form: Form) -> None:
    if form.key != HOUSEHOLD_FORM:
        return
    here = {field.key for field in form.fields}
    if missing := [key for key in _COUNTED if key not in here]:
        names = {field.key: field.name for field in load_form(HOUSEHOLD_FORM).fields}
        lacking = "、".join(names[key] for key in missing)
        raise UserError(f"附件1要按村组、户主、人口、户属性统计，缺少：{lacking}，请补上。")
