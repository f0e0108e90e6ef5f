"""Blocks of cells as other programs put them on the clipboard, and ours as they read them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangfan_desktop.documents.clipboard_html import Look, to_html
from fangfan_desktop.documents.clipboard_table import exact_number, read_block, read_html
from fangfan_desktop.documents.clipboard_text import Block, from_text, is_rectangular, to_text
from fangfan_desktop.errors import UserError
from tests.unit.documents import clipboard_samples as samples

cells = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\x0b\x0c\x00"))
spaced = st.text(st.sampled_from(' \t\n\xa0"<&;>a1=𠮷'))
numbers = st.decimals(-99_999_999, 99_999_999, places=2).map(str)
days = st.dates().map(str)


def blocks(of: st.SearchStrategy[str]) -> st.SearchStrategy[Block]:
    return st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(of, min_size=width, max_size=width), min_size=1)
    )


@given(blocks(cells | spaced))
def test_a_block_comes_back_from_text_as_it_was(block: Block):
    if block[0][0].startswith("\ufeff"):
        return  # at the very beginning it says only how the text is encoded
    assert from_text(to_text(block)) == block


@given(
    blocks(cells | spaced | numbers | days), st.lists(st.sampled_from(["text", "number", "date"]))
)
def test_a_block_comes_back_from_html_as_it_was(block: Block, looks: list[Look]):
    html = to_html(block, looks)
    assert read_block("", html) == block
    assert read_block(to_text(block), html) == block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\r3\t4\r", [["1", "2"], ["3", "4"]]),
        ('"两\n行"\t3', [["两\n行", "3"]]),
        ('"两\r\n行\t了"\t3\r\n', [["两\n行\t了", "3"]]),
        ('"他说""好"""\t\t', [['他说"好"', "", ""]]),
        ('5" 管\t1', [['5" 管', "1"]]),
        ('"没有结束\t1\n2', [['"没有结束', "1"], ["2", ""]]),
        ("两\x0b行\t3", [["两\n行", "3"]]),
        ("𠮷\t㛃\n\t𫘝", [["𠮷", "㛃"], ["", "𫘝"]]),
        ("1\n2\t3", [["1", ""], ["2", "3"]]),
        ("\n\n", [[""], [""]]),
        ("", [[""]]),
    ],
)
def test_spreadsheets_texts_are_understood(text: str, block: Block):
    assert from_text(text) == block


def test_the_text_is_written_as_excel_writes_it():
    assert to_text([["1", "两\n行"], ["", '5"']]) == '1\t"两\n行"\r\n\t"5"""\r\n'
    assert to_text([["韦桂兰"]]) == "韦桂兰"


@pytest.mark.parametrize(
    ("html", "block"),
    [
        (samples.EXCEL, samples.EXCEL_BLOCK),
        (samples.EXCEL_FRAGMENT, samples.EXCEL_FRAGMENT_BLOCK),
        (samples.EXCEL_2003, samples.EXCEL_2003_BLOCK),
        (samples.WPS, samples.WPS_BLOCK),
        (samples.LIBREOFFICE, samples.LIBREOFFICE_BLOCK),
        (samples.WORD, samples.WORD_BLOCK),
        (samples.WEB_PAGE, samples.WEB_PAGE_BLOCK),
    ],
    ids=["Excel", "piece of Excel", "Excel 2003", "WPS", "LibreOffice", "Word", "web page"],
)
def test_html_of_other_programs_is_understood(html: str, block: Block):
    table = read_html(html)
    assert table.rows == block
    assert table.words == []


@pytest.mark.parametrize(
    ("html", "block"),
    [
        ("<table><tr><td>1<td>2<tr><td>3</table>", [["1", "2"], ["3", ""]]),
        ("<table><tr><td rowspan=2>甲<td>1<tr><td>2</table>", [["甲", "1"], ["", "2"]]),
        ("<tr><td>1</td><td rowspan=2>合</td></tr><tr><td>2</td></tr>", [["1", "合"], ["2", ""]]),
        ("<tr><td colspan=2 rowspan=2>合</td><td>1</td></tr><tr><td>2</td></tr>",
         [["合", "", "1"], ["", "", "2"]]),
        ("<tr><td rowspan=2>合</td></tr><tr></tr><tr><td>3</td></tr>", [["合"], [""], ["3"]]),
        ("<tr><td>外<table><tr><td>内一</td><td>内二</td></tr></table>后</td><td>2</td></tr>",
         [["外\n内一 内二\n后", "2"]]),
        ("<tr><td> a \n b&nbsp; c </td></tr>", [["a b  c"]]),
        ("<tr><td>1<br>2<br/>\n 3</td></tr>", [["1\n2\n3"]]),
        ("<tr><td><p>一</p><p>二</p></td></tr>", [["一\n二"]]),
        ("<tr><td title='1>2'>3 < 4 &lt; 5</td></tr>", [["3 < 4 < 5"]]),
        ("<tr><td>&#131559;&#x20BB7;&nbsp;</td></tr>", [["\U000201e7𠮷 "]]),
        ("<tr><td colspan=999999999>1</td></tr>", [["1", *[""] * 999]]),
        ("<tr><td><!-- <td>2</td> --><style>td{}</style>1</td></tr>", [["1"]]),
        ("<TABLE><TR><TH>甲</TH><TD>乙</TD></TR></TABLE>", [["甲", "乙"]]),
    ],
)  # fmt: skip
def test_tables_are_read_as_they_look(html: str, block: Block):
    assert read_html(html).rows == block


