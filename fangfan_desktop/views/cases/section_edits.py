"""The dialogs in which the cards of a case are edited; each is one undo step."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fangfan_desktop.domain.dates import parse_date
from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.forms.form import Field, Value
from fangfan_desktop.usecases.archive import PaperFacts, set_archive_paper
from fangfan_desktop.usecases.case_findings import (
    finding_fields,
    finding_values,
    hit_fields,
    hit_values,
    remove_hit,
    set_finding,
    set_hit,
)
from fangfan_desktop.usecases.case_help import HELPER_FIELDS, PLAN_FIELDS, set_helper, set_plan
from fangfan_desktop.usecases.case_lines import CaseView, HelperView
from fangfan_desktop.usecases.case_papers import PaperView
from fangfan_desktop.usecases.finding_suggestions import Suggestion, suggest_finding
from fangfan_desktop.usecases.household_page import HouseholdPage, household_page
from fangfan_desktop.usecases.household_records import (
    remove_measure,
    remove_visit,
    set_measure,
    set_visit,
)
from fangfan_desktop.views.dialogs.booklet_paper import BookletPaper
from fangfan_desktop.views.dialogs.case_finding import FindingEdit
from fangfan_desktop.views.dialogs.case_papers import CasePapers
from fangfan_desktop.views.dialogs.record_edit import RecordEdit
from fangfan_desktop.views.page import PageContext

Save = Callable[[dict[str, object]], Any]


class SectionEdits(QObject):
    """Opens the dialogs of the case in hand."""

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        super().__init__(owner)
        self.dialog: RecordEdit | None = None
        self._context, self._owner = context, owner

    def finding(self, view: CaseView, stage: Stage) -> None:
        """Ask for what was found when identified, or at clearing."""
        database, case_id = self._context.database, view.case_id
        title = "认定时的核实情况" if stage is Stage.IDENTIFY else "消除时的核实情况"

        def save(texts: dict[str, object]) -> Any:
            return set_finding(database, case_id=case_id, stage=stage, values=texts)

        def read() -> tuple[dict[str, Value], tuple[Suggestion, ...]]:
            values = finding_values(database, case_id=case_id, stage=stage)
            if values:
                return values, ()
            known = suggest_finding(database, case_id=case_id, stage=stage)
            return {each.key: each.value for each in known if each.key == "found_on"}, known

        def ask(found: tuple[dict[str, Value], tuple[Suggestion, ...]]) -> None:
            values, known = found
            fields, owner = finding_fields(stage), self._owner.window()
            dialog = FindingEdit(self._context, title, fields, values, save, owner)
            dialog.suggest(known)
            self._open(dialog)

        self._read(read, ask)

    def hit(self, view: CaseView, hit_id: int | None) -> None:
        """Ask for a hit, or for its verdict: that has the day of today until another is typed."""
        database, case_id = self._context.database, view.case_id
        today = self._context.today().isoformat()

        def save(texts: dict[str, object]) -> Any:
            return set_hit(database, case_id=case_id, values=texts, hit_id=hit_id)

        def read() -> tuple[Sequence[Field], dict[str, Value]]:
            fields = hit_fields(database, case_id=case_id)
            if hit_id is None:
                return fields[:-2], {"found_on": today}
            values = hit_values(database, case_id=case_id, hit_id=hit_id)
            if not values["verdict"]:
                values["verdict_on"] = today
            return fields, values

        title = "登记信息比对命中" if hit_id is None else "研判信息比对命中"

        def ask(asked: tuple[Sequence[Field], dict[str, Value]]) -> None:
            fields, values = asked
            dialog = self._ask(title, fields, values, save)
            if hit_id is not None:
                dialog.form.editor("verdict").setFocus()  # what is asked for; the rest is known

        self._read(read, ask)

    def drop_hit(self, view: CaseView, hit_id: int) -> None:
        """Remove a hit entered by mistake; undo brings it back."""
        database, case_id = self._context.database, view.case_id
        self._write(
            lambda: remove_hit(database, case_id=case_id, hit_id=hit_id), "删除信息比对命中"
        )

    def helper(self, view: CaseView, helper: HelperView) -> None:
        """Ask for a helper."""
        database, case_id = self._context.database, view.case_id
        day = helper.on or self._context.today()
        values: dict[str, Value] = {
            "name": helper.name,
            "phone": helper.phone,
            "unit": helper.unit,
            "post": helper.post,
            "on": day.isoformat(),
        }

        def save(texts: dict[str, object]) -> Any:
            return set_helper(database, case_id=case_id, values=texts, is_second=helper.is_second)

        self._ask(helper.title, HELPER_FIELDS, values, save)

    def plan(self, view: CaseView) -> None:
        """Ask for the plan."""
        database, case_id = self._context.database, view.case_id
        day = view.plan.on or self._context.today()

        def save(texts: dict[str, object]) -> Any:
            on = parse_date(str(texts["on"])) if texts["on"] else None
            return set_plan(database, case_id=case_id, on=on, text=str(texts["text"]))

        values: dict[str, Value] = {"on": day.isoformat(), "text": view.plan.text}
        self._ask("帮扶计划", PLAN_FIELDS, values, save)

    def measure(self, view: CaseView, measure_id: int | None) -> None:
        """Ask for a measure."""
        database, home = self._context.database, view.household_id

        def save(texts: dict[str, object]) -> Any:
            return set_measure(database, household_id=home, values=texts, measure_id=measure_id)

        def ask(page: HouseholdPage) -> None:
            rows = {line.row_id: line.values for line in page.measures}
            helper = next((helper.name for helper in view.helpers if helper.name), "")
            new: dict[str, Value] = {
                "made_on": self._context.today().isoformat(),
                "owner": helper,
            }
            covered = {measure.risk for measure in view.measures}
            risks = [risk.name for risk in view.risks]
            if risks:  # 缺什么补什么: the first that has no measure yet
                new["risk"] = next((name for name in risks if name not in covered), risks[0])
            title = "登记帮扶措施" if measure_id is None else "修改帮扶措施"
            self._ask(title, page.fields.measure, rows.get(measure_id or 0, new), save)

        self._read(lambda: household_page(database, household_id=home), ask)

    def visit(self, view: CaseView, visit_id: int | None) -> None:
        """Ask for a visit."""
        database, home = self._context.database, view.household_id

        def save(texts: dict[str, object]) -> Any:
            return set_visit(database, household_id=home, values=texts, visit_id=visit_id)

        def ask(page: HouseholdPage) -> None:
            rows = {line.row_id: line.values for line in page.visits}
            helper = next((helper.name for helper in view.helpers if helper.name), "")
            new: dict[str, Value] = {
                "visited_on": self._context.today().isoformat(),
                "visitor": helper,
            }
            title = "登记走访" if visit_id is None else "修改走访"
            self._ask(title, page.fields.visit, rows.get(visit_id or 0, new), save)

        self._read(lambda: household_page(database, household_id=home), ask)

    def booklet(self, view: CaseView) -> None:
        """Show the helper's page of the household, and the way to the printer."""
        BookletPaper(self._context, view.case_id, self._owner.window()).open()

    def drop_measure(self, view: CaseView, measure_id: int) -> None:
        """Remove a measure entered by mistake; undo brings it back."""
        database, home = self._context.database, view.household_id
        self._write(
            lambda: remove_measure(database, household_id=home, measure_id=measure_id),
            "删除帮扶措施",
        )

    def drop_visit(self, view: CaseView, visit_id: int) -> None:
        """Remove a visit entered by mistake; undo brings it back."""
        database, home = self._context.database, view.household_id
        self._write(
            lambda: remove_visit(database, household_id=home, visit_id=visit_id), "删除走访"
        )

    def paper_facts(self, view: CaseView) -> CasePapers:
        """Ask where the papers lie and for their scans."""
        dialog = CasePapers(self._context, view, self._owner.window())
        dialog.open()
        return dialog

    def paper(self, view: CaseView, paper: PaperView, *, is_present: bool) -> None:
        """Tick a paper; what else is noted of it stays."""
        database, case_id = self._context.database, view.case_id
        facts = PaperFacts(
            is_present=is_present,
            copies=paper.copies,
            kept_at=paper.kept_at,
            owner=paper.owner,
            remarks=paper.remarks,
        )
        self._write(
            lambda: set_archive_paper(
                database, item_key=paper.item_key, facts=facts, case_id=case_id
            ),
            "登记档案材料",
        )

    def _ask(
        self, title: str, fields: Sequence[Field], values: Mapping[str, Value], save: Save
    ) -> RecordEdit:
        dialog = RecordEdit(self._context, title, fields, values, save, self._owner.window())
        self._open(dialog)
        return dialog

    def _open(self, dialog: RecordEdit) -> None:
        self.dialog = dialog
        dialog.destroyed.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _read(self, call: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        self._context.read(
            call, label="读取个案", on_done=on_done, latest="case-edit", owner=self._owner
        )

    def _write(self, call: Callable[[], Any], label: str) -> None:
        self._context.write(call, label=label, owner=self._owner)
