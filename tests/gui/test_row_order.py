"""Filters and sorts of columns: which rows a grid shows, and in what order."""

from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.views.grid.column import EditRequest
from fangfan_desktop.views.grid.column_cells import ListedValue
from fangfan_desktop.views.grid.column_filter import CellState, ColumnFilter, Compare
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.grid.row_order import SortLevel
from fangfan_desktop.views.grid.sort_keys import sort_key
from tests.gui.grid_samples import IDS, ROWS, column, make_grid, messages, save_at_once

GUI, QIN, MO, LAN, LUO = IDS


@pytest.fixture
def grid(qtbot: QtBot) -> FormGrid:
    made = make_grid()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def requests(grid: FormGrid) -> list[EditRequest]:
    return save_at_once(grid)


def _sorted(kind: Kind, values: Sequence[Value], key: str = "group") -> list[Value]:
    field = Field(key, ("栏",), kind, choices=("低", "中", "高") if kind is Kind.CHOICE else ())
    return sorted(values, key=sort_key(field))


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        (Kind.TEXT, "group", ["一组", "二组", "2组甲", "十组", "第十二村民小组"]),
        (Kind.TEXT, "group", ["2", "10", "坭桥村二组", "坭桥村十一组", "坭桥村一百零三组"]),
        (Kind.TEXT, "village", ["龙船村", "坭桥村", "三江村", "圩下村"]),
        (Kind.TEXT, "head_name", ["蓝䶮", "莫㛃", "覃𠮷", "单一鸣", "韦桂兰", "韦建国"]),
        (Kind.TEXT, "needs", ["a", "B", "𫘝", "缺水"]),
        (Kind.NUMBER, "people", [2, 10, 100]),
        (Kind.MONEY, "income", [0, 64_805, 1_199_700]),
        (Kind.PAIR, "count", ["2/9", "12/1", "12/37"]),
        (Kind.YES_NO, "apart", [1, 0]),
        (Kind.CHOICE, "level", ["低", "中", "高", "从前的"]),
        (Kind.DATE, "day", ["2021-12-31", "2022-05-06"]),
    ],
)
def test_values_stand_in_the_order_that_a_clerk_expects(
    kind: Kind, key: str, expected: list[Value]
) -> None:
    assert _sorted(kind, expected[::-1], key) == expected


def test_rows_without_a_value_are_last_upwards_and_downwards(grid: FormGrid) -> None:
    grid.order.sort_by("income")
    assert grid.model.visible_ids() == [QIN, GUI, LAN, MO, LUO]
    grid.order.sort_by("income", is_down=True)
    assert grid.model.visible_ids() == [LAN, GUI, QIN, MO, LUO]


def test_rows_of_the_same_value_keep_the_order_of_the_page(grid: FormGrid) -> None:
    grid.model.set_visible([LUO, LAN, QIN, GUI, MO])
    grid.order.sort_by("apart", is_down=True)
    assert grid.model.visible_ids() == [LAN, QIN, GUI, LUO, MO]


def test_the_first_column_sorted_by_weighs_most(grid: FormGrid) -> None:
    grid.order.set_levels([SortLevel("apart"), SortLevel("income", is_down=True)])
    assert grid.model.visible_ids() == [GUI, LAN, QIN, MO, LUO]
    grid.order.set_levels(())
    assert grid.model.visible_ids() == IDS


