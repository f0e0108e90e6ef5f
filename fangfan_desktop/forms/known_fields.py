"""The fields that a new form's columns can be: of the shipped forms, the registry and the office.

Each stands with all the wordings by which tables have been seen to call it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject
from fangfan_desktop.forms.heading_words import essence
from fangfan_desktop.forms.headings import plain_heading
from fangfan_desktop.forms.load import shipped_forms

IN_ORDER = "安全|保障|稳|准确|落实|及时|有效|精准|达标"
_ASKS = re.compile("是否|有无|有没有|能否")


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of calling a field: the essences of its lowest heading and of all above it."""

    leaf: str
    group: str = ""
    needs_group: bool = False  # 基础信息 › 收支: the lowest heading alone asks something else


@dataclass(frozen=True, slots=True)
class KnownField:
    """A field of the catalogue with its wordings."""

    field: Field
    wordings: tuple[Wording, ...]
    paths: frozenset[tuple[str, ...]] = frozenset()  # its headings word by word, see `plain_path`
    is_own: bool = False  # of the office's own forms

    @property
    def asks_order(self) -> bool:
        """Whether 是 says that all is well: 住房是否安全."""
        return any(re.search(IN_ORDER, wording.leaf) for wording in self.wordings)


def plain_path(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Headings as they are compared word by word, without the levels that span down."""
    return tuple(plain_heading(text) for text in headings if text)


def _registry(
    key: str,
    kind: Kind,
    names: tuple[str, ...],
    *,
    source: Source = Source.REGISTRY,
    code_list: str = "",
    is_required: bool = True,
) -> Field:
    return Field(
        key=key,
        headings=names[:1],
        kind=kind,
        source=source,
        aliases=names[1:],
        code_list=code_list,
        is_required=is_required,
    )


# What the registry fills in for a further household form, besides what shipped forms name so.
_HOUSEHOLD_REGISTRY = (
    _registry("township", Kind.TEXT, ("乡镇", "乡（镇）", "镇", "乡", "街道", "乡镇街道")),
    _registry(
        "village",
        Kind.TEXT,
        ("行政村", "村（社区）", "村", "村名", "村别", "村委会", "社区", "村社区"),
    ),
    _registry(
        "household_code",
        Kind.TEXT,
        ("户编号", "户编码", "户号", "家庭编号", "监测户编号", "脱贫户编号"),
    ),
    _registry("head_id_number", Kind.ID_NUMBER, ("户主身份证号码", "身份证号码", "户主证件号码")),
    _registry(
        "phone",
        Kind.TEXT,
        ("联系电话", "户主联系电话", "农户联系电话", "户联系电话"),
        is_required=False,
    ),
    _registry(
        "category",
        Kind.CHOICE,
        ("监测对象类别", "监测类别", "监测对象类型", "对象类别"),
        code_list="monitoring_category",
    ),
    _registry(
        "identified_on",
        Kind.DATE,
        (
            "识别时间",
            "监测对象识别时间",
            "纳入监测时间",
            "认定时间",
            "风险识别时间",
            "识别纳入时间",
            "识别监测时间",
        ),
    ),
    _registry(
        "risks",
        Kind.TEXT,
        ("返贫致贫风险", "致贫返贫风险类型", "主要风险", "返贫风险点", "风险类型"),
        code_list="risk",
        is_required=False,
    ),
    _registry(
        "cleared_on", Kind.DATE, ("风险消除时间", "消除时间", "消除监测时间"), is_required=False
    ),
    _registry("lifted_year", Kind.NUMBER, ("脱贫年度", "脱贫年份", "脱贫时间"), is_required=False),
    _registry(
        "income_per_capita", Kind.MONEY, ("家庭人均纯收入", "年人均纯收入"), source=Source.PREFILLED
    ),
    _registry(
        "labour_count",
        Kind.NUMBER,
        (
            "劳动力人数",
            "劳动力数量",
            "家庭劳动力",
            "劳动力",
            "家庭劳动力数量",
            "劳动力数",
            "有劳动能力人数",
        ),
    ),
    _registry(
        "is_monitored",
        Kind.YES_NO,
        ("是否监测对象", "是否为监测户", "是否纳入监测对象", "是否已纳入监测"),
    ),
    _registry("relocated", Kind.YES_NO, ("是否易地搬迁户",)),
    _registry(
        "helper_name",
        Kind.TEXT,
        ("帮扶责任人", "帮扶责任人姓名", "帮扶干部姓名"),
        is_required=False,
    ),
    _registry(
        "helper_phone",
        Kind.TEXT,
        ("帮扶责任人电话", "帮扶人联系电话", "联系人电话"),
        is_required=False,
    ),
)
_VILLAGE_REGISTRY = tuple(
    field for field in _HOUSEHOLD_REGISTRY if field.key in {"township", "village"}
)
# Further names of fields that the shipped forms have.
_ALIASES: dict[str, tuple[str, ...]] = {
    "remarks": ("备注说明", "其他需要说明的情况"),
    "seq": ("编号", "序"),
    "group": ("村民小组", "组别", "所在组", "自然村（屯）", "自然村（屯）、组"),
    "head_name": ("户主", "户主名字", "农户姓名", "姓名"),
    "population": ("家庭人口", "家庭人数", "家庭成员数", "人口数", "家庭总人口"),
    "household_type": ("农户类型", "户类型", "户类别", "家庭类型", "农户属性", "农户类别"),
    "survey_method": ("核查方式", "走访方式", "调查方式"),
    "income_per_capita": ("人均纯收入", "家庭年人均纯收入"),
    "above_line": (
        "是否超过监测范围",
        "收入是否高于监测线",
        "人均纯收入是否高于8000元",
        "人均纯收入是否超过监测范围",
    ),
    "below_line": ("收入是否低于监测线", "人均纯收入是否低于8000元", "人均纯收入是否低于监测范围"),
    "heavy_burden": (
        "是否存在收入骤减或支出骤增",
        "是否刚性支出大或收入骤减",
        "是否刚性支出过大或收入大幅下降",
    ),
    "no_labour": ("是否无劳动力户", "是否整户无劳动能力"),
    "income_falling_3y": ("是否人均纯收入连续三年下降", "近三年收入是否持续下降"),
    "on_dibao": ("是否享受低保",),
    "dibao_recent": ("是否近两年新纳入低保", "近两年是否新增低保"),
    "scattered_tekun": ("是否分散特困", "是否分散供养特困人员"),
    "has_disabled": ("家中是否有残疾人", "是否有残疾人"),
    "newly_disabled": ("是否有新致残人员", "是否新增残疾人"),
    "severely_disabled": ("是否有重度残疾人", "家中有无一、二级残疾人"),
    "many_minors": ("是否多子女家庭", "未成年子女是否较多"),
    "many_students": ("非义务教育阶段子女是否较多", "非义务教育阶段在校生是否较多"),
    "children_able": ("子女有无赡养能力",),
    "children_support": ("子女是否尽赡养义务", "赡养义务是否履行"),
    "unstable_wages": ("是否务工不稳定", "务工收入占比高且就业不稳定", "是否以务工为主且不稳定"),
    "sudden_hardship": (
        "因病因灾因意外是否造成严重困难",
        "是否因病因灾因意外导致生活严重困难",
        "是否突发严重困难",
        "因病因灾因意外生活是否严重困难",
    ),
    "practical_difficulty": (
        "就医就学就业产业方面是否存在实际困难",
        "就医上学就业产业是否有困难和风险",
    ),
    "epidemic_impact": ("是否受疫情影响", "疫情是否影响产业就业"),
    "risk_marked_cleared": ("风险是否消除", "是否已消除风险", "风险是否已消除", "是否标注风险消除"),
    "risk_stably_cleared": ("风险是否稳定消除", "返贫风险消除是否稳定", "消除风险是否稳定"),
    "income_stable_half_year": ("收入是否持续稳定半年以上", "半年内收入是否稳定"),
    "measures_in_place": ("帮扶措施是否落实", "帮扶措施是否到位"),
    "measures_targeted": ("帮扶措施是否精准",),
    "benefits_only": ("是否一兜了之",),
    "over_assisted": ("是否过度帮扶", "有无福利陷阱"),
    "system_data_accurate": ("系统信息是否准确", "基础信息是否准确", "系统数据与实际是否一致"),
    "should_include": (
        "是否建议纳入监测对象",
        "是否应纳入监测",
        "是否需纳入监测对象",
        "应否纳入监测对象",
    ),
    "needs": ("困难诉求", "困难和诉求", "存在困难及诉求", "诉求", "农户诉求"),
    "housing_safe": ("住房安全", "是否安全住房", "住房是否有保障", "住房安全是否有保障"),
    "medical_secured": ("医疗保障", "基本医疗是否有保障"),
    "education_secured": ("教育保障",),
    "water_safe": ("饮水安全", "是否解决安全饮用水", "饮水安全是否有保障"),
    "missed": ("是否应纳未纳", "是否存在漏纳"),
    "not_included_reason": ("未纳入监测原因", "不纳入理由"),
    "checker": ("核查人员", "排查人", "入户人员", "调查人", "核查人签字"),
    "checked_on": ("核查日期", "排查时间", "入户时间", "调查日期"),
    "problems": ("存在的问题", "存在的主要问题", "发现问题"),
    "suggestion": ("整改意见", "工作建议"),
    "household_signature": ("户主签字", "被调查人签字", "户主手工签名", "农户签名", "户主签名"),
    "measures_timely": ("帮扶措施是否及时",),
    "measures_effective": ("帮扶措施是否有效", "帮扶成效是否明显"),
    "has_help_plan": ("是否制定帮扶计划", "有无帮扶计划"),
    "helper_in_place": ("是否落实帮扶责任人",),
    "development_help": ("是否落实开发式帮扶措施",),
    "problem": ("问题描述", "具体问题描述"),
    "owner": ("责任人", "整改负责人"),
    "deadline": ("完成时限", "整改完成时限"),
    "disaster_impact": ("是否受灾", "是否因灾受影响"),
}
_VILLAGE_SUBJECTS = (Subject.VILLAGE, Subject.VILLAGE_PROBLEM)


@cache
def shipped_fields(subject: Subject) -> tuple[KnownField, ...]:
    """The fields of the shipped forms about the subject, and what the registry fills in.

    Forms about a village's problems count as forms about villages.
    """
    subjects = _VILLAGE_SUBJECTS if subject in _VILLAGE_SUBJECTS else (subject,)
    forms = [form for form in shipped_forms() if form.subject in subjects]
    registry = _HOUSEHOLD_REGISTRY if subject is Subject.HOUSEHOLD else _VILLAGE_REGISTRY
    return tuple(_gathered(forms, registry))


def known_fields(subject: Subject, own_fields: Iterable[Field] = ()) -> tuple[KnownField, ...]:
    """The shipped fields of the subject and the office's own.

    Args:
        subject: of the new form.
        own_fields: fields of the office's own forms about the same subject; where one has a
            shipped field's key, its headings are further wordings of that field, and its choices
            and conditions go before the shipped ones. The first of several with one key counts.
            What is filled in for rows of another subject only is left out.
    """
    found = {known.field.key: known for known in shipped_fields(subject)}
    shipped = frozenset(found)
    for field in own_fields:
        if field.source is not Source.TYPED and field.key not in shipped:
            continue
        wordings = tuple(_wordings(field))
        known = found.get(field.key)
        if known is None:
            paths = frozenset({plain_path(field.headings)})
            found[field.key] = KnownField(field, wordings, paths, is_own=True)
        else:
            every = tuple(dict.fromkeys((*known.wordings, *wordings)))
            paths = known.paths | {plain_path(field.headings)}
            is_asked_so = not known.is_own and field.kind is known.field.kind
            base = field if is_asked_so else known.field
            found[field.key] = KnownField(base, every, paths, is_own=True)
    return tuple(found.values())


def _gathered(forms: Sequence[Form], registry: Sequence[Field]) -> Iterator[KnownField]:
    fields: dict[str, Field] = {}
    wordings: dict[str, dict[Wording, None]] = {}
    paths: dict[str, set[tuple[str, ...]]] = {}
    # 附件1 first: its fields carry the conditions and notes that others leave out
    for form in sorted(forms, key=lambda form: form.key != "household-form"):
        for field in form.fields:
            fields.setdefault(field.key, field)
            wordings.setdefault(field.key, {}).update(dict.fromkeys(_wordings(field)))
            paths.setdefault(field.key, set()).add(plain_path(field.headings))
    for field in registry:
        fields.setdefault(field.key, field)
        wordings.setdefault(field.key, {}).update(dict.fromkeys(_wordings(field)))
    for key, field in fields.items():
        yield KnownField(field, tuple(wordings[key]), frozenset(paths.get(key, ())))


def _wordings(field: Field) -> Iterator[Wording]:
    texts = [text for text in field.headings if text]
    asks = field.kind is not Kind.YES_NO or _ASKS.search(texts[-1]) is not None
    yield Wording(
        essence(texts[-1]), "".join(map(essence, texts[:-1])), len(texts) > 1 and not asks
    )
    for name in (field.short, *field.aliases, *_ALIASES.get(field.key, ())):
        if name:
            yield Wording(essence(name))


@cache
def known_headings() -> frozenset[str]:
    """Headings and aliases of all shipped forms, as `plain_heading` gives them."""
    forms = [field for form in shipped_forms() for field in form.fields]
    texts = [text for field in (*forms, *_HOUSEHOLD_REGISTRY) for text in field.headings]
    texts += [text for field in (*forms, *_HOUSEHOLD_REGISTRY) for text in field.aliases]
    texts += [text for names in _ALIASES.values() for text in names]
    return frozenset(plain_heading(text) for text in texts if text)
