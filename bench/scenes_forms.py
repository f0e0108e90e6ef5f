"""Pictures of further forms: taken up, keyed twice, edited, made of a county's blank, filled."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from camera import Camera
from PySide6.QtWidgets import QDialog
from scenes_grid import form_panel

from fangfan_desktop.forms.form import Field, Kind, Source, Value
from fangfan_desktop.usecases.demo import DEMO_DAY
from fangfan_desktop.usecases.form_choice import list_offered_forms
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_answers
from fangfan_desktop.usecases.new_form import new_form
from fangfan_desktop.usecases.second_keying import (
    Choice,
    Keep,
    compare_keyings,
    key_again,
    settle_differences,
)

Scene = Callable[[Camera], None]

CAMPAIGN = 1
_HELP_SIZE = (920, 680)
_BLANK = Path(__file__).resolve().parents[1] / "tests/data/blank_forms/qinghe-household-2024.xlsx"
_KEYED = {Source.TYPED, Source.PREFILLED}


def further_forms(camera: Camera) -> None:
    """The forms of a campaign, and the grids of those that are further."""
    page = camera.open("survey", form="household-form")
    page.menu.forms.ask_forms(CAMPAIGN)
    camera.settle()
    camera.shoot("40-dialog-used-forms")
    camera.close_dialogs()
    menu = page.menu.open(page.in_hand, page.manage)
    camera.shoot("40-campaign-menu", menu)
    menu.close()
    panel = form_panel(camera, "check-monitored")
    panel.grid.view.go(2, panel.grid.model.column_of["helper_in_place"])
    camera.shoot("41-check-monitored")
    panel = form_panel(camera, "visit-check")
    panel.grid.view.go(1, 6)
    camera.shoot("42-visit-check")
    form_panel(camera, "lookback-check")
    camera.shoot("43-lookback-check")
    camera.open("survey", form="visit-check")
    page.menu.forms.ask_households(CAMPAIGN, page.in_hand.form)
    camera.settle()
    (dialog,) = (one for one in camera.window.findChildren(QDialog) if one.isVisible())
    dialog.filter_by("monitored")
    camera.settle()
    dialog.amount.setValue(2)
    dialog.draw()
    camera.shoot("44-dialog-add-households")
    camera.close_dialogs()


def second_keying(camera: Camera) -> None:
    """The blind grid, what differs, and all that agrees."""
    village = camera.number("SELECT min(village_id) FROM household_form")
    panel = form_panel(camera, village=village)
    page = camera.window.page("survey")
    page.menu.second_keying.start(page.in_hand)
    camera.settle()
    desk = page._panels["household-form"]  # noqa: SLF001
    desk.panel.grid.view.go(0, 8)
    camera.shoot("45-second-keying-blank")
    rows = [row for row in load_rows(camera.database, campaign_id=CAMPAIGN)
            if row.village_id == village and row.is_complete][:30]  # fmt: skip
    form = household_basis(camera.database, campaign_id=CAMPAIGN).form
    draw = Random(5)  # noqa: S311
    wanted: dict[int, dict[str, Value]] = {}
    for row in rows:
        again = dict(zip(form.value_keys, row.values, strict=True))
        wanted[row.id] = {
            field.key: _keyed_again(draw, field, again[field.key])
            for field in form.fields
            if field.source in _KEYED
        }
    done = key_again(camera.database, campaign_id=CAMPAIGN, form_key=form.key, wanted=wanted)
    camera.window.changed(done.changes)
    camera.settle()
    camera.shoot("45-second-keying")
    desk.show_comparison()
    camera.settle()
    desk.comparison.grid.choose(Keep.SECOND)
    camera.shoot("46-second-keying-comparison")
    found = compare_keyings(camera.database, campaign_id=CAMPAIGN, form_key=form.key)
    settled = settle_differences(
        camera.database,
        campaign_id=CAMPAIGN,
        form_key=form.key,
        choices=[Choice(one.household_id, one.key, Keep.FIRST) for one in found.differences],
    )
    camera.window.changed(settled.changes)
    camera.settle()
    camera.shoot("47-second-keying-agrees")
    page.menu.second_keying.stop("household-form")
    camera.settle()
    del panel


def _keyed_again(draw: Random, field: Field, value: Value) -> Value:
    """Now and then another answer."""
    if draw.random() > 0.02:  # noqa: PLR2004
        return value
    if field.kind is Kind.YES_NO and value is not None:
        return 1 - int(value)
    return value + 10_000 if field.kind is Kind.MONEY and isinstance(value, int) else value


def campaign_results(camera: Camera) -> None:
    """What is done with the answers: the county's workbook, the registry."""
    page = camera.open("survey", form="household-form")
    page.menu.forms.ask_county(CAMPAIGN, None)
    camera.settle()
    (dialog,) = (one for one in camera.window.findChildren(QDialog) if one.isVisible())
    dialog.take(_BLANK)
    camera.shoot("48-dialog-county-fill")
    camera.close_dialogs()
    rows = load_rows(camera.database, campaign_id=CAMPAIGN)[:40]
    edits = [(row.id, "water_safe", 0) for row in rows[3:30:9]]
    edits += [(row.id, "on_dibao", 1) for row in rows[5:40:7]]
    saved = set_answers(camera.database, campaign_id=CAMPAIGN, edits=edits)
    camera.window.changed(saved.changes)
    page.menu.forms.ask_registry(CAMPAIGN, page.in_hand.form)
    camera.settle()
    camera.shoot("49-dialog-update-registry")
    camera.close_dialogs()