@pytest.mark.parametrize(
    ("key", "column_filter", "expected"),
    [
        ("apart", ColumnFilter(values=frozenset({"是"})), [GUI]),
        ("apart", ColumnFilter(values=frozenset({"否", ""})), [QIN, MO, LAN, LUO]),
        ("apart", ColumnFilter(test=Compare.EMPTY), [MO, LUO]),
        ("apart", ColumnFilter(test=Compare.FILLED), [GUI, QIN, LAN]),
        ("head_name", ColumnFilter(test=Compare.CONTAINS, text="𠮷"), [QIN]),
        ("head_name", ColumnFilter(test=Compare.BEGINS, text="罗"), [LUO]),
        ("needs", ColumnFilter(test=Compare.LACKS, text="缺"), [GUI, MO, LAN, LUO]),
        ("needs", ColumnFilter(test=Compare.EQUALS, text="缺水"), [QIN]),
        ("income", ColumnFilter(test=Compare.ABOVE, text="11,997"), [LAN]),
        ("income", ColumnFilter(test=Compare.BELOW, text="11997"), [QIN]),
        (
            "income",
            ColumnFilter(test=Compare.BETWEEN, text="20000", upper="6480.5"),
            [GUI, QIN, LAN],
        ),
        ("people", ColumnFilter(test=Compare.EQUALS, text="3.0"), [MO]),
        ("people", ColumnFilter(test=Compare.DIFFERS, text="3"), [GUI, QIN, LAN, LUO]),
        ("day", ColumnFilter(test=Compare.BELOW, text="2022.5.7"), [GUI]),
        ("seq", ColumnFilter(test=Compare.ABOVE, text="3"), [LAN, LUO]),
        ("able", ColumnFilter(states=frozenset({CellState.CLOSED})), IDS[1:]),
    ],
)
def test_a_column_lets_through_what_was_asked_for(
    grid: FormGrid, key: str, column_filter: ColumnFilter, expected: list[int]
) -> None:
    grid.order.set_filter(key, column_filter)
    assert grid.model.visible_ids() == expected
    grid.order.set_filter(key, None)
    assert grid.model.visible_ids() == IDS


