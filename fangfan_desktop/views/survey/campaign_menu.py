"""The menu 排查: what can be done to the campaign, to its forms, and to the form in hand."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from fangfan_desktop.usecases.campaigns import CampaignSummary
from fangfan_desktop.usecases.household_forms import HOUSEHOLD_FORM
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.survey.campaign_editing import CampaignEditing
from fangfan_desktop.views.survey.filled_import import FilledImport
from fangfan_desktop.views.survey.form_actions import FormActions
from fangfan_desktop.views.survey.in_hand import InHand
from fangfan_desktop.views.survey.second_keying_mode import SecondKeyingMode

_IMPORTED = frozenset({HOUSEHOLD_FORM, "village-form"})
_BY_ITSELF = "本表的户按范围自动列出，不用逐户加入"


class CampaignMenu:
    """Makes the menu anew each time it is opened."""

    def __init__(self, context: PageContext, page: QWidget) -> None:
        self._context = context
        self._page = page
        self.editing = CampaignEditing(context, page)
        self.forms = FormActions(context, page)
        self.importing = FilledImport(context, page)
        self.second_keying = SecondKeyingMode(context, page)

    def open(self, in_hand: InHand | None, below: QWidget) -> QMenu:
        """Show the menu below a button; without a campaign it makes a new one."""
        menu = QMenu(self._page)
        menu.setToolTipsVisible(True)
        menu.addAction("新建排查…").triggered.connect(self.editing.ask_new)
        if in_hand is not None and self.second_keying.is_on(in_hand.form.key):
            self._add_second(menu, in_hand)  # all else shows or changes the first keying
        elif in_hand is not None:
            campaign = in_hand.campaign
            if campaign.is_open:
                self._add_plan(menu, campaign)
                self._add_form(menu, in_hand)
            self._add_results(menu, in_hand)
            if in_hand.is_about_households:
                self._add_second(menu, in_hand)
            self._add_ends(menu, campaign)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))
        return menu

    def _add_plan(self, menu: QMenu, campaign: CampaignSummary) -> None:
        """What was laid down for the campaign."""
        editing, key = self.editing, campaign.id
        menu.addSeparator()
        menu.addAction("修改本次排查…").triggered.connect(lambda: editing.ask_change(key))
        menu.addAction("工作节点…").triggered.connect(lambda: editing.ask_milestones(key))
        menu.addAction("督导组…").triggered.connect(lambda: editing.ask_groups(key))
        menu.addAction("使用的表…").triggered.connect(lambda: self.forms.ask_forms(key))

    def _add_form(self, menu: QMenu, in_hand: InHand) -> None:
        """What can be done to the form in hand and its rows."""
        form, key = in_hand.form, in_hand.campaign.id
        if form.key not in _IMPORTED and not in_hand.is_further:
            return
        menu.addSection(form.annex or form.name)
        menu.addAction("导入填好的本表…").triggered.connect(
            lambda: self.importing.ask(key, form.key)
        )
        self._add_rows(menu, in_hand)
        if in_hand.is_further or form.key == HOUSEHOLD_FORM:
            menu.addAction("重新预填空着的格").triggered.connect(
                lambda: self.forms.prefill(key, form)
            )
        if in_hand.is_further:
            leaving = menu.addAction("去掉本表")
            leaving.triggered.connect(lambda: self.forms.give_up(key, form))

            def refuse(reason: str) -> None:
                leaving.setEnabled(not reason)
                leaving.setToolTip(reason)

            self.forms.ask_why_kept(key, form, refuse, menu)

    def _add_second(self, menu: QMenu, in_hand: InHand) -> None:
        """Keying the form a second time without sight of the first, or the end of it."""
        mode, key = self.second_keying, in_hand.form.key
        menu.addSeparator()
        if mode.is_on(key):
            menu.addAction("退出二次录入").triggered.connect(lambda: mode.leave(in_hand))
        else:
            menu.addAction("二次录入…").triggered.connect(lambda: mode.start(in_hand))

    def _add_rows(self, menu: QMenu, in_hand: InHand) -> None:
        form, key = in_hand.form, in_hand.campaign.id
        rows = in_hand.selected_rows()
        if in_hand.is_further and in_hand.is_of_villages:
            menu_of = menu if len(in_hand.villages) == 1 else menu.addMenu("增加一行")
            self._add_villages(menu_of, in_hand)
        elif in_hand.is_further:
            adding = menu.addAction("加入农户…")
            adding.triggered.connect(lambda: self.forms.ask_households(key, form))
            adding.setEnabled(in_hand.has_chosen_rows)
            adding.setToolTip("" if in_hand.has_chosen_rows else _BY_ITSELF)
        if in_hand.is_further and (in_hand.is_of_villages or in_hand.has_chosen_rows):
            ids = [row.id for row in rows]
            removing = menu.addAction(f"移出选中的 {len(ids):,} 行" if ids else "移出选中的行")
            removing.setEnabled(bool(ids))
            removing.triggered.connect(lambda: self.forms.remove_rows(key, form, ids))
        households = [row.household_id for row in rows if row.household_id]
        if households and in_hand.takers:
            into = menu.addMenu(f"把选中的 {len(households):,} 户加入到")
            for taker in in_hand.takers:
                into.addAction(taker.name).triggered.connect(
                    lambda _=False, taker=taker: self.forms.add_to(key, taker, households)
                )

    def _add_villages(self, menu: QMenu, in_hand: InHand) -> None:
        form, key = in_hand.form, in_hand.campaign.id
        villages = in_hand.villages
        for village, name in villages.items():
            words = f"增加一行（{name}）" if len(villages) == 1 else name
            menu.addAction(words).triggered.connect(
                lambda _=False, village=village: self.forms.add_village_row(key, form, village)
            )

    def _add_results(self, menu: QMenu, in_hand: InHand) -> None:
        """What is done with the answers, also after the campaign has ended."""
        form, key = in_hand.form, in_hand.campaign.id
        menu.addSeparator()
        village_id = getattr(in_hand.panel, "village_id", None)
        menu.addAction("填到县里的表…").triggered.connect(
            lambda: self.forms.ask_county(key, village_id)
        )
        if in_hand.is_about_households:
            menu.addAction("用答案更新农户档案…").triggered.connect(
                lambda: self.forms.ask_registry(key, form)
            )

    def _add_ends(self, menu: QMenu, campaign: CampaignSummary) -> None:
        """Ending the campaign, or opening it again."""
        editing, key = self.editing, campaign.id
        menu.addSeparator()
        if campaign.is_open:
            menu.addAction("结束本次排查（固定数据）").triggered.connect(lambda: editing.close(key))
            menu.addAction("删除本次排查").triggered.connect(lambda: editing.remove(campaign))
        else:
            menu.addAction("重新打开本次排查").triggered.connect(lambda: editing.reopen(key))
