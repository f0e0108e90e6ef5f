"""村组网格: villages at the left; groups, grids and workers of the one in hand at the right."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from fangfan_desktop.usecases import areas
from fangfan_desktop.usecases.areas import AreaLine, VillageAreas, VillageLine, WorkerLine
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.texts import Asked, AskTexts
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.lines_table import Line, LinesTable
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card

_LEVELS = (("", ""), ("一级", "一级"), ("二级", "二级"))
_LARGE = 130  # percent
_ROWS_IN_SIGHT = 6


class TableCard(Card):
    """A card with a table and the buttons 新增, 修改, 删除."""

    def __init__(
        self,
        title: str,
        table: LinesTable,
        *,
        on_add: Callable[[], object],
        on_edit: Callable[[], object],
        on_remove: Callable[[], object],
    ) -> None:
        super().__init__(title)
        self.table = table
        self.add_button = Button("新增", on_add, icon="plus", role="flat")
        for button in (
            self.add_button,
            Button("修改", on_edit, icon="edit", role="flat"),
            Button("删除", on_remove, icon="trash", role="flat"),
        ):
            self.head.addWidget(button)
        table.doubleClicked.connect(on_edit)
        self.body.addWidget(table)


class AreasPanel(SettingsPanel):
    """The tab."""

    tables = ("village", "village_group", "grid", "grid_worker", "household", "person")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._villages: tuple[VillageLine, ...] = ()
        self._areas = VillageAreas((), (), ())
        self.villages = LinesTable(
            ("村（社区）", "户", "人", "组", "网格", "网格员"),
            name="村（社区）",
            number_columns=frozenset(range(1, 6)),
        )
        self.groups = LinesTable(("村民小组", "户"), name="村民小组", number_columns=frozenset({1}))
        self.grids = LinesTable(("网格", "户"), name="网格", number_columns=frozenset({1}))
        self.workers = LinesTable(("网格员", "电话", "级别", "网格"), name="网格员")
        self._village_card = TableCard(
            "村（社区）",
            self.villages,
            on_add=self.add_village,
            on_edit=self.edit_village,
            on_remove=self.remove_village,
        )
        group_card = TableCard(
            "村民小组",
            self.groups,
            on_add=self.add_group,
            on_edit=self.edit_group,
            on_remove=self.remove_group,
        )
        grid_card = TableCard(
            "网格",
            self.grids,
            on_add=self.add_grid,
            on_edit=self.edit_grid,
            on_remove=self.remove_grid,
        )
        worker_card = TableCard(
            "网格员",
            self.workers,
            on_add=self.add_worker,
            on_edit=self.edit_worker,
            on_remove=self.remove_worker,
        )
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._above = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.addWidget(self._village_card, 5)
        right = QVBoxLayout()
        self._above.addWidget(group_card)
        self._above.addWidget(grid_card)
        right.addLayout(self._above, 1)
        right.addWidget(worker_card, 1)
        self._across.addLayout(right, 6)
        for layout in (self._above, right):
            self.fit_margins(layout, is_outer=False)
        self.fit_margins(self._across)
        style.current().zoom_changed.connect(self._place)
        self._place()
        self.villages.selectionModel().currentRowChanged.connect(self._village_chosen)

    def reload(self) -> None:
        self.context.read(
            lambda: areas.list_villages(self.context.database),
            label="读取村名",
            on_done=self._show_villages,
            latest="areas_villages",
            owner=self,
        )

    def _place(self) -> None:
        """Side by side; one below the other where the letters are large."""
        is_large = style.current().zoom >= _LARGE
        direction = QBoxLayout.Direction
        for layout in (self._across, self._above):
            layout.setDirection(direction.TopToBottom if is_large else direction.LeftToRight)
        for table in (self.villages, self.groups, self.grids, self.workers):
            # the page scrolls then, and each table keeps some rows
            rows = _ROWS_IN_SIGHT if is_large else 0
            table.setMinimumHeight(style.current().px("row_wide") * rows)

    # Villages

    def add_village(self) -> AskTexts:
        """Ask for a new village."""
        database = self.context.database
        return self._ask(
            "新增村（社区）",
            [
                Asked("名称", hint="如：坭桥村"),
                Asked("行政区划代码", hint="12位，没有的空着"),
            ],
            lambda given: areas.add_village(database, name=given[0], code=given[1]),
        )

    def edit_village(self) -> AskTexts | None:
        """Ask for another name."""
        village = self._village()
        if village is None:
            return None
        database, key = self.context.database, village.village_id
        return self._ask(
            "修改村名",
            [Asked("名称", village.official_name)],
            lambda given: areas.rename_village(database, village_id=key, name=given[0]),
        )

    def remove_village(self) -> None:
        """Remove the village in hand."""
        database, key = self.context.database, self.villages.current_key
        if key is not None:
            self.write(lambda: areas.remove_village(database, village_id=key), "删除村（社区）")

    # Groups and grids

    def add_group(self) -> AskTexts | None:
        """Ask for a new group."""
        return self._ask_area("新增村民小组", areas.add_group, hint="如：一组、下塘屯")

    def edit_group(self) -> AskTexts | None:
        """Ask for another name of the group in hand."""
        database, group = self.context.database, _by_id(self._areas.groups, self.groups)
        if group is None:
            return None
        return self._ask(
            "修改组名",
            [Asked("名称", group.name)],
            lambda given: areas.rename_group(database, group_id=group.id, name=given[0]),
        )

    def remove_group(self) -> None:
        """Remove the group in hand."""
        database, key = self.context.database, self.groups.current_key
        if key is not None:
            self.write(lambda: areas.remove_group(database, group_id=key), "删除村民小组")

    def add_grid(self) -> AskTexts | None:
        """Ask for a new grid."""
        return self._ask_area("新增网格", areas.add_grid, hint="如：第一网格")

    def edit_grid(self) -> AskTexts | None:
        """Ask for another name of the grid in hand."""
        database, grid = self.context.database, _by_id(self._areas.grids, self.grids)
        if grid is None:
            return None
        return self._ask(
            "修改网格名",
            [Asked("名称", grid.name)],
            lambda given: areas.rename_grid(database, grid_id=grid.id, name=given[0]),
        )

    def remove_grid(self) -> None:
        """Remove the grid in hand."""
        database, key = self.context.database, self.grids.current_key
        if key is not None:
            self.write(lambda: areas.remove_grid(database, grid_id=key), "删除网格")

    # Workers

    def add_worker(self) -> AskTexts | None:
        """Ask for a new grid worker."""
        return self._ask_worker("新增网格员", None)

    def edit_worker(self) -> AskTexts | None:
        """Ask for the grid worker in hand."""
        key = self.workers.current_key
        worker = next((w for w in self._areas.workers if w.worker_id == key), None)
        return self._ask_worker("修改网格员", worker) if worker else None

    def remove_worker(self) -> None:
        """Remove the grid worker in hand."""
        database, key = self.context.database, self.workers.current_key
        if key is not None:
            self.write(lambda: areas.remove_worker(database, worker_id=key), "删除网格员")

    def _ask_worker(self, title: str, worker: WorkerLine | None) -> AskTexts | None:
        village = self.villages.current_key
        if village is None:
            return None
        database = self.context.database
        grids = (("", None), *((grid.name, grid.id) for grid in self._areas.grids))
        asked = [
            Asked("姓名", worker.name if worker else ""),
            Asked("电话", (worker.phone or "") if worker else ""),
            Asked("级别", (worker.level or "") if worker else "", _LEVELS),
            Asked("网格", worker.grid_id if worker else None, grids),
        ]
        return self._ask(
            title,
            asked,
            lambda given: areas.set_worker(
                database,
                village_id=village,
                name=given[0],
                phone=given[1],
                level=given[2],
                grid_id=given[3],
                worker_id=worker.worker_id if worker else None,
            ),
        )

    def _ask_area(self, title: str, add: Callable[..., Any], hint: str) -> AskTexts | None:
        village, database = self.villages.current_key, self.context.database
        if village is None:
            return None
        return self._ask(
            title,
            [Asked("名称", hint=hint)],
            lambda given: add(database, village_id=village, name=given[0]),
        )

    def _ask(self, title: str, asked: list[Asked], save: Callable[[list[Any]], Any]) -> AskTexts:
        dialog = AskTexts(self.context, title, asked, save, self)
        dialog.open()
        return dialog

    def _village(self) -> VillageLine | None:
        key = self.villages.current_key
        return next((one for one in self._villages if one.village_id == key), None)

    def _village_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self._load_areas()

    def _load_areas(self) -> None:
        village = self.villages.current_key
        if village is not None:
            self.context.read(
                lambda: areas.village_areas(self.context.database, village_id=village),
                label="读取村民小组",
                on_done=self._show_areas,
                latest="areas_of_village",
                owner=self,
            )

    def _show_villages(self, villages: tuple[VillageLine, ...]) -> None:
        self._villages = villages
        self.villages.show_lines(
            [
                Line(
                    one.village_id,
                    (
                        one.name,
                        f"{one.households:,}",
                        f"{one.people:,}",
                        str(one.groups),
                        str(one.grids),
                        str(one.workers),
                    ),
                )
                for one in villages
            ]
        )
        self._village_card.title.setText(f"村（社区） {len(villages)}")
        self._load_areas()

    def _show_areas(self, found: VillageAreas) -> None:
        self._areas = found
        for table, lines in ((self.groups, found.groups), (self.grids, found.grids)):
            table.show_lines([Line(one.id, (one.name, str(one.households))) for one in lines])
        self.workers.show_lines(
            [
                Line(one.worker_id, (one.name, one.phone or "", one.level or "", one.grid or ""))
                for one in found.workers
            ]
        )


def _by_id(lines: tuple[AreaLine, ...], table: LinesTable) -> AreaLine | None:
    return next((one for one in lines if one.id == table.current_key), None)
