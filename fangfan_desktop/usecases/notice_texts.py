"""The texts of notices: the shipped templates and the office's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from fangfan_desktop.domain.notice_paper import NoticePaper
from fangfan_desktop.domain.notice_rules import (
    NoticeEntry,
    NoticeKind,
    notice_period,
    notice_rows,
)
from fangfan_desktop.domain.notice_template import (
    NoticeFacts,
    NoticeTemplate,
    parse_template,
    render,
    shipped_template,
    template_text,
)
from fangfan_desktop.models import NoticeText
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.notices import (
    own_text,
)

_SAMPLE_DAY = date(2022, 5, 16)
_SAMPLE_ENTRIES = (
    NoticeEntry(
        village="龙岭村", group="二组", head_name="陆某", population=4, category="脱贫不稳定户"
    ),
    NoticeEntry(
        village="龙岭村", group="三组", head_name="韦某", population=5, category="边缘易致贫户"
    ),
)


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template as the settings list it."""

    template: NoticeTemplate
    is_own: bool


def list_templates(database: Database) -> tuple[TemplateLine, ...]:
    """The template in use of every kind."""
    with database.read() as session:
        return tuple(
            TemplateLine(read_template(session, kind), own_text(session, kind.value) is not None)
            for kind in NoticeKind
        )


def edited_template(
    kind: NoticeKind, texts: Mapping[str, str], defaults: Mapping[str, str]
) -> NoticeTemplate:
    """The template with what the clerk typed; a line of `paragraphs` and `closing` is a paragraph.

    Args:
        kind: Of the notice.
        texts: `title`, `paragraphs`, `closing`, `signature`, `date`; what is missing is as shipped.
        defaults: Placeholder → text where nothing else is known; an empty one is dropped.

    Raises:
        UserError: an unknown placeholder, a brace without its partner, no title or text.
    """
    shipped = shipped_template(kind)
    return replace(
        shipped,
        title=texts.get("title", shipped.title),
        paragraphs=_lines(texts["paragraphs"]) if "paragraphs" in texts else shipped.paragraphs,
        closing=_lines(texts["closing"]) if "closing" in texts else shipped.closing,
        signature=texts.get("signature", shipped.signature),
        date=texts.get("date", shipped.date),
        defaults=MappingProxyType({key: text for key, text in defaults.items() if text.strip()}),
    )


def sample_paper(template: NoticeTemplate) -> NoticePaper:
    """The template filled with made-up facts, to be looked at while it is edited."""
    facts = NoticeFacts(
        township="雒容镇",
        village="龙岭村",
        basis="《2022年集中排查工作方案》",
        standard="家庭年人均纯收入以7000元为参考",
        steps="农户申请、入户核实、民主评议",
        period=notice_period(_SAMPLE_DAY),
        office_phone="0772-0000000",
        signature="龙岭村民委员会",
        met_on=date(2022, 5, 12),
        met_about="拟纳入防止返贫监测对象",
    )
    return render(template, facts, notice_rows(_SAMPLE_ENTRIES, shown_on=_SAMPLE_DAY))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def read_template(session: Session, kind: NoticeKind) -> NoticeTemplate:
    """The office's template of a kind, else the shipped one."""
    own = own_text(session, kind.value)
    return shipped_template(kind) if own is None else parse_template(own.definition)


def save_template(database: Database, *, template: NoticeTemplate) -> Changes:
    """Keep the office's own template of a kind; notices that hang already keep their words."""
    with database.action(f"修改{template.kind.label}模板") as unit:
        row = own_text(unit.session, template.kind.value)
        if row is None:
            row = NoticeText(kind=template.kind.value, definition="", made_on=database.today())
            unit.session.add(row)
        row.definition = template_text(template)
        row.made_on = database.today()
    return unit.changes


def restore_template(database: Database, *, kind: NoticeKind) -> Changes:
    """Go back to the shipped template of a kind."""
    with database.action(f"恢复{kind.label}模板") as unit:
        row = own_text(unit.session, kind.value)
        if row is not None:
            unit.session.delete(row)
    return unit.changes
