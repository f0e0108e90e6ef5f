"""What the menu 排查 does to the forms of a campaign and to the rows of the form in hand."""

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtWidgets import QWidget

from fangfan_desktop.forms.form import Field, Form
from fangfan_desktop.usecases.campaign_forms import (
    FormChange,
    add_form_rows,
    add_village_row,
    give_up_form,
    prefill_again,
    remove_form_rows,
    why_kept,
)
from fangfan_desktop.usecases.choices import village_choices
from fangfan_desktop.usecases.form_choice import OfferedForm, list_offered_forms
from fangfan_desktop.usecases.registry_update import RegistryUpdate, updatable_fields
from fangfan_desktop.views.dialogs.used_forms import UsedForms
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.survey.add_households import AddHouseholds
from fangfan_desktop.views.survey.county_fill import CountyFill
from fangfan_desktop.views.survey.registry_update import UpdateRegistry, update_words


class FormActions:
    """Asks with a page as the dialogs' owner, and does it; each is one step that can be undone."""

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        self._context = context
        self._owner = owner

    def ask_forms(self, campaign_id: int) -> None:
        """Open 使用的表."""
        database = self._context.database

        def show(forms: tuple[OfferedForm, ...]) -> None:
            dialog = UsedForms(self._context, campaign_id, forms, self._owner)
            dialog.succeeded.connect(self._tell_forms)
            dialog.open()

        self._read(lambda: list_offered_forms(database, campaign_id=campaign_id), show)

    def _tell_forms(self, done: FormChange) -> None:
        if done.rows:
            self._tell(f"已启用，列出 {done.rows:,} 行并预填。")

    def ask_households(self, campaign_id: int, form: Form) -> None:
        """Open 加入农户."""
        database = self._context.database

        def show(villages: dict[str, int]) -> None:
            dialog = AddHouseholds(
                self._context, campaign_id, (form.key, form.name), villages, self._owner
            )

            def tell(done: FormChange) -> None:
                self._tell_added(done, form)

            dialog.succeeded.connect(tell)
            dialog.open()

        self._read(lambda: village_choices(database), show)

    def add_to(self, campaign_id: int, form: Form, household_ids: Collection[int]) -> None:
        """Take households that are selected elsewhere into a form."""
        database = self._context.database
        self._write(
            lambda: add_form_rows(
                database,
                campaign_id=campaign_id,
                form_key=form.key,
                household_ids=household_ids,
                action_name=f"加入农户：{form.name}",
            ),
            "加入农户",
            lambda done: self._tell_added(done, form, len(household_ids)),
        )

    def _tell_added(self, done: FormChange, form: Form, asked: int = 0) -> None:
        words = f"“{form.name}”加入 {done.rows:,} 户，已预填。"
        if asked > done.rows:
            words += f"另有 {asked - done.rows:,} 户已在表中。"
        self._tell(words)

    def add_village_row(self, campaign_id: int, form: Form, village_id: int) -> None:
        """Add a row for a village."""
        database = self._context.database
        self._write(
            lambda: add_village_row(
                database, campaign_id=campaign_id, form_key=form.key, village_id=village_id
            ),
            "增加一行",
        )

    def remove_rows(self, campaign_id: int, form: Form, row_ids: Collection[int]) -> None:
        """Take rows out of a form, answers and all."""
        database = self._context.database
        self._write(
            lambda: remove_form_rows(
                database, campaign_id=campaign_id, form_key=form.key, row_ids=row_ids
            ),
            "移出行",
            lambda done: self._tell(f"已移出 {done.rows:,} 行，连同已填的答案。移错了可以撤销。"),
        )

    def prefill(self, campaign_id: int, form: Form) -> None:
        """Fill empty prefilled cells with what is known now."""
        database = self._context.database

        def tell(done: FormChange) -> None:
            words = f"已重新预填 {done.rows:,} 行 {done.cells:,} 格，已填的答案没有动。"
            self._tell(words if done.rows else "没有可以补填的格，已填的答案没有动。")

        self._write(
            lambda: prefill_again(database, campaign_id=campaign_id, form_key=form.key),
            "重新预填",
            tell,
        )

    def give_up(self, campaign_id: int, form: Form) -> None:
        """Take a form out of the campaign; refused where somebody has begun it."""
        database = self._context.database
        self._write(
            lambda: give_up_form(database, campaign_id=campaign_id, form_key=form.key),
            "去掉本表",
            lambda _done: self._tell(f"本次排查不再用“{form.name}”。去错了可以撤销。"),
        )

    def ask_why_kept(
        self, campaign_id: int, form: Form, on_done: Callable[[str], None], owner: QWidget
    ) -> None:
        """Ask why a form cannot be taken out, for a menu that is open meanwhile."""
        database = self._context.database
        self._context.read(
            lambda: why_kept(database, campaign_id=campaign_id, form_key=form.key),
            label="读取表样",
            on_done=on_done,
            owner=owner,
        )

    def ask_registry(self, campaign_id: int, form: Form) -> None:
        """Open 用答案更新农户档案."""
        database = self._context.database

        def show(found: tuple[tuple[Field, ...], dict[str, int]]) -> None:
            fields, villages = found
            if not fields:
                self._context.show_message(
                    f"“{form.name}”没有农户档案也有的栏，不用更新。", Level.INFO
                )
                return
            dialog = UpdateRegistry(
                self._context, campaign_id, form.key, fields, villages, self._owner
            )
            dialog.succeeded.connect(self._tell_updated)
            dialog.open()

        self._read(
            lambda: (
                updatable_fields(database, campaign_id=campaign_id, form_key=form.key),
                village_choices(database),
            ),
            show,
        )

    def _tell_updated(self, done: RegistryUpdate) -> None:
        self._tell(f"农户档案已更新 {update_words(done)}。更新错了可以撤销。")

    def ask_county(self, campaign_id: int, village_id: int | None) -> None:
        """Open 填到县里的表."""
        database = self._context.database

        def show(villages: dict[str, int]) -> None:
            CountyFill(self._context, campaign_id, villages, village_id, self._owner).open()

        self._read(lambda: village_choices(database), show)

    def _write(
        self, call: Callable[[], Any], label: str, on_done: Callable[[Any], None] | None = None
    ) -> None:
        self._context.write(call, label=label, on_done=on_done, owner=self._owner)

    def _read(self, call: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        self._context.read(call, label="读取表样", on_done=on_done, owner=self._owner)

    def _tell(self, words: str) -> None:
        self._context.show_message(words, Level.OK)
