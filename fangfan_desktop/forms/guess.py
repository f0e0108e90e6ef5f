"""What kind of values a column nobody knows will hold, guessed from its wording and its looks."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from fangfan_desktop.domain.characters import drop_invisible, to_half_width
from fangfan_desktop.domain.pinyin import sort_text
from fangfan_desktop.forms.form import Kind
from fangfan_desktop.forms.headings import plain_heading

OWN = "own_"
LONGEST_KEY = 60  # as `forms.load` has it
_LEAST_WIDTHS = {Kind.ID_NUMBER: 160, Kind.DATE: 92, Kind.MONEY: 84}  # 18 digits; 2024-05-06
_CELL, _LETTER, _MOST_LETTERS = 20, 13, 8  # pixels around and of the letters of a choice
_NARROWEST, _WIDEST = 44, 320  # screen pixels
_PIXEL = 25.4 / 96  # millimetres
_USUAL_WIDTHS = {
    Kind.YES_NO: 60,
    Kind.NUMBER: 64,
    Kind.MONEY: 96,
    Kind.DATE: 104,
    Kind.CHOICE: 104,
    Kind.ID_NUMBER: 168,
    Kind.LONG_TEXT: 180,
    Kind.TEXT: 96,
    Kind.PAIR: 72,
}
_MOST_CHOICES = 60
_LONGEST_CHOICE = 16

_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_MARKED = re.compile(
    r"(?:^|[\s、,，;；])(?:[0-9]{1,2}[.、:](?![0-9])|[A-Ha-h][.、:]|[A-H](?=[一-鿿])(?![级类等型档])|[①-⑳]|\([0-9]{1,2}\))\s*"
)
_PACKED = re.compile(r"(?=[①-⑳])|(?<=[^0-9\s])(?=[0-9]{1,2}[.、](?![0-9]))")
_SPLIT = re.compile(r"[、/／|;；,，]|\s+或?\s*|(?<=[^是])或")
_NO_CHOICES = re.compile(
    r"单位|包括|包含|[^一-]如[^实期]|^如|等方面|等情况|填[写报]|[填盖写]|年|月|日|元|请|指|按|见|同上|以上|口径|截止|截至|%|\.\.|…|含|注明|可"
)
_GRADES = re.compile(r"([一二三四五六七八九十]|[A-D])")
_GRADED = re.compile(r"([一二三四五六七八九十]|[A-D])([级等类档])")

_ID = re.compile(r"身份证|证件号码|残疾证号|残疾人证号")
_PHONE = re.compile(r"电话|手机|联系方式|账号|卡号|编码|编号")
_YES_NO = re.compile(r"是否|有无|能否|可否|是不是|有没有|应否|会否")
_EXPLAINED = re.compile(r"说明|注明|写明|详述|填写原因|具体情况")
_MONEY = re.compile(
    r"金额|资金|补贴|补助|奖补|收入|支出|工资|费用?|借款|贷款|存款|产值|价值|单价|总价|报销额|损失|投资"
)
_NO_MONEY = re.compile(
    r"情况|骤减|减少|下降|增[加长]|来源|类[型别]|方式|构成|用途|项目|名称|渠道|人数|户数|时间|原因|比例|占比|次数|政策|对象|条数|问题"
)
_DATE = re.compile(r"(?:时间|日期|年月日?|时限|期限|何时)$")
_NO_DATE = re.compile(r"务工时间|时间段|时长|间隔|工期|时间\(月\)")
_NUMBER = re.compile(
    r"(?:人数|户数|人口数?|数量|个数|人次|次数|天数|月数|年数|件数|条数|宗数|周?岁数?|年龄|总数|员数|户均人口|数)$|(?:脱贫|认定|搬迁)年[度份]$|^年[度份]$"
)
_LONG = re.compile(
    r"情况|问题|措施|建议|意见|诉求|原因|理由|说明|备注|困难|内容|事项|打算|计划|成效|需求|简述|评价$"
)
_SEVERAL = re.compile(r"多选|多项|几项")  # one choice does not do
_OPTIONAL = re.compile(r"备注|说明|签[字名]|可不填|选填|如有|没有的不填")
_WHOLE_UNITS = frozenset("人户口个次天月岁名件条处间头只台辆栋座家期年届场份")
_DECIMAL_UNITS = frozenset(
    {
        "亩",
        "公顷",
        "%",
        "百分比",
        "公里",
        "千米",
        "米",
        "m",
        "km",
        "平方米",
        "㎡",
        "m2",
        "吨",
        "斤",
        "公斤",
        "kg",
        "千瓦",
        "kw",
        "立方米",
        "小时",
    }
)
_DECIMAL = re.compile(r"(?:面积|比例|占比|率)$")
_PAIR = re.compile(r"户/人|人/户|户/次|总数/")
_SUM = re.compile("合计|小计|总计|其中")
_NO_FIGURE = re.compile("姓名|名称|单位|地点|地址|备注|签|人$|电话|号码|方式|来源|类")
_WHOLE_FORMATS = frozenset({"0", "#,##0", "0_ "})
_CHANGING = re.compile(
    r"\([^()]*\)|[0-9]{4}年?度?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|[0-9.,]+(?:元|%)?"
)
_UNIT_LABEL = re.compile(r"^(?:单位|计量单位)[:：]?")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column seems to hold."""

    kind: Kind
    choices: tuple[str, ...] = ()
    is_required: bool = True
    has_note: bool = False  # a yes/no that asks to be explained
    note: str = ""  # Chinese sentence for the clerk who confirms


