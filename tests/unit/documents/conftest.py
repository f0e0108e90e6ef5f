"""A small table with everything that a table can have."""

import pytest

from fangfan_desktop.documents.sheet import SIGN_LINE, Column, Row, Sheet
from fangfan_desktop.forms.form import HeaderCell, Kind, Page

ROWS: tuple[Row, ...] = (
    (1, "𠮷㛃䶮𫘝", "450221199001011234", 700_050, 1, "2022-05-09", "入户排查", "3/7"),
    (2, "=1+1", "45022119900101123X", 700_000, 0, "2022-05", "电话核查", "0/0"),
    (3, "+86", None, None, None, None, None, None),
    (4, "-1", "@SUM(A1)", 0, 1, "1899-12-31", "入户排查", None),
    (5, "<r>甲</r>", "_x0041_", 1, 0, "2022-02-30", "a&b<c>\"'", " 前后空格 "),
)


@pytest.fixture
def sheet() -> Sheet:
    """Two header levels, hints, total row, footnotes, sign line."""
    columns = (
        Column(Kind.NUMBER),
        Column(Kind.TEXT),
        Column(Kind.ID_NUMBER, width=150, print_width=40),
        Column(Kind.MONEY, print_width=20),
        Column(Kind.YES_NO),
        Column(Kind.DATE, print_width=20),
        Column(Kind.CHOICE, choices=("入户排查", "电话核查"), print_width=20),
        Column(Kind.PAIR),
    )
    header = (
        HeaderCell(0, 0, 2, 1, "序号"),
        HeaderCell(0, 1, 1, 2, "户主"),
        HeaderCell(1, 1, 1, 1, "姓名"),
        HeaderCell(1, 2, 1, 1, "身份证号码"),
        HeaderCell(0, 3, 2, 1, "人均纯收入（元）"),
        HeaderCell(0, 4, 2, 1, "是否高于本市监测范围（7000元）"),
        HeaderCell(0, 5, 2, 1, "识别时间"),
        HeaderCell(0, 6, 2, 1, "排查方式"),
        HeaderCell(0, 7, 2, 1, "户/人"),
    )
    return Sheet(
        name="附件1 到户排查表",
        title="雒容镇坭桥村2022年排查表",
        annex="附件1",
        columns=columns,
        header=header,
        rows=ROWS,
        subtitle_left="填表时间：2022年5月9日",
        subtitle_right="单位：元",
        hints=("", "", "18 位", "", "是/否", "", "", ""),
        total=("合计", None, None, 1_400_051, None, None, None, "3/7"),
        footnotes=("注：一、填到户。", "二、不漏户。"),
        sign_line=SIGN_LINE,
        page=Page("A3", is_landscape=True),
        frozen_columns=2,
    )
