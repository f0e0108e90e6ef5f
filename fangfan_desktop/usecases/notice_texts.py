"""The texts of notices: the shipped templates and the office's own."""

from sqlalchemy.orm import Session

from fangfan_desktop.domain.notice_rules import (
    NoticeKind,
)
from fangfan_desktop.domain.notice_template import (
    NoticeTemplate,
    parse_template,
    shipped_template,
    template_text,
)
from fangfan_desktop.models import NoticeText
from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.notices import (
    own_text,
)


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
