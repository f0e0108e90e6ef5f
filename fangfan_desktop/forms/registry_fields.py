"""Fields of the household registry, described as the fields of a form are.

One description serves the household page, its use cases and the wording of the history. Keys are
column names of the tables; choices of a field with a `code_list` come from the office's own list.
"""

from fangfan_desktop.forms.form import Field, Kind


def _field(  # noqa: PLR0913 - one line a field in the tables below
    key: str,
    name: str,
    kind: Kind = Kind.TEXT,
    code_list: str = "",
    width: int = 96,
    *,
    hint: str = "",
    choices: tuple[str, ...] = (),
    is_required: bool = False,
) -> Field:
    return Field(
        key=key,
        headings=(name,),
        kind=kind,
        code_list=code_list,
        width=width,
        hint=hint,
        choices=choices,
        is_required=is_required,
    )


SEXES = ("男", "女")

PERSON_FIELDS: tuple[Field, ...] = (
    _field("name", "姓名", width=72, is_required=True),
    _field("relation", "与户主关系", Kind.CHOICE, "relation", 76, is_required=True),
    _field("sex", "性别", Kind.CHOICE, width=46, choices=SEXES, hint="身份证号码能得出时自动填"),
    _field("born_on", "出生日期", Kind.DATE, width=134, hint="身份证号码能得出时自动填"),
    _field("id_number", "身份证号码", Kind.ID_NUMBER, width=176),
    _field("education", "文化程度", Kind.CHOICE, "education", 72),
    _field("school_state", "在校生状况", Kind.CHOICE, "school_state", 88),
    _field("health", "健康状况", Kind.TEXT, "health", 88, hint="可填几项，用顿号隔开"),
    _field("disability_category", "残疾类别", Kind.CHOICE, "disability_category", 84),
    _field("disability_grade", "残疾等级", Kind.CHOICE, "disability_level", 76),
    _field("labour", "劳动技能", Kind.CHOICE, "labour_skill", 130),
    _field("work_region", "务工区域", Kind.CHOICE, "work_region", 130),
    _field("work_place", "务工所在地", width=120),
    _field("work_months", "务工时间（月）", Kind.NUMBER, width=104),
    _field("work_blocked", "外出务工受阻", Kind.YES_NO, width=96),
    _field("work_blocked_solved", "受阻已解决", Kind.YES_NO, width=88),
    _field("insured", "基本医疗保险", Kind.YES_NO, width=96),
    _field("pension_insured", "基本养老保险", Kind.YES_NO, width=96),
    _field("leaving_reason", "失学或辍学原因", Kind.CHOICE, "leaving_reason", 112),
    _field("ethnicity", "民族", width=64),
    _field("phone", "联系电话", width=110),
    _field("remarks", "备注", Kind.LONG_TEXT, width=140),
)

HOUSEHOLD_FIELDS: tuple[Field, ...] = (
    _field("code", "户编号", is_required=True),
    _field("address", "家庭住址"),
    _field("phone", "联系电话"),
    _field("is_lifted", "是否脱贫户", Kind.YES_NO),
    _field("lifted_year", "脱贫年度", Kind.NUMBER),
    _field("on_dibao", "是否低保户", Kind.YES_NO),
    _field("dibao_since", "低保认定时间", Kind.DATE),
    _field("scattered_tekun", "是否分散特困供养户", Kind.YES_NO),
    _field("relocated", "是否易地搬迁户", Kind.YES_NO),
    _field("registration_moved", "户籍是否已迁入安置区", Kind.YES_NO),
    _field("elderly_apart", "是否分户独居老人户", Kind.YES_NO),
    _field("housing_safe", "住房是否安全", Kind.YES_NO),
    _field("housing_note", "住房情况说明", Kind.LONG_TEXT),
    _field("water_safe", "饮水是否安全", Kind.YES_NO),
    _field("water_note", "饮水情况说明", Kind.LONG_TEXT),
    _field("remarks", "备注", Kind.LONG_TEXT),
)

INCOME_FIELDS: tuple[Field, ...] = (
    _field("period_from", "周期起", Kind.DATE, width=96, is_required=True),
    _field("period_to", "周期止", Kind.DATE, width=96, is_required=True),
    _field("wages_fen", "工资性收入", Kind.MONEY, width=88),
    _field("business_fen", "生产经营性收入", Kind.MONEY, width=104),
    _field("property_fen", "财产性收入", Kind.MONEY, width=88),
    _field("transfer_fen", "转移性收入", Kind.MONEY, width=88),
    _field("business_cost_fen", "生产经营性支出", Kind.MONEY, width=104),
    _field("claims_fen", "理赔收入", Kind.MONEY, width=80),
    _field("medical_self_paid_fen", "合规自付支出", Kind.MONEY, width=96),
    _field("per_capita_fen", "申报的人均纯收入", Kind.MONEY, width=120),
)

