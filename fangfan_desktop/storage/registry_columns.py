"""What further forms copy from the registry, by field key: one query for many households."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection

from fangfan_desktop.domain.code_lists import LABOUR_SKILLS_ABLE
from fangfan_desktop.forms.catalogue import form_kinds
from fangfan_desktop.forms.form import Form, Kind, Source, Value
from fangfan_desktop.storage.household_forms import (
    HOUSEHOLD_FORM,
    CampaignBasis,
    RowChoice,
    campaign_bases,
    read_rows,
)
from fangfan_desktop.storage.household_selections import CONDITIONS, CURRENT_CASE, OPEN_CASE
from fangfan_desktop.storage.registry_facts import chosen, suggestions

_ABLE = ", ".join(f"'{skill}'" for skill in sorted(LABOUR_SKILLS_ABLE))
_PRESENT = "SELECT count(*) FROM person p WHERE p.household_id = h.id AND p.left_on IS NULL"
# field key → its value over household h, village v, group g, person head and case i
_COLUMNS: dict[str, str] = {
    "township": "(SELECT json_extract(value, '$') FROM setting WHERE key = 'township_name')",
    "village": "v.name",
    "group": "g.name",
    "household_code": "h.code",
    "head_name": "head.name",
    "head_id_number": "head.id_number",
    "population": f"({_PRESENT})",
    "household_type": f"CASE WHEN {CONDITIONS['monitored']} THEN '监测户'"
    " WHEN h.is_lifted = 1 THEN '脱贫户' ELSE '一般农户' END",
    "phone": "coalesce(h.phone, head.phone)",
    "category": "i.category",
    "identified_on": "i.identified_on",
    "risks": "replace(i.risks, ',', '、')",
    "cleared_on": f"CASE WHEN {OPEN_CASE} THEN NULL ELSE i.cleared_on END",
    "helper_name": "i.helper_name",
    "helper_phone": "i.helper_phone",
    "lifted_year": "h.lifted_year",
    "labour_count": f"({_PRESENT} AND p.labour IN ({_ABLE}))",
    "is_monitored": f"CASE WHEN {CONDITIONS['monitored']} THEN 1 ELSE 0 END",
    "relocated": "h.relocated",
}
REGISTRY_COLUMNS = frozenset(_COLUMNS)
VILLAGE_COLUMNS = frozenset({"village", "township"})  # what a village form copies


def registry_values(
    connection: Connection, keys: Iterable[str], household_ids: Collection[int] | None = None
) -> dict[int, dict[str, Value]]:
    """Household → key → value as the registry has it now; households that left included.

    Args:
        connection: of the session in hand; pending changes are flushed.
        keys: field keys; those that the registry does not know are passed over.
        household_ids: the households; all where None.
    """
    known = [key for key in keys if key in _COLUMNS]
    where, bound = chosen("h.id", household_ids)
    columns = "".join(f", {_COLUMNS[key]}" for key in known)
    needs_case = any("i." in _COLUMNS[key] for key in known)
    rows = connection.exec_driver_sql(
        f"SELECT h.id{columns} FROM household h JOIN village v ON v.id = h.village_id"
        " LEFT JOIN village_group g ON g.id = h.group_id"
        " LEFT JOIN person head ON head.household_id = h.id AND head.relation = '户主'"
        " AND head.left_on IS NULL"
        f"{f' LEFT JOIN identification i ON i.id = {CURRENT_CASE}' if needs_case else ''}"
        f" WHERE {where}",
        bound,
    )
    return {row[0]: dict(zip(known, row[1:], strict=True)) for row in rows.all()}


def village_values(connection: Connection) -> dict[int, dict[str, Value]]:
    """Village → key → value of what a village form copies."""
    rows = connection.exec_driver_sql(
        f"SELECT v.id, v.name, {_COLUMNS['township']} FROM village v ORDER BY v.position, v.id"
    )
    return {row[0]: {"village": row[1], "township": row[2]} for row in rows.all()}


def copied_keys(form: Form) -> list[str]:
    """Keys of the columns that the registry fills in and keeps right."""
    return [
        field.key
        for field in form.fields
        if field.source is Source.REGISTRY and field.key in REGISTRY_COLUMNS
    ]


def suggested_values(
    connection: Connection,
    basis: CampaignBasis,
    household_ids: Collection[int] | None,
    answers: Mapping[int, Mapping[str, Value]] | None = None,
) -> dict[int, dict[str, Value]]:
    """What is known for the prefilled columns of a form: household → key → value.

    The registry's own columns, what is worked out from it, and in a further form what the same
    household answered in 附件1 of the campaign, which goes before both. `answers`: see
    `suggestions`.
    """
    form = basis.form
    prefilled = [field for field in form.fields if field.source is Source.PREFILLED]
    wanted = {key for field in prefilled for key in (field.key, field.note_key) if key}
    found = suggestions(connection, basis, household_ids, answers)
    for household_id, values in registry_values(connection, wanted, household_ids).items():
        if household_id in found:
            found[household_id] |= values
    if basis.form_key != HOUSEHOLD_FORM:
        kinds = {key: kind for key, kind in form_kinds(form).items() if key in wanted}
        for household_id, values in _annex_answers(connection, basis, kinds, household_ids):
            found.setdefault(household_id, {}).update(values)
    return found


def _annex_answers(
    connection: Connection,
    basis: CampaignBasis,
    wanted: Mapping[str, Kind],
    household_ids: Collection[int] | None,
) -> list[tuple[int, dict[str, Value]]]:
    """Answers of 附件1 in the same campaign by household, of fields that have the same kind."""
    annex = next(
        (b for b in campaign_bases(connection, basis.id) if b.form_key == HOUSEHOLD_FORM), None
    )
    if annex is None:
        return []
    kinds = form_kinds(annex.form)
    keys = {key for key, kind in wanted.items() if kinds.get(key) is kind}
    places = [(i, key) for i, key in enumerate(annex.form.value_keys) if key in keys]
    if not places:
        return []
    rows = read_rows(connection, annex, RowChoice(household_ids=household_ids))
    return [
        (
            row.household_id,
            {key: row.values[i] for i, key in places if row.values[i] is not None},
        )
        for row in rows
    ]
