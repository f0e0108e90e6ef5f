"""What kind of row a row of a blank table is, by its words alone."""

import re
from collections.abc import Sequence
from itertools import pairwise

from fangfan_desktop.domain.characters import drop_invisible, to_half_width
from fangfan_desktop.forms.headings import is_below_table

_ANNEX = re.compile(r"附(?:件|表)\s*[0-9一二三四五六七八九十]{0,3}(?:[-—][0-9]{1,2})?\s*[:：]?")
_LINE = re.compile(
    r"(?:填[表报写]|报[送告]|制表|统计|调查|核查|排查)(?:单位|时间|日期|人)|^(?:单位|日期|时间|乡镇|盖章)"
    r"[^:：]{0,8}[:：]|[:：]\s*$|年\s+月|月\s+日"
)
_BELOW = re.compile(
    r"^(?:\(?[一二三四五六七八九十0-9]{1,2}\)?[.、]\S|注[:意]|备注:|填[表报](?:说明|要求|人|单位|日期|时间)"
    r"|说明:|制表人|审核人|审核:|负责人|经办人|联系人:|村党|驻村|单位负责|[*※])"
)
_SAMPLE = re.compile(
    r"^(?:示例|样例|例子|范例|举例|样表|填写示例|例|如|eg|e\.g\.)\s*[:：.、]?\s*\d{0,2}$",
    re.IGNORECASE,
)
_SAMPLE_INSIDE = re.compile(r"示例|样例|填报时(?:请)?删|填写时(?:请)?删|[(（]例[)）]")
_ORDINAL = re.compile(r"[(（]?(?:[0-9]{1,3}|[甲乙丙丁戊己庚辛壬癸A-Z])[)）]?")
_CIRCLED = {chr(0x2460 + i): str(i + 1) for i in range(20)}
_SUM_OF_COLUMNS = re.compile(r"[(（]?[0-9]{1,3}[)）]?(?:[=≥≤][0-9甲乙丙丁()+\-*/÷×%]+)?[)）]?")
_HINT = re.compile(
    r"[(（\[【].*[)）\]】]|同上|.{0,4}/.{0,4}|是[/、或]否.*|(?:请|可|须|应|必|选)填.*|.{0,6}填.{1,20}|没有.{0,4}不填|[与同].{1,12}一致|[人户元亩个次天月岁%]|万元|平方米|公里|√|[0-9]{1,2}位(?:数字?)?|文本|数字|日期|下拉选择?"
)
_VALUE = re.compile(
    r"[0-9.,%/\-]+|[0-9]{17}[0-9Xx]|[0-9]{4}[-./年][0-9]{1,2}(?:[-./月][0-9]{0,2}日?)?|是|否|有|无|√|×"
    r"|(?:[□☐○◯☑√][^□☐○◯☑√]{1,8}){2,}"
)
_FIRST_NUMBER = re.compile(r"\(?(\d+)")
_FEWEST = 3
_LONGEST_TITLE = 80


def folded(text: str) -> str:
    """The text in half width without white space."""
    return drop_invisible(to_half_width(text))


def is_annex(text: str) -> bool:
    """Whether a line is 附件1, 附表2-1 and the like, alone."""
    return _ANNEX.fullmatch(text.strip()) is not None


def is_form_line(text: str) -> bool:
    """Whether a line is one of unit, date or place to fill in: 填报单位：, 2024年  月  日."""
    return _LINE.search(text.strip()) is not None


def is_title(text: str) -> bool:
    """Whether a line can be the title of the table."""
    return (
        bool(text) and len(text) <= _LONGEST_TITLE and not is_annex(text) and not is_form_line(text)
    )


def is_below(texts: Sequence[str]) -> bool:
    """Whether a row is none of the table's rows any more: a sum, a note, a signature line."""
    first = next((text for text in texts if text), "")
    if not first:
        return False
    is_alone = sum(1 for text in texts if text) == 1
    return is_below_table(first) or (
        _BELOW.match(folded(first)) is not None and (is_alone or ":" in folded(first))
    )


def is_total(texts: Sequence[str]) -> bool:
    """Whether a row is the sum of the table: 合计, 总计, 小计."""
    first = next((text for text in texts if text), "")
    return folded(first).rstrip(":").startswith(("合计", "总计", "小计"))


def is_numbers(texts: Sequence[str]) -> bool:
    """Whether a row numbers the columns: 1 2 3 …, 栏次 1 2, 甲 乙 1 2, (1) (2), ① ②, 3=1+2."""
    words = [folded("".join(_CIRCLED.get(c, c) for c in text)) for text in texts if text]
    if words and words[0] in {"栏次", "栏号", "列次", "序列", "栏目", "列号"}:
        words = words[1:]
    words = [word for word in words if word != "—"]
    if len(words) < _FEWEST:
        return False
    if not all(_ORDINAL.fullmatch(word) or _SUM_OF_COLUMNS.fullmatch(word) for word in words):
        return False
    digits = [int(found[1]) for word in words if (found := _FIRST_NUMBER.match(word)) is not None]
    return all(after - before == 1 for before, after in pairwise(digits)) and len(
        set(words)
    ) == len(words)


def is_hints(texts: Sequence[str]) -> bool:
    """Whether a row under the header says how to fill in: （户/人）, 是/否, 填到月."""
    words = [folded(text) for text in texts if text]
    return bool(words) and all(_HINT.fullmatch(word) is not None for word in words)


def is_marked_sample(texts: Sequence[str]) -> bool:
    """Whether a row calls itself an example: 例, 示例, 例1, 样例，填报时删除."""
    first = next((folded(text) for text in texts if text), "")
    return _SAMPLE.match(first) is not None or any(_SAMPLE_INSIDE.search(text) for text in texts)


def is_value(text: str) -> bool:
    """Whether a text looks like an answer rather than a heading: a number, a date, 是."""
    return _VALUE.fullmatch(folded(text)) is not None
