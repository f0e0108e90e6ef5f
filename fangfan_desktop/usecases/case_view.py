"""A case as a page: everything of one case in one reading, for the window and the command line."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from fangfan_desktop.domain import income as income_rules
from fangfan_desktop.domain.case_progress import (
    CaseFacts,
    CaseState,
    case_state,
    last_round,
)
from fangfan_desktop.domain.household_type import HouseholdType
from fangfan_desktop.domain.procedures import Procedure, Stage, Step
from fangfan_desktop.domain.refusal_reasons import reason_words, refusal_fault
from fangfan_desktop.domain.risks import parse_risks
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import (
    AssetHit,
    CaseFinding,
    Identification,
    Measure,
    MonitoringCase,
    Notice,
    NoticeCase,
    Visit,
)
from fangfan_desktop.storage import household_search, registry
from fangfan_desktop.storage.cases import (
    case_of_code,
    find_case,
    identification_of,
    is_identified_anew,
    newer_cases,
    newer_standing,
    read_facts,
    rows_of_case,
)
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.day_corrections import read_corrections
from fangfan_desktop.storage.household_search import HouseholdRow
from fangfan_desktop.usecases.case_around import read_surroundings
from fangfan_desktop.usecases.case_clearing import finding_income, has_labour
from fangfan_desktop.usecases.case_conditions import condition_lines
from fangfan_desktop.usecases.case_help_lines import HelpReader, of_identification, visit_line
from fangfan_desktop.usecases.case_lines import (
    CaseAction,
    CaseView,
    FindingView,
    HitView,
    PaperMark,
    PlanView,
    RefusalView,
    StageView,
    StepView,
)
from fangfan_desktop.usecases.case_papers import PaperView, case_papers
from fangfan_desktop.usecases.case_timeline import CaseDays, StepPlace, stage_views
from fangfan_desktop.usecases.procedures import case_procedure

PARTS = (
    "wages_fen",
    "business_fen",
    "property_fen",
    "transfer_fen",
    "business_cost_fen",
    "claims_fen",
    "medical_self_paid_fen",
)
ANSWERS = (
    "housing_safe",
    "medical_secured",
    "education_secured",
    "water_safe",
    "income_steady",
    "spending_settled",
    "risk_gone",
    "no_labour",
)


def find_case_id(database: Database, code: str) -> int:
    """The case of a code such as 2022-0031.

    Raises:
        UserError: there is none.
    """
    with database.read() as session:
        case = case_of_code(session, code.strip())
        if case is None:
            raise UserError(f"没有编号是“{code}”的个案，请核对。编号的写法如 2022-0031。")
        return case.id


def read_case(database: Database, *, case_id: int, today: date | None = None) -> CaseView:
    """Everything of one case.

    Args:
        database: The open database.
        case_id: The case.
        today: The day for lights and expected days; the database's own where None.

    Raises:
        UserError: it is not there any more.
    """
    day = today or database.today()
    with database.read() as session:
        case = find_case(session, case_id)
        procedure = case_procedure(session, case)
        facts = read_facts(session, case)
        notices = _notices(session, case, procedure, facts)
        days = CaseDays(
            procedure,
            facts,
            day,
            read_corrections(session),
            {place: (notice.starts_on, notice.ends_on) for place, notice in notices.items()},
            {place: notice.id for place, notice in notices.items()},
        )
        return _view(session, case, days)


def _view(session: Session, case: MonitoringCase, days: CaseDays) -> CaseView:
    facts, procedure = days.facts, days.procedure
    row = household_search.household_rows(session, [case.household_id])[0]
    household = registry.get_household(session, case.household_id)
    identification = identification_of(session, case)
    state = case_state(facts)
    papers = case_papers(session, case)
    how = case.clearing_how or (identification.cleared_how if identification else "") or ""
    stages = stage_views(days, _marks(papers), how)
    hits = tuple(_hit(hit) for hit in rows_of_case(session, AssetHit, case.id))
    title, conditions = condition_lines(session, case, days, stages, hits, household)
    is_running = state in {CaseState.HELPING, CaseState.CLEARING}
    measures, visits = _records(session, case, identification)
    reader = (
        None
        if identification is None
        else HelpReader(
            identification, procedure, days.today, days.corrections, is_running=is_running
        )
    )
    risks = identification.risks if identification is not None else case.risks
    return CaseView(
        case_id=case.id,
        code=case.code,
        today=days.today,
        household_id=case.household_id,
        household_code=row.code,
        head=row.head_name or "（没有户主）",
        village_id=row.village_id,
        village=row.village,
        group=row.group or "",
        people=row.people,
        household_type=_household_type(row),
        category=(identification.category if identification else case.category) or "",
        is_included=identification is not None,
        is_unmoved=None if case.is_unmoved is None else bool(case.is_unmoved),
        state=state,
        state_note=_state_note(facts, state, is_again=is_identified_anew(session, case)),
        ended_words=_ended(identification, facts, state),
        clue_on=case.clue_on,
        clue_source=case.clue_source or "",
        clue_note=case.clue_note or "",
        remarks=case.remarks or "",
        procedure=procedure,
        facts=facts,
        corrections=days.corrections,
        included_on=facts.included_on,
        cleared_on=facts.cleared_on,
        cleared_how=(identification.cleared_how if identification else None) or "",
        stages=stages,
        main_step=_main_step(stages),
        risks=parse_risks(risks),
        refusal=_refusal(case),
        hits=hits,
        findings=tuple(_finding(found) for found in rows_of_case(session, CaseFinding, case.id)),
        helpers=reader.helpers(case, household) if reader else (),
        plan=reader.plan(measures, has_labour=has_labour(session, case, days.today))
        if reader
        else PlanView(None, "", None),
        measures=tuple(reader.measure(measure) for measure in measures) if reader else (),
        visits=tuple(visit_line(visit) for visit in visits),
        visit_duty=reader.duty(visits) if reader else None,
        papers=papers,
        conditions_title=title,
        conditions=conditions,
        around=read_surroundings(session, case, row, days.today),
        actions=_actions(session, case, state),
    )


def _household_type(row: HouseholdRow) -> str:
    if row.categories:
        return HouseholdType.MONITORED.value
    return (HouseholdType.LIFTED if row.is_lifted else HouseholdType.GENERAL).value


def _marks(papers: Sequence[PaperView]) -> Callable[[Stage, Step], tuple[PaperMark, ...]]:
    def marks(stage: Stage, step: Step) -> tuple[PaperMark, ...]:
        return tuple(
            PaperMark(paper.name, paper.is_present, paper.item_key)
            for paper in papers
            if (paper.stage, paper.step_key) == (stage.value, step.key)
        )

    return marks


def _main_step(stages: Sequence[StageView]) -> StepView | None:
    """The step that waits: of the stage in hand, else what is left after a decision."""
    in_hand = [view for view in stages if view.is_in_hand]
    return next((step for view in (*in_hand, *stages) for step in view.steps if step.is_open), None)


def _notices(
    session: Session, case: MonitoringCase, procedure: Procedure, facts: CaseFacts
) -> dict[StepPlace, Notice]:
    """The notices of a case by the step that each is.

    A notice that no step was recorded with belongs to the last round that has such a step.
    """
    hung = [
        notice
        for line in rows_of_case(session, NoticeCase, case.id)
        if (notice := session.get(Notice, line.notice_id)) and notice.withdrawn_on is None
    ]
    by_id = {notice.id: notice for notice in hung}
    found = {
        (fact.stage, fact.round, fact.key): by_id[fact.notice_id]
        for fact in facts.steps
        if fact.notice_id in by_id
    }
    used = {fact.notice_id for fact in facts.steps}
    for notice in hung:
        if notice.id in used:
            continue
        for stage in Stage:
            turn = max(last_round(facts.steps, stage), 1)
            for step in procedure.steps(stage):
                if step.notice is not None and step.notice.kind == notice.kind:
                    found.setdefault((stage, turn, step.key), notice)
    return found


def _records(
    session: Session, case: MonitoringCase, identification: Identification | None
) -> tuple[list[Measure], list[Visit]]:
    """Measures and visits of the case, the oldest first."""
    if identification is None:
        return [], []
    home = [case.household_id]
    taken = registry.rows_of(session, Identification, home)
    measures = registry.rows_of(session, Measure, home)
    visits = registry.rows_of(session, Visit, home)
    return (
        sorted(
            (measures[i] for i in of_identification(measures, identification, taken)),
            key=lambda row: (row.made_on, row.id),
        ),
        sorted(
            (visits[i] for i in of_identification(visits, identification, taken)),
            key=lambda row: (row.visited_on, row.id),
        ),
    )


def _hit(row: AssetHit) -> HitView:
    return HitView(
        hit_id=row.id,
        kind=row.kind,
        person=row.person_name or "",
        detail=row.detail or "",
        found_on=row.found_on,
        verdict=row.verdict or "",
        verdict_on=row.verdict_on,
    )


def _finding(row: CaseFinding) -> FindingView:
    income = finding_income(row)
    heads = row.population
    net_head = reference_head = None
    if income is not None and heads:
        net_head = income_rules.net_per_capita(income, heads)
        reference_head = income_rules.reference_per_capita(income, heads)
    above = income_rules.above_line(net_head, row.line_fen)
    return FindingView(
        finding_id=row.id,
        stage=Stage(row.stage),
        turn=row.round,
        found_on=row.found_on,
        population=heads,
        line_fen=row.line_fen,
        period_from=row.period_from,
        period_to=row.period_to,
        parts_fen={key: getattr(row, key) for key in PARTS},
        net_fen=None if income is None else income_rules.net_income(income),
        net_per_head_fen=net_head,
        reference_fen=None if income is None else income_rules.reference_income(income),
        reference_per_head_fen=reference_head,
        is_above_line=None if above is None else bool(above),
        answers={key: getattr(row, key) for key in ANSWERS},
        remarks=row.remarks or "",
    )


def _refusal(case: MonitoringCase) -> RefusalView | None:
    if case.refused_on is None:
        return None
    keys = (case.refusal_reasons or "").split(",")
    return RefusalView(
        on=case.refused_on,
        reasons=reason_words(case.refusal_reasons),
        note=case.refusal_note or "",
        fault=refusal_fault(keys),
    )


def _state_note(facts: CaseFacts, state: CaseState, *, is_again: bool) -> str:
    notes = ["重新识别"] if is_again else []
    if state in {CaseState.HELPING, CaseState.CLEARING} and facts.rolled_back_on is not None:
        notes.append(f"{facts.rolled_back_on.isoformat()} 回退")
    return " · ".join(notes)


def _ended(row: Identification | None, facts: CaseFacts, state: CaseState) -> str:
    if row is None:
        return ""
    if state is CaseState.REMOVED and row.removed_on is not None:
        return f"{row.removed_on.isoformat()} 清退：{row.removed_reason or '原因未记'}"
    if state is CaseState.CLEARED and row.cleared_on is not None:
        how = f"（{row.cleared_how}）" if row.cleared_how else ""
        return f"{row.cleared_on.isoformat()} 风险消除{how}，档案继续保留、更新"
    if facts.rolled_back_on is not None:
        reason = f"：{row.rolled_back_reason}" if row.rolled_back_reason else ""
        return f"{facts.rolled_back_on.isoformat()} 回退{reason}，继续帮扶"
    return ""


def _actions(session: Session, case: MonitoringCase, state: CaseState) -> tuple[CaseAction, ...]:
    has_newer = bool(newer_standing(session, case))
    by_state: dict[CaseState, tuple[CaseAction, ...]] = {
        CaseState.IDENTIFYING: (CaseAction.REFUSE,),
        CaseState.REFUSED: () if newer_cases(session, case) else (CaseAction.TAKE_UP,),
        CaseState.HELPING: (CaseAction.START_CLEARING, CaseAction.REMOVE_WRONG),
        CaseState.CLEARING: (CaseAction.STOP_CLEARING, CaseAction.REMOVE_WRONG),
        CaseState.CLEARED: ()
        if has_newer
        else (CaseAction.ROLL_BACK, CaseAction.IDENTIFY_ANEW, CaseAction.REMOVE_WRONG),
        CaseState.REMOVED: () if has_newer else (CaseAction.IDENTIFY_ANEW,),
    }
    found = list(by_state[state])
    if case.clue_on is not None and state not in {CaseState.CLEARED, CaseState.REMOVED}:
        found.append(CaseAction.CORRECT_CLUE)
    if state is CaseState.IDENTIFYING:
        found.append(CaseAction.REMOVE_CASE)
    return tuple(found)
