"""Which forms of the page are being keyed a second time, and what stands against it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fangfan_desktop.forms.form import Subject
from fangfan_desktop.usecases.household_forms import CampaignBasis, household_basis
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.survey.household_panel import HouseholdPanel
from fangfan_desktop.views.survey.in_hand import InHand
from fangfan_desktop.views.survey.second_keying_desk import SecondKeyingDesk

_CLOSED = "本次排查已结束，不能二次录入。要录，先在“排查”菜单中重新打开本次排查。"


class SecondKeyingMode(QObject):
    """Begins and ends the second keying of a form; the page shows the panel that fits.

    Signals:
        switched: key of a form that begins or ends to be keyed a second time.
    """

    switched = Signal(str)

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._keys: set[str] = set()

    def is_on(self, form_key: str) -> bool:
        """Whether the form is being keyed a second time."""
        return form_key in self._keys

    def start(self, in_hand: InHand) -> None:
        """Begin, once all that was typed is on disk; says why where it cannot be done."""
        form, campaign_id = in_hand.form, in_hand.campaign.id
        if form.subject is not Subject.HOUSEHOLD:
            self._refuse(f"“{form.name}”不是到户的表，不用二次录入。")
            return
        database = self._context.database

        def begin(basis: CampaignBasis) -> None:
            panel = in_hand.panel
            if basis.state != "open":
                self._refuse(_CLOSED)
            elif (
                isinstance(panel, HouseholdPanel)
                and panel.grid
                and panel.grid.model.refused_cells()
            ):
                count = len(panel.grid.model.refused_cells())
                words = f"本表还有 {count:,} 格没读懂、没写入（标红）。先改好或者清掉，再二次录入。"
                self._refuse(words)
            else:
                self._keys.add(form.key)
                self.switched.emit(form.key)

        self._context.read(
            lambda: household_basis(database, campaign_id=campaign_id, form_key=form.key),
            label="二次录入",
            on_done=begin,
            owner=self._page,
        )

    def leave(self, in_hand: InHand) -> None:
        """End it from the menu; asked where something would be lost."""
        if isinstance(in_hand.panel, SecondKeyingDesk):
            in_hand.panel.ask_leave()

    def stop(self, form_key: str) -> None:
        """Back to the form itself."""
        self._keys.discard(form_key)
        self.switched.emit(form_key)

    def forget(self, form_key: str) -> None:
        """The form's panel is gone, such as with its campaign."""
        self._keys.discard(form_key)

    def _refuse(self, sentence: str) -> None:
        self._context.show_message(sentence, Level.WARN)
