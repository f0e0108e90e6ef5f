"""Texts of notices as templates (模板): Chinese placeholders that facts are put into.

A template is TOML, shipped in `resources/notices` or kept by the office as its own. What is not
known stands on the paper as a line to write on, and is named to the clerk.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import cast

from fangfan_desktop.domain.dates import format_date
from fangfan_desktop.domain.notice_paper import NoticePaper
from fangfan_desktop.domain.notice_rules import (
    PUBLIC_COLUMNS,
    NoticeKind,
    NoticePeriod,
    NoticeRow,
    PublicColumn,
    count_categories,
    count_people,
    notice_kind,
)
from fangfan_desktop.errors import UserError
from fangfan_desktop.paths import resource_dir

GAP = "\uff3f" * 4  # full-width: a line to write on by hand
SUPERVISION_PHONE = "12317"  # the national one
# Full-width braces, which Chinese input methods type, do as well.
_PLACEHOLDER = re.compile("[{\uff5b]([^{}\uff5b\uff5d]*)[}\uff5d]")
_BRACES = re.compile("[{}\uff5b\uff5d]")
_TEXTS = frozenset({"kind", "name", "title", "signature", "date", "source"})
_LISTS = frozenset({"paragraphs", "closing"})
_DEFAULTS = "defaults"
_NESTED = 3  # a default may hold placeholders that have defaults; no deeper


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What a notice says besides its list. None is not known; "" is known to be nothing.

    Attributes:
        township: 雒容镇.
        village: 龙岭村; "" where the notice is for the whole township.
        year: of the campaign; that of the period's first day if not given.
        target: how the papers call those who are taken in; renamed by policy from time to time.
        basis: the papers that the work rests on.
        standard: by which households were judged.
        steps: what has been done, in order: 农户申请、入户核实、民主评议.
        period: first and last day.
        place: where the notice hangs.
        objection_way: how to object, following 请.
        office_phone: the office's own.
        signature: the unit that signs.
        issued_on: date of the notice; the period's first day if not given.
        met_on: day of the village meeting.
        met_about: what it was about.
    """

    township: str | None = None
    village: str | None = None
    year: int | None = None
    target: str | None = "防止返贫监测对象"
    basis: str | None = None
    standard: str | None = None
    steps: str | None = None
    period: NoticePeriod | None = None
    place: str | None = None
    objection_way: str | None = None
    supervision_phone: str | None = SUPERVISION_PHONE
    office_phone: str | None = None
    signature: str | None = None
    issued_on: date | None = None
    met_on: date | None = None
    met_about: str | None = None

    @property
    def issued(self) -> date | None:
        """Date of the notice."""
        return self.issued_on or (self.period.starts_on if self.period else None)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder, as the editor of templates explains it."""

    name: str
    explanation: str
    sample: str
    _value: Callable[[NoticeFacts, Sequence[NoticeRow]], str | None] = field(repr=False)

    def value(self, facts: NoticeFacts, rows: Sequence[NoticeRow]) -> str | None:
        """The text that stands for it; None where it is not known."""
        return self._value(facts, rows)


def _year(facts: NoticeFacts) -> str | None:
    if facts.year is not None:
        return str(facts.year)
    return str(facts.issued.year) if facts.issued else None


def _day(day: date | None) -> str | None:
    return format_date(day) if day else None


def _categories(rows: Sequence[NoticeRow]) -> str | None:
    counts = {name: count for name, count in count_categories(rows).items() if name}
    if sum(households for households, _ in counts.values()) < max(len(rows), 1):
        return None  # a sum over fewer households than the list has would be a wrong figure
    if len(counts) == 1:
        return f"均为{next(iter(counts))}"
    parts = (f"{name}{households}户{people}人" for name, (households, people) in counts.items())
    return f"其中{'、'.join(parts)}"


PLACEHOLDERS = (
    Placeholder("乡镇", "乡镇或街道名称", "雒容镇", lambda f, _: f.township),
    Placeholder("村", "村或社区名称；全镇的公示公告为空", "龙岭村", lambda f, _: f.village),
    Placeholder("年", "年度", "2022", lambda f, _: _year(f)),
    Placeholder("对象", "监测对象的规范叫法", "防止返贫监测对象", lambda f, _: f.target),
    Placeholder("户数", "名单户数", "3", lambda _, rows: str(len(rows))),
    Placeholder("人数", "名单各户人口合计", "9", lambda _, rows: str(count_people(rows))),
    Placeholder(
        "分类",
        "按类别的户数、人数",
        "其中脱贫不稳定户1户4人、边缘易致贫户2户5人",
        lambda _, rows: _categories(rows),
    ),
    Placeholder("依据", "依据的文件", "《雒容镇2022年集中排查工作方案》", lambda f, _: f.basis),
    Placeholder("标准", "识别或消除的标准", "家庭年人均纯收入7000元以下", lambda f, _: f.standard),
    Placeholder("程序", "已履行的程序", "农户申请、入户核实、民主评议", lambda f, _: f.steps),
    Placeholder(
        "开始日期",
        "公示第一天",
        "2022年5月16日",
        lambda f, _: _day(f.period.starts_on if f.period else None),
    ),
    Placeholder(
        "截止日期",
        "公示最后一天",
        "2022年5月20日",
        lambda f, _: _day(f.period.ends_on if f.period else None),
    ),
    Placeholder(
        "天数",
        "公示天数，含首尾，带单位",
        "5天",
        lambda f, _: f.period.text if f.period else None,
    ),
    Placeholder("公示地点", "张贴的地方", "村务公开栏", lambda f, _: f.place),
    Placeholder("异议方式", "怎样提出异议", "向村民委员会反映", lambda f, _: f.objection_way),
    Placeholder("监督电话", "全国监督电话", "12317", lambda f, _: f.supervision_phone),
    Placeholder("办公电话", "本乡镇的监督电话", "0772-0000000", lambda f, _: f.office_phone),
    Placeholder("评议日期", "民主评议会议日期", "2022年5月12日", lambda f, _: _day(f.met_on)),
    Placeholder("评议事项", "评议的事项", "拟纳入防止返贫监测对象", lambda f, _: f.met_about),
    Placeholder("落款", "署名单位", "龙岭村民委员会", lambda f, _: f.signature),
    Placeholder("日期", "公示公告的日期", "2022年5月16日", lambda f, _: _day(f.issued)),
)
_BY_NAME = {placeholder.name: placeholder for placeholder in PLACEHOLDERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTemplate:
    """The text of one kind of notice.

    Attributes:
        kind: of the notice.
        name: shown to the clerk: 村级拟纳入公示（2022）.
        title: without line feeds it is broken by its sense.
        paragraphs: above the list.
        closing: paragraphs under the list.
        signature: the unit, usually just its placeholder.
        date: under the unit.
        defaults: placeholder → text where nothing else is known.
        source: where its contents come from.

    Raises:
        UserError: a placeholder is not known, a brace has no partner, title or text is empty.
    """

    kind: NoticeKind
    name: str
    title: str
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...] = ()
    signature: str = "{落款}"
    date: str = "{日期}"
    defaults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    source: str = ""

    def __post_init__(self) -> None:
        """Check the texts."""
        if not self.title.strip() or not any(text.strip() for text in self.paragraphs):
            raise UserError(f"“{self.name}”缺标题或正文，请补上。")
        for text in self.texts:
            _refuse_unknown(text)
        for name in self.defaults:
            _refuse_unknown(f"{{{name}}}")

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts that may hold placeholders."""
        return (
            self.title,
            *self.paragraphs,
            *self.closing,
            self.signature,
            self.date,
            *self.defaults.values(),
        )


