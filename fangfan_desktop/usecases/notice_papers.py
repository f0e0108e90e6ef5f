"""Papers of the archive checklist that a notice itself yields: its text, the photo of the board.

They are ticked in the same action that puts the notice up or ends it, so nobody ticks by hand what
the program keeps anyway.
"""

from sqlalchemy.orm import Session

from fangfan_desktop.domain.notice_rules import NoticeKind
from fangfan_desktop.models import ArchivePaper, MonitoringCase, Notice
from fangfan_desktop.storage.cases import find_case, rows_of_case
from fangfan_desktop.storage.notices import lines_of
from fangfan_desktop.usecases.notice_lists import notice_step
from fangfan_desktop.usecases.procedures import case_procedure

KEPT_HERE = "系统内"
_TEXTS, _PHOTOS = ("公示稿", "公告稿"), ("公示照片", "公告照片")


def file_text(session: Session, notice: Notice) -> None:
    """Tick 公示稿 of each case that a notice lists; the file is the one that was put up."""
    _file(session, notice, _TEXTS, notice.file_name, notice.sha256)


def file_photo(session: Session, notice: Notice) -> None:
    """Tick 公示照片 of each case of a notice that has a photo of the board."""
    if notice.photo_sha256 is not None:
        _file(session, notice, _PHOTOS, notice.photo_name, notice.photo_sha256)


def take_text_back(session: Session, notice: Notice) -> None:
    """A notice that is taken down leaves its cases without their 公示稿; ticks by hand stay."""
    for line in lines_of(session, notice.id):
        for row in rows_of_case(session, ArchivePaper, line.case_id):
            if notice.sha256 is not None and row.sha256 == notice.sha256:
                row.is_present = row.kept_at = row.file_name = row.sha256 = None


def _file(
    session: Session, notice: Notice, names: tuple[str, ...], file: str | None, sha256: str | None
) -> None:
    for line in lines_of(session, notice.id):
        case = find_case(session, line.case_id)
        rows = {row.item_key: row for row in rows_of_case(session, ArchivePaper, case.id)}
        for key in _keys(session, case, NoticeKind(notice.kind), names):
            row = rows.get(key) or ArchivePaper(case_id=case.id, item_key=key)
            row.is_present = 1
            row.kept_at = row.kept_at or KEPT_HERE
            row.file_name, row.sha256 = file, sha256
            session.add(row)


def _keys(
    session: Session, case: MonitoringCase, kind: NoticeKind, names: tuple[str, ...]
) -> tuple[str, ...]:
    """Keys of the papers that the notice's own step asks for; none where there is no such step."""
    at = notice_step(case_procedure(session, case), kind)
    if at is None:
        return ()
    stage, step = at
    return tuple(f"{stage.value}/{step.key}/{name}" for name in step.papers if name in names)
