"""程序 in the settings: choosing one, a copy of the office's own, an edit as a new version."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fangfan_desktop.domain.procedures import Stage
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.procedures import list_procedures, read_procedure_list
from fangfan_desktop.views.main_window import MainWindow
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.pages import settings as settings_module
from fangfan_desktop.views.pages.settings import SettingsPage
from fangfan_desktop.views.settings.procedures_panel import ProceduresPanel

Settle = Callable[[], None]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with create_demo(tmp_path / "a.db", size=DemoSize(20, 0.3), seed=3) as database:
        yield database


@pytest.fixture
def panel(qtbot: QtBot, operations: Operations, town: Database, settle: Settle) -> ProceduresPanel:
    window = MainWindow([settings_module.SPEC], operations, town)
    qtbot.addWidget(window)
    window.show()
    window.open_page("settings", tab="程序")
    settle()
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    found = page.findChild(ProceduresPanel)
    assert found is not None
    return found


def take(panel: ProceduresPanel, key: str) -> None:
    keys = [line.key for line in panel.list.lines.lines]
    panel.list.selectRow(keys.index(key))


def states(panel: ProceduresPanel) -> dict[str, str]:
    return {line.key: line.texts[3] for line in panel.list.lines.lines}


def test_the_steps_of_the_procedure_in_hand_are_shown(panel: ProceduresPanel):
    take(panel, "luan-2022")
    rows = [line.texts for line in panel.steps[Stage.IDENTIFY].lines.lines]
    assert rows[0][:3] == ("农户申请及承诺授权", "户", "上一步")
    assert rows[3] == (
        "民主评议",
        "村",
        "入户核实、信息比对",
        "",
        "",
        "评议会议记录、评议签到册",
    )
    assert rows[6][:4] == ("县级审定（审定）", "县", "上一步", "线索起15天")


def test_the_office_takes_one_and_leaves_it_to_the_region_again(
    panel: ProceduresPanel, settle: Settle, town: Database
):
    take(panel, "henan-2023")
    panel.use_button.click()
    settle()
    assert states(panel)["henan-2023"] == "本单位采用"
    take(panel, "henan-2023")
    assert panel.use_button.text() == "不指定"
    panel.use_button.click()
    settle()
    assert states(panel)["liuzhou-2021"] == "按地区采用"
    undo_last(town)
    assert read_procedure_list(town).chosen == "henan-2023"


def test_an_edit_is_a_new_version(panel: ProceduresPanel, settle: Settle, town: Database):
    take(panel, "luan-2022")
    dialog = panel.edit()
    assert dialog is not None
    steps = dialog.steps[Stage.IDENTIFY]
    decision = next(row for row in steps.rows if row.decision.isChecked())
    decision.limit.setText("20天")
    steps.add_step()
    steps.rows[-1].name.setText("归档")
    dialog.main_button.click()
    settle()
    [entry] = [e for e in list_procedures(town) if e.procedure.key == "luan-2022"]
    limit = entry.procedure.decision(Stage.IDENTIFY).limit
    assert (entry.version, limit.words if limit else "") == (1, "20天")
    assert [step.name for step in entry.procedure.identify][-2:] == ["录入系统", "归档"]


def test_what_cannot_be_understood_stays_in_the_dialog(
    panel: ProceduresPanel, settle: Settle, town: Database
):
    take(panel, "luan-2022")
    dialog = panel.edit()
    assert dialog is not None
    dialog.helper.setText("尽快")
    dialog.main_button.click()
    settle()
    assert dialog.isVisible()
    assert "帮扶责任人的时限“尽快”看不懂" in dialog.problem
    assert all(entry.version == 0 for entry in list_procedures(town))
    dialog.reject()


def test_steps_are_moved_and_removed(panel: ProceduresPanel):
    take(panel, "liuzhou-2021")
    dialog = panel.edit()
    assert dialog is not None
    steps = dialog.steps[Stage.IDENTIFY]
    steps.move_step(1, -1)
    steps.remove_step(2)
    names = [draft.name for draft in steps.drafts()]
    assert names[:3] == ["入户核实", "农户申请", "行政村评议"]
    dialog.reject()
