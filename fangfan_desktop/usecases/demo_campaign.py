"""A campaign for the made-up township, its 附件1 about three quarters filled."""

from dataclasses import dataclass
from datetime import date
from random import Random

from fangfan_desktop.domain.campaign_presets import PRESETS
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Value
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import (
    CampaignBasis,
    CheckedRow,
    FormRow,
    check_values,
    computed,
    read_basis,
    read_rows,
    write_rows,
)
from fangfan_desktop.usecases.campaigns import create_campaign
from fangfan_desktop.usecases.demo_further import FORMS

CAMPAIGN_NAME = "2022年集中排查"
_PRESET = "madian-2022"
_LINE_FEN = 700_000
_DONE_SHARE = (0.42, 0.97)  # the slowest and the quickest village
_HALF_DONE_SHARE = 0.02
_BY_TELEPHONE_SHARE = 0.2
_USUAL_YES = 0.02

# How often 是 is the answer; questions where 是 is the good answer stand near 1.
_YES_SHARES = {
    "heavy_burden": 0.04,
    "housing_safe": 0.995,
    "medical_secured": 0.99,
    "education_secured": 0.995,
    "water_safe": 0.99,
    "income_falling_3y": 0.03,
    "newly_disabled": 0.1,
    "many_minors": 0.08,
    "many_students": 0.06,
    "children_able": 0.8,
    "children_support": 0.9,
    "unstable_wages": 0.05,
    "sudden_hardship": 0.008,
    "practical_difficulty": 0.05,
    "epidemic_impact": 0.04,
    "income_stable_half_year": 0.97,
    "risk_stably_cleared": 0.98,
    "measures_in_place": 0.97,
    "measures_targeted": 0.96,
    "benefits_only": 0.02,
    "over_assisted": 0.01,
    "system_data_accurate": 0.95,
    "should_include": 0.01,
}
_DIFFICULTIES = (
    "大病住院自付费用较高",
    "两个孩子读大学，学费负担重",
    "家里劳力外出返乡，暂时没有工作",
    "甘蔗受旱减产",
    "生猪价格下跌，养殖亏损",
)
_NEEDS = (
    "希望介绍就近务工",
    "希望申请小额信贷扩大养殖",
    "希望修通屯级道路",
    "希望申请助学金",
    "希望参加种植技术培训",
)
_NEEDS_SHARE = 0.06
_REMARKS_SHARE = 0.02
_SLIP_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class _Pen:
    """What fills in a row: the campaign and the chance."""

    basis: CampaignBasis
    random: Random


def add_demo_campaign(database: Database, *, random: Random) -> int:
    """Open the campaign of the made-up township and fill in its forms.

    Returns:
        The key of the campaign.
    """
    plan = PRESETS[_PRESET]
    created = create_campaign(
        database,
        name=CAMPAIGN_NAME,
        year=plan.year,
        line_fen=_LINE_FEN,
        income_from=date(2021, 5, 1),
        income_to=date(2022, 4, 30),
        starts_on=plan.starts,
        ends_on=plan.ends,
        kind=plan.kind,
        preset=_PRESET,
        forms=FORMS,
    )
    with database.action("填写演示排查表") as unit:
        basis = read_basis(unit.connection, created.id)
        rows = read_rows(unit.connection, basis)
        write_rows(unit.connection, basis, _filled_rows(_Pen(basis, random), rows))
    return created.id


def _filled_rows(pen: _Pen, rows: list[FormRow]) -> dict[int, CheckedRow]:
    shares: dict[int, float] = {}
    filled: dict[int, CheckedRow] = {}
    for row in rows:
        share = shares.setdefault(row.village_id, pen.random.uniform(*_DONE_SHARE))
        draw = pen.random.random()
        if draw >= share + _HALF_DONE_SHARE:
            continue
        upto = len(row.values) if draw < share else pen.random.randint(8, 30)
        filled[row.id] = check_values(pen.basis, _filled(pen, list(row.values), upto))
    return filled


def _filled(pen: _Pen, values: list[Value], upto: int) -> list[Value]:
    form = pen.basis.form
    for place, field in enumerate(form.fields[:upto]):
        is_open = values[place] is None and field.source in {Source.TYPED, Source.PREFILLED}
        if is_open and _applies(form, field, values):
            values[place] = _answer(pen.random, field)
            if field.key == "newly_disabled" and _is_slip_rare(pen, values):
                values[place] = 0
            if field.note_key and values[place] == 1:
                values[form.value_keys.index(field.note_key)] = pen.random.choice(_DIFFICULTIES)
    return computed(pen.basis, values)


def _is_slip_rare(pen: _Pen, values: list[Value]) -> bool:
    """Whether 新致残 without 残疾人家庭 is put right: some slips stay, so that checks show."""
    has_disabled = values[pen.basis.form.index("has_disabled")] == 1
    return not has_disabled and pen.random.random() > _SLIP_SHARE


def _applies(form: Form, field: Field, values: list[Value]) -> bool:
    return all(values[form.index(c.field)] in c.values for c in field.applies)


def _answer(random: Random, field: Field) -> Value:
    if field.kind is Kind.YES_NO:
        return int(random.random() < _YES_SHARES.get(field.key, _USUAL_YES))
    if field.key == "survey_method":
        return field.choices[int(random.random() < _BY_TELEPHONE_SHARE)]
    if field.key == "needs" and random.random() < _NEEDS_SHARE:
        return random.choice(_NEEDS)
    if field.key == "remarks" and random.random() < _REMARKS_SHARE:
        return "全家外出，电话核查"
    return None
