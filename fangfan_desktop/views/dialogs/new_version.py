"""换用新版: what the newest version of a form would change in a campaign, before it is taken."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fangfan_desktop.usecases.campaign_forms import FormChange, VersionPlan, take_new_version
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.help_key import add_help_key
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label, wrapped

_SHOWN = 12  # names of columns, before it says how many


class NewVersion(ActionDialog):
    """The dialog; the campaign goes on with the newest version."""

    def __init__(
        self,
        context: PageContext,
        *,
        campaign: tuple[int, str],
        form: tuple[str, str],
        plan: VersionPlan,
        parent: QWidget | None = None,
    ) -> None:
        """Show the plan; campaign and form are (key, name), "" for the campaign in hand."""
        self._campaign_id, campaign_name = campaign
        self._form_key, form_name = form
        whose = f"“{campaign_name}”" if campaign_name else "本次排查"
        super().__init__(
            context,
            "换用新版",
            "换用新版",
            hint=f"{whose}的“{form_name}”换成最新的版本。已填的按栏目自动带过去，换错了可以撤销。",
            parent=parent,
        )
        parts = (
            ("新增的栏", plan.added, "换用后是空的，能预填的自动预填。"),
            ("去掉的栏", plan.dropped, "已填的答案仍保存着，以后换回有这一栏的版本就能看到。"),
            ("改了的栏", plan.changed, "答案不变，按新的表头、选项和条件检查。"),
            ("改为自动填写的栏", plan.replaced, "原来填的会换成农户档案或算出的内容。"),
        )
        for title, names, words in parts:
            if names:
                self.body.addWidget(label(f"{title}（{len(names)}）", "heading"))
                self.body.addWidget(wrapped(_listed(names)))
                self.body.addWidget(wrapped(words, "small"))
        if not any(names for _, names, _ in parts):
            self.body.addWidget(wrapped("各栏没有变化，只改了标题、先后或纸张。"))
        add_help_key(self)

    def call(self) -> Callable[[], FormChange]:
        database, campaign_id, key = self.context.database, self._campaign_id, self._form_key
        return lambda: take_new_version(database, campaign_id=campaign_id, form_key=key)


def _listed(names: tuple[str, ...]) -> str:
    shown = "、".join(f"“{name}”" for name in names[:_SHOWN])
    return f"{shown}等{len(names)}栏" if len(names) > _SHOWN else shown
