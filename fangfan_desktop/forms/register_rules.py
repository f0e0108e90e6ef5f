"""Which columns the program can fill in each register, and which a public one may have.

The registers are 参考样式: an office may drop columns, order and name them as it likes, take in
others that the program knows, and add empty ones to write in by hand. What hangs on a wall is
public: it never gets more columns than named here (国办 2018: 涉及个人隐私的公开时去标识化).
"""

from collections.abc import Mapping
from dataclasses import replace

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Source
from fangfan_desktop.forms.headings import heading_keys, plain_heading

_HOUSEHOLD = frozenset(
    {"county", "township", "village", "group", "head_name", "head_id_number", "population"}
)
_CASE = frozenset({"category", "identified_on", "is_cleared", "cleared_on"})
_MEASURE = frozenset(
    {
        "kind",
        "is_developmental",
        "content",
        "beneficiary",
        "owner",
        "department",
        "made_on",
        "started_on",
        "planned_until",
        "done_on",
        "amount",
        "risk",
        "state",
        "remarks",
    }
)
WALL_TABLE = "wall-table"
RISK_KEY = "main_risk"  # of the wall table: shown only where the office switches it on

# form key → keys of the columns that the program fills in, the row's number aside
REGISTER_KEYS: Mapping[str, frozenset[str]] = {
    "monitored-register": _HOUSEHOLD
    | _CASE
    | {
        "main_risk",
        "minor_risks",
        "income_per_capita",
        "labour_count",
        "no_labour",
        "relocated",
        "helper_name",
        "helper_unit_post",
        "helper_phone",
        "main_measures",
        "measure_kinds",
        "remarks",
    },
    WALL_TABLE: frozenset(
        {
            "township",
            "village",
            "group",
            "head_name",
            "population",
            "category",
            "identified_on",
            RISK_KEY,
            "measure_kinds",
            "helper_name",
            "is_cleared",
        }
    ),
    "measures-ledger": _HOUSEHOLD | _CASE | _MEASURE,
    "department-tasks": _HOUSEHOLD | _CASE | _MEASURE,
    "eight-groups": _HOUSEHOLD
    | {
        "focus_group",
        "basis",
        "is_monitored",
        "difficulty",
        "measures_in_place",
        "owner",
        "remarks",
    },
    "archive-checklist": frozenset(
        {
            "township",
            "village",
            "section",
            "paper",
            "is_present",
            "copies",
            "kept_at",
            "owner",
            "remarks",
        }
    ),
}
PUBLIC_REGISTERS = frozenset({WALL_TABLE})
_FILLED = frozenset({Source.REGISTRY, Source.PREFILLED, Source.COMPUTED})


def as_register(form: Form, shipped: Form) -> Form:
    """A form read from somebody's blank sheet as a version of a register of that key.

    A column is what the shipped register has under that heading, else under that key; any other
    one stays empty, to be written in by hand.

    Args:
        form: as it was made of the sheet.
        shipped: the register as the program ships it.
    """
    by_heading, known = heading_keys(shipped), {field.key: field for field in shipped.fields}
    fields: list[Field] = []
    taken: set[str] = set()
    for field in form.fields:
        lowest = next((text for text in reversed(field.headings) if text), "")
        key = by_heading.get(plain_heading(lowest), field.key)
        if key in known and key not in taken:
            made = replace(known[key], headings=field.headings)
        else:
            key = field.key if field.key not in {*known, *taken} else f"own_{len(fields) + 1}"
            made = replace(
                field, key=key, source=Source.TYPED, applies=(), is_required=False, note_key=""
            )
        taken.add(key)
        fields.append(replace(made, width=field.width, print_width=field.print_width))
    return replace(form, subject=shipped.subject, fields=tuple(fields), scope="all", layout="table")


def check_register(form: Form) -> None:
    """Check an office's version of a register: columns that stay empty, columns too many.

    Raises:
        UserError: there is no such register, a column has no source, or a public register has a
            column that must not be public.
    """
    known = REGISTER_KEYS.get(form.key)
    if known is None:
        raise UserError("名册台账只能改内置的那几张，不能新建。要自己的表，请新建农户表或村表。")
    for field in form.fields:
        if field.key == "seq" or field.key in known:
            continue
        if form.key in PUBLIC_REGISTERS:
            allowed = "序号、村组、户主、人口、类别、时间、主要风险、措施类型、责任人、是否消除"
            raise UserError(
                f"“{form.name}”贴在墙上，是公开的，不能有“{field.name}”这一栏。只能有{allowed}。"
            )
        if field.source in _FILLED:
            raise UserError(
                f"“{field.name}”没有可以自动填写的来源，会一直空着，请把来源改为手工填写。"
            )
