"""The roster in a grid: rows as they are read, cells as they are written and refused."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.forms.form import Value
from fangfan_desktop.forms.marks import Level
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.areas import add_village
from fangfan_desktop.usecases.history import undo_last
from fangfan_desktop.usecases.household_changes import NewHead, change_head
from fangfan_desktop.usecases.household_records import set_identification, set_income
from fangfan_desktop.usecases.households import add_household, move_household, move_out_household
from fangfan_desktop.usecases.people import add_person, correct_person
from fangfan_desktop.usecases.roster_checks import row_checker
from fangfan_desktop.usecases.roster_entry import SavedRoster, set_roster_cells
from fangfan_desktop.usecases.roster_form import (
    RosterForm,
    RosterSheet,
    column_reader,
    keys_of,
    roster_form,
)
from fangfan_desktop.usecases.roster_grid import changed_rows, household_rows, person_rows
from tests.unit.usecases.registry_town import DAY, WHY, add_family, image, make_town

NUMBER = "450221194101301027"  # a woman of 1941, the check digit right
MAN = "450221196805061817"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Database]:
    with make_town(tmp_path / "a.db") as database:
        add_family(database)
        add_family(database, head="覃𠮷")
        yield database


@pytest.fixture
def people(town: Database) -> RosterForm:
    return roster_form(town, sheet=RosterSheet.PEOPLE)


@pytest.fixture
def households(town: Database) -> RosterForm:
    return roster_form(town, sheet=RosterSheet.HOUSEHOLDS)


def person(town: Database, roster: RosterForm, person_id: int) -> dict[str, Value]:
    """What a person's row shows, by key."""
    return dict(zip(keys_of(roster), person_rows(town, roster)[person_id], strict=False))


def household(town: Database, roster: RosterForm, household_id: int) -> dict[str, Value]:
    """What a household's row shows, by key."""
    return dict(zip(keys_of(roster), household_rows(town, roster)[household_id], strict=False))


def write(town: Database, roster: RosterForm, *edits: tuple[int, str, Value]) -> SavedRoster:
    """Write cells as the grid does."""
    return set_roster_cells(town, roster, edits=edits)


# Reading


def test_people_stand_by_household_with_the_head_first(town: Database, people: RosterForm) -> None:
    shown = [row[:5] for row in person_rows(town, people).values()]
    assert shown[0][:1] == ("坭桥村",)
    assert [(row[2], row[3], row[4]) for row in shown[:4]] == [
        ("蒙秀英", "蒙秀英", "户主"),
        ("蒙秀英", "韦志𠮷", "配偶"),
        ("蒙秀英", "韦明", "之子"),
        ("蒙秀英", "黄㛃", "之母"),
    ]
    assert len(shown) == 8


def test_the_columns_stand_as_in_the_workbook(people: RosterForm, households: RosterForm) -> None:
    assert keys_of(people)[3:8] == ["name", "relation", "id_number", "ethnicity", "education"]
    assert keys_of(households)[:6] == [
        "village", "group", "code", "head_name", "head_id_number", "phone"
    ]  # fmt: skip


def test_the_first_households_come_alone(town: Database, people: RosterForm) -> None:
    assert list(person_rows(town, people, most=1)) == list(person_rows(town, people))[:4]


def test_a_village_has_its_own_rows(
    town: Database, people: RosterForm, households: RosterForm
) -> None:
    other = add_village(town, name="大端村").id
    assert other is not None
    move_household(town, household_id=2, village_id=other)
    assert list(household_rows(town, households, village_id=other)) == [2]
    assert len(person_rows(town, people, village_id=1)) == 4
    assert next(iter(person_rows(town, people, village_id=other).values()))[0] == "大端村"


def test_those_who_left_have_no_row(
    town: Database, people: RosterForm, households: RosterForm
) -> None:
    move_out_household(town, household_id=1, on=DAY, reason="迁往县城")
    assert list(household_rows(town, households)) == [2]
    assert len(person_rows(town, people)) == 4


