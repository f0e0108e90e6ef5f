"""The sheets of the registers: 监测对象名册, 墙上一览表, 帮扶措施台账, 任务清单.

Columns are those of the office's newest version of each form, else of the shipped 参考样式. A
township without a single row gets its sheet too, which says so.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from fangfan_desktop.documents.form_sheet import sheet_from_form
from fangfan_desktop.documents.sheet import Sheet
from fangfan_desktop.domain.dates import format_date
from fangfan_desktop.domain.measure_rules import default_department
from fangfan_desktop.domain.notice_rules import NoticeEntry, notice_rows
from fangfan_desktop.forms.form import Form, Value
from fangfan_desktop.forms.headings import fill_headings
from fangfan_desktop.forms.register_rules import RISK_KEY, WALL_TABLE, check_register
from fangfan_desktop.storage.code_lists import visible_items
from fangfan_desktop.storage.office_settings import office_day, read_settings
from fangfan_desktop.storage.registers import (
    MEASURES,
    ON_THE_WALL,
    OPEN_MEASURES,
    REGISTERED,
    RegisterRow,
    case_register,
    heads_named,
    measure_register,
)
from fangfan_desktop.usecases.export_sheets import chosen_villages, office_around
from fangfan_desktop.usecases.office_forms import form_in_use

_NO_DEPARTMENT = "未定部门"
_HEALTH_KINDS = frozenset({"健康帮扶"})  # tells of a person's health as 因病 does
_OTHER_HELP = "其他帮扶"
_ASK = "有疑问的，可向村（社区）或乡镇反映，监督电话12317。"

Values = Mapping[str, Value]


def monitored_register(
    session: Session, _campaign_id: int | None, village_id: int | None
) -> list[Sheet]:
    """监测对象名册: an identification a row, running and cleared ones; withdrawn ones are not."""
    form = register_form(session, "monitored-register", place_of(session, village_id))
    rows = case_register(session.connection(), REGISTERED, village_id, office_day(session))
    office = _office_values(session)
    values = [row.values | office for row in rows]
    homes = {row.household_id: row.people for row in rows}
    words = f"共{len(homes)}户{sum(homes.values())}人"
    return [register_sheet(session, form, values, words, "还没有识别监测对象。")]


def wall_table(session: Session, _campaign_id: int | None, village_id: int | None) -> list[Sheet]:
    """一览表 for the wall of each village: public, so no more than a notice shows.

    Villages without monitored households are left out where all are asked for.
    """
    shows_risk = bool(read_settings(session)["public_shows_risk"])
    rows: dict[int, list[RegisterRow]] = defaultdict(list)
    for row in case_register(session.connection(), ON_THE_WALL, village_id, office_day(session)):
        rows[row.village_id].append(row)
    sheets: list[Sheet] = []
    for name, key in chosen_villages(session, village_id):
        if key in rows or village_id is not None:
            form = _wall_form(session, place_of(session, key), shows_risk=shows_risk)
            values = _public_values(session, form, key, rows[key], shows_risk=shows_risk)
            sheets.append(_wall_sheet(session, form, values, name))
    if not sheets:
        form = _wall_form(session, place_of(session, None), shows_risk=shows_risk)
        sheets.append(_wall_sheet(session, form, [], form.name))
    return sheets


def measures_ledger(
    session: Session, _campaign_id: int | None, village_id: int | None
) -> list[Sheet]:
    """帮扶措施台账: a measure a row, with its household and case."""
    form = register_form(session, "measures-ledger", place_of(session, village_id))
    rows = measure_register(session.connection(), MEASURES, village_id)
    homes = len({row.household_id for row in rows})
    words = f"共{len(rows)}条，{homes}户"
    office = _office_values(session)
    values = [row.values | office for row in rows]
    return [register_sheet(session, form, values, words, "还没有登记帮扶措施。")]


def department_tasks(
    session: Session, _campaign_id: int | None, village_id: int | None
) -> list[Sheet]:
    """任务清单: measures that are not carried out yet, a sheet a department."""
    form = register_form(session, "department-tasks", place_of(session, village_id))
    office = _office_values(session)
    by_department: dict[str, list[Values]] = defaultdict(list)
    for row in measure_register(session.connection(), OPEN_MEASURES, village_id):
        said = row.values["department"] or default_department(str(row.values["kind"]))
        by_department[str(said or _NO_DEPARTMENT)].append(row.values | office)
    order = [*visible_items(session)["department"], *sorted(by_department)]
    sheets: list[Sheet] = []
    for department in dict.fromkeys(order):
        if values := by_department.get(department):
            titled = replace(form, title=f"{form.title}（{department}）")
            sheet = register_sheet(session, titled, values, f"共{len(values)}条", "")
            sheets.append(replace(sheet, name=department))
    return sheets or [register_sheet(session, form, [], "", "没有要办的帮扶措施。")]


# --- what registers have in common --------------------------------------------------------------


def register_form(session: Session, key: str, place: str) -> Form:
    """The register's form as the office has it, its title filled in with place and year."""
    form = form_in_use(session, key)
    check_register(form)
    return fill_headings(form, {"place": place, "year": str(office_day(session).year)})


