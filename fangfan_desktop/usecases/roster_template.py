"""The empty import workbook of the roster, with drop-down lists and a page that explains it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from fangfan_desktop.documents.sheet import Align, Column, Sheet, flat_header
from fangfan_desktop.documents.xlsx_writer import write_xlsx
from fangfan_desktop.domain.code_lists import DEFAULT_LISTS
from fangfan_desktop.forms.form import Field, Kind
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.roster_registry import read_registry
from fangfan_desktop.usecases.roster_export import form_as_sheet
from fangfan_desktop.usecases.roster_rows import Part

GUIDE_SHEET = "填表说明"
_SPARE_ROWS = 2000
_ANY_PERIOD = (date(2000, 1, 1), date(2000, 12, 31))  # no income is asked for

_HOW = {
    Kind.TEXT: "文字",
    Kind.LONG_TEXT: "文字",
    Kind.ID_NUMBER: "身份证18位，残疾人证20位；列已设为文本，请直接粘贴为“值”",
    Kind.NUMBER: "整数",
    Kind.MONEY: "金额，单位元，如 6480.50",
    Kind.YES_NO: "是 或 否；没有核实的留空，留空不等于否",
    Kind.CHOICE: "从下拉列表中选",
    Kind.DATE: "日期，如 2021-05-01、2021年5月1日、202105",
}
_NOTES = {
    "village": "本镇的村名，写“坭桥村”“坭桥村委会”都可以；村和社区要分清",
    "code": "全镇不能重复；没有编号的留空，由程序编号",
    "household_code": "与“农户”表的户编号一致；两张表都没有编号时，户主排在本户第一行",
    "category": "不是监测对象的留空；填了类别就要填识别时间",
    "cleared_on": "风险已消除的才填，不早于识别时间",
    "income_per_capita": "所属时段取进行中的排查；没有排查时算上一年度",
    "health": "健康、长期慢性病、患有大病、残疾；几项之间用逗号隔开",
    "relation": "每户要有一个户主",
    "lifted_year": "四位年份，如 2018",
    "work_months": "一年内务工的月数，0至12",
}
_GENERAL = (
    "“农户”一户一行，“家庭成员”一人一行，户主也要列在“家庭成员”里。",
    "可以只填其中一张表；列的先后可以改，栏名不要改；不认识的列会在导入时报告。",
    "空格不会覆盖已有内容；同一个文件导入两次，第二次不会有任何变化。",
    "性别、出生日期、年龄由身份证号码得出，不用填。",
    "收不下的行会单独拒收，并写明原因；改好后整个文件可以再导入一次。",
)


def write_roster_template(*, path: Path, database: Database | None = None) -> int:
    """Write the empty workbook.

    Args:
        path: An .xlsx file.
        database: Its villages and code lists go into the drop-down lists; without it the shipped
            lists do, and any village may be written.

    Returns:
        Number of columns of both sheets.

    Raises:
        OutsideError: the file cannot be written.
    """
    lists = {key: code_list.items for key, code_list in DEFAULT_LISTS.items()}
    villages: tuple[str, ...] = ()
    if database is not None:
        with database.read() as session:
            registry = read_registry(session, period=_ANY_PERIOD, village_id=0)
        lists |= registry.code_lists
        villages = tuple(name for _, name, _ in registry.villages)
    sheets = [form_as_sheet(part, lists, [], _SPARE_ROWS) for part in Part]
    sheets[0] = _with_villages(sheets[0], villages)
    write_xlsx([*sheets, _guide()], path)
    return sum(len(part.form.fields) for part in Part)


def _with_villages(sheet: Sheet, villages: tuple[str, ...]) -> Sheet:
    first, *others = sheet.columns
    return replace(sheet, columns=(replace(first, choices=villages), *others))


def _guide() -> Sheet:
    rows = [("", "", text) for text in _GENERAL]
    rows += [
        (part.form.title, field.name, _explanation(field))
        for part in Part
        for field in part.form.fields
    ]
    return Sheet(
        name=GUIDE_SHEET,
        title="",
        columns=(
            Column(width=100),
            Column(width=220, align=Align.LEFT),
            Column(kind=Kind.LONG_TEXT, width=620),
        ),
        header=flat_header(("工作表", "栏目", "怎样填")),
        rows=rows,
    )


def _explanation(field: Field) -> str:
    how = _HOW.get(field.kind, "")
    note = _NOTES.get(field.key, "")
    needed = "必填；" if field.is_required else ""
    if note and field.kind is not Kind.CHOICE:
        return needed + note
    return needed + f"{how}；{note}".strip("；")
