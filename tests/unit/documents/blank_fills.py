"""What the tests write into the county's blank workbooks."""

from dataclasses import dataclass
from pathlib import Path

from fangfan_desktop.documents.fill_cells import ColumnFill
from fangfan_desktop.documents.fill_sheet import SheetFill
from fangfan_desktop.forms.form import Kind, Value

FOLDER = Path(__file__).parents[2] / "data" / "blank_forms"
_NAMES = ("韦𠮷祥", "覃䶮", "莫㛃", "蒙𫘝", "=1+1", "<罗>&“玉”")


@dataclass(frozen=True)
class Blank:
    """One of them: sheet, body, and columns with a value for every row."""

    file: str
    sheet: str
    first: int
    last: int
    samples: int
    columns: tuple[tuple[int, Kind, Value], ...]

    @property
    def path(self) -> Path:
        return FOLDER / self.file

    def fill(self, rows: int) -> SheetFill:
        """So many rows: numbers in column 1, then the columns; names in turn."""
        made = [ColumnFill(1, Kind.NUMBER, range(1, rows + 1), is_counter=True, name="序号")]
        for column, kind, value in self.columns:
            values = [
                _NAMES[row % len(_NAMES)] if value == "name" else value for row in range(rows)
            ]
            made.append(ColumnFill(column, kind, values, name=f"第{column}栏"))
        return SheetFill(self.sheet, self.first, self.last, tuple(made))


HOUSEHOLDS = Blank(
    "qinghe-household-2024.xlsx",
    "到户核查表",
    first=7,
    last=18,
    samples=0,
    columns=(
        (2, Kind.TEXT, "三组"),
        (3, Kind.TEXT, "name"),
        (4, Kind.ID_NUMBER, "110101199003078515"),
        (5, Kind.NUMBER, 4),
        (6, Kind.CHOICE, "脱贫户"),
        (8, Kind.MONEY, 700_050),
        (9, Kind.YES_NO, 1),
        (11, Kind.YES_NO, 0),
        (27, Kind.DATE, "2024-05-01"),
        (29, Kind.TEXT, "13900000000"),
    ),
)
MONITORED = Blank(
    "monitored-check-2025.xlsx",
    "核查表",
    first=6,
    last=12,
    samples=1,
    columns=(
        (2, Kind.TEXT, "青禾镇"),
        (3, Kind.TEXT, "上禾村"),
        (5, Kind.TEXT, "name"),
        (6, Kind.NUMBER, 3),
        (7, Kind.CHOICE, "边缘易致贫户"),
        (8, Kind.DATE, "2023-06-01"),
        (10, Kind.MONEY, 986_000),
        (11, Kind.YES_NO, 1),
        (19, Kind.DATE, "2025-03-08"),
    ),
)
VILLAGES = Blank(
    "village-survey-2024.xlsx",
    "附件2",
    first=6,
    last=20,
    samples=2,
    columns=(
        (2, Kind.TEXT, "青禾镇"),
        (3, Kind.TEXT, "name"),
        (4, Kind.NUMBER, 300),
        (5, Kind.NUMBER, 1000),
        (7, Kind.CHOICE, "种植业"),
        (8, Kind.MONEY, 12_345),
        (10, Kind.YES_NO, 1),
        (15, Kind.TEXT, "13900000000"),
    ),
)
BLANKS = (HOUSEHOLDS, MONITORED, VILLAGES)
