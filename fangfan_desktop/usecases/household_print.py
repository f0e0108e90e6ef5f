"""农户基本情况表 (一户一表): all that is known of a household, with a campaign's answers, on paper.

It is an internal paper of the household's folder, so numbers stand in full.
"""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fangfan_desktop.documents.pdf_preview import open_preview
from fangfan_desktop.documents.pdf_writer import write_pdf
from fangfan_desktop.documents.sheet import Align, Column, Row, Sheet, flat_header
from fangfan_desktop.domain.dates import format_date, format_month
from fangfan_desktop.domain.money import format_yuan
from fangfan_desktop.forms.form import Field, Kind
from fangfan_desktop.forms.form import Page as PaperPage
from fangfan_desktop.forms.registry_fields import HOUSEHOLD_FIELDS, INCOME_FIELDS, PERSON_FIELDS
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import (
    CampaignBasis,
    FormRow,
    RowChoice,
    read_basis,
    read_rows,
)
from fangfan_desktop.usecases.exports import ExportResult
from fangfan_desktop.usecases.household_page import (
    HouseholdPage,
    IncomeLine,
    PersonLine,
    RecordLine,
    household_page,
)
from fangfan_desktop.usecases.previews import TablePreview
from fangfan_desktop.usecases.registry_values import shown
from fangfan_desktop.usecases.township import read_office

_NAME = "农户基本情况表"
_PORTRAIT = PaperPage(is_landscape=False, margin_left=14.0, margin_right=14.0)
_NOT_ASKED = frozenset({"seq", "group", "head_name", "population", "household_type"})
_DOES_NOT_APPLY = "不适用"
_NUMERALS = "一二三四五六七八"
_QUESTION_MM, _ANSWER_MM = 66.0, 25.0  # of a question and its answer
_NAME_MM, _VALUE_MM = 36.0, 55.0  # of what is above them
_SIGN_LINE = ("户主签字：", "填表人：", "审核人：", "日期：")

_PERSON = {field.key: field for field in PERSON_FIELDS}
_INCOME = {field.key: field for field in INCOME_FIELDS}
_HOUSEHOLD = {field.key: field for field in HOUSEHOLD_FIELDS}
# heading, millimetres
_PEOPLE = (
    ("序号", 9.0),
    ("姓名", 18.0),
    ("与户主关系", 18.0),
    ("性别", 9.0),
    ("年龄", 9.0),
    ("身份证号码", 36.0),
    ("文化程度、在校", 26.0),
    ("健康状况", 21.0),
    ("劳动技能", 20.0),
    ("务工区域", 18.0),
)
_INCOMES = (
    ("周期", 36.0),
    ("工资性收入", 20.0),
    ("生产经营性收入", 25.0),
    ("财产性收入", 18.0),
    ("转移性收入", 18.0),
    ("生产经营性支出", 25.0),
    ("纯收入", 20.0),
    ("人均纯收入", 20.0),
)
_CASES = (
    ("监测对象类别", 28.0),
    ("识别时间", 22.0),
    ("致贫返贫风险", 44.0),
    ("帮扶责任人", 24.0),
    ("责任人电话", 26.0),
    ("消除时间", 20.0),
    ("消除方式", 18.0),
)
_MEASURES = (
    ("措施类型", 34.0),
    ("措施内容", 66.0),
    ("针对的风险", 28.0),
    ("制定时间", 27.0),
    ("完成时间", 27.0),
)
_CASE_KEYS = (
    "category",
    "identified_on",
    "risks",
    "helper_name",
    "helper_phone",
    "cleared_on",
    "cleared_how",
)
_MEASURE_KEYS = ("kind", "content", "risk", "made_on", "done_on")
_FACT_NOTES = ("housing_note", "water_note", "remarks")
_FACTS = (
    "is_lifted",
    "lifted_year",
    "on_dibao",
    "dibao_since",
    "scattered_tekun",
    "relocated",
    "registration_moved",
    "elderly_apart",
    "housing_safe",
    "water_safe",
)


