"""The registry: people and households come, change and go, each as one step back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fangfan_desktop.domain.identity_number import check_digit
from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.storage.household_search import HouseholdFilter
from fangfan_desktop.usecases.areas import add_village
from fangfan_desktop.usecases.household_changes import (
    NewHead,
    change_head,
    merge_households,
    person_left,
    split_household,
    suggest_relations,
)
from fangfan_desktop.usecases.household_page import household_page
from fangfan_desktop.usecases.household_records import set_identification
from fangfan_desktop.usecases.households import (
    add_household,
    correct_household,
    household_lines,
    identity_choices,
    move_household,
    move_out_household,
    remove_household,
    return_household,
    search_households,
)
from fangfan_desktop.usecases.occasion import Occasion
from fangfan_desktop.usecases.people import add_person, correct_person, remove_person
from fangfan_desktop.usecases.registry_values import RegistryResult
from fangfan_desktop.usecases.search import search_everything
from tests.unit.usecases.registry_town import DAY, WHY, add_family, image, make_town, relations

FIRST17 = "45022119690312242"
NUMBER = FIRST17 + check_digit(FIRST17)


@pytest.fixture
def town(tmp_path: Path):
    with make_town(tmp_path / "a.db") as database:
        yield database


def undone(database: Database, act: Callable[[], RegistryResult]) -> RegistryResult:
    """Do something, check that one undo takes all of it back, and do it again."""
    before = image(database)
    act()
    assert image(database) != before
    undo(database)
    assert image(database) == before
    return act()


def test_a_new_household_has_a_code_and_its_head(town: Database):
    made = undone(
        town,
        lambda: add_household(
            town, village_id=1, group_id=2, head={"name": "蓝䶮", "id_number": NUMBER}
        ),
    )
    assert made.household_id is not None
    page = household_page(town, household_id=made.household_id)
    assert (page.code, page.group, page.head_name) == ("0102-0001", "二组", "蓝䶮")
    assert page.people[0].values["sex"] == "女"
    assert page.people[0].values["born_on"] == "1969-03-12"
    assert made.warnings == ()


def test_the_code_of_another_household_is_refused(town: Database):
    household, _ = add_family(town)
    add_household(town, village_id=1, head={"name": "甲"}, values={"code": "甲1"})
    with pytest.raises(UserError, match="已经被别的户用了"):
        correct_household(town, household_id=household, values={"code": "甲1"})
    assert household_page(town, household_id=household).code == "0101-0001"


def test_a_household_without_a_name_or_village_is_refused(town: Database):
    with pytest.raises(UserError, match="姓名不能空着"):
        add_household(town, village_id=1, head={"name": " "})
    with pytest.raises(UserError, match="先选择"):
        add_household(town, village_id=99, head={"name": "甲"})


def test_a_cell_is_corrected_and_taken_back(town: Database):
    household, people = add_family(town)
    undone(town, lambda: correct_person(town, person_id=people["韦明"], values={"name": "韦𫘝"}))
    undone(
        town,
        lambda: correct_household(
            town, household_id=household, values={"is_lifted": "是", "lifted_year": "2019"}
        ),
    )
    page = household_page(town, household_id=household)
    assert [tag.text for tag in page.tags] == ["脱贫户 2019"]
    assert search_households(town, text="韦𫘝").ids == (household,)


def test_an_id_number_is_mended_and_a_wrong_check_digit_is_told(town: Database):
    _, people = add_family(town)
    wrong = FIRST17 + ("X" if NUMBER[-1] != "X" else "1")
    done = correct_person(
        town, person_id=people["蒙秀英"], values={"id_number": f" {wrong.lower()} "}
    )
    assert "校验码不符" in done.warnings[0]
    with pytest.raises(UserError, match="后几位已丢失"):
        correct_person(town, person_id=people["蒙秀英"], values={"id_number": "4.50221E+17"})


def test_the_same_number_twice_is_told(town: Database):
    _, people = add_family(town)
    correct_person(town, person_id=people["蒙秀英"], values={"id_number": NUMBER})
    done = correct_person(town, person_id=people["黄㛃"], values={"id_number": NUMBER})
    assert any("蒙秀英相同" in warning for warning in done.warnings)


def test_sex_follows_the_number_and_cannot_contradict_it(town: Database):
    _, people = add_family(town)
    correct_person(town, person_id=people["韦明"], values={"id_number": NUMBER})
    with pytest.raises(UserError, match="由身份证号码得出，是女"):
        correct_person(town, person_id=people["韦明"], values={"sex": "男"})


def test_a_disability_card_fills_in_category_and_grade(town: Database):
    household, people = add_family(town)
    correct_person(town, person_id=people["黄㛃"], values={"id_number": NUMBER + "42"})
    page = household_page(town, household_id=household)
    mother = next(p for p in page.people if p.name == "黄㛃")
    assert (mother.values["disability_category"], mother.values["disability_grade"]) == (
        "肢体残疾",
        "二级",
    )
    assert "残疾" in [tag.text for tag in page.tags]


def test_a_choice_that_is_not_listed_is_refused(town: Database):
    _, people = add_family(town)
    with pytest.raises(UserError, match="文化程度：“博士后”不是可选的内容"):
        correct_person(town, person_id=people["韦明"], values={"education": "博士后"})
    with pytest.raises(UserError, match="健康状况：“头疼”"):
        correct_person(town, person_id=people["韦明"], values={"health": "健康、头疼"})


def test_a_second_head_is_refused(town: Database):
    household, people = add_family(town)
    with pytest.raises(UserError, match="已有户主蒙秀英"):
        correct_person(town, person_id=people["韦明"], values={"relation": "户主"})
    with pytest.raises(UserError, match="不能直接改"):
        correct_person(town, person_id=people["蒙秀英"], values={"relation": "配偶"})
    with pytest.raises(UserError, match="已有户主"):
        add_person(town, household_id=household, values={"name": "乙", "relation": "户主"})


def test_a_birth_has_a_day_and_an_event(town: Database):
    household, _ = add_family(town)
    values = {"name": "韦小宝", "relation": "之孙子", "sex": "男", "born_on": "2022-05-01"}
    with pytest.raises(UserError, match="日期"):
        add_person(town, household_id=household, values=values, reason="出生")
    undone(
        town,
        lambda: add_person(town, household_id=household, values=values, reason="出生", on=DAY),
    )
    page = household_page(town, household_id=household)
    assert (page.events[0].kind, page.events[0].happened_on) == ("出生", DAY)
    assert len(page.people) == 5


def test_a_death_leaves_the_person_in_the_books(town: Database):
    household, people = add_family(town)
    undone(
        town,
        lambda: person_left(town, person_id=people["黄㛃"], occasion=Occasion(DAY, "死亡")),
    )
    page = household_page(town, household_id=household)
    assert [p.name for p in page.gone] == ["黄㛃"]
    assert len(page.people) == 3


def test_a_head_does_not_go_without_a_successor(town: Database):
    household, people = add_family(town)
    gone = Occasion(DAY, "死亡")
    with pytest.raises(UserError, match="选一位新户主"):
        person_left(town, person_id=people["蒙秀英"], occasion=gone)
    undone(
        town,
        lambda: person_left(
            town,
            person_id=people["蒙秀英"],
            occasion=gone,
            new_head=NewHead(people["韦明"], {}),
        ),
    )
    assert relations(town, household) == {
        "韦明": "户主",
        "韦志𠮷": "之父",
        "黄㛃": "之祖母",
    }


def test_the_last_one_takes_the_household_off_the_books(town: Database):
    made = add_household(town, village_id=1, head={"name": "独𠮷"})
    assert made.person_id is not None
    undone(
        town,
        lambda: person_left(town, person_id=made.person_id or 0, occasion=Occasion(DAY, "死亡")),
    )
    assert search_households(town).ids == ()
    left = search_households(town, filters=HouseholdFilter(has_left=True))
    assert [(row.head_name, row.people) for row in left.rows] == [("独𠮷", 0)]


def test_the_day_of_leaving_is_not_before_birth(town: Database):
    _, people = add_family(town)
    correct_person(town, person_id=people["蒙秀英"], values={"id_number": NUMBER})
    with pytest.raises(UserError, match="早于蒙秀英的出生日期"):
        person_left(town, person_id=people["蒙秀英"], occasion=Occasion(date(1960, 1, 1), "死亡"))


def test_a_new_head_turns_the_relations_round(town: Database):
    household, people = add_family(town)
    told = suggest_relations(
        town, household_id=household, head_id=people["韦志𠮷"], person_ids=list(people.values())
    )
    assert told == {
        people["韦志𠮷"]: "户主",
        people["蒙秀英"]: "配偶",
        people["韦明"]: "之子",
        people["黄㛃"]: "之岳母",
    }
    undone(
        town,
        lambda: change_head(
            town, household_id=household, new_head=NewHead(people["韦志𠮷"], {}), occasion=WHY
        ),
    )
    assert relations(town, household)["黄㛃"] == "之岳母"


def test_an_unclear_relation_becomes_other_with_a_remark(town: Database):
    household, people = add_family(town)
    correct_person(town, person_id=people["黄㛃"], values={"relation": "之叔伯"})
    done = change_head(
        town, household_id=household, new_head=NewHead(people["韦明"], {}), occasion=WHY
    )
    assert "黄㛃与户主的关系暂记为“其他”" in done.warnings[0]
    page = household_page(town, household_id=household)
    assert next(p for p in page.people if p.name == "黄㛃").values["remarks"] == (
        "原与户主关系：之叔伯"
    )


def test_a_given_relation_goes_before_the_suggested_one(town: Database):
    household, people = add_family(town)
    change_head(
        town,
        household_id=household,
        new_head=NewHead(people["韦明"], {people["黄㛃"]: "之外祖母"}),
        occasion=WHY,
    )
    assert relations(town, household)["黄㛃"] == "之外祖母"


def test_no_change_without_a_reason(town: Database):
    household, people = add_family(town)
    before = image(town)
    with pytest.raises(UserError, match="写明原因"):
        change_head(
            town,
            household_id=household,
            new_head=NewHead(people["韦明"], {}),
            occasion=Occasion(DAY, " "),
        )
    assert image(town) == before


def test_a_household_is_split(town: Database):
    household, people = add_family(town)
    correct_household(town, household_id=household, values={"is_lifted": "是", "lifted_year": 2018})
    done = undone(
        town,
        lambda: split_household(
            town,
            household_id=household,
            person_ids=[people["韦明"]],
            head=NewHead(people["韦明"], {}),
            occasion=WHY,
        ),
    )
    assert done.household_id is not None
    new = household_page(town, household_id=done.household_id)
    assert (new.code, new.head_name, new.values["lifted_year"]) == ("0101-0002", "韦明", 2018)
    assert new.events[0].other_household_id == household
    assert set(relations(town, household)) == {"蒙秀英", "韦志𠮷", "黄㛃"}


def test_splitting_off_the_head_needs_a_head_for_those_who_stay(town: Database):
    household, people = add_family(town)
    going = [people["蒙秀英"], people["黄㛃"]]
    with pytest.raises(UserError, match="选一位新户主"):
        split_household(
            town,
            household_id=household,
            person_ids=going,
            head=NewHead(people["蒙秀英"], {}),
            occasion=WHY,
        )
    done = split_household(
        town,
        household_id=household,
        person_ids=going,
        head=NewHead(people["黄㛃"], {}),
        occasion=WHY,
        remaining_head=NewHead(people["韦志𠮷"], {}),
    )
    assert relations(town, household) == {"韦志𠮷": "户主", "韦明": "之子"}
    assert relations(town, done.household_id or 0) == {"黄㛃": "户主", "蒙秀英": "之女"}


def test_nobody_or_everybody_is_no_split(town: Database):
    household, people = add_family(town)
    for chosen in ([], list(people.values())):
        with pytest.raises(UserError, match="至少一人"):
            split_household(
                town,
                household_id=household,
                person_ids=chosen,
                head=NewHead(people["韦明"], {}),
                occasion=WHY,
            )


def test_households_are_merged_and_parted_again_by_undo(town: Database):
    household, _ = add_family(town)
    other, guests = add_family(town, head="覃𠮷")
    undone(
        town,
        lambda: merge_households(
            town,
            household_id=household,
            other_id=other,
            occasion=WHY,
            relations={guests["覃𠮷"]: "之兄弟姐妹"},
        ),
    )
    page = household_page(town, household_id=household)
    assert len(page.people) == 8
    assert relations(town, household)["覃𠮷"] == "之兄弟姐妹"
    gone = household_page(town, household_id=other)
    assert (gone.left_reason, len(gone.people)) == (f"并入{page.code}户", 0)


def test_a_household_is_not_merged_with_itself_or_one_that_left(town: Database):
    household, _ = add_family(town)
    other, _ = add_family(town, head="覃𠮷")
    with pytest.raises(UserError, match="不能和自己"):
        merge_households(town, household_id=household, other_id=household, occasion=WHY)
    move_out_household(town, household_id=other, on=DAY, reason="迁往县城")
    with pytest.raises(UserError, match="已于2022-05-09离开"):
        merge_households(town, household_id=household, other_id=other, occasion=WHY)


def test_a_household_moves_out_and_comes_back(town: Database):
    household, _ = add_family(town)
    undone(
        town,
        lambda: move_out_household(town, household_id=household, on=DAY, reason="迁往县城"),
    )
    assert search_households(town).people == 0
    undone(
        town,
        lambda: return_household(town, household_id=household, on=DAY, reason="迁回原籍"),
    )
    assert search_households(town).people == 4


def test_a_household_moves_within_the_township(town: Database):
    household, _ = add_family(town)
    other = add_village(town, name="连丰村").id or 0
    with pytest.raises(UserError, match="不属于所选的村"):
        move_household(town, household_id=household, village_id=other, group_id=1)
    undone(town, lambda: move_household(town, household_id=household, village_id=other))
    assert household_page(town, household_id=household).village == "连丰村"


def test_adding_correcting_and_moving_have_their_day_and_reason(town: Database):
    other = add_village(town, name="连丰村").id or 0
    made = undone(
        town,
        lambda: add_household(
            town, village_id=1, group_id=1, head={"name": "蓝䶮"}, occasion=Occasion(DAY, "新立户")
        ),
    )
    household, person = made.household_id or 0, made.person_id or 0
    undone(
        town,
        lambda: correct_person(
            town,
            person_id=person,
            values={"name": "蓝𫘝", "phone": "13900000000"},
            occasion=Occasion(DAY, "证件核对后更正", "户口簿第2页"),
        ),
    )
    undone(
        town,
        lambda: correct_household(
            town, household_id=household, values={"on_dibao": "是"}, occasion=WHY
        ),
    )
    undone(
        town,
        lambda: move_household(town, household_id=household, village_id=other, occasion=WHY),
    )
    events = household_page(town, household_id=household).events
    assert [(event.kind, event.happened_on, event.reason, event.note) for event in events] == [
        ("调整村组网格", DAY, "群众申请", "坭桥村一组 → 连丰村"),
        ("更正", DAY, "群众申请", "是否低保户"),
        ("更正", DAY, "证件核对后更正", "蓝𫘝；姓名、联系电话；户口簿第2页"),
        ("新增农户", DAY, "新立户", ""),
    ]


def test_an_occasion_without_a_reason_changes_nothing(town: Database):
    household, people = add_family(town)
    before, empty = image(town), Occasion(DAY, " ")
    for change in (
        lambda: add_household(town, village_id=1, head={"name": "甲"}, occasion=empty),
        lambda: correct_household(
            town, household_id=household, values={"remarks": "甲"}, occasion=empty
        ),
        lambda: correct_person(
            town, person_id=people["韦明"], values={"name": "甲"}, occasion=empty
        ),
        lambda: move_household(town, household_id=household, village_id=1, occasion=empty),
    ):
        with pytest.raises(UserError, match="写明原因"):
            change()
    assert image(town) == before


def test_who_was_left_out_is_added_with_the_day_and_has_no_day_of_joining(town: Database):
    household, _ = add_family(town)
    add_person(town, household_id=household, values={"name": "韦二", "relation": "之子"}, on=DAY)
    page = household_page(town, household_id=household)
    assert (page.events[0].kind, page.events[0].happened_on) == ("补录", DAY)
    assert page.events[0].note == "韦二"


def test_only_a_household_with_nothing_on_it_is_removed(town: Database):
    household, people = add_family(town)
    undone(town, lambda: remove_person(town, person_id=people["韦明"]))
    with pytest.raises(UserError, match="户主不能删除"):
        remove_person(town, person_id=people["蒙秀英"])
    undone(town, lambda: remove_household(town, household_id=household))
    with pytest.raises(UserError, match="不在农户档案里"):
        household_page(town, household_id=household)


def test_what_hangs_on_a_household_keeps_it(town: Database):
    household, people = add_family(town)
    split_household(
        town,
        household_id=household,
        person_ids=[people["韦明"]],
        head=NewHead(people["韦明"], {}),
        occasion=WHY,
    )
    with pytest.raises(UserError, match="分户、合户记录1条"):
        remove_household(town, household_id=household)


def test_everything_finds_its_household(town: Database):
    household, people = add_family(town)
    correct_person(
        town,
        person_id=people["蒙秀英"],
        values={"id_number": NUMBER, "phone": "13800001234"},
    )
    for typed in ("蒙秀", "mxy", "MXY", "19690312", "0001234", "0101-0001", "韦明 一", "蒙 韦"):
        found = search_households(town, text=typed).ids
        assert found == ((household,) if typed != "韦明 一" else ()), typed
    assert search_households(town, text="没有此人").ids == ()


def test_filters_by_identity_leave_the_right_ones(town: Database):
    household, _ = add_family(town)
    add_family(town, head="覃𠮷")
    correct_household(town, household_id=household, values={"on_dibao": "是"})
    for key, title in identity_choices():
        found = search_households(town, filters=HouseholdFilter(identities=frozenset({key})))
        expected = {"低保户": 1, "一般农户": 2}.get(title, 0)
        assert len(found.ids) == expected, title


def test_the_lines_of_a_list_come_in_the_order_asked_for(town: Database):
    first, _ = add_family(town)
    second, _ = add_family(town, head="覃𠮷")
    lines = household_lines(town, household_ids=[second, 99, first])
    assert [line.head_name for line in lines] == ["覃𠮷", "蒙秀英"]


def test_the_window_finds_villages_and_people(town: Database):
    household, _ = add_family(town)
    assert search_everything(town, text=" ") == []
    village = search_everything(town, text="nqc")[0]
    assert (village.title, village.target) == ("坭桥村", {"village_id": 1})
    person = search_everything(town, text="韦志")[0]
    assert person.target == {"household_id": household}
    assert "配偶 韦志𠮷" in person.detail


def test_the_history_of_a_household_is_in_words(town: Database):
    household, people = add_family(town)
    correct_person(town, person_id=people["韦明"], values={"education": "高中"})
    latest = household_page(town, household_id=household).history[0]
    assert latest.action == "修改家庭成员"
    assert latest.details == ("家庭成员韦明 文化程度：空 → 高中",)


def test_a_merged_household_with_a_case_that_was_rolled_back_is_told(town: Database):
    kept, other = add_family(town)[0], add_family(town, head="蒙二")[0]
    set_identification(
        town,
        household_id=other,
        values={
            "category": "边缘易致贫户",
            "identified_on": "2021-05-01",
            "cleared_on": "2022-01-01",
            "cleared_how": "帮扶消除",
            "rolled_back_on": "2022-04-01",
        },
    )
    merged = merge_households(town, household_id=kept, other_id=other, occasion=WHY)
    assert any("未消除的监测识别" in warning for warning in merged.warnings)
