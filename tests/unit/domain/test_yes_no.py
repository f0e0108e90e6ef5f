"""Yes, no, and not answered."""

import pytest

from fangfan_desktop.domain.yes_no import format_yes_no, parse_yes_no
from fangfan_desktop.errors import UserError


@pytest.mark.parametrize(
    "value", ["是", "有", "Y", "y", "yes", "\uff11", 1, 1.0, True, "√", "✓", "true", "对", " 是 "]
)
def test_yes(value: object) -> None:
    assert parse_yes_no(value) == 1


@pytest.mark.parametrize(
    "value", ["否", "无", "N", "no", "0", 0, 0.0, False, "×", "✗", "FALSE", "错", "没有"]
)
def test_no(value: object) -> None:
    assert parse_yes_no(value) == 0


@pytest.mark.parametrize("value", [None, "", "  ", "—", "/"])
def test_nothing_is_not_answered_and_never_no(value: object) -> None:
    assert parse_yes_no(value) is None


@pytest.mark.parametrize("value", ["可能", "2", 2, "是否"])
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(UserError, match="请填是或否"):
        parse_yes_no(value)


def test_answers_read_back() -> None:
    assert [parse_yes_no(format_yes_no(value)) for value in (1, 0, None)] == [1, 0, None]