def campaign_with_forms(camera: Camera) -> None:
    from fangfan_desktop.views.dialogs.new_campaign import NewCampaignDialog  # noqa: PLC0415

    camera.open("survey", form="household-form")
    forms = list_offered_forms(camera.database, campaign_id=None)
    dialog = NewCampaignDialog(["2022年集中排查"], DEMO_DAY, camera.window, forms=forms)
    dialog.show()
    camera.shoot("50-dialog-new-campaign-forms")
    dialog.reject()


def form_wizard(camera: Camera) -> None:
    """A county's blank becomes a form in four steps."""
    page = camera.open("exchange", blank_form=True)
    camera.shoot("51-wizard-1-file")
    page.wizard.open_file(_BLANK)
    camera.settle()
    camera.shoot("51-wizard-2-header")
    page.wizard.go_on()
    camera.settle()
    page.wizard.match.go_to(8)
    camera.shoot("51-wizard-3-columns")
    look = camera.program.look
    before = look.zoom
    look.set_zoom(200)
    camera.shoot("51-wizard-3-columns-large")
    look.set_zoom(before)
    page.wizard.go_on()
    camera.settle()
    camera.shoot("51-wizard-4-save")
    page.wizard.go_back()
    page.wizard.go_back()
    page.wizard.go_back()
    page.show_wizard(is_shown=False)
    camera.settle()


def form_editor(camera: Camera) -> None:
    """The forms in 设置, and one of them edited."""
    made = new_form(camera.database, path=_BLANK, name="青禾县到户核查表")
    camera.window.changed(made.changes)
    page = camera.open("settings", tab="表样", form=made.form.key)
    panel = dict(page.panels)["表样"]
    camera.shoot("52-forms")
    editor = panel.open_form()
    camera.settle()
    camera.shoot("53-form-editor")
    editor.desk.table.selectRow(7)
    camera.shoot("53-form-editor-column")
    for place in range(1, editor.tabs.count()):
        editor.tabs.setCurrentIndex(place)
        camera.shoot(f"53-form-editor-tab-{place + 1}")
    camera.close_dialogs()
    look = camera.program.look
    before = look.zoom
    look.set_zoom(200)
    camera.shoot("52-forms-large")
    panel.open_form()
    camera.shoot("53-form-editor-large")
    camera.close_dialogs()
    look.set_zoom(before)
    camera.settle()


def printed_forms(camera: Camera) -> None:
    """报表导出 with further forms; a record page, filled and blank."""
    page = camera.open("reports", table="visit-check")
    camera.shoot("54-reports-further")
    page.preview()
    camera.shoot("55-reports-record")
    page.content_box.setCurrentIndex(page.content_box.count() - 1)
    page.preview()
    camera.shoot("55-reports-record-blank")
    page.refresh(None)
    camera.settle()
    camera.open("reports", table="check-monitored")
    page.content_box.setCurrentIndex(0)
    page.preview()
    camera.shoot("56-reports-check-monitored")
    page.refresh(None)
    camera.settle()


def household_forms_tab(camera: Camera) -> None:
    found = camera.number(
        "SELECT household_id FROM further_form WHERE household_id IS NOT NULL"
        " GROUP BY household_id ORDER BY count(*) DESC, household_id LIMIT 1"
    )
    page = camera.open("households", household_id=found)
    page.household.tabs.setCurrentIndex(4)
    camera.shoot("57-household-forms")


def help_chapters(camera: Camera) -> None:
    from fangfan_desktop.views.dialogs.help import HelpWindow  # noqa: PLC0415

    camera.open("survey", form="household-form")
    camera.window.help_requested.emit("survey")
    camera.settle()
    shown = camera.window.findChild(HelpWindow)
    for key, name in (("keys", "keys"), ("forms", "forms"), ("own-forms", "own-forms")):
        shown.show_chapter(key)
        shown.resize(*_HELP_SIZE)  # the screen in memory is smaller than a clerk's
        camera.settle()
        camera.save(shown.grab(), f"58-help-{name}")
    shown.close()


SCENES: tuple[Scene, ...] = (
    further_forms,
    second_keying,
    campaign_results,
    campaign_with_forms,
    form_wizard,
    form_editor,
    printed_forms,
    household_forms_tab,
    help_chapters,
)
