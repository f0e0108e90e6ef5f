"""Any sheet becomes a draft that is accepted or refused with a sentence, and nothing else."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.draft import form_from_draft
from fangfan_desktop.forms.load import dump_form, parse_form
from fangfan_desktop.usecases.form_from_workbook import draft_form
from tests.unit.documents.raw_workbooks import raw_workbook, sheet

_TEXTS = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                "序号",
                "户主姓名",
                "备注",
                "是否低保户",
                "家庭人口数",
                "合计",
                "附件1",
                "1",
                "是",
            ),
            *(
                "填表人：",
                "（一、二、三级）",
                "{year}",
                "{",
                "}}",
                "%s",
                "1.因病 2.因残",
                "\n",
                "人",
            ),
            *(
                "2024年3月1日",
                "=1+1",
                "𠮷㛃",
                "\u202e左",
                "（脱贫户填写）",
                "注：以上。",
                "长" * 300,
            ),
        ]
    ),
    st.text(st.characters(min_codepoint=32, blacklist_categories=["Cs", "Cc", "Cn"]), max_size=12),
)
_ROWS = st.lists(st.lists(_TEXTS, max_size=9), max_size=9)
_MERGED = st.lists(
    st.tuples(*(st.integers(0, limit) for limit in (9, 8, 4, 4))).map(
        lambda m: f"{chr(65 + m[1])}{m[0] + 1}:{chr(65 + m[1] + m[3])}{m[0] + m[2] + 1}"
    ),
    max_size=6,
)


def _xml(rows: list[list[str]], merged: list[str]) -> str:
    def cell(row: int, column: int, text: str) -> str:
        plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        place = f"{chr(65 + column)}{row}"
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'

    made = "".join(
        f'<row r="{n}">{"".join(cell(n, c, text) for c, text in enumerate(row) if text)}</row>'
        for n, row in enumerate(rows, 1)
    )
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    return sheet(made, tail=f"<mergeCells>{cells}</mergeCells>" if cells else "")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_ROWS, _MERGED)
def test_any_sheet_becomes_a_form_or_is_refused_with_a_sentence(
    rows: list[list[str]], merged: list[str]
):
    with tempfile.TemporaryDirectory() as folder:
        path = raw_workbook(Path(folder) / "表.xlsx", _xml(rows, merged))
        try:
            draft = draft_form(path, name="表", year=2024)[0]
            form = form_from_draft(draft, key="own-1")
        except UserError as error:
            assert error.sentence.endswith("。")  # noqa: PT017 - it need not be refused
            return
    assert parse_form(dump_form(form)) == form
