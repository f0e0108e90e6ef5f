"""The check tables' columns as the office agreed them, in the words of the published plans."""

import pytest

from fangfan_desktop.domain.campaign_presets import FORMS, PRESETS
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.forms.form import Form, Kind, Source, Subject
from fangfan_desktop.forms.load import load_form

LUORONG = ("check-monitored", "check-lifted", "check-general")
SIX = "“两不愁三保障”和饮水{吃、穿、住房、医疗、义务教育、饮水}"
FIVE = "风险{刚性支出、收入骤减、因病因灾因意外、就业、产业}"
HEADERS = {
    "check-monitored": "序号、村组、户主姓名、家庭人口数、监测对象类别、识别时间、返贫致贫风险、"
    "家庭人均纯收入、帮扶措施{帮扶责任人是否落实、是否有帮扶计划、措施是否及时、措施是否精准、"
    "措施是否有效、有劳动力户是否落实开发式帮扶}、风险消除{是否已消除、消除是否有误、"
    "未消除的是否达到消除条件}、基础信息{家庭成员、收支、“三保障”和饮水、措施录入是否准确}、"
    "存在问题、整改建议、核查人、核查时间、备注",
    "check-lifted": "序号、村组、户主姓名、家庭人口数、脱贫年度、家庭人均纯收入、是否低于监测范围、"
    f"{SIX}、{FIVE}、是否漏纳、未纳入理由、帮扶措施是否落实、基础信息是否准确、"
    "核查人、核查时间、备注",
    "check-general": "序号、村组、户主姓名、家庭人口数、家庭人均纯收入、是否低于监测范围、"
    f"{SIX}、{FIVE}、是否漏纳、未纳入理由、核查人、核查时间、备注",
    "visit-check": "村组、户主姓名、家庭人口数、是否监测对象、未纳入原因（不同意/不建议纳入）、"
    "重点人群类型、收入情况、支出情况、“三保障”和饮水、劳动力与务工、灾情影响、"
    "是否“唯收入论”或“唯财产检索结果论”、是否“三等”、是否“体外循环”、"
    "核查结论（应纳入/不需纳入/持续关注）、核查人、农户签字、核查时间",
    "lookback-check": "序号、乡镇、行政村、"
    "一、对未纳入监测对象的农户“回头看”{未纳入监测对象的农户是否存在返贫致贫风险、"
    "是否存在应纳未纳、是否存在体外循环}、"
    "二、对已纳入监测对象农户的帮扶情况“回头看”{对未消除风险监测对象，是否根据家庭成员劳动能力"
    "和发展需求，因人因户制定了切实可行的帮扶计划、是否对有劳动能力、有劳动意愿的监测户，"
    "落实了至少一项开发式帮扶措施、是否对符合条件的无劳动能力监测户，做好兜底保障、"
    "是否对弱劳力半劳力，创造条件探索落实了开发式帮扶措施}、"
    "三、对已消除风险监测对象稳定情况“回头看”{家庭收入是否稳定超过监测范围、"
    "“三保障”及饮水安全是否持续巩固、监测对象返贫致贫风险是否稳定消除或自然消除、"
    "是否出现新增的返贫致贫风险}、"
    "四、对整户无劳动能力兜底保障户情况“回头看”{未消除风险的监测对象中是否有农村分散供养特困人员、"
    "未消除风险的监测对象中是否有整户无劳动能力且享受全额或最高档次农村低保补助标准的监测对象}、"
    "五、对规模性返贫风险“回头看”{是否重点关注因乡村产业项目失败、规模性失业、就业不稳定、"
    "易地扶贫搬迁集中安置点搬迁人口就业不稳等因素导致的各类规模性、系统性返贫风险隐患、"
    "是否重点关注各类洪涝、干旱、气象、地质等灾害造成的风险隐患}、"
    "六、对重点区域“回头看”{是否对省、市、县定乡村振兴重点帮扶村、易地扶贫搬迁集中安置区、"
    "废弃矿山区域、无脱贫人口但有农村人口的行政区域、未消除风险监测对象占当地农村户籍人口比例"
    "高于2%的乡镇和行政村等开展重点排查}、"
    "七、对数据采集、台账建立情况“回头看”{是否核准数据信息、是否存在数据填写流于形式、逻辑有误、"
    "是否通过集中排查，摸清所有农户情况、乡（镇）是否汇总掌握摸排情况，建立问题清单、"
    "是否建立“八类人员”台账和帮扶措施等台账}、"
    "八、对集中排查结果处理情况“回头看”{对符合监测对象条件的农户，是否按程序识别纳入、"
    "对已纳入未消除风险的监测对象，是否落实针对性帮扶措施、"
    "已标注“风险消除”但经排查发现消除风险不稳定、不精准的，是否按程序申请“风险回退”、"
    "对标注“风险消除”后又出现新增风险的，是否按程序重新识别认定为监测对象并及时给予针对性帮扶}、"
    "核查人、核查时间、备注",
}


