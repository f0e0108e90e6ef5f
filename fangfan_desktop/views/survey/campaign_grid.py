"""The grid of a campaign's form, as it was taken up by the campaign."""

from dataclasses import replace

from fangfan_desktop.forms.form import Form, Subject
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.views.grid.column import columns_of
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.survey.closed import CLOSED_WORDS
from fangfan_desktop.views.survey.form_reader import ShownForm

_EMPTY = {
    "identified": "本表只列监测对象，包括已消除风险的，识别后会自动列出。",
    "monitored": "本表只列未消除风险的监测对象，识别后会自动列出。",
    "lifted": "本表只列未纳入监测的脱贫户，目前没有。",
    "general": "本表只列一般农户，目前没有。",
    "chosen": "点“排查”菜单中的“加入农户…”，选出本表要填的户。",
}
NOBODY = "到“数据交换”导入花名册，或在“农户档案”中新增农户，这里会自动列出。"


def make_grid(found: ShownForm) -> FormGrid:
    """An empty grid of the form; nothing can be typed where the campaign is closed."""
    is_open = found.basis.state == "open"
    columns = columns_of(found.form)
    if not is_open:
        columns = [replace(column, is_editable=False) for column in columns]
    check = found.basis.checker.check
    grid = FormGrid(
        columns,
        header_cells(found.form),
        frozen_columns=found.form.frozen_columns,
        name=found.form.annex or found.form.name,
        row_state=lambda _id, values: check(values),
    )
    grid.set_unit("户" if found.form.subject is Subject.HOUSEHOLD else "行")
    grid.model.read_only = "" if is_open else CLOSED_WORDS
    return grid


def empty_words(form: Form) -> str:
    """What to do where the form has no row."""
    return _EMPTY.get(form.scope, NOBODY)
