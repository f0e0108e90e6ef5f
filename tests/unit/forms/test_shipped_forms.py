"""The shipped forms against the official tables, column by column.

`tests/data/official/` holds number|key|heading levels|hint as the official notice has them.
"""

from pathlib import Path

import pytest

from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.catalogue import check_against, field_catalogue
from fangfan_desktop.forms.form import Form, Kind, Source, Subject
from fangfan_desktop.forms.headings import fill_headings, heading_keys, placeholders, plain_heading
from fangfan_desktop.forms.load import check_form, load_form, parse_form, shipped_forms

OFFICIAL = Path(__file__).parents[2] / "data" / "official"
MADIAN_2022 = {
    "place": "XX乡镇XX村（社区）",
    "year": "2022",
    "line": "7000",
    "income_from": "2021年5月1日",
    "income_to": "2022年4月30日",
    "fill_month": "2022年5月",
}
OF_HELPED = ("脱贫户", "监测户")


def official_columns(name: str) -> list[list[str]]:
    lines = (OFFICIAL / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("|")[1:] for line in lines]


def columns_of(form: Form, levels: int, *, has_hints: bool) -> list[list[str]]:
    return [
        [field.key, *field.headings, *[""] * (levels - len(field.headings))]
        + ([field.hint] if has_hints else [])
        for field in form.fields
    ]


@pytest.mark.parametrize(
    ("name", "columns", "levels"),
    [("household-form", 43, 3), ("village-form", 12, 1), ("statistics", 21, 2), ("ledger", 10, 1)],
)
def test_an_annex_has_the_official_columns_to_the_letter(
    name: str, columns: int, levels: int
) -> None:
    form = fill_headings(load_form(name), MADIAN_2022)
    assert len(form.fields) == columns
    assert form.header_levels == levels
    assert columns_of(form, levels, has_hints=form.has_hint_row) == official_columns(name)


def test_titles_and_date_lines_are_the_official_ones() -> None:
    forms = [
        fill_headings(load_form(name), MADIAN_2022)
        for name in ("household-form", "village-form", "statistics", "ledger")
    ]
    assert [(form.annex, form.title, form.subtitle, form.subtitle_align) for form in forms] == [
        (
            "附件1",
            "XX乡镇XX村（社区）2022年防止返贫监测帮扶集中排查到户排查表",
            "填表时间：2022年5月  日",
            "left",
        ),
        ("附件2", "XX乡镇XX村（社区）2022年防止返贫监测帮扶集中排查村级排查表", "", "left"),
        ("附件3", "2022年防止返贫监测帮扶集中排查情况统计表", "", "left"),
        ("附件4", "集中排查发现问题整改台账", "日期：2022年5月  日", "right"),
    ]
    assert not any(placeholders(form) for form in forms)


def test_every_placeholder_is_one_that_a_campaign_fills() -> None:
    used = frozenset[str]().union(*(placeholders(form) for form in shipped_forms()))
    assert used <= MADIAN_2022.keys()


def test_the_ledger_prints_its_footnotes_and_knows_the_seven_problem_types() -> None:
    form = load_form("ledger")
    assert len(form.footnotes) == 3
    assert form.field("problem_type").choices == (
        "防止返贫监测和帮扶",
        "“三保障”和饮水安全",
        "政策落实",
        "资金项目",
        "乡村建设",
        "乡村治理",
        "其他",
    )
    assert "、".join(form.field("problem_type").choices) in form.footnotes[1]
    assert form.field("id_number").kind is Kind.ID_NUMBER


def test_only_the_columns_that_say_so_have_a_condition() -> None:
    form = load_form("household-form")
    conditions = {
        field.key: [(one.field, one.values) for one in field.applies]
        for field in form.fields
        if field.applies
    }
    assert conditions == {
        "children_able": [("elderly_apart", (1,))],
        "children_support": [("elderly_apart", (1,))],
        "income_stable_half_year": [("risk_marked_cleared", (1,))],
        "risk_stably_cleared": [("risk_marked_cleared", (1,))],
        "measures_in_place": [("household_type", OF_HELPED)],
        "measures_targeted": [("household_type", OF_HELPED)],
        "benefits_only": [("household_type", OF_HELPED)],
        "over_assisted": [("household_type", OF_HELPED)],
        "system_data_accurate": [("household_type", OF_HELPED)],
        "should_include": [("household_type", ("脱贫户", "一般农户"))],
    }


def test_only_the_number_and_the_last_two_columns_are_not_required() -> None:
    form = load_form("household-form")
    assert [f.key for f in form.fields if not f.is_required] == ["seq", "needs", "remarks"]
    assert form.note_keys == ("practical_difficulty_note",)
    assert form.value_keys[-1] == "practical_difficulty_note"