def test_a_household_shows_its_head_its_case_and_its_income(
    town: Database, households: RosterForm
) -> None:
    set_identification(
        town,
        household_id=1,
        values={
            "category": "边缘易致贫户",
            "identified_on": "2021-06-01",
            "risks": "因病",
            "cleared_on": "2022-03-01",
        },
    )
    set_income(
        town,
        household_id=1,
        values={"period_from": "2021-01-01", "period_to": "2021-12-31", "wages_fen": "40000"},
    )
    correct_person(town, person_id=1, values={"id_number": NUMBER})
    row = household(town, households, 1)
    assert (row["head_name"], row["head_id_number"]) == ("蒙秀英", NUMBER)
    assert (row["category"], row["identified_on"]) == ("边缘易致贫户", "2021-06-01")
    assert (row["is_cleared"], row["cleared_on"]) == (1, "2022-03-01")


# Writing people


def test_cells_are_written_as_one_step_and_undone(town: Database, people: RosterForm) -> None:
    before = image(town)
    saved = write(
        town,
        people,
        (2, "name", "韦志强"),
        (2, "insured", 1),
        (3, "education", "小学"),
        (3, "health", "长期慢性病、残疾"),
    )
    assert not saved.refused
    assert person(town, people, 3)["health"] == "长期慢性病、残疾"
    assert saved.rows[2][3] == "韦志强"
    with town.read() as session:
        stored = session.connection().exec_driver_sql(
            "SELECT initials, health FROM person WHERE id IN (2, 3) ORDER BY id"
        )
        assert stored.all() == [("wzq", None), (_initials(before, 3), "长期慢性病,残疾")]
    undo_last(town)
    assert image(town) == before


def test_a_number_brings_sex_and_day_of_birth(town: Database, people: RosterForm) -> None:
    saved = write(town, people, (1, "id_number", f"'{NUMBER.lower()} "))
    assert not saved.refused
    row = person(town, people, 1)
    assert (row["id_number"], row["sex"], row["born_on"]) == (NUMBER, "女", "1941-01-30")


def test_a_disability_cards_number_brings_category_and_grade(
    town: Database, people: RosterForm
) -> None:
    write(town, people, (1, "id_number", f"{NUMBER}43"))
    row = person(town, people, 1)
    assert (row["disability_category"], row["disability_grade"]) == ("肢体残疾", "三级")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("id_number", "4.50221E+17", "号码被电子表格当成数字"),
        ("relation", "邻居", "不是可选的内容"),
        ("education", "博士后流动站", "不是可选的内容"),
        ("health", "健康、没有的病", "不在可选内容里"),
        ("disability_grade", "五级", "不是残疾等级"),
        ("name", None, "姓名不能空着"),
        ("relation", "户主", "这一户已有户主蒙秀英"),
        ("head_name", "别人", "户主变更请在户页上办"),
        ("village", "别村", "调整村、组请在户页上办"),
        ("household_code", "9", "户编号在“农户”表里改"),
        ("work_months", "很久", "不是整数"),
        ("born_on", "很久以前", "不是日期"),
    ],
)
def test_what_cannot_be_is_refused_alone(
    town: Database, people: RosterForm, key: str, value: Value, words: str
) -> None:
    saved = write(town, people, (2, key, value), (2, "remarks", "照写"))
    assert words in saved.refused[2, key]
    assert person(town, people, 2)["remarks"] == "照写"


def test_the_head_keeps_the_relation(town: Database, people: RosterForm) -> None:
    saved = write(town, people, (1, "relation", "配偶"), (1, "name", "蒙秀"))
    assert "更换户主" in saved.refused[1, "relation"]
    assert [saved.rows[i][2] for i in (1, 2, 3, 4)] == ["蒙秀"] * 4


def test_a_household_without_a_head_takes_one_only(town: Database, people: RosterForm) -> None:
    with town.action("导入时没有户主") as unit:
        unit.connection.exec_driver_sql("UPDATE person SET relation = '配偶' WHERE id = 1")
    saved = write(town, people, (2, "relation", "户主"), (3, "relation", "户主"))
    assert list(saved.refused) == [(3, "relation")]
    assert saved.rows[3][2] == "韦志𠮷"


def test_sex_and_birth_follow_the_number(town: Database, people: RosterForm) -> None:
    write(town, people, (1, "id_number", NUMBER))
    saved = write(town, people, (1, "sex", "男"), (1, "born_on", "1941-01-31"))
    assert "性别由身份证号码得出，是女" in saved.refused[1, "sex"]
    assert "1941-01-30" in saved.refused[1, "born_on"]
    assert not saved.changes.rows