def place_of(session: Session, village_id: int | None) -> str:
    """The township's name, and the village's behind it where one is asked for."""
    township = str(read_settings(session)["township_name"])
    if village_id is None:
        return township
    return township + next((name for name, _ in chosen_villages(session, village_id)), "")


def register_sheet(
    session: Session, form: Form, rows: Sequence[Values], words: str, empty: str
) -> Sheet:
    """The sheet of a register's rows.

    Args:
        session: the open session.
        form: with its title filled in.
        rows: stored values by field key; columns that the office added stay empty.
        words: how many there are, put beside the day; "" for none.
        empty: said under the table where there is no row.
    """
    values = [
        tuple(number if field.key == "seq" else row.get(field.key) for field in form.fields)
        for number, row in enumerate(rows, start=1)
    ]
    sheet = sheet_from_form(form, values, office_around(session))
    day = f"截至{format_date(office_day(session))}"
    about = f"{day}，{words}" if words and rows else day
    if not sheet.subtitle_right:
        sheet = replace(sheet, subtitle_right=about)
    return sheet if rows or not empty else replace(sheet, footnotes=(empty, *sheet.footnotes))


def _office_values(session: Session) -> dict[str, Value]:
    settings = read_settings(session)
    return {key: str(settings[f"{key}_name"]) or None for key in ("county", "township")}


# --- the wall -----------------------------------------------------------------------------------


def _wall_form(session: Session, place: str, *, shows_risk: bool) -> Form:
    form = register_form(session, WALL_TABLE, place)
    fields = tuple(field for field in form.fields if shows_risk or field.key != RISK_KEY)
    return replace(form, fields=fields)


def _wall_sheet(session: Session, form: Form, rows: Sequence[Values], name: str) -> Sheet:
    words = f"共{len(rows)}户"
    sheet = register_sheet(session, form, rows, words, "本村没有监测对象。")
    return replace(sheet, name=name, sign_line=(), footnotes=(*sheet.footnotes, _ASK))


def _public_values(
    session: Session,
    form: Form,
    village_id: int,
    rows: Sequence[RegisterRow],
    *,
    shows_risk: bool,
) -> list[Values]:
    """What may be shown of each household: namesakes told apart, kinds of help without words."""
    village = next((name for name, _ in chosen_villages(session, village_id)), "")
    entries = [_entry(row.values, row.people, village) for row in rows]
    listed = {row.household_id for row in rows}
    others = [
        NoticeEntry(
            village=head.village, group=head.group, head_name=head.name, id_number=head.id_number
        )
        for head in heads_named(
            session.connection(), village_id, {entry.head_name for entry in entries}
        )
        if head.household_id not in listed
    ]
    shown = notice_rows(
        entries,
        shown_on=office_day(session),
        others=others,
        has_group=any(field.key == "group" for field in form.fields),
    )
    township = str(read_settings(session)["township_name"])
    found: list[Values] = []
    for line in shown:
        values = rows[line.place].values
        found.append(
            values
            | {
                "township": township,
                "head_name": line.head_name,
                RISK_KEY: values["main_risk_name"] if shows_risk else None,
                "measure_kinds": _public_kinds(values["measure_kinds"], shows_risk=shows_risk),
            }
        )
    return found


def _entry(values: Values, people: int, village: str) -> NoticeEntry:
    def text(key: str) -> str:
        return str(values[key] or "")

    return NoticeEntry(
        village=village,
        group=text("group"),
        head_name=text("head_name"),
        id_number=text("head_id_number"),
        population=people,
        category=text("category"),
    )


def _public_kinds(kinds: Value, *, shows_risk: bool) -> str | None:
    """Kinds of help; those that tell of illness are not named while risks are not shown."""
    if kinds is None or shows_risk:
        return None if kinds is None else str(kinds)
    named = str(kinds).split("、")
    shown = [_OTHER_HELP if kind in _HEALTH_KINDS else kind for kind in named]
    return "、".join(sorted(dict.fromkeys(shown), key=lambda kind: kind == _OTHER_HELP))
