"""The fonts that the program ships, and Qt's own Chinese texts.

Noto Sans SC for the screen; HanaMinB holds the rare characters of names (𠮷, 𫘝) that it lacks.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase

from fangfan_desktop import paths

_SCREEN_FILES = "NotoSansSC-*.ttf"
_RARE_FILES = "HanaMinB*.ttf"
_OTHERS = ("Noto Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei")


def load_families() -> list[str]:
    """Load the shipped fonts; returns family names in order of preference."""
    folder = paths.resource_dir() / "fonts"
    families: list[str] = []
    for pattern in (_SCREEN_FILES, _RARE_FILES):
        for file in sorted(folder.glob(pattern)):
            number = QFontDatabase.addApplicationFont(str(file))
            families += QFontDatabase.applicationFontFamilies(number)
        if pattern == _SCREEN_FILES:
            families += _OTHERS
    return list(dict.fromkeys(families))


def make_font(families: list[str], pixels: int) -> QFont:
    """A font of these families with figures of equal width."""
    font = QFont(families)
    font.setPixelSize(pixels)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font


def load_translations(app: QCoreApplication) -> bool:
    """Make Qt's own dialogs and shortcut names Chinese; says whether its texts were found."""
    chinese = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    QLocale.setDefault(chinese)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    is_loaded = translator.load("qtbase_zh_CN", folder)
    if is_loaded:
        app.installTranslator(translator)
    return is_loaded