@dataclass(frozen=True, slots=True)
class Screening:
    """What a campaign's 附件1 says of the household: its name, questions with answers."""

    name: str
    answers: tuple[tuple[str, str], ...]
    long_answers: tuple[tuple[str, str], ...]  # 困难和诉求, 备注


def preview_household(
    database: Database, *, household_id: int, campaign_id: int | None
) -> TablePreview:
    """Print a household's paper into memory.

    Args:
        database: The open database.
        household_id: The household.
        campaign_id: Whose answers stand on it; left out where the household is not in it.

    Raises:
        UserError: the household or the campaign is gone.
        OutsideError: there is no room for the temporary file.
    """
    page = household_page(database, household_id=household_id)
    screening = read_screening(database, household_id=household_id, campaign_id=campaign_id)
    sheets = household_sheets(
        page, screening, office=read_office(database).office_name, today=database.today()
    )
    stack = ExitStack()
    with tempfile.TemporaryDirectory(prefix="fangfan-") as folder:
        path = Path(folder) / "household.pdf"
        printed = write_pdf(sheets, path)
        preview = stack.enter_context(open_preview(path))
    return TablePreview(preview, ExportResult(printed.rows, path), stack)


def household_sheets(
    page: HouseholdPage, screening: Screening | None, *, office: str, today: date
) -> list[Sheet]:
    """The tables of the paper, one under the other; those without a row are left out."""
    fields = page.fields
    cases = [one for one in page.identifications if not one.values.get("removed_on")]
    sheets = [
        _pairs("", _heading_pairs(page), (_NAME_MM, _VALUE_MM)),
        _table("家庭成员", _PEOPLE, [_person(*one) for one in enumerate(page.people, start=1)]),
        _pairs("身份、住房和饮水", _fact_pairs(page)),
        _table("收入（元）", _INCOMES, [_income(one) for one in page.incomes]),
        _table(
            "监测识别", _CASES, [_record(fields.identification, one, _CASE_KEYS) for one in cases]
        ),
        _table(
            "帮扶措施",
            _MEASURES,
            [_record(fields.measure, one, _MEASURE_KEYS) for one in page.measures],
        ),
    ]
    front = [
        replace(
            sheet,
            annex=f"{_NUMERALS[place - 1]}、{sheet.annex}" if place else "",
            is_below=place > 0,
        )
        for place, sheet in enumerate(sheet for sheet in sheets if sheet.rows)
    ]
    front[0] = replace(
        front[0], title=_NAME, subtitle_left=office, subtitle_right=format_date(today)
    )
    made = front if screening is None else [*front, *_back(page, screening, len(front))]
    made[-1] = replace(made[-1], sign_line=_SIGN_LINE)
    return made


def _back(page: HouseholdPage, screening: Screening, sections: int) -> list[Sheet]:
    """The campaign's answers: the back of the paper, which names the household again."""
    answers = _pairs(f"{_NUMERALS[sections - 1]}、{screening.name}", screening.answers)
    whose = f"{page.head_name}户　户编号：{page.code}"
    return [
        replace(answers, subtitle_left=whose),
        replace(_long(screening.long_answers), is_below=True),
    ]


def _sheet(heading: str, columns: Sequence[Column], names: Sequence[str], rows: list[Row]) -> Sheet:
    return Sheet(
        name=_NAME,
        title="",
        columns=tuple(columns),
        header=flat_header(names),
        rows=rows,
        annex=heading,
        page=_PORTRAIT,
    )


def _table(heading: str, columns: Sequence[tuple[str, float]], rows: list[Row]) -> Sheet:
    made = [
        Column(Kind.ID_NUMBER if name == "身份证号码" else Kind.TEXT, print_width=width)
        for name, width in columns
    ]
    return _sheet(heading, made, [name for name, _ in columns], rows)


def _pairs(
    heading: str,
    pairs: Sequence[tuple[str, str]],
    widths: tuple[float, float] = (_QUESTION_MM, _ANSWER_MM),
) -> Sheet:
    """Names and values, two pairs a row."""
    texts = [*pairs, ("", "")] if len(pairs) % 2 else list(pairs)
    rows: list[Row] = [(*left, *right) for left, right in zip(texts[::2], texts[1::2], strict=True)]
    name = Column(Kind.TEXT, print_width=widths[0], align=Align.LEFT)
    value = Column(Kind.TEXT, print_width=widths[1])
    return _sheet(heading, (name, value, name, value), (), rows)


