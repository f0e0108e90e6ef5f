"""The manual: a chapter for every page, links that lead somewhere, a reference that is whole."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest
import typer

from fangfan_desktop import paths
from fangfan_desktop.cli.commands import app
from fangfan_desktop.forms.load import load_form, shipped_forms
from fangfan_desktop.usecases import manual
from fangfan_desktop.usecases.exports import TABLES
from fangfan_desktop.usecases.forms_reference import field_heading, forms_reference
from fangfan_desktop.usecases.manual import Chapter, chapter_for, list_chapters
from fangfan_desktop.usecases.office_forms import save_form
from tests.small_township import make_township

_LINK = re.compile(r"\]\(([^)]+)\)")
_APP = Path(manual.__file__).parents[1] / "app.py"


def pages() -> list[str]:
    """Keys of the window's pages, read from its text: tests without Qt do not import it."""
    for node in ast.parse(_APP.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_PAGES":
            return [row[0] for row in ast.literal_eval(node.value)]
    raise AssertionError("_PAGES")


def chapter(key: str) -> Chapter:
    return next(one for one in list_chapters() if one.key == key)


def test_every_page_has_a_chapter_of_its_own() -> None:
    found = pages()
    assert "survey" in found
    assert [chapter_for(page) for page in found] == found


def test_a_page_without_a_chapter_opens_the_first() -> None:
    assert chapter_for("nothing") == list_chapters()[0].key


@pytest.mark.parametrize("one", list_chapters(), ids=lambda one: one.key)
def test_a_chapter_has_one_title_and_its_links_lead_to_chapters(one: Chapter) -> None:
    keys = {f"{other.key}.md" for other in list_chapters()}
    assert one.title
    assert len([line for line in one.text.splitlines() if line.startswith("# ")]) == 1
    assert set(_LINK.findall(one.text)) <= keys


def test_no_chapter_lies_beside_the_manual() -> None:
    files = {path.stem for path in (paths.resource_dir() / "help").glob("*.md")}
    assert files == {one.key for one in list_chapters()} - {manual.REFERENCE, manual.KEYS}


def test_titles_differ_so_that_the_list_can_be_read() -> None:
    titles = [one.title for one in list_chapters()]
    assert len(set(titles)) == len(titles)


def test_the_reference_names_every_field_of_every_form() -> None:
    text = forms_reference(shipped_forms())
    for form in shipped_forms():
        part = text.partition(f"## {form.name}\n")[2].partition("\n## ")[0]
        for number, field in enumerate(form.fields, 1):
            row = next(line for line in part.splitlines() if line.startswith(f"| {number} |"))
            lowest = next(words for words in reversed(field.headings) if words)
            for words in re.split(r"\{[a-z_]+\}", lowest):
                assert words in row, field.key
        assert all(field_heading(field) in part for field in form.also_read)


def test_the_reference_says_when_a_field_applies_and_where_it_comes_from() -> None:
    text = forms_reference(shipped_forms())
    rows = {line.split(" | ")[1]: line for line in text.splitlines() if line.startswith("| ")}
    support = rows["重点人群和特殊群体 › 分户独居老人 › 子女是否履行赡养义务"]
    assert "“是否分户独居老人户”为“是”的才填" in support
    measures = rows["脱贫户和监测对象帮扶措施落实 › 是否落实帮扶措施"]
    assert "“户属性”为“脱贫户”或“监测户”的才填" in measures
    assert "自动得出" in rows["调查情况 › 应排查农户（户/人）"]
    assert "{" not in text


def test_the_roster_columns_are_told_in_the_chapter_about_importing() -> None:
    text = chapter("exchange").text
    for form in shipped_forms():
        if form.key.startswith("roster-"):
            assert "、".join(field_heading(field) for field in form.fields) in text


def test_the_chapter_about_the_command_line_names_every_command_and_option() -> None:
    text = chapter("command-line").text
    for words, options in commands(typer.main.get_command(app), "fangfan"):
        assert f"`{words}" in text, words
        for option in options - {"--help"}:
            assert option in text, f"{words} {option}"


def test_the_tables_that_can_be_exported_are_named_by_their_title() -> None:
    text = "".join(one.text for one in list_chapters())
    for table in TABLES.values():
        assert table.title.split()[0] in text or "花名册" in table.title


def commands(command: object, words: str) -> list[tuple[str, set[str]]]:
    """Every command with its options, as a person types them."""
    parameters = getattr(command, "params", [])
    options = {name for one in parameters for name in one.opts if name.startswith("--")}
    below = getattr(command, "commands", {})
    if not below:
        return [(words, options)]
    found = [(words, options)] if words == "fangfan" else []
    for name, inner in below.items():
        found += commands(inner, f"{words} {name}")
    return found


def test_the_reference_says_where_a_form_comes_from_whom_it_is_about_and_that_it_is_a_pattern() -> (
    None
):
    text = forms_reference(shipped_forms())
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[:9] == [
        "附件1 到户排查表",
        "附件2 村级排查表",
        "附件3 情况统计表",
        "附件4 集中排查发现问题整改台账",
        "监测户情况核查表",
        "未纳入监测对象的脱贫户情况核查表",
        "一般农户情况核查表",
        "实地入户核查表",
        "集中排查“回头看”检查表",
    ]
    assert "附件4。共 25 栏，一户一行，填未纳入监测对象的脱贫户。参考样式" in text
    assert "打印时一户一页" in text
    assert "打印时一村一页" in text
    assert "填“否”的要写明具体情况" in text


def test_with_a_database_the_reference_holds_the_offices_own_forms(tmp_path: Path) -> None:
    database = make_township(tmp_path / "town.db")
    try:
        own = replace(load_form("check-general"), key="own-1", name="本县产业核查表")
        save_form(database, form=own)
        save_form(database, form=replace(load_form("check-lifted"), year=2024, source="县里新表"))
        text = manual.office_reference_chapter(database).text
    finally:
        database.close()
    assert "## 本县产业核查表" in text
    assert "县里新表" in text
    assert text.count("## 未纳入监测对象的脱贫户情况核查表") == 1
