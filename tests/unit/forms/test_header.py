"""The merged cells of the headers, all of them, written out."""

from fangfan_desktop.forms.form import Field, Form, HeaderCell, Kind, Subject
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.load import load_form, shipped_forms


def merged(form: Form) -> list[tuple[str, str]]:
    """Cells over more than one row or column as spreadsheet ranges with their texts."""
    return [
        (ranges(cell), cell.text)
        for cell in header_cells(form)
        if cell.row_span > 1 or cell.column_span > 1
    ]


def ranges(cell: HeaderCell) -> str:
    first = f"{letters(cell.column)}{cell.row + 1}"
    last = f"{letters(cell.column + cell.column_span - 1)}{cell.row + cell.row_span}"
    return first if first == last else f"{first}:{last}"


def letters(column: int) -> str:
    return (chr(ord("A") + column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def form_of(*headings: tuple[str, ...]) -> Form:
    fields = tuple(Field(f"f{i}", texts, Kind.TEXT) for i, texts in enumerate(headings))
    return Form("test", "试表", 2022, Subject.HOUSEHOLD, "", "", fields)


def test_the_household_form_merges_as_the_official_header_does() -> None:
    assert merged(load_form("household-form")) == [
        ("A1:A3", "序号"),
        ("B1:B3", "村组"),
        ("C1:C3", "户主姓名"),
        ("D1:D3", "家庭人口数"),
        ("E1:E3", "户属性（脱贫户、监测户、一般农户）"),
        ("F1:F3", "排查方式（入户排查、电话核查）"),
        ("G1:G3", "上年度家庭人均纯收入（{income_from}-{income_to}，单位：元）"),
        ("H1:H3", "是否高于本市监测范围（{line}元）"),
        ("I1:I3", "是否刚性支出较大或收入大幅缩减"),
        ("J1:M2", "“三保障”及饮水安全"),
        ("N1:AD1", "重点人群和特殊群体"),
        ("AE1:AE3", "就医、上学、就业、产业等方面是否存在实际困难和潜在风险"),
        ("AF1:AF3", "是否因疫情导致产业受损或就业不稳"),
        ("AG1:AI2", "已消除风险监测对象"),
        ("AJ1:AM2", "脱贫户和监测对象帮扶措施落实"),
        ("AN1:AN3", "系统数据信息是否全面准确（脱贫户监测户填写）"),
        ("AO1:AO3", "该户是否应纳入监测对象（非监测对象填写）"),
        ("AP1:AP3", "该户还存在哪些困难和诉求"),
        ("AQ1:AQ3", "备注"),
        ("N2:N3", "是否整户无劳动力"),
        ("O2:P2", "脱贫户"),
        ("Q2:R2", "低保对象"),
        ("S2:T2", "特困人员"),
        ("U2:W2", "残疾家庭"),
        ("X2:Y2", "多子女家庭"),
        ("Z2:AB2", "分户独居老人"),
        ("AC2:AC3", "是否务工收入占比高且务工时间不稳定"),
        ("AD2:AD3", "是否因病因灾因意外事故导致基本生活出现严重困难"),
    ]


def test_the_statistics_merge_their_groups() -> None:
    assert merged(load_form("statistics")) == [
        ("A1:A2", "序号"),
        ("B1:B2", "村别"),
        ("C1:D1", "调查情况"),
        ("E1:G1", "调整优化网格化管理情况"),
        ("H1:J1", "排查认定新增监测对象情况"),
        ("K1:L1", "排查已消除风险监测对象稳定情况"),
        ("M1:O1", "排查帮扶措施落实情况"),
        ("P1:Q1", "排查规模性返贫风险隐患"),
        ("R1:T1", "排查巩固拓展脱贫攻坚成果同乡村振兴有效衔接中的突出问题"),
        ("U1:U2", "备注"),
    ]


def test_every_header_is_tiled_without_gap_or_overlap() -> None:
    for form in shipped_forms():
        places = [
            (row, column)
            for cell in header_cells(form)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert sorted(places) == [
            (row, column) for row in range(form.header_levels) for column in range(len(form.fields))
        ]


def test_same_texts_under_different_parents_stay_two_cells() -> None:
    cells = header_cells(form_of(("甲", "户"), ("甲", "人"), ("乙", "人"), ("乙", "户")))
    assert [(ranges(cell), cell.text) for cell in cells] == [
        ("A1:B1", "甲"),
        ("C1:D1", "乙"),
        ("A2", "户"),
        ("B2", "人"),
        ("C2", "人"),
        ("D2", "户"),
    ]


def test_same_texts_that_span_differently_stay_two_cells() -> None:
    cells = header_cells(form_of(("备注",), ("备注", "一"), ("备注", "二")))
    assert [(ranges(cell), cell.text) for cell in cells] == [
        ("A1:A2", "备注"),
        ("B1:C1", "备注"),
        ("B2", "一"),
        ("C2", "二"),
    ]
