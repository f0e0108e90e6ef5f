"""How serious a thing is: the colour of tags, lights, banners and marks, always beside a word."""

from enum import StrEnum


class Level(StrEnum):
    """The five tones of the look."""

    PLAIN = "plain"
    OK = "ok"
    INFO = "info"
    WARN = "warn"
    DANGER = "danger"