def guess_field(
    headings: tuple[str, ...],
    *,
    choices: tuple[str, ...] = (),
    number_format: str = "",
    hint: str = "",
) -> Guess:
    """The kind of a column and its choices.

    Args:
        headings: one text a header level.
        choices: of the workbook's own drop-down list.
        number_format: of the workbook's cells, such as `0.00` or `yyyy-mm-dd`.
        hint: what the row under the header says: 元, 户/人, 是/否.
    """
    texts = [text for text in headings if text]
    leaf = texts[-1] if texts else ""
    if hint and hint not in leaf:
        leaf += f"（{hint.strip('（）()[]【】')}）"
    plain = drop_invisible(to_half_width(leaf))
    bare = _BRACKETS.sub("", plain) or plain
    is_required = not _OPTIONAL.search(plain)
    if choices:
        return _from_list(choices, plain, is_required=is_required)
    if _ID.search(bare):
        return Guess(Kind.ID_NUMBER, is_required=is_required)
    if _is_yes_no(plain, bare):
        return Guess(Kind.YES_NO, (), is_required, _EXPLAINED.search(plain) is not None)
    listed = () if _NUMBER.search(bare) or _SEVERAL.search(plain) else bracket_choices(leaf)
    if listed:
        return _from_list(listed, plain, is_required=is_required)
    guess = _by_words(plain, bare, number_format, is_required=is_required)
    if guess.kind is Kind.TEXT and not guess.note and not number_format:
        return replace(guess, kind=_kind_of_group(bare, texts[:-1]))
    return guess


def _kind_of_group(bare: str, groups: Sequence[str]) -> Kind:
    """Kind of a column that says nothing of itself: 收入（元） › 种植业, 生产支出 › 合计."""
    plain = [drop_invisible(to_half_width(text)) for text in groups]
    unit = next((unit for text in reversed(plain) if (unit := _unit(text))), "")
    is_said = _has(_NO_FIGURE, bare)
    if unit == "元" and not is_said:
        return Kind.MONEY
    if unit in _WHOLE_UNITS and not is_said:
        return Kind.NUMBER
    if plain and _SUM.match(bare):
        above = _BRACKETS.sub("", plain[-1]) or plain[-1]
        kind = _by_words(plain[-1], above, "", is_required=True).kind
        return kind if kind in {Kind.MONEY, Kind.NUMBER} else Kind.TEXT
    return Kind.TEXT


