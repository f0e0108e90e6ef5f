"""工作台: what is to be done today, and how far the screening is."""

from fangfan_desktop.views.pages.workbench.page import WorkbenchPage

__all__ = ["WorkbenchPage"]
