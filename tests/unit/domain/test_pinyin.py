"""Initials for search."""

import subprocess
import sys

import pytest

from fangfan_desktop.domain.pinyin import initials, name_initials


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("坭桥村", "nqc"),
        ("雒容社区", "lrsq"),
        ("长塘村", "ctc"),
        ("三 组2A", "sz2a"),
        ("", ""),
        ("𠮷㛃", "𠮷j"),
    ],
)
def test_initials_of_places(text: str, letters: str) -> None:
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("单大", "sd"),
        ("覃小妹", "qxm"),
        ("仇一", "qy"),
        ("解一", "xy"),
        ("区一", "oy"),
        ("盖一", "gy"),
        ("查一", "zy"),
        ("曾一", "zy"),
        ("任一", "ry"),
        ("朴一", "py"),
        ("尉迟一", "ycy"),
        ("单于一", "cyy"),
        ("长孙一", "zsy"),
        ("欧阳一", "oyy"),
        ("", ""),
    ],
)
def test_surnames_have_their_own_readings(name: str, letters: str) -> None:
    assert name_initials(name) == letters


def test_the_dictionary_is_not_loaded_at_the_start() -> None:
    code = "import sys, fangfan_desktop.domain.pinyin; sys.exit('pypinyin' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter
