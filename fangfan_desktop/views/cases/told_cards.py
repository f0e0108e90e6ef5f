"""Cards that tell what was found, who helps, what is done, who visited, which papers are there."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fangfan_desktop.domain.masking import mask_phone
from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.usecases.case_lines import (
    CaseView,
    Deadline,
    FindingView,
    HelperView,
    MeasureView,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.cases.case_cards import CaseCard, yuan
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.label import label, set_level, wrapped

_ANSWERS: Mapping[str, str] = {
    "housing_safe": "住房安全",
    "medical_secured": "基本医疗有保障",
    "education_secured": "义务教育有保障",
    "water_safe": "饮水安全",
    "no_labour": "整户无劳动力",
}
_MOST_VISITS = 5


class HitsCard(CaseCard):
    """信息比对命中: a hit is information; without a verdict nothing is decided."""

    def __init__(self) -> None:
        super().__init__("信息比对命中")

    def show_view(self, view: CaseView) -> None:
        """Show the hits, or nothing."""
        inner = self.fill()
        self.setVisible(bool(view.hits))
        for hit in view.hits:
            whose = "，".join(word for word in (hit.person, hit.detail) if word)
            inner.addWidget(wrapped(f"{hit.kind}{f'（{whose}）' if whose else ''}"))
            if hit.verdict:
                inner.addWidget(toned(f"✓ 研判：{hit.verdict}", Level.OK))
            else:
                inner.addWidget(toned("✗ 还没有研判结论。命中只是提示，须综合研判", Level.DANGER))


class FindingsCard(CaseCard):
    """认定时与消除时对照: income a head and 三保障, side by side."""

    def __init__(self) -> None:
        super().__init__("认定时与消除时对照")

    def show_view(self, view: CaseView) -> None:
        """Show what was found, or nothing where nothing was yet."""
        inner = self.fill()
        self.setVisible(bool(view.findings))
        if not view.findings:
            return
        grid = QWidget()
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setHorizontalSpacing(style.current().px("space_4"))
        cells.setVerticalSpacing(style.current().px("space_1"))
        columns = (("认定时", view.identified), ("消除时", view.clearing))
        for column, (name, found) in enumerate(columns, start=1):
            cells.addWidget(label(name, "heading"), 0, column, Qt.AlignmentFlag.AlignRight)
            for row, (words, text) in enumerate(_figures(found), start=1):
                cells.addWidget(label(words, "secondary"), row, 0)
                cells.addWidget(label(text), row, column, Qt.AlignmentFlag.AlignRight)
        cells.setColumnStretch(0, 1)
        inner.addWidget(grid)


def _figures(found: FindingView | None) -> list[tuple[str, str]]:
    if found is None:
        names = ("核实日期", "人口", "人均纯收入", "人均收入参考范围", "监测范围")
        return [(name, "—") for name in (*names, *_ANSWERS.values())]
    above = {True: "（高于监测范围）", False: "（不高于监测范围）", None: ""}[found.is_above_line]
    return [
        ("核实日期", found.found_on.isoformat()),
        ("人口", "—" if found.population is None else f"{found.population} 人"),
        ("人均纯收入", _money(found.net_per_head_fen) + above),
        ("人均收入参考范围", _money(found.reference_per_head_fen)),
        ("监测范围", _money(found.line_fen)),
        *((name, _yes_no(found.answers[key])) for key, name in _ANSWERS.items()),
    ]


class HelpersCard(CaseCard):
    """帮扶责任人, one or two, and by when one that lacks has to be there."""

    def __init__(self) -> None:
        super().__init__("帮扶责任人")

    def show_view(self, view: CaseView) -> None:
        """Show them once the household is taken in."""
        inner = self.fill()
        self.setVisible(bool(view.helpers))
        for helper in view.helpers:
            inner.addWidget(_helper(helper))


def _helper(helper: HelperView) -> QWidget:
    if not helper.name:
        return toned(f"{helper.title}：还没有落实{_owed(helper.deadline)}", _level(helper.deadline))
    words = (
        helper.name,
        helper.unit,
        helper.post,
        mask_phone(helper.phone) if helper.phone else "",
    )
    return wrapped(f"{helper.title}：{' · '.join(word for word in words if word)}")


class MeasuresCard(CaseCard):
    """计划和措施."""

    def __init__(self) -> None:
        super().__init__("计划和措施")

    def show_view(self, view: CaseView) -> None:
        """Show plan and measures once the household is taken in."""
        inner = self.fill()
        self.setVisible(view.is_included)
        if view.plan.text:
            inner.addWidget(wrapped(f"计划：{view.plan.text}", "small"))
        if not view.measures:
            owed = view.plan.deadline
            inner.addWidget(toned(f"还没有帮扶措施{_owed(owed)}", _level(owed)))
        for measure in view.measures:
            inner.addWidget(wrapped(_measure(measure)))
            if measure.deadline is not None:
                owed = measure.deadline
                inner.addWidget(toned(f"计划完成{_owed(owed)}".replace("，", "："), _level(owed)))


def _measure(measure: MeasureView) -> str:
    words = (
        f"{measure.kind}{f'（{measure.detail}）' if measure.detail else ''}",
        measure.content,
        f"针对{measure.risk}" if measure.risk else "",
        f"受益 {measure.beneficiary}" if measure.beneficiary else "",
        "开发式" if measure.is_developmental else "",
        "、".join(word for word in (measure.owner, measure.department) if word),
        _money(measure.amount_fen) if measure.amount_fen is not None else "",
        measure.state,
    )
    return " · ".join(word for word in words if word)


class VisitsCard(CaseCard):
    """走访: what is owed this quarter, and the last visits."""

    def __init__(self) -> None:
        super().__init__("走访")

    def show_view(self, view: CaseView) -> None:
        """Show them once the household is taken in."""
        inner = self.fill()
        self.setVisible(view.is_included)
        duty = view.visit_duty
        if duty is not None:
            level = Level.OK if duty.is_met else _level(duty.deadline)
            inner.addWidget(toned(f"{duty.words}{_owed(duty.deadline)}", level))
        for visit in list(reversed(view.visits))[:_MOST_VISITS]:
            words = (visit.visited_on.isoformat(), visit.visitor, visit.found, visit.needs)
            inner.addWidget(wrapped(" · ".join(word for word in words if word), "small"))
        if not view.visits:
            inner.addWidget(wrapped("还没有走访记录。", "small"))


class PapersCard(CaseCard):
    """材料: how many of the steps that were done are there, and which lack."""

    def __init__(self) -> None:
        super().__init__("材料")

    def show_view(self, view: CaseView) -> None:
        """Show the count and what lacks."""
        inner = self.fill()
        papers = [paper for paper in view.papers if paper.is_present]
        kept = [
            f"{paper.name}（{paper.kept_at}）" if paper.kept_at else paper.name for paper in papers
        ]
        inner.addWidget(wrapped(f"清单 {len(view.papers)} 件，已有 {len(papers)} 件", "secondary"))
        if kept:
            inner.addWidget(toned(f"✓ {'、'.join(kept)}", Level.OK))


ToldCard = HitsCard | FindingsCard | HelpersCard | MeasuresCard | VisitsCard | PapersCard


def told_cards() -> Sequence[ToldCard]:
    """The cards in the order of the page."""
    return (
        HitsCard(),
        FindingsCard(),
        HelpersCard(),
        MeasuresCard(),
        VisitsCard(),
        PapersCard(),
    )


def toned(text: str, level: Level) -> QWidget:
    """Small words in a tone."""
    made = wrapped(text, "small")
    set_level(made, level)
    return made


def _owed(owed: Deadline | None) -> str:
    if owed is None:
        return ""
    return f"，{owed.due_on.isoformat()} 前（{owed.words}）"


def _level(owed: Deadline | None) -> Level:
    if owed is None:
        return Level.PLAIN
    levels = {LightColour.OVERDUE: Level.DANGER, LightColour.NEAR: Level.WARN}
    return levels.get(owed.colour, Level.PLAIN)


def _money(fen: int | None) -> str:
    return "—" if fen is None else f"{yuan(fen)} 元"


def _yes_no(answer: int | None) -> str:
    return "未核实" if answer is None else "是" if answer else "否"
