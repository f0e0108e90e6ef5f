"""Made-up rows that show what a form looks like filled in: for the preview of its editor."""

from fangfan_desktop.forms.form import Field, Form, Kind, Value
from fangfan_desktop.forms.headings import fill_headings

_NAMES = ("张三", "李四", "王五")
_TEXTS: dict[str, tuple[Value, ...]] = {
    "head_name": _NAMES,
    "group": ("一组", "一组", "二组"),
    "village": ("示例村", "示例村", "示例村"),
    "township": ("示例镇", "示例镇", "示例镇"),
    "population": (4, 3, 5),
}
_DAY = "2024-05-{:02}"
_YUAN = 100  # fen
_BY_KIND: dict[Kind, tuple[Value, ...]] = {
    Kind.YES_NO: (1, 0, None),
    Kind.NUMBER: (2, 1, 3),
    Kind.MONEY: (12_000 * _YUAN, 8_500 * _YUAN, 15_300 * _YUAN),
    Kind.DATE: (_DAY.format(6), _DAY.format(7), _DAY.format(8)),
    Kind.PAIR: ("12/37", "8/20", "0/0"),
}


def sample_words(form: Form) -> Form:
    """The form with its placeholders replaced by what they may stand for."""
    words = {
        "place": "××镇××村",
        "year": str(form.year),
        "line": "7000",
        "income_from": f"{form.year - 1}年5月1日",
        "income_to": f"{form.year}年4月30日",
        "fill_month": f"{form.year}年5月",
    }
    return fill_headings(form, words)


def sample_rows(form: Form) -> list[tuple[Value, ...]]:
    """Three rows in the order of `form.value_keys`; texts that say nothing are left empty."""
    return [tuple(_sample(form, key, row) for key in form.value_keys) for row in range(len(_NAMES))]


def _sample(form: Form, key: str, row: int) -> Value:
    if key == "seq":
        return row + 1
    if key in form.note_keys:
        return None
    field = form.field(key)
    return _TEXTS[key][row] if key in _TEXTS else _by_kind(field, row)


def _by_kind(field: Field, row: int) -> Value:
    if field.kind is Kind.CHOICE:
        return field.choices[row % len(field.choices)] if field.choices else None
    return _BY_KIND[field.kind][row] if field.kind in _BY_KIND else None
