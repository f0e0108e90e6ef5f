"""The words of a form's head: placeholders filled from the campaign, and headings recognised.

Placeholders in titles and headings:
`{place}` 乡镇 and village as they stand in the title, `{year}` 2022, `{line}` 7000,
`{income_from}` 2021年5月1日, `{income_to}` 2022年4月30日, `{fill_month}` 2022年5月.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from fangfan_desktop.forms.form import Field, Form

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SUM = re.compile(r"(?:合计|总计|小计)(?:[(（:：].*)?")
_NOTES = ("备注：", "备注:", "注：", "注:", "说明：", "说明:")
_SIGNATURES = ("填表人", "填报人", "审核人", "负责人", "制表人", "填报日期", "填表日期")
_NOT_TOLD_APART = re.compile(r"[\s*:'\"“”‘’_]+")


def is_below_table(text: str) -> bool:
    """Whether a row that begins so is none of the table's: a sum, a note, a signature line."""
    words = "".join(text.split())
    return _SUM.fullmatch(words) is not None or words.startswith((*_NOTES, *_SIGNATURES))


def fill_headings(form: Form, values: Mapping[str, str]) -> Form:
    """The form with the placeholders of title, subtitle, headings, hints and footnotes replaced.

    A placeholder that `values` lacks stays as it is, so that it is seen.
    """

    def fill(text: str) -> str:
        return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)

    def fill_field(field: Field) -> Field:
        headings = tuple(fill(text) for text in field.headings)
        return replace(field, headings=headings, hint=fill(field.hint), short=fill(field.short))

    return replace(
        form,
        title=fill(form.title),
        subtitle=fill(form.subtitle),
        fields=tuple(fill_field(field) for field in form.fields),
        footnotes=tuple(fill(text) for text in form.footnotes),
    )


def placeholders(form: Form) -> frozenset[str]:
    """Names of the placeholders that the form uses."""
    texts = [form.title, form.subtitle, *form.footnotes]
    for field in form.fields:
        texts += [*field.headings, field.hint, field.short]
    return frozenset(name for text in texts for name in _PLACEHOLDER.findall(text))


def plain_heading(text: str) -> str:
    """A heading as it is compared: full width folded, without spaces, quotes, stars and colons."""
    return _NOT_TOLD_APART.sub("", unicodedata.normalize("NFKC", text)).casefold()


def heading_keys(form: Form) -> dict[str, str]:
    """Which field a heading of a read workbook means: plain heading → key.

    Holds each field's lowest heading and its aliases, and the columns that are only read
    (`also_read`). The form's own headings win over aliases. Look up with `plain_heading`.
    """
    known: dict[str, str] = {}
    every = (*form.fields, *form.also_read)
    for field in every:
        lowest = next((text for text in reversed(field.headings) if text), "")
        known.setdefault(plain_heading(lowest), field.key)
    for field in every:
        for alias in field.aliases:
            known.setdefault(plain_heading(alias), field.key)
    return known
