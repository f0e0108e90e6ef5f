"""监测帮扶: the list of monitored households."""

from fangfan_desktop.views.pages.cases.page import CasesPage

__all__ = ["CasesPage"]
