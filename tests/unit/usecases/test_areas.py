"""Villages, groups, grids, grid workers and code lists, as the settings page changes them."""

from pathlib import Path

import pytest

from fangfan_desktop.errors import UserError
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases import areas, code_lists
from fangfan_desktop.usecases.people import correct_person
from tests.unit.usecases.registry_town import add_family, image, make_town


@pytest.fixture
def town(tmp_path: Path):
    with make_town(tmp_path / "a.db") as database:
        yield database


def test_one_village_in_two_spellings_is_one(town: Database):
    with pytest.raises(UserError, match="同一个村"):
        areas.add_village(town, name="坭桥村民委员会")
    areas.add_village(town, name="坭桥社区居委会")
    assert [v.name for v in areas.list_villages(town)] == ["坭桥村", "坭桥社区"]


def test_a_village_with_households_stays(town: Database):
    add_family(town)
    with pytest.raises(UserError, match="还有农户1户"):
        areas.remove_village(town, village_id=1)
    line = areas.list_villages(town)[0]
    assert (line.households, line.people, line.groups) == (1, 4, 2)


def test_an_empty_village_goes_with_its_groups_and_comes_back(town: Database):
    areas.add_grid(town, village_id=1, name="第一网格")
    areas.set_worker(town, village_id=1, name="甲𠮷", grid_id=1)
    before = image(town)
    areas.remove_village(town, village_id=1)
    assert areas.list_villages(town) == ()
    undo(town)
    assert image(town) == before


def test_a_village_is_renamed(town: Database):
    areas.rename_village(town, village_id=1, name="连丰村委会")
    assert areas.village_choices(town) == ((1, "连丰村"),)
    with pytest.raises(UserError, match="请填"):
        areas.rename_village(town, village_id=1, name="  ")


def test_groups_are_unique_and_stay_while_in_use(town: Database):
    add_family(town)
    with pytest.raises(UserError, match="已经有“一组”"):
        areas.add_group(town, village_id=1, name=" 一组 ")
    with pytest.raises(UserError, match="已经有“一组”"):
        areas.rename_group(town, group_id=2, name="一组")
    with pytest.raises(UserError, match="还有1户"):
        areas.remove_group(town, group_id=1)
    areas.rename_group(town, group_id=1, name="上屯")
    areas.remove_group(town, group_id=2)
    groups = areas.village_areas(town, village_id=1).groups
    assert [(g.name, g.households) for g in groups] == [("上屯", 1)]


def test_a_grid_goes_and_leaves_its_workers(town: Database):
    grid = areas.add_grid(town, village_id=1, name="第一网格").id or 0
    areas.rename_grid(town, grid_id=grid, name="东网格")
    worker = areas.set_worker(
        town, village_id=1, name="乙䶮", phone="13800000000", level="一级", grid_id=grid
    ).id
    found = areas.village_areas(town, village_id=1).workers[0]
    assert (found.name, found.grid) == ("乙䶮", "东网格")
    before = image(town)
    areas.remove_grid(town, grid_id=grid)
    assert areas.village_areas(town, village_id=1).workers[0].grid is None
    undo(town)
    assert image(town) == before
    areas.set_worker(town, village_id=1, name="丙", worker_id=worker)
    areas.remove_worker(town, worker_id=worker or 0)
    assert areas.village_areas(town, village_id=1).workers == ()


def items(database: Database, key: str) -> list[str]:
    found = next(one for one in code_lists.list_code_lists(database) if one.key == key)
    return [item.item for item in found.items if not item.is_hidden]


def test_a_code_is_added_and_can_be_chosen_at_once(town: Database):
    _, people = add_family(town)
    with pytest.raises(UserError, match="不是可选"):
        correct_person(town, person_id=people["韦明"], values={"education": "中专"})
    code_lists.add_code_item(town, list_key="education", item="中专")
    correct_person(town, person_id=people["韦明"], values={"education": "中专"})
    assert items(town, "education")[-1] == "中专"
    with pytest.raises(UserError, match="已经在表里"):
        code_lists.add_code_item(town, list_key="education", item="中专")
    with pytest.raises(UserError, match="一次只加一项"):
        code_lists.add_code_item(town, list_key="education", item="甲、乙")


def test_a_hidden_code_stays_where_it_is_recorded(town: Database):
    _, people = add_family(town)
    correct_person(town, person_id=people["韦明"], values={"education": "高中"})
    code_lists.hide_code_item(town, list_key="education", item="高中")
    assert "高中" not in items(town, "education")
    correct_person(town, person_id=people["韦明"], values={"education": "高中", "phone": ""})
    with pytest.raises(UserError, match="程序要用的"):
        code_lists.hide_code_item(town, list_key="relation", item="户主")
    code_lists.hide_code_item(town, list_key="education", item="高中", is_hidden=False)
    assert "高中" in items(town, "education")


def test_codes_are_put_in_order(town: Database):
    code_lists.move_code_item(town, list_key="clearing_method", item="自然消除", by=-1)
    assert items(town, "clearing_method") == ["自然消除", "帮扶消除"]
    undo(town)
    assert items(town, "clearing_method") == ["帮扶消除", "自然消除"]
