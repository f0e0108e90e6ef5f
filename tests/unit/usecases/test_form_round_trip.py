"""A form's exported workbook says what the form is: its header reads back as the same form."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangfan_desktop.documents.form_sheet import sheet_from_form
from fangfan_desktop.documents.workbook_reader import read_workbook
from fangfan_desktop.documents.xlsx_writer import write_xlsx
from fangfan_desktop.forms.draft import form_from_draft
from fangfan_desktop.forms.form import Condition, Field, Form, Kind, Source, Subject
from fangfan_desktop.forms.headings import fill_headings
from fangfan_desktop.forms.load import check_form, load_form, shipped_forms
from fangfan_desktop.usecases.form_from_workbook import draft_form
from fangfan_desktop.usecases.form_tables import read_form_sheets

WORDS = re.findall(
    "..",
    "是否养殖规模上年收入支出住房面积患病人员就业意愿种植作物亩数外出务工地点享受政策情况存在困难"
    "诉求子女就学阶段饮水方式道路硬化贷款金额𠮷寨㛃村䶮户",
)
TAILS = (
    "",
    "",
    "",
    "（元）",
    "（人）",
    "(是/否)",
    "“两项”",
    "、其他",
    "（2024年5月1日—2025年4月30日）",
)


@st.composite
def headings(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=5, unique=True))
    return "".join(words) + draw(st.sampled_from(TAILS))


@st.composite
def paths(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Heading paths of one to four levels as a tree, no two alike.

    No column is called as a group is: nobody could tell them apart on paper either.
    """
    levels = draw(st.integers(1, 4))
    found: list[tuple[str, ...]] = []
    for _ in range(draw(st.integers(3, 12))):
        kept = draw(st.integers(0, levels - 1)) if found else 0
        head = found[-1][:kept] if found else ()
        if found and "" in found[-1][: kept + 1]:
            head = ()  # a heading that spans down has nothing below it
        depth = draw(st.integers(len(head) + 1, levels))
        path = head
        while len(path) < depth:
            path += (draw(headings().filter(lambda text, path=path: text not in path)),)
        found.append(path + ("",) * (levels - len(path)))
    groups = {bare(text) for path in found for text in [t for t in path if t][:-1]}
    return [path for path in dict.fromkeys(found) if bare([t for t in path if t][-1]) not in groups]


def bare(heading: str) -> str:
    """A heading without what stands in brackets, which may change from year to year."""
    return re.sub(r"[(（].*[)）]", "", heading)


@st.composite
def fields_of(draw: st.DrawFn, number: int, path: tuple[str, ...], asked: list[str]) -> Field:
    kind = draw(st.sampled_from([kind for kind in Kind if kind is not Kind.PAIR]))
    applies = ()
    if asked and draw(st.booleans()):
        applies = (Condition(draw(st.sampled_from(asked)), (1,), "前一栏为“否”，不用填"),)
    has_note = kind is Kind.YES_NO and draw(st.booleans())
    return Field(
        key=f"own_{number}",
        headings=path,
        kind=kind,
        choices=("种植", "养殖", "务工") if kind is Kind.CHOICE else (),
        applies=applies,
        is_required=draw(st.booleans()),
        width=draw(st.integers(40, 200)),
        note_key=f"own_{number}_note" if has_note else "",
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    fields: list[Field] = []
    for number, path in enumerate(draw(paths().filter(lambda found: len(found) > 1))):
        asked = [field.key for field in fields if field.kind is Kind.YES_NO]
        fields.append(draw(fields_of(number, path, asked)))
    form = Form(
        key="own-1",
        name="摸底表",
        year=2024,
        subject=draw(st.sampled_from([Subject.HOUSEHOLD, Subject.VILLAGE])),
        title=draw(st.sampled_from(["雒容镇农户情况摸底表", "2024年到户核查表"])),
        subtitle=draw(st.sampled_from(["", "填表时间：2024年5月  日"])),
        fields=(Field("seq", ("序号",), Kind.NUMBER, Source.COMPUTED), *fields),
        annex=draw(st.sampled_from(["", "附件5"])),
        footnotes=draw(st.sampled_from([(), ("注：本表一式两份。",)])),
    )
    check_form(form)
    return form


def told(form: Form) -> list[tuple[object, ...]]:
    return [
        (
            field.key,
            tuple(text for text in field.headings if text),
            field.kind,
            field.choices,
            field.applies,
            field.note_key,
            field.is_required,
        )
        for field in form.fields
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms())
def test_an_exported_header_reads_back_as_the_same_form(form: Form):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        write_xlsx([sheet_from_form(form, ())], path)
        draft = draft_form(path, name=form.name, year=form.year, own_fields=form.fields)[0]
        again = form_from_draft(draft, key=form.key, subject=form.subject)
        assert told(again) == told(form)
        assert (again.title, again.annex, again.footnotes) == (
            form.title,
            form.annex,
            form.footnotes,
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms())
def test_an_import_finds_every_column_of_an_exported_form(form: Form):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        write_xlsx([sheet_from_form(form, [(None,) * len(form.fields)])], path)
        found = read_form_sheets(read_workbook(path), form, [])[0]
        assert found.columns == {field.key: i for i, field in enumerate(form.fields)}
        assert not found.unknown


FILLED = {
    "place": "雒容镇",
    "year": "2024",
    "line": "8000",
    "income_from": "2023年5月1日",
    "income_to": "2024年4月30日",
    "fill_month": "2024年5月",
}
SHIPPED = sorted(
    {form.key for form in shipped_forms() if form.subject in {Subject.HOUSEHOLD, Subject.VILLAGE}}
)


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_form_is_known_again_from_its_workbook_of_another_year(key: str, tmp_path: Path):
    form = fill_headings(load_form(key), FILLED)
    path = tmp_path / "表.xlsx"
    write_xlsx([sheet_from_form(form, ())], path)
    draft = draft_form(path, name=form.name, year=2024)[0]
    assert [column.key for column in draft.columns] == [field.key for field in form.fields]
    assert draft.subject is form.subject
