"""Where a measure stands, whether it counts as 开发式, and whose it usually is."""

from datetime import date

import pytest

from fangfan_desktop.domain.code_lists import DEFAULT_LISTS, MEASURE_KINDS
from fangfan_desktop.domain.measure_rules import (
    DEPARTMENTS_BY_KIND,
    MeasureState,
    counts_as_development,
    default_department,
    measure_state,
)

DAY = date(2022, 5, 1)


@pytest.mark.parametrize(
    ("started", "done", "stopped", "state"),
    [
        (None, None, None, "未落实"),
        (DAY, None, None, "实施中"),
        (DAY, DAY, None, "已完成"),
        (None, DAY, None, "已完成"),
        (DAY, DAY, DAY, "已完成"),
        (DAY, None, DAY, "已终止"),
        (None, None, DAY, "已终止"),
    ],
)
def test_the_state_is_that_of_the_actual_days(
    started: date | None, done: date | None, stopped: date | None, state: str
) -> None:
    found = measure_state(started_on=started, done_on=done, stopped_on=stopped)
    assert found is MeasureState(state)


@pytest.mark.parametrize(
    ("kind", "detail", "counts"),
    [
        ("产业帮扶", None, True),
        ("产业帮扶", "其他", False),
        ("就业帮扶", "技能培训、其他", False),
        ("就业帮扶", "技能培训，劳务输出", True),
        ("金融帮扶", " 其他 ", False),
        ("公益岗位帮扶", "其他", True),
        ("健康帮扶", None, False),
    ],
)
def test_training_alone_or_other_alone_does_not_count(
    kind: str, detail: str | None, *, counts: bool
) -> None:
    assert counts_as_development(kind, detail) is counts


def test_every_kind_has_a_department_of_the_list_and_an_unknown_kind_none() -> None:
    assert DEPARTMENTS_BY_KIND.keys() == set(MEASURE_KINDS)
    assert set(DEPARTMENTS_BY_KIND.values()) <= set(DEFAULT_LISTS["department"].items)
    assert default_department("饮水安全保障") == "水利"
    assert default_department("没有这一种") == ""