def test_without_a_number_sex_and_birth_are_typed(town: Database, people: RosterForm) -> None:
    saved = write(town, people, (3, "sex", "女"), (3, "born_on", "2001.5.6"))
    assert not saved.refused
    row = person(town, people, 3)
    assert (row["sex"], row["born_on"]) == ("女", "2001-05-06")


def test_a_choice_that_stands_there_may_stay(town: Database, people: RosterForm) -> None:
    with town.action("旧代码") as unit:
        unit.connection.exec_driver_sql("UPDATE person SET education = '扫盲班' WHERE id = 2")
    assert not write(town, people, (2, "education", "扫盲班"), (2, "remarks", "一")).refused


def test_someone_who_left_is_refused(town: Database, people: RosterForm) -> None:
    move_out_household(town, household_id=1, on=DAY, reason="迁往县城")
    saved = write(town, people, (2, "remarks", "一"), (6, "remarks", "二"))
    assert "不在花名册里" in saved.refused[2, "remarks"]
    assert saved.rows.keys() == {6}


def test_a_cancelled_block_leaves_nothing(town: Database, people: RosterForm) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int, text: str) -> None:
        if text == "写入花名册":
            raise Stopped

    before = image(town)
    with pytest.raises(Stopped):
        set_roster_cells(town, people, edits=[(2, "remarks", "一")], progress=stop)
    assert image(town) == before


# Writing households


def test_households_are_written(town: Database, households: RosterForm) -> None:
    saved = write(
        town,
        households,
        (1, "code", "0102-𠮷1"),
        (1, "lifted_year", "2018年"),
        (1, "is_lifted", 1),
        (2, "dibao_since", "202105"),
        (2, "address", "一组12号"),
    )
    assert not saved.refused
    assert household(town, households, 1)["lifted_year"] == 2018
    assert household(town, households, 2)["dibao_since"] == "2021-05-01"
    assert household(town, households, 1)["code"] == "0102-𠮷1"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("lifted_year", 18, "不是年份"),
        ("code", None, "户编号不能空着"),
        ("is_lifted", "也许", "不是“是”或“否”"),
        ("category", "边缘易致贫户", "监测个案"),
        ("cleared_on", "2022-01-01", "监测个案"),
        ("head_name", "别人", "在“家庭成员”表里改"),
        ("group", "二组", "调整村、组请在户页上办"),
        ("income_per_capita", -1, "请填金额"),
    ],
)
def test_a_households_cell_is_refused_alone(
    town: Database, households: RosterForm, key: str, value: Value, words: str
) -> None:
    saved = write(town, households, (1, key, value), (1, "remarks", "照写"))
    assert words in saved.refused[1, key]
    assert household(town, households, 1)["remarks"] == "照写"


def test_a_code_belongs_to_one_household(town: Database, households: RosterForm) -> None:
    taken = household(town, households, 2)["code"]
    saved = write(town, households, (1, "code", taken))
    assert "已经被别的户用了" in saved.refused[1, "code"]
    saved = write(town, households, (1, "code", "新1"), (2, "code", "新1"))
    assert list(saved.refused) == [(2, "code")]


def test_income_is_declared_corrected_and_taken_back(
    town: Database, households: RosterForm
) -> None:
    before = image(town)
    write(town, households, (1, "income_per_capita", 1234567))
    with town.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT per_capita_fen, is_period_assumed FROM income"
        )
        assert rows.all() == [(1234567, 1)]
    write(town, households, (1, "income_per_capita", 2000000))
    assert household(town, households, 1)["income_per_capita"] == 2000000
    write(town, households, (1, "income_per_capita", None))
    assert image(town)["income"] == before["income"]


def test_income_by_its_parts_is_not_overwritten(town: Database, households: RosterForm) -> None:
    year = town.today().year - 1
    set_income(
        town,
        household_id=1,
        values={
            "period_from": f"{year}-01-01",
            "period_to": f"{year}-12-31",
            "wages_fen": "40000",
        },
    )
    assert household(town, households, 1)["income_per_capita"] == 1000000
    saved = write(town, households, (1, "income_per_capita", 5))
    assert "由分项算出" in saved.refused[1, "income_per_capita"]


# Checks


def marks(town: Database, roster: RosterForm, row_id: int) -> dict[str, tuple[Level, str]]:
    """What is said of a row's cells."""
    is_household = roster.sheet is RosterSheet.HOUSEHOLDS
    rows = (household_rows if is_household else person_rows)(town, roster)
    check = row_checker(roster, date(2022, 5, 19))
    return {mark.key: (mark.level, mark.message) for mark in check(row_id, rows[row_id]).marks}


