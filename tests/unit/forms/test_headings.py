"""Rows that stand below a table and are none of its own."""

import pytest

from fangfan_desktop.forms.headings import is_below_table


@pytest.mark.parametrize(
    "text",
    ["合计", "合 计", "小计（户）", "总计：12", "注：户主", "填表人：", "审核人： "],
)
def test_sums_notes_and_signatures_are_below_the_table(text: str) -> None:
    assert is_below_table(text)


@pytest.mark.parametrize("text", ["", "雒容镇", "小计村", "合计划", "备注", "坭桥村"])
def test_rows_of_the_table_are_not_below_it(text: str) -> None:
    assert not is_below_table(text)
