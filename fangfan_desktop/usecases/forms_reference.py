"""The reference of all forms and fields in the manual, made from the forms themselves."""

from collections.abc import Iterable

from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.domain.yes_no import format_yes_no
from fangfan_desktop.forms.form import Condition, Field, Form, Kind, Source, Subject
from fangfan_desktop.forms.headings import fill_headings
from fangfan_desktop.forms.load import shipped_forms
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.office_forms import list_forms

_KINDS = {
    Kind.TEXT: "文字",
    Kind.ID_NUMBER: "身份证号码（文本）",
    Kind.LONG_TEXT: "长文字",
    Kind.NUMBER: "整数",
    Kind.MONEY: "金额（元）",
    Kind.YES_NO: "是、否",
    Kind.CHOICE: "选项",
    Kind.DATE: "日期",
    Kind.PAIR: "两个数，如 12/37",
}
_SOURCES = {
    Source.REGISTRY: "农户档案或村的登记",
    Source.PREFILLED: "按农户档案预填，可以改",
    Source.TYPED: "填写",
    Source.COMPUTED: "自动得出",
}
_ROWS = {
    Subject.HOUSEHOLD: "一户一行",
    Subject.VILLAGE_PROBLEM: "一个问题一行",
    Subject.VILLAGE_COUNT: "一村一行",
    Subject.VILLAGE: "一村一行",
    Subject.LEDGER_LINE: "一个问题一行",
    Subject.REGISTER: "按登记的内容列出",
    Subject.HOUSEHOLD_REGISTRY: "一户一行",
    Subject.PERSON: "一人一行",
}
# 谁填: which of the campaign's households a form is about
_SCOPES = {
    "lifted-monitored": "填脱贫户和监测户",
    "identified": "填监测对象，已消除风险的也填",
    "monitored": "填未消除风险的监测对象",
    "lifted": "填未纳入监测对象的脱贫户",
    "general": "填一般农户",
    "chosen": "填哪些户由办事人员选",
}
_ABOUT = (
    "每张表的每一栏：第几栏、表头、填什么、从哪里来、什么时候填。"
    "是否栏空着就是还没有排查，不等于“否”。这一章由程序按自己的表样列出，与表格一致。"
)
_REFERENCE = (
    "参考样式：方案没有附这张表的表样，栏目取自方案正文；上级发了正式表样的，以正式表样为准。"
)
# What the placeholders of a heading are called where no campaign is in hand.
_PLACEHOLDERS = {
    "place": "",
    "year": "当年",
    "line": "当年标准",
    "income_from": "收入期起",
    "income_to": "收入期止",
    "fill_month": "填表年月",
}
# After the annexes the tables of plans as their papers have them, the roster last.
_ORDER = (
    "check-monitored",
    "check-lifted",
    "check-general",
    "visit-check",
    "lookback-check",
    "monitored-register",
    "wall-table",
    "measures-ledger",
    "department-tasks",
    "eight-groups",
    "archive-checklist",
)


def forms_reference(forms: Iterable[Form]) -> str:
    """Markdown that names every column of the forms: number, heading, kind, source, when filled."""
    parts = ["# 表样和栏目", "", _ABOUT]
    for form in sorted(forms, key=_place):
        parts += _form_lines(fill_headings(form, _PLACEHOLDERS))
    return "\n".join(parts) + "\n"


def office_reference(database: Database) -> str:
    """The reference with the office's own forms and its versions of shipped ones."""
    office = {entry.form.key: entry.form for entry in list_forms(database) if entry.version}
    shipped = [form for form in shipped_forms() if form.key not in office]
    return forms_reference([*shipped, *office.values()])


def source_words(field: Field) -> str:
    """Where the field's value comes from, in a clerk's words."""
    return _SOURCES[field.source]


def field_heading(field: Field) -> str:
    """The heading of all levels in one line: 重点人群和特殊群体 › 脱贫户 › 是否2020年脱贫."""
    return " › ".join(text for text in field.headings if text)


def _place(form: Form) -> tuple[int, str, int]:
    if form.annex:
        return (0, form.annex, 0)
    if form.key in _ORDER:
        return (1, "", _ORDER.index(form.key))
    is_roster = form.subject in {Subject.HOUSEHOLD_REGISTRY, Subject.PERSON}
    return (3 if is_roster else 2, form.name, form.year)


def _form_lines(form: Form) -> list[str]:
    lines = ["", f"## {form.name}", "", _about_form(form), ""]
    lines += ["| 栏 | 表头 | 填什么 | 从哪里来 | 说明 |", "|---|---|---|---|---|"]
    lines += [
        _row(str(number), field_heading(field), kind_words(field), source_words(field), note)
        for number, field in enumerate(form.fields, 1)
        for note in [_note(form, field)]
    ]
    if form.also_read:
        names = "、".join(field_heading(field) for field in form.also_read)
        lines += ["", f"导入时也认得这些列，只用来核对，不收进档案：{names}。"]
    return lines


def _about_form(form: Form) -> str:
    """Where the form comes from, what a row is, who fills it in, the paper it is printed on."""
    facts = [f"共 {len(form.fields)} 栏", _ROWS[form.subject]]
    if form.scope in _SCOPES and form.subject is Subject.HOUSEHOLD:
        facts.append(_SCOPES[form.scope])
    if form.layout == "record":
        a_page = "一村一页" if form.subject is Subject.VILLAGE else "一户一页"
        facts.append(f"打印时{a_page}")
    sentences = [f"出处：{form.source}。"] if form.source else []
    sentences.append(f"{'，'.join(facts)}。")
    if form.is_reference:
        sentences.append(_REFERENCE)
    return "".join(sentences)


def kind_words(field: Field) -> str:
    """What is filled in, in a clerk's words: 是、否, 金额（元）, the choices."""
    if field.choices:
        return "、".join(field.choices)
    if field.code_list in DEFAULT_LISTS:
        return f"代码表“{DEFAULT_LISTS[field.code_list].title}”"
    return _KINDS[field.kind]


def _note(form: Form, field: Field) -> str:
    parts = [_condition_words(form, condition) for condition in field.applies]
    if field.note_key:
        parts.append(f"填“{format_yes_no(field.note_at)}”的要写明具体情况")
    if field.hint:
        parts.append(field.hint)
    if field.aliases:
        parts.append(f"也认得：{'、'.join(field.aliases)}")
    if not field.is_required and field.source is Source.TYPED:
        parts.append("可以不填")
    return "；".join(parts)


def _condition_words(form: Form, condition: Condition) -> str:
    asked = form.field(condition.field)
    values = "或".join(f"“{format_value(asked, value)}”" for value in condition.values)
    return f"“{asked.name}”为{values}的才填"


def _row(*cells: str) -> str:
    plain = (cell.replace("|", "／").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(plain)} |"
