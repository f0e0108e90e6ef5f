"""The manual: chapters that lie in `resources/help/`, and the reference made from the forms.

A chapter is a Markdown file named by its key; its first line is its title. Links between chapters
name the file (`survey.md`), so that they also work where the files are read as they lie.
"""

from dataclasses import dataclass
from functools import cache

from fangfan_desktop import paths
from fangfan_desktop.forms.load import shipped_forms
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.forms_reference import forms_reference, office_reference
from fangfan_desktop.usecases.key_list import KEYS, keys_chapter

FIRST_CHAPTER = "first-steps"
REFERENCE = "forms"  # the chapter that is made, not written
_WRITTEN = (
    FIRST_CHAPTER,
    "workbench",
    "households",
    "survey",
    "village-form",
    "statistics",
    "cases",
    "ledger",
    "notices",
    "reports",
    "exchange",
    "own-forms",
    "settings",
    "questions",
    "command-line",
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter; `text` is Markdown and begins with the title."""

    key: str
    title: str
    text: str


@cache
def list_chapters() -> tuple[Chapter, ...]:
    """All chapters in reading order, the reference of forms last.

    Raises:
        OSError: a file of the program is missing; the installation is broken.
    """
    folder = paths.resource_dir() / "help"
    texts = {key: (folder / f"{key}.md").read_text(encoding="utf-8") for key in _WRITTEN}
    texts[KEYS] = keys_chapter()
    texts[REFERENCE] = forms_reference(shipped_forms())
    return tuple(Chapter(key, _title_of(text), text) for key, text in texts.items())


def chapter_for(page: str) -> str:
    """Key of the chapter about a page; the first chapter where the page has none of its own."""
    return page if page in {*_WRITTEN, KEYS, REFERENCE} else FIRST_CHAPTER


def office_reference_chapter(database: Database) -> Chapter:
    """The reference with the office's own forms, for a window that has a database open."""
    text = office_reference(database)
    return Chapter(REFERENCE, _title_of(text), text)


def _title_of(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ").strip()