def test_the_registry_gives_columns_2_to_5_and_the_program_1_and_8() -> None:
    form = load_form("household-form")
    by_source = {
        source: [f.key for f in form.fields if f.source is source]
        for source in (Source.REGISTRY, Source.COMPUTED)
    }
    assert by_source == {
        Source.REGISTRY: ["group", "head_name", "population", "household_type"],
        Source.COMPUTED: ["seq", "above_line"],
    }


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.key)
def test_a_shipped_form_holds_together_and_fits_its_paper(form: Form) -> None:
    check_form(form)
    long_side = {"A3": 420, "A4": 297}[form.page.size]
    room = long_side - form.page.margin_left - form.page.margin_right
    if form.subject not in {Subject.HOUSEHOLD_REGISTRY, Subject.PERSON}:
        assert sum(field.print_width for field in form.fields) <= room


def test_one_key_never_has_two_kinds_among_forms_about_the_same_subject() -> None:
    for subject in Subject:
        field_catalogue(subject)


def test_the_catalogue_holds_every_stored_field_of_household_forms_with_its_note() -> None:
    catalogue = field_catalogue()
    assert catalogue.keys() >= set(load_form("household-form").value_keys) - {"seq"}
    assert "seq" not in catalogue
    assert catalogue["income_per_capita"] is Kind.MONEY
    assert catalogue["practical_difficulty_note"] is Kind.LONG_TEXT


def test_an_office_form_that_gives_a_known_key_another_kind_is_refused() -> None:
    own = parse_form("""
        key = "own"
        name = "自制表"
        year = 2023
        subject = "household"
        title = "自制表"
        subtitle = ""
        [[fields]]
        key = "income_per_capita"
        headings = ["人均收入"]
        kind = "text"
    """)
    with pytest.raises(UserError, match="income_per_capita"):
        check_against(field_catalogue(), own)


def test_the_roster_has_the_columns_of_its_two_sheets() -> None:
    headings = {
        key: "、".join(field.headings[0] for field in load_form(key).fields)
        for key in ("roster-households", "roster-people")
    }
    assert headings == {
        "roster-households": "行政村、村民小组、户编号、户主姓名、户主身份证号码、联系电话、"
        "是否脱贫户、脱贫年度、监测对象类别、识别时间、风险是否消除、风险消除时间、"
        "是否低保户、低保认定时间、是否分散特困供养户、是否易地搬迁户、住房是否安全、"
        "饮水是否安全、人均纯收入、备注",
        "roster-people": "户编号、姓名、与户主关系、身份证号码、民族、文化程度、在校生状况、"
        "健康状况、残疾等级、劳动技能、务工区域、务工时间（月）、"
        "是否参加城乡居民基本医疗保险、联系电话、备注",
    }


def test_every_code_list_that_a_form_names_exists() -> None:
    named = {f.code_list for form in shipped_forms() for f in form.fields if f.code_list}
    assert named
    assert named <= DEFAULT_LISTS.keys()


def test_the_choices_of_the_annexes_are_those_of_the_code_lists() -> None:
    annex = load_form("household-form")
    for key in ("household_type", "survey_method"):
        assert annex.field(key).choices == DEFAULT_LISTS[key].items
    ledger = load_form("ledger")
    assert ledger.field("problem_type").choices == DEFAULT_LISTS["problem_type"].items


def test_headings_of_the_national_export_are_known() -> None:
    people = heading_keys(load_form("roster-people"))
    households = heading_keys(load_form("roster-households"))
    assert people[plain_heading("证件号码")] == "id_number"
    assert people[plain_heading(" 务工时间(月)")] == "work_months"
    assert people[plain_heading("性别")] == "sex"
    assert households[plain_heading("人数")] == "population"
    assert households[plain_heading("县(市、区、旗)")] == "county"
    assert households[plain_heading("县（市、区、旗）")] == "county"
    assert households[plain_heading("风险是否\n已消除")] == "is_cleared"
    assert households[plain_heading("村")] == "village"


@pytest.mark.parametrize("key", ["roster-households", "roster-people"])
def test_no_two_columns_of_the_roster_claim_the_same_heading(key: str) -> None:
    form = load_form(key)
    owners: dict[str, set[str]] = {}
    for field in (*form.fields, *form.also_read):
        for text in (*field.headings, *field.aliases):
            owners.setdefault(plain_heading(text), set()).add(field.key)
    assert [claim for claim, keys in owners.items() if len(keys) > 1] == []