@pytest.mark.parametrize(
    ("key", "column_filter", "sentence"),
    [
        ("people", ColumnFilter(test=Compare.ABOVE, text="许多"), "不是整数"),
        ("day", ColumnFilter(test=Compare.BETWEEN, text="2022-01-01"), "从多少到多少"),
        ("needs", ColumnFilter(test=Compare.CONTAINS), "请写明"),
    ],
)
def test_a_condition_that_cannot_be_read_is_said_and_changes_nothing(
    grid: FormGrid, key: str, column_filter: ColumnFilter, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        grid.order.set_filter(key, column_filter)
    assert grid.model.visible_ids() == IDS
    assert not grid.order.is_active


def test_values_are_counted_in_the_rows_that_other_filters_leave(grid: FormGrid) -> None:
    assert grid.order.values_of("apart") == [
        ListedValue("是", 1),
        ListedValue("否", 2),
        ListedValue("", 2),
    ]
    grid.order.set_filter("apart", ColumnFilter(values=frozenset({"否"})))
    grid.order.set_filter("method", ColumnFilter(values=frozenset({"入户排查"})))
    assert grid.order.values_of("apart") == [ListedValue("是", 1), ListedValue("否", 1)]
    assert grid.order.values_of("income") == [ListedValue("20,000", 1)]


def test_filters_and_the_page_s_own_choice_go_together(grid: FormGrid) -> None:
    grid.order.set_filter("apart", ColumnFilter(values=frozenset({"否", "是"})))
    grid.model.set_visible([GUI, MO, LAN])
    assert grid.model.visible_ids() == [GUI, LAN]
    assert (grid.order.shown, grid.order.total) == (2, 3)
    grid.order.sort_by("head_name")
    assert grid.model.visible_ids() == [LAN, GUI]
    grid.model.set_visible(None)
    assert grid.model.visible_ids() == [LAN, QIN, GUI]
    grid.order.clear()
    assert grid.model.visible_ids() == IDS


def test_other_rows_of_the_page_are_filtered_and_sorted_anew(grid: FormGrid) -> None:
    grid.order.set_filter("people", ColumnFilter(test=Compare.ABOVE, text="2"))
    grid.order.sort_by("people")
    grid.model.set_rows([1, 2, 3], [ROWS[0], ROWS[4], ROWS[3]])
    assert grid.model.visible_ids() == [3, 1]


def test_rows_that_always_stand_are_last_and_not_filtered(grid: FormGrid) -> None:
    grid.order.last_rows = frozenset({QIN})
    grid.order.set_filter("apart", ColumnFilter(values=frozenset({""})))
    grid.order.sort_by("people")
    assert grid.model.visible_ids() == [LUO, MO, QIN]
    assert (grid.order.shown, grid.order.total) == (2, 4)
    assert ListedValue("否", 1) in grid.order.values_of("apart")


def test_a_row_keeps_its_own_number(grid: FormGrid) -> None:
    grid.order.sort_by("people")
    grid.order.set_filter("apart", ColumnFilter(values=frozenset({""})))
    seq = column("seq")
    assert [grid.model.face(row, seq)[0] for row in range(2)] == ["5", "3"]
    assert grid.model.copied_text(0, seq) == "5"
    assert grid.model.part(range(2)).text(1, seq) == "3"
    grid.model.set_numbers({LUO: 1, MO: 7})
    assert [grid.model.face(row, seq)[0] for row in range(2)] == ["1", "7"]


def test_an_edited_row_stays_until_the_filter_is_applied_anew(
    grid: FormGrid, requests: list[EditRequest]
) -> None:
    grid.order.set_filter("apart", ColumnFilter(values=frozenset({""})))
    grid.order.sort_by("people")
    grid.model.enter_text(1, column("apart"), "是")
    grid.model.enter_text(0, column("people"), "9")
    assert len(requests) == 2
    assert grid.model.visible_ids() == [LUO, MO]
    grid.order.reapply()
    assert grid.model.visible_ids() == [LUO]


def test_a_hidden_row_that_passes_after_an_undo_comes_back(grid: FormGrid) -> None:
    grid.order.set_filter("apart", ColumnFilter(values=frozenset({""})))
    assert grid.model.visible_ids() == [MO, LUO]
    grid.model.update_rows({QIN: (*ROWS[1][:4], None, *ROWS[1][5:])})
    assert grid.model.visible_ids() == [QIN, MO, LUO]


def test_pending_and_refused_texts_stay_with_their_rows(grid: FormGrid) -> None:
    grid.model.enter_text(0, column("people"), "许多")
    grid.model.enter_text(4, column("people"), "8")
    grid.order.sort_by("people", is_down=True)
    assert grid.model.visible_ids()[0] == LUO
    row = grid.model.view_row(GUI)
    assert row is not None
    assert grid.model.copied_text(row, column("people")) == "许多"
    grid.order.set_filter("people", ColumnFilter(states=frozenset({CellState.REFUSED})))
    assert grid.model.visible_ids() == [GUI]
    assert ListedValue("许多", 1) in grid.order.values_of("people")
    assert grid.model.pending_count == 1


def test_states_are_counted_as_they_are_checked(grid: FormGrid) -> None:
    assert not grid.order.look_at_states(2)
    assert grid.order.look_at_states(10)
    assert grid.order.states_of("able")[CellState.CLOSED] == 4
    grid.model.enter_text(0, column("apart"), "否")
    assert grid.order.states_of("able")[CellState.CLOSED] == 5


def test_a_column_of_its_own_text_is_filtered_by_it(grid: FormGrid) -> None:
    grid.model.set_own_text(column("method"), lambda row_id, _value: f"{20 - row_id}组")
    grid.order.sort_by("method")
    assert grid.model.visible_ids() == IDS[::-1]
    grid.order.set_filter("method", ColumnFilter(values=frozenset({"9组"})))
    assert grid.model.visible_ids() == [GUI]


def test_a_covered_column_lists_its_values_covered(grid: FormGrid) -> None:
    grid.model.set_covers({column("head_name"): lambda text: text[:1] + "*"})
    assert ListedValue("韦*", 1) in grid.order.values_of("head_name")


def test_a_row_that_only_columns_hide_is_revealed(grid: FormGrid) -> None:
    told = messages(grid)
    grid.order.set_filter("apart", ColumnFilter(test=Compare.EMPTY))
    assert grid.reveal(MO)
    assert grid.order.filters
    assert grid.reveal(GUI)
    assert not grid.order.filters
    grid.model.set_visible([QIN])
    grid.order.set_filter("apart", ColumnFilter(test=Compare.EMPTY))
    assert not grid.reveal(GUI)
    assert grid.order.filters
    assert told == ["要看的这一行被列的筛选藏起来了，已清除筛选。"]