IDENTIFICATION_FIELDS: tuple[Field, ...] = (
    _field("category", "监测对象类别", Kind.CHOICE, "monitoring_category", 112, is_required=True),
    _field("identified_on", "识别时间", Kind.DATE, is_required=True),
    _field("risks", "致贫返贫风险", Kind.TEXT, "risk", hint="依次最多5个，用顿号隔开"),
    _field("helper_name", "帮扶责任人"),
    _field("helper_phone", "帮扶责任人电话", width=116),
    _field("helper_unit", "帮扶责任人单位", width=116),
    _field("helper_post", "帮扶责任人职务", width=116),
    _field("helper_on", "落实责任人时间", Kind.DATE, width=116),
    _field("clearing_started_on", "启动风险消除时间", Kind.DATE, width=126),
    _field("cleared_on", "风险消除时间", Kind.DATE),
    _field("cleared_how", "风险消除方式", Kind.CHOICE, "clearing_method"),
    _field("rolled_back_on", "回退时间", Kind.DATE, hint="消除后又不稳定的填"),
    _field("removed_on", "清退时间", Kind.DATE, hint="识别错误的填"),
    _field("remarks", "备注", Kind.LONG_TEXT),
)

# filled on the page of the case; here for the words of the history
CASE_HELP_FIELDS: tuple[Field, ...] = (
    _field("second_helper_name", "安置地帮扶责任人"),
    _field("second_helper_phone", "安置地责任人电话"),
    _field("second_helper_unit", "安置地责任人单位"),
    _field("second_helper_post", "安置地责任人职务"),
    _field("second_helper_on", "落实安置地责任人时间", Kind.DATE),
    _field("plan_on", "制定计划时间", Kind.DATE),
    _field("plan_text", "帮扶计划", Kind.LONG_TEXT),
    _field("rolled_back_reason", "回退原因"),
    _field("removed_reason", "清退原因"),
)

BY_KIND = "measure_detail"  # no list of its own: sub-items are those of the measure's kind

MEASURE_FIELDS: tuple[Field, ...] = (
    _field("kind", "措施类型", Kind.CHOICE, "measure_kind", 140, is_required=True),
    _field("detail", "措施子项", Kind.TEXT, BY_KIND, 120, hint="可填几项，用顿号隔开"),
    _field("content", "措施内容", Kind.LONG_TEXT, width=200),
    _field("risk", "针对的风险", Kind.CHOICE, "risk", 110),
    _field("beneficiary", "受益人", hint="户内哪一位；整户受益的不填"),
    _field("made_on", "制定时间", Kind.DATE, is_required=True),
    _field("started_on", "开始实施时间", Kind.DATE),
    _field("planned_until", "计划完成时间", Kind.DATE),
    _field("done_on", "完成时间", Kind.DATE),
    _field("stopped_on", "终止时间", Kind.DATE, hint="不再实施的填"),
    _field("owner", "责任人"),
    _field("department", "责任部门"),
    _field("amount_fen", "金额（元）", Kind.MONEY),
    _field("remarks", "备注", Kind.LONG_TEXT),
)

VISIT_FIELDS: tuple[Field, ...] = (
    _field("visited_on", "走访时间", Kind.DATE, is_required=True),
    _field("visitor", "走访人"),
    _field("found", "走访情况", Kind.LONG_TEXT, width=260),
    _field("needs", "困难和诉求", Kind.LONG_TEXT, width=160),
    _field("actions", "帮办的事", Kind.LONG_TEXT, width=160),
)

MULTIPLE = frozenset({"health", "risks"})  # several items of the code list, joined by 、 when shown

# Words for the history and for messages, by table and column; other columns are not shown.
REGISTRY_TABLES: dict[str, tuple[str, tuple[Field, ...]]] = {
    "household": (
        "农户",
        (
            *HOUSEHOLD_FIELDS,
            _field("left_on", "离开时间", Kind.DATE),
            _field("left_reason", "离开原因"),
        ),
    ),
    "person": (
        "家庭成员",
        (
            *PERSON_FIELDS,
            _field("joined_on", "加入时间", Kind.DATE),
            _field("joined_reason", "加入原因"),
            _field("left_on", "离开时间", Kind.DATE),
            _field("left_reason", "离开原因"),
        ),
    ),
    "income": ("收入", INCOME_FIELDS),
    "identification": ("监测识别", (*IDENTIFICATION_FIELDS, *CASE_HELP_FIELDS)),
    "measure": ("帮扶措施", MEASURE_FIELDS),
    "visit": ("走访", VISIT_FIELDS),
    "household_event": (
        "变更",
        (
            _field("kind", "事项"),
            _field("happened_on", "时间", Kind.DATE),
            _field("reason", "原因"),
            _field("note", "说明"),
        ),
    ),
}