def test_equal_numbers_are_doubted_in_both_rows(town: Database, people: RosterForm) -> None:
    saved = write(town, people, (1, "id_number", NUMBER), (5, "id_number", NUMBER))
    for mine, other in ((1, "覃𠮷"), (5, "蒙秀英")):
        level, words = marks(town, people, mine)["id_number"]
        assert level is Level.DOUBT
        assert f"户的{other}相同" in words
    assert saved.rows[1][-2:] != (None, None)
    saved = write(town, people, (5, "id_number", None))
    assert saved.rows[1][-2:] == (None, None)
    assert "id_number" not in marks(town, people, 1)


def test_a_wrong_check_digit_is_a_doubt(town: Database, people: RosterForm) -> None:
    saved = write(town, people, (1, "id_number", NUMBER[:-1] + "6"))
    assert not saved.refused
    assert "校验码不符" in marks(town, people, 1)["id_number"][1]


def test_what_disagrees_with_the_number_is_a_doubt(town: Database, people: RosterForm) -> None:
    write(town, people, (2, "id_number", MAN))
    with town.action("旧数据") as unit:
        unit.connection.exec_driver_sql(
            "UPDATE person SET sex = '女', born_on = '1968-05-07', work_months = 13,"
            " education = '扫盲班', phone = '12' WHERE id = 2"
        )
    found = marks(town, people, 2)
    assert "按号码是男" in found["sex"][1]
    assert "按号码是1968-05-06" in found["born_on"][1]
    assert "超过一年12个月" in found["work_months"][1]
    assert "代码表" in found["education"][1]
    assert "不像手机号码" in found["phone"][1]


def test_a_household_is_checked(town: Database, households: RosterForm) -> None:
    write(town, households, (1, "is_lifted", 1))
    assert "还没有填脱贫年度" in marks(town, households, 1)["lifted_year"][1]
    set_identification(
        town,
        household_id=2,
        values={"category": "脱贫不稳定户", "identified_on": "2021-06-01", "risks": "因病"},
    )
    assert "没有登记为脱贫户" in marks(town, households, 2)["category"][1]
    with town.action("没有户主") as unit:
        unit.connection.exec_driver_sql("UPDATE person SET relation = '配偶' WHERE id = 1")
    assert marks(town, households, 1)["head_name"][0] is Level.ERROR


# What people type


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("relation", "长子", "之子"),
        ("health", "残疾 长期慢性病", "长期慢性病、残疾"),
        ("disability_grade", "2", "二级"),
        ("school_state", "非在校生", None),
        ("work_months", "-", None),
        ("born_on", "2001年5月6日", "2001-05-06"),
        ("id_number", "\uff14" + NUMBER[1:], NUMBER),
        ("sex", "1", "男"),
    ],
)
def test_texts_are_read_as_an_import_reads_them(
    people: RosterForm, key: str, text: str, value: Value
) -> None:
    assert column_reader(people, people.form.field(key))(text) == value


# Changes elsewhere


def test_changes_elsewhere_name_their_rows(
    town: Database, people: RosterForm, households: RosterForm
) -> None:
    changes = correct_person(town, person_id=2, values={"remarks": "一"}).changes
    found = changed_rows(town, people, changes=changes)
    assert found.households == {1}
    assert list(found.rows) == [1, 2, 3, 4]
    assert changed_rows(town, people, changes=changes, village_id=9).rows == {}
    changes = change_head(town, household_id=1, new_head=NewHead(3, {}), occasion=WHY).changes
    assert changed_rows(town, households, changes=changes).rows[1][3] == "韦明"


def test_rows_that_are_gone_are_read_anew(town: Database, people: RosterForm) -> None:
    add_person(town, household_id=1, values={"name": "韦新", "relation": "之女"})
    undone = undo_last(town)
    assert undone is not None
    assert changed_rows(town, people, changes=undone).households is None


def test_a_new_household_is_among_them(town: Database, households: RosterForm) -> None:
    made = add_household(town, village_id=1, head={"name": "龙㛃"})
    found = changed_rows(town, households, changes=made.changes)
    assert made.household_id in found.rows


def _initials(before: dict[str, list[tuple[object, ...]]], person_id: int) -> object:
    row = next(row for row in before["person"] if row[0] == person_id)
    return row[4]
