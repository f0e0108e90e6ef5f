"""Whether the answers that a campaign keeps of a form still mean the same in its newer version."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.catalogue import form_kinds
from fangfan_desktop.forms.form import Field, Form, Kind, Subject, Value
from fangfan_desktop.storage.household_forms import CampaignBasis, read_rows
from fangfan_desktop.storage.second_keying import read_keyings
from fangfan_desktop.usecases.household_forms import fit_value

# of these an answer is what it says; a number may be yuan, fen, people or a yes
_WORDS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE, Kind.DATE, Kind.ID_NUMBER, Kind.PAIR})


def check_subject(old: Form, new: Form) -> None:
    """Refuse a version whose rows are about something else.

    Raises:
        UserError: the sentence says what to do instead.
    """
    if old.subject is not new.subject:
        what = "农户表" if old.subject is Subject.HOUSEHOLD else "村表"
        raise UserError(
            f"“{new.name}”的新版不再是{what}，已有的行无法沿用，不能换用。请另建一张表。"
        )


def check_kinds(old: Form, new: Form) -> None:
    """Refuse a version in which a column has another kind, whatever was answered.

    Raises:
        UserError: names the first such column.
    """
    known = form_kinds(old)
    for field in new.fields:
        if known.get(field.key, field.kind) is not field.kind:
            raise _other_kind(field)


def check_kept(connection: Connection, old: Form, basis: CampaignBasis) -> None:
    """Refuse a version in which an answer that is kept has another meaning.

    Looked at are columns whose kind was changed, and those that come back after a version without
    them: the answers of the older one are still there.

    Args:
        connection: of the action in hand.
        old: the form as the campaign had it.
        basis: the campaign with the newer version.

    Raises:
        UserError: names the first such column.
    """
    before, kinds = form_kinds(old), form_kinds(basis.form)
    doubtful = {key: kind for key, kind in kinds.items() if before.get(key) is not kind}
    if not doubtful:
        return
    fields = {field.key: field for field in basis.form.fields}
    for held in _held(connection, basis):
        for key, kind in doubtful.items():
            value = held.get(key)
            field = replace(fields.get(key) or Field(key, (key,), kind), choices=())
            if value is not None and not _means_the_same(field, value, before.get(key)):
                raise _other_kind(field)


def _held(connection: Connection, basis: CampaignBasis) -> Iterator[Mapping[str, Value]]:
    for row in read_rows(connection, basis):
        yield dict(zip(basis.form.value_keys, row.values, strict=True))
    for keying in read_keyings(connection, basis).values():
        yield keying.answers


def _means_the_same(field: Field, value: Value, before: Kind | None) -> bool:
    if before is not None and not {before, field.kind} <= _WORDS:
        return False
    try:
        fit_value(field, value)
    except UserError:
        return False
    return True


def _other_kind(field: Field) -> UserError:
    return UserError(f"“{field.name}”的类型与本次排查已填的不同，不能换用。请在表样中另立一栏。")
