"""Notices: their rows, and the households that one may list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from fangfan_desktop.domain.case_progress import CaseFacts
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Attachment, Notice, NoticeCase, NoticeText
from fangfan_desktop.storage.cases import steps_by_case
from fangfan_desktop.storage.selections import PEOPLE_OF_H


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case as a notice may list it, its facts, and what tells its head from a namesake.

    `shown_kinds` are kinds of notices, not withdrawn, that list it already.
    """

    case_id: int
    code: str
    household_id: int
    village_id: int
    village: str
    group: str
    head_name: str
    id_number: str
    people: int
    category: str
    risks: str
    procedure_id: int | None
    facts: CaseFacts
    shown_kinds: frozenset[str]


def listed_cases(connection: Connection, village_id: int | None) -> tuple[ListedCase, ...]:
    """All cases of households that are present, of a village or of all, in the order of groups."""
    steps = steps_by_case(connection)
    shown = _shown_kinds(connection)
    rows = connection.exec_driver_sql(
        "SELECT c.id, c.code, h.id, v.id, v.name, coalesce(g.name, ''), coalesce(p.name, ''),"
        f" coalesce(p.id_number, ''), {PEOPLE_OF_H},"
        " coalesce(i.category, c.category, ''), coalesce(i.risks, c.risks, ''), c.procedure_id,"
        " c.clue_on, c.refused_on, i.identified_on, i.clearing_started_on, i.cleared_on,"
        " i.rolled_back_on, i.removed_on"
        " FROM monitoring_case AS c JOIN household AS h ON h.id = c.household_id"
        " JOIN village AS v ON v.id = h.village_id"
        " LEFT JOIN village_group AS g ON g.id = h.group_id"
        " LEFT JOIN identification AS i ON i.id = c.identification_id"
        " LEFT JOIN person AS p ON p.household_id = h.id AND p.relation = '户主'"
        " AND p.left_on IS NULL"
        " WHERE h.left_on IS NULL AND (? IS NULL OR v.id = ?)"
        " ORDER BY v.position, v.id, g.position, c.id",
        (village_id, village_id),
    )
    return tuple(
        ListedCase(
            *tuple(row)[:12],
            facts=CaseFacts(*(_day(value) for value in row[12:19]), steps=steps.get(row[0], ())),
            shown_kinds=frozenset(shown.get(row[0], ())),
        )
        for row in rows
    )


def heads_of_village(
    connection: Connection, village_ids: Collection[int]
) -> tuple[tuple[int, str, str, str, str], ...]:
    """Household id, village, group, name and ID number of every present head of villages."""
    rows = connection.exec_driver_sql(
        "SELECT h.id, v.name, coalesce(g.name, ''), p.name, coalesce(p.id_number, ''), v.id"
        " FROM household AS h JOIN village AS v ON v.id = h.village_id"
        " JOIN person AS p ON p.household_id = h.id AND p.relation = '户主' AND p.left_on IS NULL"
        " LEFT JOIN village_group AS g ON g.id = h.group_id WHERE h.left_on IS NULL"
    )
    wanted = frozenset(village_ids)
    return tuple((key, v, g, name, number) for key, v, g, name, number, at in rows if at in wanted)


def find_notice(session: Session, notice_id: int) -> Notice:
    """The notice of that id.

    Raises:
        UserError: it is not there any more.
    """
    row = session.get(Notice, notice_id)
    if row is None:
        raise UserError("这份公示公告已经不在了，可能刚被撤销。请刷新后再试。")
    return row


def notice_rows_of(session: Session) -> Sequence[Notice]:
    """All notices, the newest first."""
    return session.scalars(select(Notice).order_by(Notice.starts_on.desc(), Notice.id.desc())).all()


def lines_of(session: Session, notice_id: int) -> Sequence[NoticeCase]:
    """The lines of a notice's list, in its order."""
    wanted = NoticeCase.notice_id == notice_id
    return session.scalars(select(NoticeCase).where(wanted).order_by(NoticeCase.position)).all()


def own_text(session: Session, kind: str) -> NoticeText | None:
    """The office's own template of a kind."""
    return session.scalar(select(NoticeText).where(NoticeText.kind == kind))


def attachment_content(session: Session, sha256: str | None) -> bytes | None:
    """The bytes of a kept file."""
    found = None if sha256 is None else session.get(Attachment, sha256)
    return None if found is None else bytes(found.content)


def _shown_kinds(connection: Connection) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for case_id, kind in connection.exec_driver_sql(
        # a list of before this clearing, and one that an objection took it off, count no more
        "SELECT l.case_id, n.kind FROM notice_case AS l JOIN notice AS n ON n.id = l.notice_id"
        " JOIN monitoring_case AS c ON c.id = l.case_id"
        " LEFT JOIN identification AS i ON i.id = c.identification_id"
        " WHERE n.withdrawn_on IS NULL AND coalesce(l.outcome, '') <> '异议成立'"
        " AND (n.kind NOT IN ('to-clear', 'cleared', 'meeting')"
        " OR n.starts_on >= coalesce(i.clearing_started_on, i.rolled_back_on, ''))"
    ):
        found.setdefault(case_id, set()).add(kind)
    return found


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
