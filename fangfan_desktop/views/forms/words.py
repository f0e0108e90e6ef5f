"""What the parts of a form are called on the screen."""

from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject
from fangfan_desktop.forms.form_faults import kind_word
from fangfan_desktop.forms.known_fields import shipped_fields
from fangfan_desktop.forms.values import format_value

KINDS: tuple[tuple[str, Kind], ...] = tuple(
    (kind_word(kind), kind)
    for kind in (
        Kind.TEXT,
        Kind.LONG_TEXT,
        Kind.YES_NO,
        Kind.CHOICE,
        Kind.NUMBER,
        Kind.MONEY,
        Kind.DATE,
        Kind.ID_NUMBER,
        Kind.PAIR,
    )
)
SOURCES = {
    Source.TYPED: ("填写", "空着，由填表人填写。"),
    Source.PREFILLED: ("预填", "按农户档案预先填好，填表人可以改。"),
    Source.REGISTRY: ("登记", "照抄农户档案，表里不能改，档案改了跟着变。"),
    Source.COMPUTED: ("计算", "由程序得出，不用填。"),
}
SCOPES = {
    "all": "全部农户",
    "lifted-monitored": "脱贫户和监测户",
    "identified": "识别过的监测对象（含已消除风险）",
    "monitored": "未消除风险的监测对象",
    "lifted": "未纳入监测的脱贫户",
    "general": "一般农户",
    "chosen": "由填表人逐户选入",
}
SUBJECTS = {Subject.HOUSEHOLD: "一户一行", Subject.VILLAGE: "一村一行"}
LAYOUTS = {"table": "表格：一户（村）一行", "record": "一户（村）一页"}
OWN = "own_"


def is_known(form: Form, field: Field) -> bool:
    """Whether other forms, or the registry, have the field too."""
    return any(known.field.key == field.key for known in shipped_fields(form.subject))


def offered_sources(form: Form, field: Field) -> list[Source]:
    """Where the field's values can come from."""
    base = next(
        (one.field for one in shipped_fields(form.subject) if one.field.key == field.key), None
    )
    offered = [Source.TYPED]
    if base is not None and base.source is not Source.COMPUTED:
        offered.append(Source.PREFILLED)
    if base is not None and base.source in {Source.REGISTRY, Source.COMPUTED}:
        offered.append(base.source)
    return offered if field.source in offered else [*offered, field.source]


def conditions_text(form: Form, field: Field) -> str:
    """The conditions in short: 户属性：脱贫户、监测户."""
    return "；".join(
        f"{asked.name}：{'、'.join(format_value(asked, value) for value in condition.values)}"
        for condition in field.applies
        for asked in form.fields
        if asked.key == condition.field
    )


def content_text(field: Field) -> str:
    """What else there is to know of the field's values: choices, the text that goes with it."""
    if field.choices:
        return "、".join(field.choices)
    if field.code_list:
        return "按代码表"
    if field.note_key:
        return f"填“{'是' if field.note_at else '否'}”要写明"
    return ""
