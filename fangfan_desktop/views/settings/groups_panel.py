"""人群分组: the groups of the 八类人员 ledger at the left, who is in one of them at the right."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex

from fangfan_desktop.usecases.focus_groups import (
    GroupDraft,
    GroupLine,
    GroupList,
    GroupRow,
    MemberNote,
    list_groups,
    list_members,
    note_member,
    preset_choices,
    remove_household,
    save_groups,
    selection_choices,
    take_preset,
)
from fangfan_desktop.views.dialogs.group_household import GroupHousehold
from fangfan_desktop.views.dialogs.texts import Asked, AskTexts
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.lines_table import Line, LinesTable
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import wrapped

_BY_HAND = ("由办事人员逐户放入", "")


class GroupsPanel(SettingsPanel):
    """The tab."""

    tables = ("focus_group", "focus_member", "household", "person", "identification", "measure")
    help_chapter = "reports"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._groups: tuple[GroupLine, ...] = ()
        self._members: tuple[GroupRow, ...] = ()
        self._titles = dict(selection_choices())
        self.list = LinesTable(
            ("分组", "户", "人", "怎样列入"),
            name="人群分组",
            number_columns=frozenset({1, 2}),
            tight_columns=frozenset({3}),
        )
        self.members = LinesTable(
            ("户主", "村组", "人口", "认定依据", "主要困难", "责任人", "备注"),
            name="分组里的农户",
            number_columns=frozenset({2}),
            tight_columns=frozenset({0}),
        )
        self.words = wrapped("", "small")
        self.about = wrapped("", "small")
        self.put_button = Button("放入农户", self.ask_put, icon="plus", role="flat")
        self.note_button = Button("填写", self.ask_note, icon="edit", role="flat")
        self.out_button = Button("移出", self.take_out, icon="minus", role="flat")
        self.put_beside(self._left(), self._right())
        self.list.doubleClicked.connect(self.ask_change)
        self.members.doubleClicked.connect(self.ask_note)
        self.list.selectionModel().currentRowChanged.connect(self._chosen)

    def _left(self) -> Card:
        card = Card("人群分组")
        for button in (
            Button("新增", self.ask_new, icon="plus", role="flat"),
            Button("修改", self.ask_change, icon="edit", role="flat"),
            Button("删除", self.remove, icon="trash", role="flat"),
            Button("上移", lambda: self.move_group(-1), icon="chevron-up", role="flat"),
            Button("下移", lambda: self.move_group(1), icon="chevron-down", role="flat"),
        ):
            card.head.addWidget(button)
        card.body.addWidget(self.words)
        card.body.addWidget(self.list)
        card.body.addWidget(Button("采用预置分组…", self.ask_preset, icon="refresh"))
        return card

    def _right(self) -> Card:
        self._households = Card("农户")
        for button in (self.put_button, self.note_button, self.out_button):
            self._households.head.addWidget(button)
        self._households.body.addWidget(self.about)
        self._households.body.addWidget(self.members)
        return self._households

    def reload(self) -> None:
        self.context.read(
            lambda: list_groups(self.context.database),
            label="读取人群分组",
            on_done=self._show,
            latest="focus_groups",
            owner=self,
        )

    # --- what the buttons do -------------------------------------------------------------------

    def ask_preset(self) -> AskTexts:
        """Ask which preset to take; the groups in force give way to it."""
        database = self.context.database
        choices = tuple((words, key) for key, words in preset_choices())

        def save(given: list[Any]) -> Any:
            return take_preset(database, preset=given[0])

        asked = [Asked("预置分组", choices[0][1], choices)]
        return self._ask("采用预置分组", asked, save)

    def ask_new(self) -> AskTexts:
        """Ask for another group, put behind the others."""

        def save(given: list[Any]) -> Any:
            return self._saved([*drafts, GroupDraft(*given)])

        drafts = self._drafts()
        return self._ask("新增分组", _asked(GroupDraft("")), save)

    def ask_change(self) -> AskTexts | None:
        """Ask for other words of the group in hand."""
        place, drafts = self._place, self._drafts()
        if place is None:
            return None
        before = drafts[place]

        def save(given: list[Any]) -> Any:
            changed = GroupDraft(*given, group_id=before.group_id)
            return self._saved([*drafts[:place], changed, *drafts[place + 1 :]])

        return self._ask("修改分组", _asked(before), save)

    def remove(self) -> None:
        """Remove the group in hand; undo brings it back with its households."""
        place = self._place
        if place is not None:
            drafts = self._drafts()
            del drafts[place]
            self.write(lambda: self._saved(drafts), "删除分组")

    def move_group(self, by: int) -> None:
        """Move the group in hand up or down."""
        place = self._place
        if place is not None:
            drafts = self._drafts()
            drafts.insert(max(0, place + by), drafts.pop(place))
            self.write(lambda: self._saved(drafts), "调整分组顺序")

    def ask_put(self) -> GroupHousehold | None:
        """Ask for a household to put into the group in hand."""
        group = self._group
        if group is None or group.group_id is None:
            return None
        dialog = GroupHousehold(self.context, group.group_id, group.name, self)
        dialog.open()
        return dialog

    def ask_note(self) -> AskTexts | None:
        """Ask what is to be noted of the household in hand."""
        group, row = self._group, self._member
        if group is None or group.group_id is None or row is None:
            return None
        group_id, household_id = group.group_id, row.household_id
        database = self.context.database

        def save(given: list[Any]) -> Any:
            note = MemberNote(*given)
            return note_member(database, group_id=group_id, household_id=household_id, note=note)

        shown = [(name, str(row.values[key] or "")) for name, key in _NOTED]
        asked = [Asked(name, text) for name, text in shown]
        return self._ask(f"{row.values['head_name'] or ''}户", asked, save)

    def take_out(self) -> None:
        """Take the household in hand out of the group."""
        group, row = self._group, self._member
        if group is not None and group.group_id is not None and row is not None:
            call = partial(
                remove_household,
                self.context.database,
                group_id=group.group_id,
                household_id=row.household_id,
            )
            self.write(call, "移出人群分组")

    # --- what is shown -------------------------------------------------------------------------

    def _show(self, found: GroupList) -> None:
        self._groups = found.groups
        self.words.setText(
            f"还没有设置，先按预置分组“{found.preset}”列出；改动任何一处就成为本单位的分组。"
            if found.preset
            else "八类人员台账按这里的分组列出，同一户可以在几个分组里。"
        )
        self.list.show_lines(
            [
                Line(
                    group.name,
                    (
                        group.name,
                        str(group.households),
                        str(group.people),
                        "自动" if group.selection_key else "手工",
                    ),
                )
                for group in found.groups
            ]
        )
        self._show_group()

    def _chosen(self, _index: QModelIndex) -> None:
        self._show_group()

    def _show_group(self) -> None:
        group = self._group
        is_stored = group is not None and group.group_id is not None
        is_by_hand = is_stored and group is not None and not group.selection_key
        self.put_button.setEnabled(is_by_hand)
        self.out_button.setEnabled(is_by_hand)
        self.note_button.setEnabled(is_stored)
        if group is None:
            return
        self._households.title.setText(group.name)
        how = self._titles.get(group.selection_key)
        self.about.setText(
            f"按登记自动列出：{how}。登记改了，这里跟着变。"
            if how
            else "点“放入农户”逐户放入。"
            if is_stored
            else "先采用预置分组，再逐户放入。"
        )
        group_id = group.group_id
        if group_id is None:
            self._show_members(())
            return
        self.context.read(
            lambda: list_members(self.context.database, group_id=group_id),
            label="读取分组里的农户",
            on_done=self._show_members,
            latest="focus_members",
            owner=self,
        )

    def _show_members(self, rows: tuple[GroupRow, ...]) -> None:
        self._members = rows
        self.members.show_lines([_line(row) for row in rows])

    def _drafts(self) -> list[GroupDraft]:
        return [
            GroupDraft(group.name, group.selection_key, group.basis, group.group_id)
            for group in self._groups
        ]

    def _saved(self, drafts: Sequence[GroupDraft]) -> Any:
        return save_groups(self.context.database, groups=drafts)

    def _ask(
        self, title: str, asked: Sequence[Asked], save: Callable[[list[Any]], Any]
    ) -> AskTexts:
        dialog = AskTexts(self.context, title, asked, save, self)
        dialog.open()
        return dialog

    @property
    def _place(self) -> int | None:
        key = self.list.current_key
        return next((i for i, group in enumerate(self._groups) if group.name == key), None)

    @property
    def _group(self) -> GroupLine | None:
        place = self._place
        return None if place is None else self._groups[place]

    @property
    def _member(self) -> GroupRow | None:
        key = self.members.current_key
        return next((row for row in self._members if row.household_id == key), None)


_NOTED = (
    ("认定依据", "basis"),
    ("主要困难", "difficulty"),
    ("责任人", "owner"),
    ("备注", "remarks"),
)


def _asked(draft: GroupDraft) -> list[Asked]:
    choices = (_BY_HAND, *((title, key) for key, title in selection_choices()))
    return [
        Asked("分组名称", draft.name),
        Asked("怎样列入", draft.selection_key, choices),
        Asked("认定依据", draft.basis, hint="没有逐户写明时用这一句"),
    ]


def _line(row: GroupRow) -> Line:
    values = row.values

    def text(key: str) -> str:
        return str(values[key] or "")

    return Line(
        row.household_id,
        (
            text("head_name"),
            text("village") + text("group"),
            str(row.people),
            text("basis"),
            text("difficulty"),
            text("owner"),
            text("remarks"),
        ),
    )
