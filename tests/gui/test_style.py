"""One table of tokens: nothing written elsewhere, everything follows the size factor."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QGuiApplication, QRawFont
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fangfan_desktop import paths
from fangfan_desktop.views import icons, style
from fangfan_desktop.views.style import Style
from fangfan_desktop.views.widgets.button import Button

ROOT = Path(__file__).parents[2]


def test_the_style_sheet_names_tokens_only() -> None:
    text = (paths.resource_dir() / "style" / "app.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b|\b[1-9]\d*(?:px|pt)\b", text)


def test_no_view_writes_a_colour_of_its_own() -> None:
    folder = paths.resource_dir().parent / "fangfan_desktop" / "views"
    written = {
        file.name: re.findall(r'"#[0-9A-Fa-f]{6}"', file.read_text(encoding="utf-8"))
        for file in folder.rglob("*.py")
    }
    assert not {name: found for name, found in written.items() if found}


@pytest.mark.parametrize("percent", [80, 100, 125, 200])
def test_sizes_follow_the_factor(look: Style, percent: int) -> None:
    look.set_zoom(percent)
    assert look.px("row") == round(26 * percent / 100)
    assert QGuiApplication.font().pixelSize() == round(14 * percent / 100)
    assert f"font-size: {round(18 * percent / 100)}px" in look.sheet()


@pytest.mark.parametrize(("asked", "taken"), [(10, 80), (500, 200)])
def test_the_factor_stays_between_its_ends(look: Style, asked: int, taken: int) -> None:
    look.set_zoom(asked)
    assert look.zoom == taken


def test_open_widgets_are_rescaled_at_once(look: Style, qtbot: QtBot) -> None:
    button = Button("导出", icon="file-export")
    qtbot.addWidget(button)
    button.show()
    small = button.sizeHint().height(), button.iconSize().width()
    look.set_zoom(200)
    assert button.sizeHint().height() > 1.8 * small[0]
    assert button.iconSize().width() == 2 * small[1]


def test_the_ground_is_light_whatever_the_system_says(look: Style) -> None:
    assert QGuiApplication.palette().window().color() == look.colour("ground")
    assert look.colour("surface") == QColor(Qt.GlobalColor.white)


def test_our_own_font_is_used_and_rare_characters_have_a_shape(look: Style, qtbot: QtBot) -> None:
    label = QLabel("𠮷㛃䶮𫘝")
    qtbot.addWidget(label)
    assert QFontInfo(look.font()).family() == "Noto Sans SC"
    shapes = [
        QRawFont.fromFont(look.font().__class__(family))
        for family in ("Noto Sans SC", "HanaMinB")
        if family in QFontDatabase.families()
    ]
    for character in label.text():
        assert any(raw.supportsCharacter(ord(character)) for raw in shapes), character


def test_figures_have_one_width(look: Style) -> None:
    from PySide6.QtGui import QFontMetrics  # noqa: PLC0415 - beside its one use

    metrics = QFontMetrics(look.font())
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_qt_speaks_chinese() -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_is_drawn_in_the_colour_asked_for(name: str) -> None:
    picture = icons.pixmap(name, "#C8372D", 36).toImage()
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(36)
        for y in range(36)
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert "#c8372d" in seen


def test_an_unknown_token_is_a_fault(look: Style) -> None:
    with pytest.raises(KeyError):
        look.colour("pink")
    assert style.current() is look


def test_the_folder_of_icons_goes_with_the_program(tmp_path: Path) -> None:
    program = "from fangfan_desktop.app import make_application as make; make(['fangfan'])"
    environment = os.environ | {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}
    subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], env=environment, cwd=ROOT, check=True
    )
    assert not list(tmp_path.glob("fangfan-*"))
