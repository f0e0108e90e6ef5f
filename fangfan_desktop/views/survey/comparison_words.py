"""What changed since the last snapshot of 附件3, in words."""

from fangfan_desktop.forms.form import Field, Value
from fangfan_desktop.forms.values import format_value
from fangfan_desktop.usecases.statistics import Comparison


def arrow(field: Field, old: Value, new: Value) -> str:
    """The figure then and now, for the cell."""
    return f"{format_value(field, old) or '空'}→{format_value(field, new) or '空'}"


def compared_words(field: Field, comparison: Comparison, at: tuple[int | None, str]) -> str:
    """The figure then and now, as a sentence; `at` is (village, key)."""
    difference = comparison.differences[at]
    old, new = (format_value(field, value) or "空" for value in (difference.old, difference.new))
    return f"{comparison.label}是 {old}，现在是 {new}"
