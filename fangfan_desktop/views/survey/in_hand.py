"""What the menu 排查 is about: the campaign, the form and the rows in hand."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from fangfan_desktop.forms.form import Form, Subject
from fangfan_desktop.usecases.campaign_forms import BASIC, UsedForm
from fangfan_desktop.usecases.campaigns import CampaignSummary
from fangfan_desktop.usecases.household_forms import HOUSEHOLD_FORM, FormRow
from fangfan_desktop.views.survey.household_panel import HouseholdPanel

_CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class InHand:
    """The campaign and the form that are shown, and the forms that the campaign uses."""

    campaign: CampaignSummary
    form: Form
    used: tuple[UsedForm, ...]
    panel: QWidget | None

    @property
    def is_further(self) -> bool:
        """Whether the form is none of 附件1 to 附件4."""
        return self.form.key not in BASIC

    @property
    def is_of_villages(self) -> bool:
        """Whether the form has rows of villages."""
        return self.form.subject is Subject.VILLAGE

    @property
    def has_chosen_rows(self) -> bool:
        """Whether the clerk says which households are in the form."""
        return self.form.scope == _CHOSEN and not self.is_of_villages

    @property
    def is_about_households(self) -> bool:
        """Whether answers of the form can update the registry."""
        return self.form.key == HOUSEHOLD_FORM or (self.is_further and not self.is_of_villages)

    @property
    def takers(self) -> tuple[Form, ...]:
        """Forms that households can be taken into, but for the one in hand."""
        forms = [each.form for each in self.used if each.is_further]
        return tuple(
            form
            for form in forms
            if form.scope == _CHOSEN
            and form.subject is Subject.HOUSEHOLD
            and form.key != self.form.key
        )

    @property
    def villages(self) -> dict[int, str]:
        """Names of the villages by id: the one in hand, or all of the grid."""
        panel = self.panel
        if not isinstance(panel, HouseholdPanel) or panel.store is None:
            return {}
        known = panel.store.villages
        here = panel.village_id
        return {here: known[here]} if here in known else known

    def selected_rows(self) -> list[FormRow]:
        """The rows of the selection, where a grid of households or villages is shown."""
        panel = self.panel
        if not isinstance(panel, HouseholdPanel) or panel.grid is None or panel.store is None:
            return []
        model = panel.grid.model
        ids = {
            model.row_id(row): None
            for rows, _ in panel.grid.view.selected_ranges()
            for row in rows
            if 0 <= row < model.rowCount()
        }
        found = [panel.store.find(row_id) for row_id in ids]
        return [row for row in found if row is not None]