def render(
    template: NoticeTemplate,
    facts: NoticeFacts,
    rows: Sequence[NoticeRow],
    columns: Sequence[PublicColumn] = PUBLIC_COLUMNS,
) -> NoticePaper:
    """The paper of a notice.

    Args:
        template: the text.
        facts: what is put into it.
        rows: the list; figures in the text are counted from it.
        columns: as `refuse_columns` gave them.
    """
    filling = _Filling(template, facts, rows)
    return NoticePaper(
        title=filling.text(template.title),
        paragraphs=tuple(filling.texts(template.paragraphs)),
        headings=tuple(columns) if rows else (),
        rows=tuple(tuple(row.value(column) for column in columns) for row in rows),
        closing=tuple(filling.texts(template.closing)),
        signature=filling.text(template.signature),
        date_line=filling.text(template.date),
        gaps=tuple(filling.gaps),
        issued_on=facts.issued,
    )


class _Filling:
    # Puts facts into texts and notes what was not known, in the order of the paper.
    def __init__(
        self, template: NoticeTemplate, facts: NoticeFacts, rows: Sequence[NoticeRow]
    ) -> None:
        self._defaults = template.defaults
        self._facts = facts
        self._rows = rows
        self.gaps: dict[str, None] = {}

    def texts(self, texts: Sequence[str]) -> Iterator[str]:
        return (self.text(text) for text in texts if text.strip())

    def text(self, text: str, depth: int = 0) -> str:
        return _PLACEHOLDER.sub(lambda match: self._value(match[1].strip(), depth), text).strip()

    def _value(self, name: str, depth: int) -> str:
        value = _BY_NAME[name].value(self._facts, self._rows)
        if value is not None:
            return value
        if name in self._defaults and depth < _NESTED:
            return self.text(self._defaults[name], depth + 1)
        self.gaps.setdefault(name)
        return GAP


