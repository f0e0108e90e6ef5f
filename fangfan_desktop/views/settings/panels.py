"""The tabs of 设置与备份, in order; a new panel is one line here."""

from collections.abc import Callable

from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.areas_panel import AreasPanel
from fangfan_desktop.views.settings.backup_panel import BackupPanel
from fangfan_desktop.views.settings.code_lists_panel import CodeListsPanel
from fangfan_desktop.views.settings.forms_panel import FormsPanel
from fangfan_desktop.views.settings.groups_panel import GroupsPanel
from fangfan_desktop.views.settings.history_panel import HistoryPanel
from fangfan_desktop.views.settings.holidays_panel import HolidaysPanel
from fangfan_desktop.views.settings.mappings_panel import MappingsPanel
from fangfan_desktop.views.settings.notices_panel import NoticesPanel
from fangfan_desktop.views.settings.office_panel import OfficePanel
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.settings.procedures_panel import ProceduresPanel

PANELS: tuple[tuple[str, Callable[[PageContext], SettingsPanel]], ...] = (
    ("单位", OfficePanel),
    ("村组网格", AreasPanel),
    ("表样", FormsPanel),
    ("人群分组", GroupsPanel),
    ("程序", ProceduresPanel),
    ("公示模板", NoticesPanel),
    ("代码表", CodeListsPanel),
    ("列名对应", MappingsPanel),
    ("节假日", HolidaysPanel),
    ("备份", BackupPanel),
    ("历史", HistoryPanel),
)
