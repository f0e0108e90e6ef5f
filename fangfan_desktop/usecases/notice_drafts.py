"""Drafting a notice: who is listed, for how long, and what it says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain.identity_number import age_on, birth_date
from fangfan_desktop.domain.notice_paper import BODY_SIZE, NoticePaper, PaperSize
from fangfan_desktop.domain.notice_rules import (
    GROWN_UP,
    MASKED,
    NoticeEntry,
    NoticeKind,
    NoticeLevel,
    NoticePeriod,
    NoticeRow,
    PublicColumn,
    allowed_columns,
    notice_period,
    notice_rows,
    period_between,
    refuse_columns,
)
from fangfan_desktop.domain.notice_template import (
    NoticeFacts,
    render,
)
from fangfan_desktop.domain.private_numbers import private_numbers
from fangfan_desktop.domain.procedures import Procedure, Stage
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Campaign, Village
from fangfan_desktop.storage.campaigns import find_campaign, has_campaign
from fangfan_desktop.storage.cases import find_case
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.storage.notices import (
    heads_of_village,
)
from fangfan_desktop.storage.office_settings import read_settings
from fangfan_desktop.usecases.notice_lists import (
    Candidate,
    candidates_in,
    notice_step,
)
from fangfan_desktop.usecases.notice_texts import read_template
from fangfan_desktop.usecases.procedures import case_procedure, office_procedure

_MOBILE_DIGITS = 11
LARGE_BODY = 22.0  # points; 二号, of a board's A3: read from a step away


@dataclass(frozen=True, slots=True)
class NoticeWish:
    """What the clerk asks of a notice.

    Attributes:
        kind: Of the notice.
        village_id: Of one village; None for the whole township.
        case_ids: The cases; None takes all that have come to the step.
        starts_on: First day; today where None.
        ends_on: Last day, counted; by the procedure's days where None.
        columns: Headings besides serial number and head; None takes all that the kind allows.
        posted_at: Where it hangs; the template's words where "".
        size: Of the sheet.
        is_board: With a large title, and on A3 a large text, for a notice board.
        has_red_head: With the office's name as a red letterhead.
        document_number: Under the letterhead.
    """

    kind: NoticeKind
    village_id: int | None
    case_ids: Collection[int] | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    columns: Sequence[str] | None = None
    posted_at: str = ""
    size: PaperSize = PaperSize.A4
    is_board: bool = False
    has_red_head: bool = False
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """A notice as it would be printed.

    Attributes:
        paper: What stands on it.
        rows: Its list.
        case_ids: The case of each row.
        period: Its days.
        template_name: The template that its text is from.
        columns: What its list shows.
    """

    paper: NoticePaper
    rows: tuple[NoticeRow, ...]
    case_ids: tuple[int, ...]
    period: NoticePeriod
    template_name: str
    columns: tuple[PublicColumn, ...]


def draft_notice(database: Database, *, wish: NoticeWish) -> NoticeDraft:
    """The notice as it would be printed today; nothing is kept.

    Raises:
        UserError: no case has come to the step, one that is chosen has not, the period is shorter
            than the procedure lets it be, or a column is not allowed.
    """
    with database.read() as session:
        return draft_in(session, wish, database.today())


def draft_in(session: Session, wish: NoticeWish, today: date) -> NoticeDraft:
    """As `draft_notice`, inside a session."""
    chosen = _chosen(candidates_in(session, wish.kind, wish.village_id), wish)
    settings = read_settings(session)
    shows_risk = bool(settings["public_shows_risk"])
    columns = (
        allowed_columns(wish.kind)
        if wish.columns is None
        else refuse_columns(wish.kind, wish.columns, with_risk=shows_risk)
    )
    period = _period(session, chosen, wish, today)
    rows = _rows(session, chosen, columns, period)
    template = read_template(session, wish.kind)
    facts = _facts(session, chosen, wish, period)
    paper = render(template, facts, rows, columns)
    return NoticeDraft(
        paper=replace(
            paper,
            size=wish.size,
            is_board=wish.is_board,
            body_size=LARGE_BODY if wish.is_board and wish.size is PaperSize.A3 else BODY_SIZE,
            red_head=str(settings["office_name"]) if wish.has_red_head else "",
            document_number=wish.document_number.strip() if wish.has_red_head else "",
        ),
        rows=rows,
        case_ids=tuple(chosen[row.place].listed.case_id for row in rows),
        period=period,
        template_name=template.name,
        columns=columns,
    )


def _chosen(candidates: Sequence[Candidate], wish: NoticeWish) -> list[Candidate]:
    ready = [each for each in candidates if each.is_ready]
    if wish.case_ids is None:
        chosen = ready
    else:
        wanted = set(wish.case_ids)
        chosen = [each for each in ready if each.listed.case_id in wanted]
        missing = wanted - {each.listed.case_id for each in chosen}
        for each in candidates:
            if each.listed.case_id in missing:
                raise UserError(
                    f"{each.listed.village}{each.listed.head_name}户还不能{wish.kind.word}："
                    f"{each.why_not}。"
                )
        if missing:
            raise UserError("选中的个案有的已经不在这一步，请刷新名单后再试。")
    if not chosen:
        raise UserError(
            f"没有到“{wish.kind.label}”这一步的个案。请先在“监测帮扶”里记好前面的步骤。"
        )
    return chosen


def _period(
    session: Session, chosen: Sequence[Candidate], wish: NoticeWish, today: date
) -> NoticePeriod:
    strictest = max(chosen, key=lambda each: (each.in_working_days, each.least_days))
    starts_on = wish.starts_on or today
    corrections = read_corrections(session)
    if wish.ends_on is None:
        return notice_period(
            starts_on,
            strictest.least_days,
            in_working_days=strictest.in_working_days,
            corrections=corrections,
        )
    return period_between(
        starts_on,
        wish.ends_on,
        least_days=strictest.least_days,
        in_working_days=strictest.in_working_days,
        corrections=corrections,
    )


def _rows(
    session: Session,
    chosen: Sequence[Candidate],
    columns: Sequence[PublicColumn],
    period: NoticePeriod,
) -> tuple[NoticeRow, ...]:
    listed = {each.listed.household_id for each in chosen}
    villages = {each.listed.village_id for each in chosen}
    names = _names_that_count(chosen, period)
    others = [
        NoticeEntry(village=village, group=group, head_name=name, id_number=number)
        for key, village, group, name, number in heads_of_village(session.connection(), villages)
        if key not in listed and (names is None or name in names)
    ]
    entries = [
        NoticeEntry(
            village=each.listed.village,
            group=each.listed.group,
            head_name=each.listed.head_name,
            id_number=each.listed.id_number,
            population=each.listed.people,
            category=each.listed.category,
            risk=each.main_risk,
        )
        for each in chosen
    ]
    return notice_rows(
        entries,
        shown_on=period.starts_on,
        others=others,
        has_group=PublicColumn.GROUP in columns,
    )


def _names_that_count(chosen: Sequence[Candidate], period: NoticePeriod) -> frozenset[str] | None:
    """Names that a namesake would have; None where any may: a minor is shown by surname alone.

    A whole township has thousands of heads, and only those of the same name tell anything.
    """
    for each in chosen:
        born = birth_date(each.listed.id_number)
        is_minor = born is not None and age_on(born, period.starts_on) < GROWN_UP
        if is_minor or MASKED in each.listed.head_name:
            return None
    return frozenset(each.listed.head_name for each in chosen)


def _facts(
    session: Session, chosen: Sequence[Candidate], wish: NoticeWish, period: NoticePeriod
) -> NoticeFacts:
    settings = read_settings(session)
    township = str(settings["township_name"]) or None
    village = None if wish.village_id is None else session.get(Village, wish.village_id)
    campaign = _campaign(session, int(settings["campaign_id"]))
    case = find_case(session, chosen[0].listed.case_id)
    procedure = case_procedure(session, case) or office_procedure(session, period.starts_on)
    is_village = village is not None and wish.kind.level is NoticeLevel.VILLAGE
    return NoticeFacts(
        township=township,
        village=village.name if village else "",
        target=f"防止返贫{procedure.term}" if procedure.term == "监测对象" else procedure.term,
        basis=_basis(campaign, procedure),
        standard=None
        if campaign is None
        else f"家庭年人均纯收入以{campaign.line_fen / 100:g}元为参考，综合分析“两不愁三保障”"
        "和饮水安全、刚性支出等情况",
        steps=_done_steps(procedure, wish.kind, chosen[0]),
        period=period,
        place=wish.posted_at.strip() or None,
        office_phone=str(settings["office_phone"]) or None,
        signature=_committee(village) if is_village and village else _office(settings),
        met_on=_met_on(procedure, chosen[0]),
    )


def _campaign(session: Session, campaign_id: int) -> Campaign | None:
    known = campaign_id and has_campaign(session, campaign_id)
    return find_campaign(session, campaign_id) if known else None


def _basis(campaign: Campaign | None, procedure: Procedure) -> str | None:
    if campaign is not None:
        number = f"（{campaign.document_number}）" if campaign.document_number else ""
        return f"《{campaign.name}工作方案》{number}"
    return f"《{procedure.source}》" if procedure.source else None


def _done_steps(procedure: Procedure, kind: NoticeKind, candidate: Candidate) -> str | None:
    """The steps that were done before the notice: 农户申请、入户核实、民主评议."""
    at = notice_step(procedure, kind)
    stage = at[0] if at else Stage.CLEAR if candidate.listed.facts.cleared_on else Stage.IDENTIFY
    done = {
        fact.key for fact in candidate.listed.facts.steps if fact.stage is stage and fact.is_passed
    }
    names = [step.name for step in procedure.steps(stage) if step.key in done]
    return "、".join(names) or None


def _met_on(procedure: Procedure, candidate: Candidate) -> date | None:
    days = [
        fact.done_on
        for fact in candidate.listed.facts.steps
        if fact.done_on
        and any("评议" in s.name for s in procedure.steps(fact.stage) if s.key == fact.key)
    ]
    return max(days, default=None)


def _committee(village: Village) -> str:
    return village.official_name if village.official_name.endswith("会") else village.name


def _office(settings: Mapping[str, object]) -> str | None:
    return str(settings["office_name"]) or None


def allowed_numbers(session: Session) -> tuple[str, ...]:
    """Numbers that may be public: the office's own telephones, which notices print."""
    phone = str(read_settings(session)["office_phone"])
    return tuple(number for number in private_numbers(phone) if len(number) == _MOBILE_DIGITS)
