"""Time and memory of the big documents: 附件1 of a township as workbook and print, and back.

`python bench/bench_documents.py [households]` runs each piece of work three times, each time in
a process of its own, and prints medians. Targets: docs of the project; nothing passes or fails.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from fangfan_desktop.documents.form_sheet import sheet_from_form
from fangfan_desktop.documents.pdf_writer import write_pdf
from fangfan_desktop.documents.sheet import Row, Sheet
from fangfan_desktop.documents.workbook_reader import read_workbook
from fangfan_desktop.documents.xlsx_writer import write_xlsx
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.forms.load import load_form

RUNS = 3
HOUSEHOLDS = 20_000
VILLAGE = 1_000
FILLED = 0.75
SURNAMES = "覃韦莫蒙陆黄李梁潘罗𠮷"
GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯㛃䶮"


def sheet_of(households: int) -> Sheet:
    form = load_form("household-form")
    return sheet_from_form(form, list(rows_of(form.fields, households)))


def rows_of(fields: tuple[Field, ...], households: int) -> Iterator[Row]:
    chance = random.Random(2022)  # noqa: S311 - made-up rows, the same each time
    for number in range(1, households + 1):
        yield tuple(value_of(field, number, chance) for field in fields)


def value_of(field: Field, number: int, chance: random.Random) -> Value:
    if field.key == "seq":
        return number
    if field.key == "head_name":
        return chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
    if field.key == "group":
        return f"第{number % 12 + 1}组"
    if chance.random() > FILLED:
        return None
    made: dict[Kind, Callable[[], Value]] = {
        Kind.YES_NO: lambda: chance.randint(0, 1),
        Kind.MONEY: lambda: chance.randint(500_000, 3_000_000),
        Kind.NUMBER: lambda: chance.randint(1, 9),
        Kind.CHOICE: lambda: chance.choice(field.choices) if field.choices else None,
    }
    return made.get(field.kind, lambda: "希望就近务工" if number % 10 == 0 else None)()


def work(name: str, households: int, folder: Path) -> Callable[[], object]:
    kept = folder / f"{households}.xlsx"
    sheet = sheet_of(households)
    if name == "read" and not kept.exists():
        write_xlsx([sheet], kept)
    return {
        "xlsx": lambda: write_xlsx([sheet], folder / "a.xlsx"),
        "pdf": lambda: write_pdf(sheet, folder / "a.pdf"),
        "read": lambda: read_workbook(kept),
    }[name]


def run_once(name: str, households: int, folder: Path) -> None:
    job = work(name, households, folder)
    start = time.perf_counter()
    job()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds} {peak}")


def measure(name: str, households: int, folder: Path) -> tuple[float, float]:
    command = [sys.executable, __file__, name, str(households), str(folder)]
    work(name, households, folder)
    runs = [
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        for _ in range(RUNS)
    ]
    return median(float(run[0]) for run in runs), max(float(run[1]) for run in runs)


def main() -> None:
    households = int(sys.argv[1]) if len(sys.argv) > 1 else HOUSEHOLDS
    jobs = [
        ("附件1 to .xlsx", "xlsx", households, "6 s, 60 MB"),
        ("附件1 to .pdf, A3", "pdf", households, "5 s, 200 MB"),
        ("a village's 附件1 to .pdf", "pdf", VILLAGE, "0.5 s"),
        ("附件1 workbook read", "read", households, ""),
    ]
    print(f"{'work':28} {'households':>10} {'median':>9} {'peak':>9}  target")
    with tempfile.TemporaryDirectory() as folder:
        for label, name, count, target in jobs:
            seconds, peak = measure(name, count, Path(folder))
            print(f"{label:28} {count:>10} {seconds:>7.2f} s {peak:>6.0f} MB  {target}")


if __name__ == "__main__":
    if len(sys.argv) > 2:  # noqa: PLR2004 - one run in a process of its own
        run_once(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
