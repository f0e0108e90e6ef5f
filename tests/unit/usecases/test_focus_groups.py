"""人群分组: who belongs of itself, who is put in, and the ledger of the eight groups."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from fangfan_desktop.domain.focus_presets import focus_presets
from fangfan_desktop.errors import UserError
from fangfan_desktop.models import Household, Identification
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.focus_groups import GROUP_SELECTIONS
from fangfan_desktop.storage.history import redo, undo
from fangfan_desktop.storage.household_selections import IDENTITIES
from fangfan_desktop.storage.selections import household_ids
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.exports import TABLES
from fangfan_desktop.usecases.focus_groups import (
    GroupDraft,
    GroupLine,
    MemberNote,
    list_groups,
    list_members,
    note_member,
    preset_choices,
    put_household,
    remove_household,
    save_groups,
    selection_choices,
    take_preset,
)
from tests.small_township import change_household, make_township


@pytest.fixture
def town(tmp_path: Path) -> Generator[Database]:
    with make_township(tmp_path / "a.db") as database:
        yield database


def group_named(database: Database, name: str) -> GroupLine:
    return next(group for group in list_groups(database).groups if group.name == name)


def id_of(database: Database, name: str) -> int:
    found = group_named(database, name).group_id
    assert found is not None
    return found


def drafts(database: Database) -> list[GroupDraft]:
    return [
        GroupDraft(group.name, group.selection_key, group.basis, group.group_id)
        for group in list_groups(database).groups
    ]


def ledger(database: Database) -> tuple[list[list[object]], str]:
    with database.snapshot() as session:
        [sheet] = TABLES["eight-groups"].sheets(session, None, None)
        return [list(row) for row in sheet.rows], "".join(sheet.footnotes)


def test_the_presets_are_the_two_known_versions_and_name_known_selections() -> None:
    names = {key: [one.name for one in preset.groups] for key, preset in focus_presets().items()}
    assert names == {
        "A": [
            "脱贫享受政策户",
            "脱贫不稳定户",
            "边缘易致贫户",
            "突发严重困难户",
            "低保户",
            "分散供养特困人员",
            "农村低保边缘家庭",
            "其他脱贫户",
        ],
        "B": [
            "脱贫户",
            "低收入农户",
            "农村低保和分散特困",
            "“三保障”和饮水问题户",
            "产业影响较大户",
            "就业不稳定户",
            "特殊困难人员",
            "因病因灾意外严重困难家庭",
        ],
    }
    used = {one.selection for preset in focus_presets().values() for one in preset.groups} - {""}
    assert used <= GROUP_SELECTIONS.keys() == {key for key, _ in selection_choices()}
    assert [key for key, _ in preset_choices()] == ["A", "B"]


def test_without_groups_the_usual_preset_is_listed_and_the_ledger_says_so(town: Database) -> None:
    found = list_groups(town)
    assert found.preset == "甲：按户的类型"
    assert [group.group_id for group in found.groups] == [None] * 8
    rows, notes = ledger(town)
    assert [(row[0], row[3]) for row in rows] == [
        ("边缘易致贫户", "覃䶮"),
        ("其他脱贫户", "莫㛃"),
        ("其他脱贫户", "韦𠮷祥"),
    ]
    assert "还没有设置人群分组" in notes
    assert "没有农户的群体：脱贫享受政策户、脱贫不稳定户、突发严重困难户" in notes


def test_groups_with_a_condition_count_themselves(tmp_path: Path) -> None:
    with create_demo(tmp_path / "demo.db", size=DemoSize(200, 0.2), seed=4) as database:
        take_preset(database, preset="A")
        counts = {group.name: group.households for group in list_groups(database).groups}
        with database.read() as session:
            wanted = {
                name: len(household_ids(session, IDENTITIES[key]))
                for name, key in (
                    ("脱贫不稳定户", "unstable"),
                    ("边缘易致贫户", "marginal"),
                    ("突发严重困难户", "sudden"),
                    ("低保户", "dibao"),
                    ("分散供养特困人员", "tekun"),
                )
            }
            lifted = household_ids(session, IDENTITIES["lifted"])
            others = frozenset[int]().union(
                *(household_ids(session, IDENTITIES[k]) for k in ("monitored", "dibao", "tekun"))
            )
        assert {name: counts[name] for name in wanted} == wanted
        assert counts["其他脱贫户"] == len(lifted - others)


def test_a_household_is_put_into_a_group_and_taken_out(town: Database) -> None:
    take_preset(town)
    group = id_of(town, "农村低保边缘家庭")
    put_household(town, group_id=group, household_id=4, note=MemberNote(difficulty="独居"))
    assert [row.household_id for row in list_members(town, group_id=group)] == [4]
    assert (group_named(town, "农村低保边缘家庭").households) == 1
    with pytest.raises(UserError, match="已经在"):
        put_household(town, group_id=group, household_id=4)
    rows, notes = ledger(town)
    assert rows[1] == [
        "农村低保边缘家庭",
        "坭桥村",
        "三组",
        "蒙𫘝",
        1,
        "民政部门认定",
        0,
        "独居",
        None,
        None,
        None,
    ]
    assert "还没有设置" not in notes
    remove_household(town, group_id=group, household_id=4)
    assert list_members(town, group_id=group) == ()
    with pytest.raises(UserError, match="不在"):
        remove_household(town, group_id=group, household_id=4)


def test_a_group_that_lists_itself_takes_notes_but_nobody_in_or_out(town: Database) -> None:
    take_preset(town)
    group = id_of(town, "边缘易致贫户")
    for refused in (put_household, remove_household):
        with pytest.raises(UserError, match="按登记自动列出"):
            refused(town, group_id=group, household_id=2)
    note = MemberNote(basis="县定", difficulty="药费高", owner="蒙助", remarks="跟进")
    note_member(town, group_id=group, household_id=2, note=note)
    [row] = list_members(town, group_id=group)
    assert [row.values[key] for key in ("basis", "difficulty", "owner", "remarks")] == [
        "县定",
        "药费高",
        "蒙助",
        "跟进",
    ]
    with town.action("清退") as unit:
        unit.session.get_one(Identification, 1).removed_on = unit.session.get_one(
            Identification, 1
        ).identified_on
    assert list_members(town, group_id=group) == ()


def test_someone_in_a_group_by_hand_is_no_other_lifted_household(town: Database) -> None:
    take_preset(town)
    assert group_named(town, "其他脱贫户").households == 2
    put_household(town, group_id=id_of(town, "脱贫享受政策户"), household_id=1)
    assert group_named(town, "其他脱贫户").households == 1


def test_a_household_that_left_is_in_no_group(town: Database) -> None:
    take_preset(town)
    group = id_of(town, "农村低保边缘家庭")
    put_household(town, group_id=group, household_id=4)
    with town.action("迁出") as unit:
        home = unit.session.get_one(Household, 4)
        home.left_on = town.today()
    assert list_members(town, group_id=group) == ()
    with pytest.raises(UserError, match="迁出"):
        put_household(town, group_id=group, household_id=4)


def test_groups_are_named_ordered_added_and_removed_in_one_step(town: Database) -> None:
    take_preset(town, preset="B")
    put_household(town, group_id=id_of(town, "低收入农户"), household_id=5)
    first, second, *rest = drafts(town)
    named = replace(second, name=" 低收入户 ")
    save_groups(town, groups=[named, GroupDraft("残疾人家庭", "disabled"), first, *rest[1:]])
    names = [group.name for group in list_groups(town).groups]
    assert names[:3] == ["低收入户", "残疾人家庭", "脱贫户"]
    assert "农村低保和分散特困" not in names
    assert [row.household_id for row in list_members(town, group_id=second.group_id or 0)] == [5]
    undo(town)
    assert [group.name for group in list_groups(town).groups][:2] == ["脱贫户", "低收入农户"]
    redo(town)
    assert [group.name for group in list_groups(town).groups] == names


def test_a_removed_group_takes_its_households_with_it_and_undo_brings_them_back(
    town: Database,
) -> None:
    take_preset(town)
    group = id_of(town, "农村低保边缘家庭")
    put_household(town, group_id=group, household_id=4)
    save_groups(town, groups=[one for one in drafts(town) if one.group_id != group])
    with pytest.raises(UserError, match="已经被删去"):
        list_members(town, group_id=group)
    undo(town)
    assert [row.household_id for row in list_members(town, group_id=group)] == [4]


def test_the_other_preset_keeps_who_was_put_into_a_group_of_the_same_name(town: Database) -> None:
    take_preset(town, preset="B")
    save_groups(town, groups=[GroupDraft("农村低保边缘家庭"), *drafts(town)])
    put_household(town, group_id=id_of(town, "农村低保边缘家庭"), household_id=4)
    take_preset(town, preset="A")
    assert group_named(town, "农村低保边缘家庭").households == 1
    assert len(list_groups(town).groups) == 8


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([], "至少要留一个"),
        ([GroupDraft("  ")], "1至40个字"),
        ([GroupDraft("一"), GroupDraft(" 一 ")], "两个分组都叫"),
        ([GroupDraft("一", "没有的")], "不认识"),
        ([GroupDraft("一", group_id=99)], "已经被删去"),
    ],
)
def test_groups_that_do_not_hold_together_are_refused(
    town: Database, groups: list[GroupDraft], words: str
) -> None:
    take_preset(town)
    before = list_groups(town)
    with pytest.raises(UserError, match=words):
        save_groups(town, groups=groups)
    assert list_groups(town) == before


def test_a_preset_that_is_not_there_is_refused(town: Database) -> None:
    with pytest.raises(UserError, match="A（甲"):
        take_preset(town, preset="C")


def test_households_with_water_or_insurance_trouble_are_listed_with_what_is_lacking(
    town: Database,
) -> None:
    take_preset(town, preset="B")
    change_household(town, 2, housing_safe=0)
    group = id_of(town, "“三保障”和饮水问题户")
    found = {row.household_id: row.values["basis"] for row in list_members(town, group_id=group)}
    assert found == {1: "饮水未保障", 2: "住房未保障"}