def parse_template(text: str) -> NoticeTemplate:
    """A template from TOML.

    Raises:
        UserError: no TOML, a key is missing, unknown or of the wrong type, or as `NoticeTemplate`.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"公示公告模板的格式不对：{error}") from error
    unknown = sorted(set(table) - _TEXTS - _LISTS - {_DEFAULTS})
    if unknown:
        raise UserError(f"公示公告模板里有认不出的项目“{unknown[0]}”，请删去。")
    missing = [key for key in ("kind", "name", "title", "paragraphs") if key not in table]
    if missing:
        raise UserError(f"公示公告模板缺“{missing[0]}”这一项，请补上。")
    texts = {key: _text(key, table[key]) for key in sorted(_TEXTS & set(table))}
    kind = notice_kind(texts.pop("kind"))
    return NoticeTemplate(
        kind=kind,
        paragraphs=_list("paragraphs", table["paragraphs"]),
        closing=_list("closing", table.get("closing", [])),
        defaults=MappingProxyType(_table(table.get(_DEFAULTS, {}))),
        **texts,
    )


def template_text(template: NoticeTemplate) -> str:
    """The template as TOML, to be kept; `parse_template` reads it back."""
    lines = [
        f"{key} = {_quoted(text)}"
        for key, text in (
            ("kind", template.kind.value),
            ("name", template.name),
            ("title", template.title),
            ("signature", template.signature),
            ("date", template.date),
            ("source", template.source),
        )
    ]
    for key, texts in (("paragraphs", template.paragraphs), ("closing", template.closing)):
        lines += [f"{key} = [", *(f"    {_quoted(text)}," for text in texts), "]"]
    if template.defaults:
        lines += ["", f"[{_DEFAULTS}]"]
        lines += [f"{_quoted(name)} = {_quoted(text)}" for name, text in template.defaults.items()]
    return "\n".join(lines) + "\n"


@cache
def shipped_template(kind: NoticeKind) -> NoticeTemplate:
    """The template of a kind that comes with the program."""
    path = resource_dir() / "notices" / f"{kind.value}.toml"
    return parse_template(path.read_text(encoding="utf-8"))


def _quoted(text: str) -> str:
    # A JSON string is a TOML string too, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _refuse_unknown(text: str) -> None:
    if _BRACES.search(_PLACEHOLDER.sub("", text)):
        raise UserError(f"“{text}”里的花括号不成对，请改成{{乡镇}}这样的写法。")
    for match in _PLACEHOLDER.finditer(text):
        if match[1].strip() not in _BY_NAME:
            known = "、".join(f"{{{name}}}" for name in _BY_NAME)
            raise UserError(f"没有“{match[0]}”这个占位，可以用：{known}。")


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise UserError(f"公示公告模板的“{key}”应当是一段文字，请改正。")
    return value


def _list(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UserError(f"公示公告模板的“{key}”应当是若干段文字，请改正。")
    return tuple(_text(key, text) for text in cast("list[object]", value))


def _table(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise UserError(f"公示公告模板的“{_DEFAULTS}”应当是“占位 = 文字”，请改正。")
    return {name: _text(name, text) for name, text in cast("dict[str, object]", value).items()}
