"""The look: one table of tokens, one style sheet, one size factor (字号 80-200 %).

The `Style` belongs to the QApplication as its palette and font do; widgets that paint themselves
reach it with `current()`. Sizes are pixels at 100 % in the table and scaled pixels on the screen.
"""

import atexit
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyle

from fangfan_desktop import paths
from fangfan_desktop.views import fonts, icons

MIN_ZOOM = 80
MAX_ZOOM = 200
ZOOM_STEP = 10

# Icons that the style sheet itself shows, with the colour each is drawn in.
_SHEET_ICONS = {
    "chevron_down": "text_2",
    "chevron_up": "text_2",
    "chevron_left": "text_2",
    "chevron_right": "text_2",
    "calendar": "text_2",
    "check": "on_accent",
    "minus": "accent_text",
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The values of `resources/style/tokens.toml`."""

    colours: Mapping[str, str]  # name → #RRGGBB
    sizes: Mapping[str, int]  # name → pixels at 100 %
    window: Mapping[str, int]  # pixels, not scaled


def load_tokens() -> Tokens:
    """Read the token table that the program ships."""
    text = (paths.resource_dir() / "style" / "tokens.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return Tokens(table["colour"], table["size"], table["window"])


class Style(QObject):
    """Colours, scaled sizes and fonts of the running program."""

    zoom_changed = Signal(int)

    def __init__(self, app: QApplication, tokens: Tokens) -> None:
        super().__init__(app)
        self._app = app
        self.tokens = tokens
        self._zoom = 100
        self._families = fonts.load_families()
        self._colours = {name: QColor(value) for name, value in tokens.colours.items()}
        self._template = Template(
            (paths.resource_dir() / "style" / "app.qss").read_text(encoding="utf-8")
        )
        self.icon_dir = tempfile.mkdtemp(prefix="fangfan-")
        # Python's end frees nothing that the application owns, so no destructor removes it
        atexit.register(shutil.rmtree, self.icon_dir, ignore_errors=True)
        self._icon_files = self._write_sheet_icons()

    @property
    def zoom(self) -> int:
        """The size factor in percent."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        """Rescale everything to `percent`, kept between 80 and 200."""
        percent = max(MIN_ZOOM, min(MAX_ZOOM, percent))
        if percent == self._zoom:
            return
        self._zoom = percent
        self.apply()
        self.zoom_changed.emit(percent)

    def colour(self, name: str) -> QColor:
        """The colour of a token; KeyError for a name that the table lacks."""
        return self._colours[name]

    def px(self, name: str) -> int:
        """The size of a token in screen pixels at the present zoom, at least 1."""
        return self.scaled(self.tokens.sizes[name])

    def scaled(self, pixels: float) -> int:
        """Pixels at 100 % → pixels at the present zoom, at least 1."""
        return max(1, round(pixels * self._zoom / 100))

    def font(self, size: str = "text", *, is_bold: bool = False) -> QFont:
        """A font of our own family with tabular figures, `size` being a token name."""
        font = fonts.make_font(self._families, self.px(size))
        font.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
        return font

    def apply(self) -> None:
        """Give the application its font, palette and style sheet."""
        self._app.setFont(self.font())
        self._app.setPalette(self._palette())
        self._app.setStyleSheet(self.sheet())

    def sheet(self) -> str:
        """The style sheet at the present zoom; KeyError for an unknown token."""
        values = {f"c_{name}": value for name, value in self.tokens.colours.items()}
        values |= {f"s_{name}": f"{self.px(name)}px" for name in self.tokens.sizes}
        values |= {f"i_{name}": path for name, path in self._icon_files.items()}
        sizes = self.tokens.sizes
        # A control's height in a style sheet is that of its content, without frame.
        inner = sizes["control"] - 2 * sizes["hairline"]
        values["s_control_inner"] = f"{self.scaled(inner)}px"
        values["s_scroll_radius"] = f"{self.px('scroll') // 2}px"
        # More than half the height, and Qt would draw square corners.
        values["s_tag_radius"] = f"{self.px('icon') // 2}px"
        values["s_scroller"] = f"{self.px('control') * 2}px"  # two buttons beside each other
        # Qt indents a cell's text by a margin of its own; headings have none.
        margin = self._app.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
        values["s_item_pad"] = f"{max(0, self.px('space_2') - margin)}px"
        values["s_space_5"] = f"{self.scaled(sizes['space_4'] + sizes['space_1'])}px"
        values["s_space_6"] = f"{self.scaled(sizes['space_4'] + sizes['space_2'])}px"
        values["s_space_7"] = f"{self.scaled(sizes['icon'] + sizes['space_4'])}px"
        return self._template.substitute(values)

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        pairs = {
            role.Window: "ground",
            role.WindowText: "text",
            role.Base: "surface",
            role.AlternateBase: "computed_ground",
            role.Text: "text",
            role.Button: "surface",
            role.ButtonText: "text",
            role.ToolTipBase: "text",
            role.ToolTipText: "surface",
            role.PlaceholderText: "text_3",
            role.Highlight: "accent",
            role.HighlightedText: "on_accent",
            role.Link: "info_text",
        }
        palette = QPalette(self.colour("surface"))
        for which, name in pairs.items():
            palette.setColor(which, self.colour(name))
        disabled = QPalette.ColorGroup.Disabled
        for which in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(disabled, which, self.colour("text_3"))
        return palette

    def _write_sheet_icons(self) -> dict[str, str]:
        files: dict[str, str] = {}
        for name, colour in _SHEET_ICONS.items():
            path = f"{self.icon_dir}/{name}.svg"
            with open(path, "wb") as file:  # noqa: PTH123 - a path that Qt made
                file.write(icons.tinted(name.replace("_", "-"), self.tokens.colours[colour]))
            files[name] = path.replace("\\", "/")
        return files


def install(app: QApplication) -> Style:
    """Make the style of the application and apply it; call once, right after the QApplication."""
    app.setStyle("Fusion")
    app.styleHints().setColorScheme(Qt.ColorScheme.Light)
    style = Style(app, load_tokens())
    style.apply()
    return style


def current() -> Style:
    """The style of the running application.

    Raises:
        RuntimeError: `install` was not called.
    """
    app = QApplication.instance()
    style = app.findChild(Style) if app is not None else None
    if style is None:
        raise RuntimeError("the style is not installed")
    return style