def _from_list(choices: tuple[str, ...], plain: str, *, is_required: bool) -> Guess:
    if set(choices) == {"是", "否"}:
        return Guess(Kind.YES_NO, (), is_required, _EXPLAINED.search(plain) is not None)
    if len(choices) > _MOST_CHOICES:
        note = f"原表下拉有 {len(choices)} 项，太多，按文字登记"
        return Guess(Kind.TEXT, (), is_required, note=note)
    return Guess(Kind.CHOICE, choices, is_required)


def _is_yes_no(plain: str, bare: str) -> bool:
    if _YES_NO.search(bare):
        return True
    inside = [re.sub(r"填|选|[“”\"']", "", text) for text in _BRACKETS.findall(plain)]
    return any(set(_SPLIT.split(text)) - {""} == {"是", "否"} for text in inside)


def _by_words(plain: str, bare: str, number_format: str, *, is_required: bool) -> Guess:
    kind, note = next(
        (
            (kind, note)
            for fits, kind, note in _RULES
            if fits(plain, bare) or (kind is Kind.DATE and _is_date_format(number_format))
        ),
        (Kind.NUMBER if number_format in _WHOLE_FORMATS else Kind.TEXT, ""),
    )
    return Guess(kind, is_required=is_required, note=note)


def _unit(plain: str) -> str:
    """The unit in the last brackets, or after a comma in them: （元）, （单位：人）, （…，元）."""
    for inside in reversed(_BRACKETS.findall(plain)):
        last = re.split(r"[,，;；]", inside)[-1]
        unit = _UNIT_LABEL.sub("", last)
        if unit == "元" or unit in _WHOLE_UNITS or unit.casefold() in _DECIMAL_UNITS:
            return unit.casefold()
    return ""


# The first that fits, with the heading in half width, whole and without its brackets.
_RULES: tuple[tuple[Callable[[str, str], bool], Kind, str], ...] = (
    (lambda _, bare: _has(_PHONE, bare), Kind.TEXT, ""),
    (
        lambda plain, _: "万元" in plain,
        Kind.TEXT,
        "原表单位是万元：照原表数字登记，不换算；要按元登记，请改栏名和类型",
    ),
    (
        lambda plain, bare: _unit(plain) in _DECIMAL_UNITS or _has(_DECIMAL, bare),
        Kind.TEXT,
        "可填小数，按文字登记",
    ),
    (
        lambda plain, bare: (
            _unit(plain) == "元" or (_has(_MONEY, bare) and not _has(_NO_MONEY, bare))
        ),
        Kind.MONEY,
        "",
    ),
    (lambda plain, _: _has(_PAIR, plain), Kind.PAIR, "一格填两个数，如12/37"),
    (
        lambda plain, bare: _has(_DATE, bare) and not _has(_NO_DATE, plain),
        Kind.DATE,
        "",
    ),
    (lambda plain, bare: _unit(plain) in _WHOLE_UNITS or _has(_NUMBER, bare), Kind.NUMBER, ""),
    (lambda _, bare: bare.endswith(("来源", "渠道")), Kind.TEXT, ""),
    (lambda _, bare: _has(_LONG, bare), Kind.LONG_TEXT, ""),
)


