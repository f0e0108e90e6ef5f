"""A newer version of a form: answers that are kept mean what they meant, else it is refused."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Source, Subject
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaign_forms import plan_version, take_new_version, use_form
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_answers
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.usecases.second_keying import key_again
from tests.small_township import add_campaign, make_township
from tests.unit.usecases.own_forms import own_form


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        save_form(opened, form=own_form())
        use_form(opened, campaign_id=1, form_key="own-1")
        yield opened


def fill(database: Database, **values: int | str | None) -> dict[tuple[int, str], str]:
    """Answer cells of the first row of the county's form; the refusals."""
    edits = [(1, key, value) for key, value in values.items()]
    return dict(set_answers(database, campaign_id=1, form_key="own-1", edits=edits).refused)


def cells(database: Database) -> dict[str, object]:
    keys = household_basis(database, campaign_id=1, form_key="own-1").form.value_keys
    row = load_rows(database, campaign_id=1, form_key="own-1")[0]
    return dict(zip(keys, row.values, strict=True))


def changed(key: str, **values: object) -> Form:
    form = own_form()
    fields = tuple(replace(f, **values) if f.key == key else f for f in form.fields)
    return replace(form, fields=fields)


def take(database: Database, form: Form) -> None:
    save_form(database, form=form)
    take_new_version(database, campaign_id=1, form_key="own-1")


def test_a_kind_guessed_wrong_is_put_right_while_nobody_has_answered(town: Database):
    take(town, changed("own_pigs", kind=Kind.TEXT))
    assert not fill(town, own_pigs="三头𠮷")
    take(town, changed("own_pigs", kind=Kind.LONG_TEXT))
    assert cells(town)["own_pigs"] == "三头𠮷"
    with pytest.raises(UserError, match="“养猪头数”的类型与本次排查已填的不同"):
        take(town, changed("own_pigs", kind=Kind.DATE))


@pytest.mark.parametrize("kind", [Kind.MONEY, Kind.YES_NO, Kind.TEXT])
def test_a_number_never_becomes_yuan_a_yes_or_a_word(town: Database, kind: Kind):
    fill(town, own_pigs=1)
    with pytest.raises(UserError, match="另立一栏"):
        take(town, changed("own_pigs", kind=kind))
    assert cells(town)["own_pigs"] == 1


def test_what_was_keyed_a_second_time_counts_as_answered(town: Database):
    key_again(town, campaign_id=1, form_key="own-1", wanted={1: {"own_pigs": 3}})
    with pytest.raises(UserError, match="另立一栏"):
        take(town, changed("own_pigs", kind=Kind.MONEY))


def test_a_column_that_comes_back_with_another_kind_is_refused(town: Database):
    fill(town, own_note="有猪圈")
    form = own_form()
    take(town, replace(form, fields=form.fields[:-1]))
    with pytest.raises(UserError, match="“说明”的类型"):
        take(town, changed("own_note", kind=Kind.NUMBER))


def test_choices_that_are_gone_keep_their_answer_marked(town: Database):
    take(town, changed("own_note", kind=Kind.CHOICE, choices=("砖房", "木房")))
    fill(town, own_note="木房", own_pigs=3)
    take(town, changed("own_note", kind=Kind.CHOICE, choices=("砖房", "混凝土房")))
    row = load_rows(town, campaign_id=1, form_key="own-1")[0]
    assert (cells(town)["own_note"], row.error_count, row.is_complete) == ("木房", 1, 0)
    assert fill(town, own_note="木房")
    undo(town)
    assert load_rows(town, campaign_id=1, form_key="own-1")[0].error_count == 0


def test_a_form_of_villages_is_no_version_of_one_of_households(town: Database):
    save_form(
        town,
        form=replace(
            own_form(), subject=Subject.VILLAGE, fields=(Field("own_a", ("甲",), Kind.TEXT),)
        ),
    )
    with pytest.raises(UserError, match="不再是农户表"):
        take_new_version(town, campaign_id=1, form_key="own-1")