def header_text(form: Form) -> str:
    """The header on one line: 一、二{甲、乙}、三."""
    parts: list[str] = []
    group = ""
    for field in form.fields:
        top, *below = (text for text in field.headings if text)
        if not below:
            parts.append(top)
        elif top == group:
            parts[-1] = f"{parts[-1][:-1]}、{below[-1]}}}"
        else:
            parts.append(f"{top}{{{below[-1]}}}")
        group = top if below else ""
    return "、".join(parts)


@pytest.mark.parametrize("key", HEADERS)
def test_a_check_table_has_its_columns_to_the_letter(key: str) -> None:
    assert header_text(load_form(key)) == HEADERS[key]


@pytest.mark.parametrize("key", HEADERS)
def test_a_check_table_says_that_it_is_a_reference_and_where_it_comes_from(key: str) -> None:
    form = load_form(key)
    assert form.is_reference
    assert form.source
    assert "{place}" in form.title


def test_each_check_table_is_about_its_own_households() -> None:
    assert {key: load_form(key).scope for key in HEADERS} == {
        "check-monitored": "identified",
        "check-lifted": "lifted",
        "check-general": "general",
        "visit-check": "chosen",
        "lookback-check": "all",
    }
    assert {load_form(key).layout for key in LUORONG} == {"table"}
    assert {load_form(key).layout for key in ("visit-check", "lookback-check")} == {"record"}
    assert load_form("lookback-check").subject is Subject.VILLAGE


def test_every_form_that_a_plan_names_is_shipped() -> None:
    for preset in PRESETS.values():
        for key in preset.forms:
            assert load_form(key, preset.year).year <= preset.year or key in FORMS


def test_answers_of_the_screening_form_are_taken_over_where_they_mean_the_same() -> None:
    screening = {field.key: field for field in load_form("household-form").fields}
    shared = {
        field.key
        for key in LUORONG
        for field in load_form(key).fields
        if field.source is Source.PREFILLED
    }
    assert shared == {
        "income_per_capita",
        "measures_targeted",
        "risk_marked_cleared",
        "housing_safe",
        "medical_secured",
        "education_secured",
        "water_safe",
        "measures_in_place",
        "system_data_accurate",
    }
    assert all(screening[key].kind in {Kind.YES_NO, Kind.MONEY} for key in shared)


def test_category_and_risks_come_from_the_code_lists() -> None:
    form = load_form("check-monitored")
    assert form.field("category").code_list in DEFAULT_LISTS
    assert form.field("risks").code_list in DEFAULT_LISTS


def test_the_eight_looks_ask_for_words_where_the_answer_is_the_fault() -> None:
    form = load_form("lookback-check")
    asked = [field for field in form.fields if field.note_key]
    assert len({field.headings[0] for field in asked}) == 8
    assert all(field.kind is Kind.YES_NO for field in asked)
    assert [field.key for field in asked if field.note_at == 1] == [
        "unlisted_at_risk",
        "eligible_missed",
        "helped_outside",
        "cleared_new_risk",
        "uncleared_tekun",
        "uncleared_full_dibao",
        "data_careless",
    ]
