"""The manual: chapters that lie in `resources/help/`, and the reference made from the forms.

A chapter is a Markdown file named by its key; its first line is its title. Links between chapters
name the file (`survey.md`), so that they also work where the files are read as they lie.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from fangfan_desktop import paths
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.domain.yes_no import format_yes_no
from fangfan_desktop.forms.form import Condition, Field, Form, Kind, Source
from fangfan_desktop.forms.headings import fill_headings
from fangfan_desktop.forms.load import shipped_forms
from fangfan_desktop.forms.values import format_value

FIRST_CHAPTER = "first-steps"
REFERENCE = "forms"  # the chapter that is made, not written
_WRITTEN = (
    FIRST_CHAPTER,
    "workbench",
    "households",
    "survey",
    "village-form",
    "statistics",
    "cases",
    "ledger",
    "reports",
    "exchange",
    "settings",
    "questions",
    "command-line",
)

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
_ABOUT_REFERENCE = (
    "每张表的每一栏：第几栏、表头、填什么、从哪里来、什么时候填。"
    "是否栏空着就是还没有排查，不等于“否”。这一章由程序按自己的表样列出，与表格一致。"
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


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter; `text` is Markdown and begins with the title."""

    key: str
    title: str
    text: str


@cache
def list_chapters() -> tuple[Chapter, ...]:
    """All chapters in reading order, the reference of forms last.

    Raises:
        OSError: a file of the program is missing; the installation is broken.
    """
    folder = paths.resource_dir() / "help"
    texts = {key: (folder / f"{key}.md").read_text(encoding="utf-8") for key in _WRITTEN}
    texts[REFERENCE] = forms_reference(shipped_forms())
    return tuple(Chapter(key, _title_of(text), text) for key, text in texts.items())


def chapter_for(page: str) -> str:
    """Key of the chapter about a page; the first chapter where the page has none of its own."""
    return page if page in {*_WRITTEN, REFERENCE} else FIRST_CHAPTER


def forms_reference(forms: Iterable[Form]) -> str:
    """Markdown that names every column of the forms: number, heading, kind, source, when filled."""
    parts = ["# 表和栏", "", _ABOUT_REFERENCE]
    # The annexes in their order, then the roster.
    for form in sorted(forms, key=lambda form: (not form.annex, form.annex)):
        parts += _form_lines(fill_headings(form, _PLACEHOLDERS))
    return "\n".join(parts) + "\n"


def _form_lines(form: Form) -> list[str]:
    lines = ["", f"## {form.name}", ""]
    if form.source:
        lines += [f"出处：{form.source}。共 {len(form.fields)} 栏。", ""]
    lines += ["| 栏 | 表头 | 填什么 | 从哪里来 | 说明 |", "|---|---|---|---|---|"]
    lines += [
        _row(str(number), field_heading(field), _kind_words(field), _SOURCES[field.source], note)
        for number, field in enumerate(form.fields, 1)
        for note in [_note(form, field)]
    ]
    if form.also_read:
        names = "、".join(field_heading(field) for field in form.also_read)
        lines += ["", f"导入时也认得这些列，只用来核对，不收进档案：{names}。"]
    return lines


def field_heading(field: Field) -> str:
    """The heading of all levels in one line: 重点人群和特殊群体 › 脱贫户 › 是否2020年脱贫."""
    return " › ".join(text for text in field.headings if text)


def _kind_words(field: Field) -> str:
    if field.choices:
        return "、".join(field.choices)
    if field.code_list:
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


def _title_of(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ").strip()
