"""Blanks in the titles of somebody else's table that can only mean one thing: 乡镇, 村, 年."""

import re
from collections.abc import Iterator

from fangfan_desktop.documents.blank_header import FoundHeader
from fangfan_desktop.documents.blank_table import BlankSheet

# spaces, lines, crosses (full width too), circles, dots
_LINES, _CROSSES = r"_\uff3f", r"X\uff38x×"
_BLANK = (
    rf"(?:[ \u3000\u00a0]{{2,}}|[{_LINES}]{{2,}}|[{_CROSSES}]{{1,4}}|[○\u3007]{{2,}}"
    r"|[…\uff0e.]{3,})"
)
_TOWNSHIP = re.compile(
    _BLANK + r"\s*(?:乡镇|乡（镇）|镇（乡）|乡\(镇\)|镇\(乡\)|乡镇（街道）|街道|镇|乡)"
)
_VILLAGE = re.compile(
    _BLANK + r"\s*(?:行政村|村（社区）|村\(社区\)|村|社区)(?:委会|民委员会|居委会)?(?![民组屯级])"
)
_YEAR = re.compile(_BLANK + rf"\s*年(?!\s*[{_LINES}{_CROSSES}\s]*月)(?=\S)")
_DATES = ("时间", "日期")


def title_texts(
    sheet: BlankSheet, header: FoundHeader, *, township: str, village: str, year: int
) -> dict[tuple[int, int], str]:
    """New texts of the cells above the header: (row, column) from 1 → text.

    Args:
        sheet: the blank.
        header: found on it.
        township: name of the township; "" where it is not known.
        village: name of the village whose rows go in; "" where it is not one.
        year: of the campaign.
    """
    return {
        place: new
        for place, text in _above(sheet, header)
        if (new := filled_title(text, township, village, year)) != text
    }


def _above(sheet: BlankSheet, header: FoundHeader) -> Iterator[tuple[tuple[int, int], str]]:
    for row, texts in enumerate(sheet.rows[: header.first_row], 1):
        for column, text in enumerate(texts, 1):
            if text:
                yield (row, column), text


def filled_title(text: str, township: str, village: str, year: int) -> str:
    """A text with its blanks for 乡镇, 村 and 年 filled in; dates are left to whoever signs."""
    new = text
    if village:
        new = _once(_VILLAGE, village, new)
    if township:
        new = _once(_TOWNSHIP, township, new)
    if not any(word in text for word in _DATES):
        new = _once(_YEAR, f"{year}年", new)
    return new


def _once(pattern: re.Pattern[str], word: str, text: str) -> str:
    """The text with its only such blank filled; two of them could mean different things."""
    found = list(pattern.finditer(text))
    if len(found) != 1:
        return text
    return text[: found[0].start()] + word + text[found[0].end() :]
