"""Which columns stand where: moved among their siblings, hidden, folded, kept by key."""

from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given

from fangfan_desktop.forms.form import HeaderCell
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.views.grid.arrangement import Arrangement, ColumnChoices
from tests.gui.grid_samples import FORM, KEYS, column

OFFICIAL = load_form("household-form", 2022)


def small() -> Arrangement:
    return Arrangement(KEYS, header_cells(FORM), FORM.frozen_columns)


def names(columns: Arrangement) -> list[str]:
    return [KEYS[each] for each in columns.shown]


def cell(columns: Arrangement, text: str) -> HeaderCell:
    return next(each for each in columns.cells if each.text == text)


def is_whole(columns: Arrangement) -> bool:
    """Whether every merged cell of the header stands in one piece."""
    places = [[columns.position[c] for c in columns.columns_of(each)] for each in columns.cells]
    return all(at == list(range(at[0], at[0] + len(at))) for at in places)


def test_a_column_moves_within_its_group_only() -> None:
    columns = small()
    income = columns.node_of(column("income"))
    assert columns.move(income, -1)
    assert names(columns)[2:4] == ["income", "people"]
    assert not columns.move(income, -1)
    assert columns.move(columns.node_of(column("able")), -1)
    assert names(columns)[2:6] == ["income", "people", "able", "apart"]
    assert is_whole(columns)


def test_a_group_moves_among_groups_with_all_that_is_in_it() -> None:
    columns = small()
    columns.move(columns.node_of(column("income")), -1)
    assert columns.move(cell(columns, "人数"), 1)
    assert names(columns)[2:6] == ["apart", "income", "people", "able"]
    assert columns.move_beside(cell(columns, "重点"), cell(columns, "日期"), is_after=True)
    assert names(columns)[2:5] == ["method", "day", "apart"]
    assert is_whole(columns)


def test_moving_passes_over_what_is_hidden() -> None:
    columns = small()
    columns.hide([column("day")])
    columns.move(columns.node_of(column("needs")), -1)
    assert names(columns)[-2:] == ["needs", "method"]


def test_one_column_stays_shown() -> None:
    columns = small()
    assert columns.hide(range(1, len(KEYS)))
    assert not columns.hide([0])
    assert names(columns) == ["seq"]


def test_a_folded_group_shows_the_first_column_as_it_stands() -> None:
    columns = small()
    columns.move(columns.node_of(column("income")), -1)
    columns.fold([(1, column("people"))])
    assert names(columns)[2:4] == ["income", "apart"]
    assert columns.left_out() == {(1, column("people")): 1}
    columns.hide([column("income")])
    assert names(columns)[2:4] == ["people", "apart"]


def test_what_leads_to_a_column_unfolds_no_more_than_it_needs() -> None:
    columns = small()
    columns.fold([(0, column("people")), (1, column("people"))])
    assert columns.reveal(column("able"))
    assert columns.folded == {(1, column("people"))}
    assert not columns.reveal(column("people"))
    columns.hide([column("day")])
    assert columns.reveal(column("day"))
    assert column("day") in columns.shown


def test_what_is_kept_holds_for_a_changed_form() -> None:
    columns = small()
    columns.move(columns.node_of(column("able")), -1)
    columns.move(columns.node_of(column("needs")), -1)
    columns.hide([column("method")])
    columns.frozen = 3
    kept = columns.choices()
    fields = [field for field in FORM.fields if field.key != "people"]
    new = replace(fields[0], key="new", headings=("重点", "人数", "常住人数"))
    fields.insert(3, new)
    changed = replace(FORM, fields=tuple(fields))
    again = Arrangement([field.key for field in fields], header_cells(changed), 2)
    again.choose(replace(kept, hidden=(*kept.hidden, "gone"), folded=((7, "gone"),)))
    shown = [fields[each].key for each in again.shown]
    assert shown == ["seq", "head_name", "income", "new", "able", "apart", "needs", "day"]
    assert again.frozen == 3
    assert is_whole(again)


def test_nothing_kept_is_the_form_itself() -> None:
    columns = small()
    assert columns.choices() == ColumnChoices()
    columns.choose(ColumnChoices(order=tuple(reversed(KEYS)), hidden=tuple(KEYS), frozen=99))
    assert len(columns.shown) == len(KEYS)
    assert columns.frozen == len(KEYS)
    columns.choose(ColumnChoices())
    assert columns.is_own_order
    assert columns.choices() == ColumnChoices()


@pytest.mark.parametrize("form", [FORM, OFFICIAL], ids=["small", "official"])
@given(data=st.data())
def test_no_merged_cell_is_ever_torn_apart(form: object, data: st.DataObject) -> None:
    chosen = FORM if form is FORM else OFFICIAL
    keys = [field.key for field in chosen.fields]
    columns = Arrangement(keys, header_cells(chosen), 2)
    moves = st.tuples(st.sampled_from(columns.cells), st.sampled_from([-1, 1]))
    for each, step in data.draw(st.lists(moves, max_size=20)):
        columns.move(columns.climbed(each), step)
        assert is_whole(columns)
        assert sorted(columns.order) == list(range(len(keys)))
    kept = Arrangement(keys, header_cells(chosen), 2)
    kept.choose(columns.choices())
    assert kept.order == columns.order
    anything = data.draw(st.permutations(keys))
    kept.choose(ColumnChoices(order=tuple(anything)))
    assert is_whole(kept)