def _long(pairs: Sequence[tuple[str, str]]) -> Sheet:
    """Names and long texts, one a row; right under the table before."""
    columns = (
        Column(Kind.TEXT, print_width=_QUESTION_MM, align=Align.LEFT),
        Column(Kind.LONG_TEXT, print_width=_QUESTION_MM + 2 * _ANSWER_MM),
    )
    return _sheet("", columns, (), list(pairs))


def _heading_pairs(page: HouseholdPage) -> list[tuple[str, str]]:
    values = page.values
    return [
        ("户主姓名", page.head_name),
        ("户编号", page.code),
        ("村（社区）、村民小组", f"{page.village}{page.group}"),
        ("网格", page.grid),
        ("家庭人口", f"{len(page.people)}人"),
        ("户属性", "、".join(tag.text for tag in page.tags)),
        ("联系电话", str(values.get("phone") or "")),
        ("家庭住址", str(values.get("address") or "")),
    ]


def _fact_pairs(page: HouseholdPage) -> list[tuple[str, str]]:
    pairs = [(_HOUSEHOLD[key].name, shown(_HOUSEHOLD[key], page.values.get(key))) for key in _FACTS]
    notes = [(_HOUSEHOLD[key].name, str(page.values.get(key) or "")) for key in _FACT_NOTES]
    return pairs + [note for note in notes if note[1]]


def _person(number: int, person: PersonLine) -> Row:
    def text(key: str) -> str:
        return shown(_PERSON[key], person.values.get(key))

    return (
        str(number),
        text("name"),
        text("relation"),
        text("sex"),
        "" if person.age is None else str(person.age),
        text("id_number"),
        text("school_state") or text("education"),
        text("health"),
        text("labour"),
        text("work_region"),
    )


def _income(line: IncomeLine) -> Row:
    parts = ("wages_fen", "business_fen", "property_fen", "transfer_fen", "business_cost_fen")
    return (
        f"{format_month(line.period_from)}至{format_month(line.period_to)}",
        *(shown(_INCOME[key], line.values.get(key)) for key in parts),
        _yuan(line.net_fen),
        _yuan(line.net_per_capita_fen),
    )


def _yuan(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)


def _record(fields: Sequence[Field], line: RecordLine, keys: Sequence[str]) -> Row:
    known = {field.key: field for field in fields}
    return tuple(shown(known[key], line.values.get(key)) for key in keys)


def read_screening(
    database: Database, *, household_id: int, campaign_id: int | None
) -> Screening | None:
    """The household's answers in a campaign; None where it is not in it.

    Raises:
        UserError: there is no such campaign, or it does not use 附件1.
    """
    if campaign_id is None:
        return None
    with database.read() as session:
        connection = session.connection()
        basis = read_basis(connection, campaign_id)
        rows = read_rows(connection, basis, RowChoice(household_ids=[household_id]))
    return _screening(basis, rows[0]) if rows else None


def _screening(basis: CampaignBasis, row: FormRow) -> Screening:
    reasons = basis.checker.reasons(row.values)
    values = dict(zip(basis.form.value_keys, row.values, strict=True))
    answers: list[tuple[str, str]] = []
    long_answers: list[tuple[str, str]] = []
    for place, field in enumerate(basis.form.fields):
        if field.key in _NOT_ASKED:
            continue
        text = _DOES_NOT_APPLY if reasons[place] else format_value(field, values[field.key])
        note = values.get(field.note_key) if field.note_key else None
        text = f"{text}（{note}）" if note and not reasons[place] else text
        into = long_answers if field.kind is Kind.LONG_TEXT else answers
        into.append((f"{place + 1}. {field.name}", text))
    return Screening(f"{basis.name}（附件1）", tuple(answers), tuple(long_answers))