def test_a_column_that_the_registry_takes_over_is_told_before(town: Database):
    typed = changed("head_name", source=Source.TYPED)
    take(town, typed)
    fill(town, head_name="韦大𠮷")
    save_form(town, form=own_form())
    plan = plan_version(town, campaign_id=1, form_key="own-1")
    assert (plan.changed, plan.replaced) == ((), ("户主姓名",))
    take_new_version(town, campaign_id=1, form_key="own-1")
    assert cells(town)["head_name"] == "韦𠮷祥"
    undo(town)
    assert cells(town)["head_name"] == "韦大𠮷"


def test_a_new_column_is_prefilled_in_rows_that_were_begun_too(town: Database):
    fill(town, own_pigs=3)
    form = own_form()
    water = Field("water_safe", ("饮水是否安全",), Kind.YES_NO, Source.PREFILLED)
    take(town, replace(form, fields=(*form.fields, water)))
    assert (cells(town)["own_pigs"], cells(town)["water_safe"]) == (3, 0)


@pytest.mark.parametrize(
    "field",
    [
        Field("own_land", ("耕地",), Kind.NUMBER, Source.REGISTRY),
        Field("own_sum", ("合计",), Kind.NUMBER, Source.COMPUTED),
    ],
)
def test_a_column_that_nothing_could_fill_is_refused(town: Database, field: Field):
    form = own_form()
    with pytest.raises(UserError, match="会一直空着"):
        save_form(town, form=replace(form, fields=(*form.fields, field)))


def test_a_sheet_of_the_roster_and_other_rows_under_a_shipped_key_are_no_form(town: Database):
    for key in ("roster-people", "statistics", "household-form"):
        wrong = replace(
            own_form(), key=key, subject=Subject.VILLAGE, fields=(Field("a", ("甲",), Kind.TEXT),)
        )
        with pytest.raises(UserError, match="不能由本单位改动"):
            save_form(town, form=wrong)
    with pytest.raises(UserError):
        use_form(town, campaign_id=1, form_key="roster-people")


def test_an_answer_of_annex_1_with_another_kind_is_not_taken_for_this_form(town: Database):
    annex = load_form("household-form")
    own = Field("own_area", ("住房面积",), Kind.TEXT, is_required=False)
    save_form(town, form=replace(annex, fields=(*annex.fields, own)))
    take_new_version(town, campaign_id=1, form_key="household-form")
    set_answers(town, campaign_id=1, edits=[(1, "own_area", "八十")])
    form = own_form()
    asked = Field("own_area", ("住房面积",), Kind.NUMBER, Source.PREFILLED)
    take(town, replace(form, fields=(*form.fields, asked)))
    assert cells(town)["own_area"] is None


@pytest.mark.parametrize("key", ["id", "position", "campaign_id", "extra", "order", "select"])
def test_a_column_may_have_a_key_that_the_database_uses(town: Database, key: str):
    odd = Field(key, ("怪栏",), Kind.NUMBER, is_required=False)
    for form in (own_form(), load_form("household-form")):
        save_form(town, form=replace(form, fields=(*form.fields, odd)))
        take_new_version(town, campaign_id=1, form_key=form.key)
        rows = load_rows(town, campaign_id=1, form_key=form.key)
        edits = [(row.id, key, 77) for row in rows]
        assert not set_answers(town, campaign_id=1, form_key=form.key, edits=edits).refused
        place = household_basis(town, campaign_id=1, form_key=form.key).form.index(key)
        after = load_rows(town, campaign_id=1, form_key=form.key)
        assert [row.values[place] for row in after] == [77] * len(rows)
        assert [row.id for row in after] == [row.id for row in rows]
        undo(town)
        assert load_rows(town, campaign_id=1, form_key=form.key) == rows


def test_what_is_no_date_is_no_answer(town: Database):
    take(town, changed("own_note", kind=Kind.DATE))
    assert fill(town, own_note="下周")
    assert fill(town, own_note="2022-02-30")
    assert not fill(town, own_note="2022-02-28")


def test_yes_is_kept_as_one(town: Database):
    fill(town, heavy_burden=True)
    with town.read() as session:
        text = (
            session.connection()
            .exec_driver_sql("SELECT answers FROM further_form WHERE id = 1")
            .scalar_one()
        )
    assert '"heavy_burden":1' in text
