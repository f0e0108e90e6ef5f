"""Forms besides 附件1: taken up, prefilled, kept in step, changed for newer versions."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Form, Kind, Source
from fangfan_desktop.forms.load import load_form
from fangfan_desktop.models import Identification
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.storage.screening_rows import refresh_rows
from fangfan_desktop.usecases.campaign_changes import remove_campaign
from fangfan_desktop.usecases.campaign_forms import (
    add_form_rows,
    add_village_row,
    give_up_form,
    list_used_forms,
    plan_version,
    prefill_again,
    remove_form_rows,
    take_new_version,
    use_form,
)
from fangfan_desktop.usecases.campaigns import close_campaign
from fangfan_desktop.usecases.form_from_workbook import draft_form
from fangfan_desktop.usecases.form_import import import_form
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_answers
from fangfan_desktop.usecases.office_forms import (
    find_form,
    list_forms,
    own_fields,
    retire_form,
    save_form,
)
from tests.small_township import add_campaign, change_household, make_township
from tests.unit.usecases.own_forms import own_form


@pytest.fixture
def town(tmp_path: Path):
    with make_township(tmp_path / "a.db") as opened:
        add_campaign(opened)
        yield opened


def rows(database: Database, form_key: str = "own-1") -> dict[int, dict[str, object]]:
    """Household (village in a village form) → key → value."""
    keys = household_basis(database, campaign_id=1, form_key=form_key).form.value_keys
    return {
        row.household_id or row.village_id: dict(zip(keys, row.values, strict=True))
        for row in load_rows(database, campaign_id=1, form_key=form_key)
    }


def fill(database: Database, household: int, **values: int | str | None) -> None:
    """Answer cells of a household's row of the county's form."""
    row = next(
        row
        for row in load_rows(database, campaign_id=1, form_key="own-1")
        if row.household_id == household
    )
    edits = [(row.id, key, value) for key, value in values.items()]
    saved = set_answers(database, campaign_id=1, form_key="own-1", edits=edits)
    assert not saved.refused


def take_up(database: Database, form: Form) -> None:
    save_form(database, form=form)
    use_form(database, campaign_id=1, form_key=form.key)


def test_a_form_taken_up_has_a_row_a_household_with_what_is_known(town: Database):
    annex = load_rows(town, campaign_id=1)
    first = next(row for row in annex if row.household_id == 1)
    set_answers(town, campaign_id=1, edits=[(first.id, "heavy_burden", 1)])
    take_up(town, own_form())
    found = rows(town)
    assert len(found) == len(annex)
    assert found[1]["head_name"] == "韦𠮷祥"
    # of 附件1 in the same campaign, and of the registry
    assert (found[1]["heavy_burden"], found[1]["housing_safe"]) == (1, 1)
    assert found[2]["heavy_burden"] is None
    assert found[1]["own_pigs"] is None


def test_answers_are_kept_checked_counted_and_undone(town: Database):
    take_up(town, own_form())
    before = rows(town)
    fill(town, 1, own_pigs=12, heavy_burden=0, own_note="㛃䶮")
    assert rows(town)[1]["own_pigs"] == 12
    used = {each.form.key: each for each in list_used_forms(town, campaign_id=1)}
    assert (used["own-1"].rows, used["own-1"].done) == (6, 1)
    undo(town)
    assert rows(town) == before
    assert {each.form.key: each.done for each in list_used_forms(town, campaign_id=1)}["own-1"] == 0
    redo(town)
    assert rows(town)[1]["own_note"] == "㛃䶮"


def test_annex_1_does_not_notice_other_forms(town: Database):
    before = load_rows(town, campaign_id=1)
    take_up(town, own_form())
    fill(town, 1, own_pigs=3)
    assert load_rows(town, campaign_id=1) == before


def test_registry_columns_follow_the_registry_and_cannot_be_typed(town: Database):
    take_up(town, own_form())
    fill(town, 1, own_pigs=3)
    with town.action("改名") as unit:
        unit.connection.exec_driver_sql("UPDATE person SET name = '韦䶮' WHERE id = 1")
        refresh_rows(unit, [1])
    assert rows(town)[1]["head_name"] == "韦䶮"
    assert rows(town)[1]["own_pigs"] == 3
    row = load_rows(town, campaign_id=1, form_key="own-1")[0]
    saved = set_answers(
        town, campaign_id=1, form_key="own-1", edits=[(row.id, "head_name", "别人")]
    )
    assert (row.id, "head_name") in saved.refused


def test_a_form_about_monitored_households_has_only_those_and_follows_them(town: Database):
    take_up(town, own_form(scope="monitored"))
    assert set(rows(town)) == {2}
    with town.action("识别") as unit:
        unit.session.add(
            Identification(
                household_id=1, category="突发严重困难户", identified_on=date(2022, 5, 12)
            )
        )
        refresh_rows(unit, [1])
    assert set(rows(town)) == {1, 2}
    with town.action("清退") as unit:
        unit.connection.exec_driver_sql("UPDATE identification SET removed_on = '2022-05-13'")
        refresh_rows(unit)
    assert not rows(town)


def test_a_row_that_somebody_began_stays_when_its_household_leaves(town: Database):
    take_up(town, own_form())
    fill(town, 1, own_pigs=0)
    for household in (1, 2):
        change_household(town, household, left_on=date(2022, 5, 12))
    assert 1 in rows(town)
    assert 2 not in rows(town)


def test_households_are_chosen_for_a_form_by_the_clerk_alone(town: Database):
    take_up(town, own_form(scope="chosen"))
    assert not rows(town)
    add_form_rows(town, campaign_id=1, form_key="own-1", household_ids=[2, 1, 2])
    assert set(rows(town)) == {1, 2}
    assert not add_form_rows(town, campaign_id=1, form_key="own-1", household_ids=[2]).rows
    row = load_rows(town, campaign_id=1, form_key="own-1")[0]
    remove_form_rows(town, campaign_id=1, form_key="own-1", row_ids=[row.id])
    assert len(rows(town)) == 1
    undo(town)
    assert set(rows(town)) == {1, 2}


def test_a_village_form_has_a_row_a_village_and_more_where_added(town: Database):
    use_form(town, campaign_id=1, form_key="lookback-check")
    there = load_rows(town, campaign_id=1, form_key="lookback-check")
    assert len(there) == 2
    add_village_row(town, campaign_id=1, form_key="lookback-check", village_id=1)
    after = load_rows(town, campaign_id=1, form_key="lookback-check")
    assert [row.village_id for row in after] == [1, 1, 2]
    keys = household_basis(town, campaign_id=1, form_key="lookback-check").form.value_keys
    assert {row.values[keys.index("village")] for row in after} == {"坭桥村", "雒容社区"}
    with pytest.raises(UserError, match="村表"):
        add_form_rows(town, campaign_id=1, form_key="lookback-check", household_ids=[1])


def test_a_newer_version_finds_the_answers_again_by_their_key(town: Database):
    take_up(town, own_form())
    fill(town, 1, own_pigs=7, own_note="有猪圈")
    form = own_form()
    without = replace(form, fields=tuple(f for f in form.fields if f.key != "own_pigs"))
    turned = replace(without, fields=without.fields[:2] + without.fields[:1:-1])
    assert save_form(town, form=turned).version == 2
    plan = plan_version(town, campaign_id=1, form_key="own-1")
    assert (plan.added, plan.dropped) == ((), ("养猪头数",))
    take_new_version(town, campaign_id=1, form_key="own-1")
    assert rows(town)[1]["own_note"] == "有猪圈"
    assert "own_pigs" not in rows(town)[1]
    fill(town, 1, own_note="猪圈拆了")
    save_form(town, form=form)
    take_new_version(town, campaign_id=1, form_key="own-1")
    assert (rows(town)[1]["own_pigs"], rows(town)[1]["own_note"]) == (7, "猪圈拆了")


def test_a_campaign_keeps_the_version_that_it_was_filled_in_with(town: Database):
    take_up(town, own_form())
    save_form(town, form=replace(own_form(), title="改了"))
    basis = household_basis(town, campaign_id=1, form_key="own-1")
    assert basis.form.title == "{place}摸底表"


def test_a_column_of_another_kind_is_no_newer_version(town: Database):
    take_up(town, own_form())
    fill(town, 1, own_pigs=7)
    form = own_form()
    fields = tuple(replace(f, kind=Kind.TEXT) if f.key == "own_pigs" else f for f in form.fields)
    save_form(town, form=replace(form, fields=fields))
    with pytest.raises(UserError, match="另立一栏"):
        take_new_version(town, campaign_id=1, form_key="own-1")


def test_what_annex_1_answered_later_is_taken_when_asked_for(town: Database):
    take_up(town, own_form())
    fill(town, 2, heavy_burden=0)
    for row in load_rows(town, campaign_id=1):
        if row.household_id in {1, 2}:
            set_answers(town, campaign_id=1, edits=[(row.id, "heavy_burden", 1)])
    assert prefill_again(town, campaign_id=1, form_key="own-1").rows == 1
    assert (rows(town)[1]["heavy_burden"], rows(town)[2]["heavy_burden"]) == (1, 0)


def test_a_form_that_somebody_began_is_not_given_up(town: Database):
    take_up(town, own_form())
    fill(town, 1, own_pigs=1)
    with pytest.raises(UserError, match="已填写1行"):
        give_up_form(town, campaign_id=1, form_key="own-1")
    with pytest.raises(UserError, match="1行其他表"):
        remove_campaign(town, campaign_id=1)
    fill(town, 1, own_pigs=None)
    give_up_form(town, campaign_id=1, form_key="own-1")
    assert "own-1" not in {each.form.key for each in list_used_forms(town, campaign_id=1)}
    with pytest.raises(UserError, match="基本表"):
        give_up_form(town, campaign_id=1, form_key="household-form")
    remove_campaign(town, campaign_id=1)


def test_a_closed_campaign_takes_no_form_and_its_rows_stay(town: Database):
    take_up(town, own_form())
    fill(town, 1, own_pigs=1)
    close_campaign(town, campaign_id=1)
    before = rows(town)
    for change in (
        lambda: use_form(town, campaign_id=1, form_key="check-general"),
        lambda: fill(town, 1, own_pigs=2),
        lambda: add_form_rows(town, campaign_id=1, form_key="own-1", household_ids=[1]),
        lambda: take_new_version(town, campaign_id=1, form_key="own-1"),
    ):
        with pytest.raises(UserError, match="已结束"):
            change()
    undo(town)  # of the closing
    assert rows(town) == before


def test_the_list_of_forms_has_the_offices_before_the_shipped(town: Database):
    shipped = {entry.form.key for entry in list_forms(None)}
    assert {"household-form", "check-monitored", "lookback-check"} <= shipped
    assert "roster-people" not in shipped
    changed = replace(load_form("check-general"), name="一般农户核查表（本县）")
    save_form(town, form=changed)
    assert find_form(town, "check-general").form.name == "一般农户核查表（本县）"
    retire_form(town, form_key="check-general")
    assert find_form(town, "check-general").version == 0


def test_what_is_no_form_is_refused_with_the_reason(town: Database):
    save_form(town, form=own_form())
    with pytest.raises(UserError, match="请换一个名称"):
        save_form(town, form=own_form(key="own-2"))
    annex = load_form("household-form")
    lacking = replace(annex, fields=tuple(f for f in annex.fields if f.key != "population"))
    with pytest.raises(UserError, match="缺少：家庭人口数"):
        save_form(town, form=lacking)
    income = Field("income_per_capita", ("收入",), Kind.TEXT)
    with pytest.raises(UserError, match="字段目录"):
        save_form(town, form=own_form(name="别的表", fields=(*own_form().fields, income)))
    with pytest.raises(UserError, match="现有："):
        find_form(town, "没有的表")


def test_the_offices_version_of_annex_1_counts_and_keeps_its_new_columns(town: Database):
    annex = load_form("household-form")
    pigs = Field("own_pigs", ("养猪头数",), Kind.NUMBER, is_required=False)
    save_form(town, form=replace(annex, fields=(*annex.fields, pigs)))
    take_new_version(town, campaign_id=1, form_key="household-form")
    row = next(row for row in load_rows(town, campaign_id=1) if row.household_id == 1)
    set_answers(town, campaign_id=1, edits=[(row.id, "own_pigs", 9), (row.id, "heavy_burden", 1)])
    assert rows(town, "household-form")[1]["own_pigs"] == 9
    assert rows(town, "household-form")[1]["heavy_burden"] == 1
    assert rows(town, "household-form")[2]["own_pigs"] is None


def workbook(path: Path, *lines: tuple[str | int | None, ...]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)  # pyright: ignore[reportOptionalMemberAccess]
    book.save(path)
    return path


def test_a_filled_in_form_comes_back_from_a_workbook_by_number_code_or_name(
    town: Database, tmp_path: Path
):
    with town.action("号码") as unit:
        unit.connection.exec_driver_sql(
            "UPDATE person SET id_number = '45022119500304001X' WHERE household_id = 2"
            " AND relation = '户主'"
        )
    take_up(town, own_form())
    path = workbook(
        tmp_path / "a.xlsx",
        ("行政村", "户主姓名", "户主身份证号码", "养猪头数", "说明"),
        ("坭桥村", "别名", "45022119500304001x", 4, "𠮷"),
        ("坭桥村委会", "韦𠮷祥", None, "三头", None),
        ("坭桥村", "没有的人", None, 1, None),
    )
    taken = import_form(town, form_key="县里的摸底表", campaign_id=1, path=path)
    assert (taken.rows.changed, taken.refused) == (1, 2)
    assert (rows(town)[2]["own_pigs"], rows(town)[2]["own_note"]) == (4, "𠮷")
    again = import_form(town, form_key="own-1", campaign_id=1, path=path)
    assert (again.rows.changed, again.rows.same) == (0, 2)


def test_a_village_form_comes_back_by_village_one_line_after_the_other(
    town: Database, tmp_path: Path
):
    use_form(town, campaign_id=1, form_key="lookback-check")
    form = household_basis(town, campaign_id=1, form_key="lookback-check").form
    asked = next(f for f in form.fields if f.kind is Kind.YES_NO)
    lowest = next(text for text in reversed(asked.headings) if text)
    path = workbook(
        tmp_path / "a.xlsx",
        ("序号", "行政村", lowest),
        (1, "雒容社区", "是"),
        (2, "坭桥村", "否"),
        (3, "坭桥村", "是"),
    )
    taken = import_form(town, form_key="lookback-check", campaign_id=1, path=path)
    assert (taken.rows.changed, taken.refused) == (2, 1)
    found = rows(town, "lookback-check")
    assert (found[1][asked.key], found[2][asked.key]) == (0, 1)


def test_a_roster_is_no_filled_in_form(town: Database, tmp_path: Path):
    path = workbook(
        tmp_path / "a.xlsx", ("行政村", "户编号", "户主姓名"), ("坭桥村", "H001", "韦𠮷祥")
    )
    with pytest.raises(UserError, match="没有“附件1 到户排查表”要填的栏目"):
        import_form(town, form_key="household-form", campaign_id=1, path=path)


def test_a_county_s_own_workbook_is_taken_in_by_what_its_columns_mean(
    town: Database, tmp_path: Path
):
    path = workbook(
        tmp_path / "a.xlsx",
        ("行政村", "户主", "是否有重度残疾人", "住房安全是否有保障", "养蜂箱数"),
        ("坭桥村", "韦𠮷祥", "是", "否", 3),
    )
    taken = import_form(town, form_key="household-form", campaign_id=1, path=path)
    assert (taken.rows.changed, taken.refused) == (1, 0)
    found = rows(town, "household-form")[1]
    assert (found["severely_disabled"], found["housing_safe"]) == (1, 0)
    told = {each.column: each.reason for each in taken.warnings}
    assert told["是否有重度残疾人"].startswith("这一列认作“是否重度残疾人家庭")
    assert "没有用到这一列" in told["养蜂箱数"]


def test_a_heading_that_a_clerk_matched_is_known_the_next_time(town: Database, tmp_path: Path):
    asked = Field("needs", ("这家人想要点啥子",), Kind.LONG_TEXT, is_required=False)
    save_form(town, form=own_form(fields=(*own_form().fields, asked)))
    path = workbook(tmp_path / "a.xlsx", ("户主姓名", "这家人想要点啥子", "养猪头数", "村组"))
    draft = draft_form(path, name="新表", year=2023, own_fields=own_fields(town))[0]
    assert [column.key for column in draft.columns] == ["head_name", "needs", "own_pigs", "group"]


@pytest.mark.parametrize("key", ["statistics", "ledger"])
def test_tables_that_the_program_counts_take_other_words_but_no_other_columns(
    town: Database, key: str
):
    form = load_form(key)
    reworded = replace(form, fields=form.fields[::-1], title="另一个标题")
    assert save_form(town, form=reworded).version == 1
    more = replace(form, fields=(*form.fields, Field("own_pigs", ("养猪头数",), Kind.NUMBER)))
    with pytest.raises(UserError, match="不能加新栏：养猪头数"):
        save_form(town, form=more)
    with pytest.raises(UserError, match="不能少了这些栏"):
        save_form(town, form=replace(form, fields=form.fields[:-1]))


def test_a_heading_that_names_another_line_than_the_campaign_s_is_told(town: Database):
    income = Field("income_per_capita", ("人均纯收入（元）",), Kind.MONEY, Source.PREFILLED)
    above = Field("above_line", ("是否高于本省监测范围（8000元）",), Kind.YES_NO, Source.COMPUTED)
    save_form(town, form=own_form(fields=(*own_form().fields, income, above)))
    told = use_form(town, campaign_id=1, form_key="own-1").warnings
    assert len(told) == 1
    assert "栏名写的是8000元，本次排查的监测范围是7000元" in told[0]
    assert not use_form(town, campaign_id=1, form_key="check-general").warnings