@pytest.mark.parametrize(
    ("shown", "number", "text"),
    [
        ("11,997", "11996.6667", "11996.6667"),
        ("6,480.50", "6480.5", "6,480.50"),
        ("0.30", "0.30000000000000004", "0.30"),
        ("######", "44687", "44687"),
        ("￥12", "12.4", "12.4"),
        ("2022/5/6", "44687", "2022/5/6"),
        ("45%", "0.45", "45%"),
        ("五", "5", "五"),
        ("1", "x", "1"),
        ("1", "NaN", "1"),
        ("4.50221E+17", "4.50221196903122E+17", "4.50221196903122E+17"),
        ("450221196903122000", "450221196903122000", "4.50221196903122E+17"),
        ("1.5E+05", "150000", "150000"),
        ("13900001111", "13900001111", "13900001111"),
    ],
)
def test_a_number_that_is_shown_rounded_is_exact(shown: str, number: str, text: str):
    assert exact_number(shown, number) == text


def test_where_words_stand_around_a_table_the_text_is_taken():
    html = "<p>各户如下：</p><table><tr><td>1</td></tr></table>"
    assert read_block("各户如下：\n1", html) == [["各户如下："], ["1"]]
    assert read_block("", html) == [["1"]]


def test_html_without_a_table_is_text():
    html = "<html><body><b>一</b><div>二</div></body></html>"
    assert read_block("一\n二", html) == [["一"], ["二"]]
    assert read_block("", html) == [["一"], ["二"]]
    assert read_block("", "") == [[""]]


def test_what_a_spreadsheet_would_change_is_marked_as_text():
    html = to_html([["450221196903122428", "0101", "12/37", "=1+2", "韦桂兰", "两\n行1"]])
    assert html.count('mso-number-format:\'\\@\'" sdnum="1033;0;@"') == 5
    assert "<td>韦桂兰</td>" in html
    assert "两<br>行1" in html


def test_numbers_and_days_are_such_in_a_spreadsheet():
    html = to_html([["6480.50", "2022-05-06"], ["八千", "五月"]], ["number", "date"])
    assert '<td x:num="6480.50" sdval="6480.50">6480.50</td>' in html
    assert "yyyy\\-mm\\-dd" in html
    assert 'sdval="44687"' in html
    assert read_block("", html) == [["6480.50", "2022-05-06"], ["八千", "五月"]]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("1\t2\r\n3\t4\r\n", True), ("1\t2\n3", False), ("1", True), ("1\t2\n3\n4\t5\t6", False)],
)
def test_text_of_even_rows_is_told_from_ragged_text(text: str, *, is_one: bool):
    assert is_rectangular(text) is is_one


_PIECES = (
    *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td colspan=3>", "<br>", "<p>"),
    *("<td rowspan='2'>", "<td colspan=999999999 rowspan=999999999>", f"<td colspan={'9' * 5000}>"),
    *('<td x:num="1e-999999999">', "<td sdval='1e999999999'>0", "<td x:num=sNaN>1"),
    *("<!--", "-->", "<![if x]>", "<?", "<style>", "</style>", "<head>", "<rt>", '<a "', "<a '"),
    *(">", '"', "<", "&#xD800;", "&nbsp;", "\ud842", "\udfb7", "\0", "韦𠮷", "12", "\n", " "),
    "<span style='white-space:pre'>",
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join), st.booleans())
def test_any_html_gives_a_clean_block_or_a_sentence(html: str, is_text: bool):  # noqa: FBT001 - given
    try:
        block = read_block(html if is_text else "", "" if is_text else html)
    except UserError as error:
        assert "太大" in error.sentence  # noqa: PT017 - it need not be refused
        return
    assert len({len(row) for row in block}) <= 1
    for cell in (cell for row in block for cell in row):
        assert "\0" not in cell
        cell.encode()  # halves of characters are none


@pytest.mark.parametrize(
    "piece",
    [
        "<!--", "<![if ", "<!a ", "<?x", "<style>", "<rt>", "</rt><rt>", '<a "', "<a '> \"",
        '<td "', "<td><table>", '<a "> \'',
    ],
)  # fmt: skip
def test_what_is_never_closed_is_read_once(piece: str):
    """Each took hours where every place was looked at from each place before it."""
    assert read_html("<table><tr><td>x" + piece * 100_000 + ' " ').rows[0][0].startswith("x")


@pytest.mark.parametrize("piece", ['"x\n', '"x\t"y\n', '""""y\n'])
def test_quotes_that_are_never_closed_are_read_once(piece: str):
    assert len(from_text(piece * 150_000)) == 150_000


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr>" + "<td colspan=1000>" * 1000,
        "<table><tr>" + "<td rowspan=65534>" * 9000 + "<tr>" * 65_534,
        "<table>" + "<tr><td>" * 9000 + "<tr>" + "<td>" * 9000,
    ],
)
def test_spans_do_not_fill_the_memory(html: str):
    with pytest.raises(UserError, match="太大"):
        read_block("", html)


def test_text_that_would_be_blown_up_to_a_rectangle_is_refused():
    with pytest.raises(UserError, match="太大"):
        read_block("\t" * 16_000 + "\n" * 100_000, "")


def test_halves_of_a_character_become_one_again():
    assert read_block("\ud842\udfb7\ud842x\0", "") == [["𠮷\ufffdx"]]


@pytest.mark.parametrize("number", ["1e-999999999", "1e999999999", "sNaN", "-Infinity", "NaN", "x"])
def test_a_number_that_no_spreadsheet_has_leaves_what_is_shown(number: str):
    assert exact_number("0", number) == "0"
