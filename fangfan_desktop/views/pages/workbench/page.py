"""The first page of the day."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from fangfan_desktop.usecases.workbench import Task, Urgency, Workbench, read_workbench
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import Page, PageContext
from fangfan_desktop.views.pages.workbench.case_months import CaseMonths
from fangfan_desktop.views.pages.workbench.task_list import TaskList
from fangfan_desktop.views.pages.workbench.village_bars import VillageBars
from fangfan_desktop.views.widgets.card import Card, EmptyState, KeyFigure
from fangfan_desktop.views.widgets.figure_row import FigureRow
from fangfan_desktop.views.widgets.label import Tag, label
from fangfan_desktop.views.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from fangfan_desktop.usecases.previews import TablePreview

_WEEKDAYS = "一二三四五六日"
_CONCERNS = (
    "household",
    "person",
    "identification",
    "monitoring_case",
    "case_step",
    "measure",
    "visit",
    "notice",
    "procedure",
    "day_correction",
    "household_form",
    "ledger_line",
    "campaign",
    "milestone",
    "statistics_snapshot",
    "village",
    "setting",
)
_WIDE_ZOOM = 140  # percent; above it the cards stand below each other
_TASK_SHARE, _BAR_SHARE = 15, 11  # widths of the two cards below the figures


class WorkbenchPage(Page):
    """Key figures, tasks of the day and the progress of each village."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._header = PageHeader("工作台")
        self.main_button = self._header.add_button(
            "继续排查", self._do_main, icon="table", is_main=True
        )
        self.main_button.hide()
        self.print_button = self._header.add_button("打印今日清单", self._print, icon="printer")
        self._job: QObject | None = None
        self._main_target = _target("survey")
        self.bench: Workbench | None = None
        self.figures = {
            "survey": KeyFigure("已排查"),
            "cases": KeyFigure("未消除风险监测对象"),
            "ledger": KeyFigure("整改未销号"),
            "households": KeyFigure("在册农户"),
        }
        self._tags = {Urgency.OVERDUE: Tag(), Urgency.NEAR: Tag(), Urgency.WEEK: Tag()}
        self.task_list = TaskList()
        self._bars = VillageBars()
        self.months = CaseMonths()
        self._body = QStackedWidget()
        self._lay_out()
        self._connect()

    def refresh(self, changes: object) -> None:
        touches = getattr(changes, "touches", None)
        is_concerned = touches is None or touches(*_CONCERNS)
        # a page that nobody sees asks nothing; it reads anew when it is shown
        if is_concerned and self.isVisible():
            self.reload()

    def on_shown(self) -> None:
        self.reload()

    def set_campaign(self, campaign_id: int | None) -> None:
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read the day again; the last question asked is the one answered."""
        database, campaign = self.context.database, self.context.campaign_id()
        self.context.read(
            lambda: read_workbench(database, campaign_id=campaign),
            label="读取工作台",
            on_done=self._show,
            latest="workbench",
            owner=self,
        )

    # What is shown

    def _show(self, bench: Workbench) -> None:
        self.bench = bench
        self._show_day(bench)
        self._show_figures(bench)
        self._choose_main(bench)
        self.task_list.tasks.set_tasks(bench.tasks)
        self.print_button.setEnabled(bool(bench.tasks))
        for urgency, tag in self._tags.items():
            count = bench.count(urgency)
            levels = {Urgency.OVERDUE: Level.DANGER, Urgency.NEAR: Level.WARN}
            tag.set(f"{urgency.value} {count}" if count else "", levels.get(urgency, Level.PLAIN))
        self._bars.show_villages(bench.progress)
        self.months.show_months(bench.months)
        self._show_body(bench)
        if self.isVisible():
            self.context.show_status(f"今天要办 {len(bench.tasks)} 项")

    def _show_day(self, bench: Workbench) -> None:
        """The day, and the statistics that are due where there is room for it."""
        day = bench.today
        words = f"{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"
        statistics = next((task for task in bench.tasks if "统计表" in task.title), None)
        if statistics is not None and style.current().zoom <= _WIDE_ZOOM:
            words += f" · {statistics.title}，{statistics.tag}"
        self._header.set_subtitle(words)

    def _show_figures(self, bench: Workbench) -> None:
        figures = self.figures
        if bench.campaign:
            share = bench.surveyed / bench.to_survey if bench.to_survey else 0.0
            left = _days_words(bench)
            figures["survey"].set(
                f"{bench.surveyed:,}",
                f"/ {bench.to_survey:,} 户",
                f"完成 {share:.1%}，{left}",
                Level.OK if bench.days_left >= 0 or not bench.is_open else Level.DANGER,
            )
        else:
            figures["survey"].set("—", "", "还没有开展排查")
        month = bench.this_month
        figures["cases"].set(
            f"{bench.monitored.households:,}",
            f"户 {bench.monitored.people:,} 人",
            f"本月新纳入 {month.taken_in} 户，消除 {month.cleared} 户",
        )
        self._show_ledger(bench)
        figures["households"].set(
            f"{bench.registered.households:,}", "户", f"{bench.registered.people:,} 人"
        )

    def _show_ledger(self, bench: Workbench) -> None:
        ledger = bench.ledger
        level = Level.DANGER if ledger.overdue else Level.WARN if ledger.near else Level.PLAIN
        parts = [
            f"超期 {ledger.overdue} 条" if ledger.overdue else "",
            f"3天内 {ledger.near} 条" if ledger.near else "",
        ]
        words = " · ".join(part for part in parts if part)
        self.figures["ledger"].set(
            f"{ledger.open:,}", "条", words or ("没有临近时限的" if ledger.open else ""), level
        )

    def _choose_main(self, bench: Workbench) -> None:
        if not bench.registered.households:
            text, target = "导入花名册", _target("exchange")
        elif not bench.campaign:
            text, target = "新建排查", _target("survey", new_campaign=True)
        else:
            text, target = "继续排查", _target("survey")
        self._main_target = target
        self.main_button.setText(text)
        self.main_button.setAccessibleName(text)
        self.main_button.show()

    def _show_body(self, bench: Workbench) -> None:
        self._bar_card.setVisible(bool(bench.campaign))
        self._month_card.setVisible(any(month.open_at_end for month in bench.months))
        self._task_body.setCurrentIndex(0 if bench.tasks else 1)
        if bench.campaign or bench.tasks:
            self._body.setCurrentIndex(0)
        else:
            self._body.setCurrentIndex(2 if bench.registered.households else 1)

    # What is opened

    def _do_main(self) -> None:
        page, target = self._main_target
        self.context.open_page(page, **target)

    def _print(self) -> None:
        # the documents' libraries are imported when they are first asked for
        database, campaign = self.context.database, self.context.campaign_id()

        def make() -> "TablePreview":
            from fangfan_desktop.usecases.today_list import preview_today  # noqa: PLC0415

            return preview_today(database, campaign_id=campaign)

        self.context.read(make, label="准备今日清单", on_done=self._print_pages, owner=self)

    def _print_pages(self, preview: "TablePreview") -> None:
        from fangfan_desktop.views.reports.printing import PrintJob, ask_printer  # noqa: PLC0415

        printer = ask_printer(preview, self)
        if printer is None:
            preview.close()
            return
        job = PrintJob(self.context.operations, preview, printer, self)
        job.finished.connect(preview.close)
        self._job = job
        job.start()

    def _open_village(self, village_id: int) -> None:
        self.context.open_page("survey", village_id=village_id)

    def _open_task(self, task: Task) -> None:
        self.context.open_page(task.page, **task.target)

    def _connect(self) -> None:
        open_page = self.context.open_page
        self._bars.village_opened.connect(self._open_village)
        self.task_list.task_opened.connect(self._open_task)
        targets: dict[str, dict[str, object]] = {
            "survey": {},
            "cases": {"state": "未消除"},
            "ledger": {"is_open": True},
            "households": {},
        }
        for key, figure in self.figures.items():
            figure.opened.connect(lambda key=key: open_page(key, **targets[key]))

    # How it is laid out

    def _lay_out(self) -> None:
        self.content.addWidget(self._header)
        self._cards = QGridLayout()
        self.content.addWidget(FigureRow(tuple(self.figures.values())))
        task_card = Card("今天要办", is_padded=False)
        for number, tag in enumerate(self._tags.values()):
            task_card.head.insertWidget(number + 1, tag)
            tag.hide()
        self._task_head = task_card.head
        self._task_body = QStackedWidget()
        self._task_body.addWidget(self.task_list)
        self._task_body.addWidget(
            EmptyState("check", "今天没有要办的事", "超期、3天内到期和本周要做的事会列在这里。")
        )
        task_card.body.addWidget(self._task_body)
        self._bar_card = Card("各村进度")
        self._bar_card.head.insertWidget(1, label("点击村名进入排查表", "small"))
        self._bar_card.body.addWidget(self._bars)
        self._month_card = Card("监测对象逐月")
        self._month_card.body.addWidget(self.months)
        cards = QWidget()
        cards.setLayout(self._cards)
        self._side = QWidget()
        self._side_layout = QVBoxLayout(self._side)
        self._side_layout.setContentsMargins(0, 0, 0, 0)
        self._side_layout.addWidget(self._bar_card, 1)
        self._side_layout.addWidget(self._month_card)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(cards)
        for step in _first_steps():
            self._body.addWidget(step)
        self.content.addWidget(self._body, 1)
        self._task_card = task_card
        self._place()
        self.context.style.zoom_changed.connect(self._place)

    def _place(self) -> None:
        """Two cards side by side; one below the other with large letters."""
        look = style.current()
        if self.bench is not None:
            self._show_day(self.bench)
        space = look.px("space_3")
        is_wide = look.zoom <= _WIDE_ZOOM
        self._cards.addWidget(self._task_card, 0, 0)
        self._cards.addWidget(self._side, *((0, 1) if is_wide else (1, 0)))
        self._side_layout.setSpacing(space)
        self._cards.setColumnStretch(0, _TASK_SHARE)
        self._cards.setColumnStretch(1, _BAR_SHARE if is_wide else 0)
        self._cards.setSpacing(space)
        self._task_head.setSpacing(look.px("space_2"))
        self._task_head.setContentsMargins(look.px("space_4"), space, look.px("space_4"), space)
        self.task_list.setMinimumHeight(look.px("row") * 8)


def _first_steps() -> tuple[EmptyState, EmptyState]:
    """What the page says before there are households, and before there is a campaign."""
    return (
        EmptyState(
            "users",
            "第一步：把农户登记进来",
            "点右上角“导入花名册”，从表格或系统导出的名单导入；也可以在“农户档案”里逐户登记。",
        ),
        EmptyState(
            "table",
            "第二步：新建一次排查",
            "点右上角“新建排查”，选好时间、监测范围和收入期，程序会为每户备好到户排查表。",
        ),
    )


def _target(page: str, **target: object) -> tuple[str, dict[str, object]]:
    return page, target


def _days_words(bench: Workbench) -> str:
    if not bench.is_open:
        return "已结束"
    if bench.days_left < 0:
        return f"已过期限 {-bench.days_left:,} 天"
    return f"剩 {bench.days_left} 天" if bench.days_left else "今天截止"