def _has(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _is_date_format(number_format: str) -> bool:
    code = re.sub(r"\[[^\]]*\]|\"[^\"]*\"|\\.", "", number_format.casefold())
    return "yy" in code and "m" in code


def bracket_choices(heading: str) -> tuple[str, ...]:
    """The choices that a heading lists: （A、B、C）, （①入户②电话）, 1.因病 2.因残; else none."""
    text = to_half_width(heading)
    for inside in _BRACKETS.findall(text):
        found = _listed(inside)
        if found:
            return found
    after = re.search(
        r"(?:(?<![0-9])[1-9][.、](?![0-9])|[①-⑨]|[A-D][.、])", _BRACKETS.sub("", text)
    )
    return _marked(_BRACKETS.sub("", text)[after.start() :]) if after and after.start() else ()


def _listed(inside: str) -> tuple[str, ...]:
    marked = _marked(inside)
    if marked:
        return marked
    if _NO_CHOICES.search(inside):
        return ()
    return _checked([part.strip() for part in _SPLIT.split(inside)])


def _marked(text: str) -> tuple[str, ...]:
    """Items that are numbered: 1.因病 2.因残, ①入户②电话, A.好 B.差."""
    parts = [part for part in _PACKED.split(text) if part.strip()]
    items = [item for part in parts for item in _MARKED.split(part)]
    if len(_MARKED.findall(" ".join(parts))) < 2:  # noqa: PLR2004 - a choice has two at least
        return ()
    return _checked([item.strip(" 、,，;；。") for item in items])


def _checked(items: list[str]) -> tuple[str, ...]:
    items = [item for item in items if item and item not in {"等", "或", "选填", "选择"}]
    items = _graded([re.sub(r"等$", "", item) for item in items])
    is_short = all(len(item) <= _LONGEST_CHOICE for item in items)
    if 2 <= len(items) <= _MOST_CHOICES and is_short and len(set(items)) == len(items):  # noqa: PLR2004 - as above
        units = {item.casefold() for item in items}
        if not units <= (_WHOLE_UNITS | _DECIMAL_UNITS):
            return tuple(items)
    return ()


def _graded(items: list[str]) -> list[str]:
    """一, 二, 三级 → 一级, 二级, 三级."""
    last = _GRADED.fullmatch(items[-1]) if items else None
    if last is None:
        return items
    return [item + last[2] if _GRADES.fullmatch(item) else item for item in items]


def own_key(headings: tuple[str, ...], taken: Collection[str] = ()) -> str:
    """The key of a new field: the pinyin of its heading, the same every year.

    What changes from year to year stays out: brackets, years, sums. The answers of an office's own
    forms move by these keys, so this rule is kept apart from those that compare headings, and
    stays as it is.

    Args:
        headings: one text a header level.
        taken: keys of the form's other fields; the upper headings and then a number are put in
            where the lowest one does not do.
    """
    texts = [text for text in headings if text]
    key = _key(texts[-1:])
    if key in taken and len(texts) > 1:
        key = _key(texts)
    number, base = 1, key
    while key in taken:
        number += 1
        key = f"{base[: LONGEST_KEY - 4]}_{number}"
    return key


def _key(texts: list[str]) -> str:
    return (OWN + ("".join(map(_letters, texts)) or "lan"))[:LONGEST_KEY]


def _letters(text: str) -> str:
    plain = plain_heading(text)
    lasting = _CHANGING.sub("", plain)
    return "".join(map(_syllable, lasting if any(map(str.isalnum, lasting)) else plain))


@cache
def _syllable(character: str) -> str:
    """Toneless pinyin of a character; a rare one without a reading stands by its number."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    if not character.isalnum():
        return ""
    reading = sort_text(character).split(character)[0]
    letters = "".join(letter for letter in reading if letter.isascii() and letter.isalpha())
    return letters or f"u{ord(character):x}"


def screen_width(kind: Kind, millimetres: float | None, choices: Iterable[str] = ()) -> int:
    """Pixels at 100 % for a column that is so wide on the county's sheet.

    A sheet is written in small letters: what is shown whole on paper still has to be on the screen.
    """
    if millimetres is None:
        return _USUAL_WIDTHS[kind]
    letters = min(max(map(len, choices), default=0), _MOST_LETTERS)
    least = max(_NARROWEST, _LEAST_WIDTHS.get(kind, 0), letters and _CELL + letters * _LETTER)
    return round(min(max(millimetres / _PIXEL, least), _WIDEST))


def paper_width(kind: Kind, millimetres: float | None) -> float:
    """Millimetres on paper; the printer scales a table that is too wide for its page."""
    if millimetres is None:
        return round(_USUAL_WIDTHS[kind] * _PIXEL * 0.7, 1)
    return round(min(max(millimetres, 5.0), 90.0), 1)
