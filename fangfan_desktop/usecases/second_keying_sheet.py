"""核对记录: what two keyings had in different ways and how it was settled, as a workbook."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from fangfan_desktop.documents.sheet import Column, Row, Sheet, flat_header
from fangfan_desktop.documents.xlsx_writer import write_xlsx
from fangfan_desktop.forms.form import Kind, Page
from fangfan_desktop.storage.campaigns import find_campaign
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.household_forms import read_basis
from fangfan_desktop.usecases.exports import ExportResult
from fangfan_desktop.usecases.second_keying import Choice, Comparison, Keep

_COLUMNS: tuple[tuple[str, Column], ...] = (
    ("序号", Column(Kind.NUMBER, width=48, print_width=10)),
    ("村", Column(width=96, print_width=26)),
    ("组", Column(width=72, print_width=18)),
    ("户主", Column(width=84, print_width=22)),
    ("栏", Column(Kind.LONG_TEXT, width=220, print_width=62)),
    ("第一遍", Column(width=130, print_width=36)),
    ("第二遍", Column(width=130, print_width=36)),
    ("核定为", Column(width=150, print_width=40)),
)
_SIGN_LINE = ("第一遍录入人：", "第二遍录入人：", "核对人：", "核对日期：")


def write_comparison(
    database: Database,
    *,
    campaign_id: int,
    form_key: str,
    found: Comparison,
    choices: Iterable[Choice] = (),
    path: Path,
) -> ExportResult:
    """Write the differences with what was chosen for each so far; none is a record, too.

    Args:
        database: the open database.
        campaign_id: the campaign.
        form_key: the form.
        found: what `compare_keyings` found.
        choices: how differences are to be settled; those without one stay empty.
        path: an .xlsx file.

    Raises:
        UserError: no such campaign or form, or the file is no .xlsx.
        OutsideError: the file cannot be written.
    """
    with database.read() as session:
        campaign = find_campaign(session, campaign_id).name
        form = read_basis(session.connection(), campaign_id, form_key).form
    sheet = Sheet(
        name="核对记录",
        title="二次录入核对记录",
        columns=tuple(column for _, column in _COLUMNS),
        header=flat_header(heading for heading, _ in _COLUMNS),
        rows=_rows(found, {(each.household_id, each.key): each for each in choices}),
        subtitle_left=f"{campaign}  {form.name}",
        subtitle_right=f"比对日期：{database.today().isoformat()}",
        footnotes=(f"{comparison_words(found)}。",),
        sign_line=_SIGN_LINE,
        page=Page(),
    )
    return ExportResult(write_xlsx([sheet], path), path)


def comparison_words(found: Comparison) -> str:
    """已录 12 户，比对 480 格，不同 5 格，一致率 98.96%."""
    words = f"已录第二遍 {found.households:,} 户，比对 {found.cells:,} 格，"
    words += f"不同 {len(found.differences):,} 格"
    share = found.agreement
    return words if share is None else f"{words}，一致率 {share:.2f}%"


def _rows(found: Comparison, choices: dict[tuple[int, str], Choice]) -> Iterator[Row]:
    for number, each in enumerate(found.differences, start=1):
        choice = choices.get((each.household_id, each.key))
        texts = {Keep.FIRST: each.first, Keep.SECOND: each.second}
        right = texts.get(choice.keep, choice.text) if choice else ""
        # an empty answer is taken on purpose, too
        right = right or ("（空）" if choice else "")
        whose = (each.village, each.group, each.head_name)
        yield (number, *whose, each.name, each.first, each.second, right)
