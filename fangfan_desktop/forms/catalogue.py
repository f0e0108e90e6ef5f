"""The field catalogue: what a key means, the same in every form and year.

Rules, statistics and the database speak of `income_per_capita`, never of "column 7 of 2022". A key
means one thing among the forms about the same subject; `remarks` of a household is not `remarks`
of a ledger line, so each subject has its own catalogue.
"""

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Form, Kind, Subject
from fangfan_desktop.forms.load import shipped_forms


def form_kinds(form: Form) -> dict[str, Kind]:
    """Key → kind of everything that a row of the form stores, notes included, `seq` not."""
    kinds = {field.key: field.kind for field in form.fields if field.key != "seq"}
    return kinds | dict.fromkeys(form.note_keys, Kind.LONG_TEXT)


def field_catalogue(subject: Subject = Subject.HOUSEHOLD) -> dict[str, Kind]:
    """Key → kind of all fields of the shipped forms about that subject.

    Raises:
        UserError: two forms give one key different kinds.
    """
    catalogue: dict[str, Kind] = {}
    for form in shipped_forms():
        if form.subject is subject:
            check_against(catalogue, form)
            catalogue |= form_kinds(form)
    return catalogue


def check_against(catalogue: dict[str, Kind], form: Form) -> None:
    """Check that an office's own form uses the known keys as the catalogue does.

    Raises:
        UserError: a key of the form has another kind in the catalogue.
    """
    for key, kind in form_kinds(form).items():
        if catalogue.get(key, kind) is not kind:
            raise UserError(
                f"表“{form.name}”的栏“{key}”类型是 {kind}，与字段目录中的"
                f" {catalogue[key]} 不同，请改用另一个键。"
            )
