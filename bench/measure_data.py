"""Measurements without a window: cells, pastes, search, statistics, checks, import, backup."""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from figure import Figure, over, peak_megabytes, repeated, timed

from fangfan_desktop.forms.form import Form, Kind, Source, Value
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.backups import back_up_to, verify_database
from fangfan_desktop.usecases.demo import DEMO_TOWNSHIP, DemoSize, create_demo
from fangfan_desktop.usecases.household_forms import (
    household_basis,
    load_rows,
    set_answers,
)
from fangfan_desktop.usecases.search import search_everything
from fangfan_desktop.usecases.township import create_township

RUNS = 3
CELLS = 60
CAMPAIGN = 1
PLACES = (
    "雒",
    "雒容",
    "柳州 雒容",
    "柳州雒容",
    "雒容镇坭桥",
    "坭桥村民委员会",
    "人民",
    "新村",
    "中山",
    "河南 新村",
    "广西 村",
    "城关镇",
    "45",
    "450203",
    "450203100",
    "县",
    "村",
    "不存在的地方",
)
TYPED = (
    "韦",
    "韦桂",
    "覃秀英",
    "wgy",
    "w",
    "4502",
    "450203",
    "199",
    "138",
    "1380",
    "0101-0",
    "坭桥",
)


def measure_cell(path: Path, _folder: Path) -> Iterator[Figure]:
    """One cell at a time, each its own step on the disk."""
    with open_database(path) as database:
        rows = load_rows(database, campaign_id=CAMPAIGN)[:CELLS]

        def cell(row_id: int, value: Value) -> Callable[[], object]:
            edits = [(row_id, "heavy_burden", value)]
            return lambda: set_answers(database, campaign_id=CAMPAIGN, edits=edits)

        seconds = over(cell(row.id, place % 2) for place, row in enumerate(rows))
    yield Figure("cell-disk", seconds, note=f"slowest {max(seconds) * 1000:.0f} ms")


def measure_paste(path: Path, _folder: Path) -> Iterator[Figure]:
    """A block, and the whole table; each run writes other values."""
    with open_database(path) as database:
        rows = load_rows(database, campaign_id=CAMPAIGN)
        form = household_basis(database, campaign_id=CAMPAIGN).form
        keys = [each.key for each in form.fields if each.kind is Kind.YES_NO][:10]

        def block(value: int) -> Callable[[], object]:
            edits: list[tuple[int, str, Value]] = [
                (row.id, key, value) for row in rows[:1000] for key in keys
            ]
            return lambda: set_answers(database, campaign_id=CAMPAIGN, edits=edits)

        yield Figure("paste-block", over(block(run % 2) for run in range(RUNS)))
        everything = [_whole_edits(form, rows, shift) for shift in range(1, RUNS + 1)]
        seconds = [
            timed(lambda edits=edits: set_answers(database, campaign_id=CAMPAIGN, edits=edits))
            for edits in everything
        ]
    note = f"{len(rows):,} × {len(everything[0]) // len(rows)} cells"
    yield Figure("paste-all", seconds, peak_megabytes(), note)


def _whole_edits(form: Form, rows: list, shift: int) -> list[tuple[int, str, Value]]:
    """Every row gets the answers of another one."""
    typed = {Source.TYPED, Source.PREFILLED}
    keys = [(form.value_keys.index(f.key), f.key) for f in form.fields if f.source in typed]
    return [
        (row.id, key, rows[(place + shift) % len(rows)].values[at])
        for place, row in enumerate(rows)
        for at, key in keys
    ]


def measure_places(_path: Path, _folder: Path) -> Iterator[Figure]:
    """Places as one looks for a township: letter by letter, upwards, by code."""
    from fangfan_desktop import places  # noqa: PLC0415 - its list is loaded by whoever asks first

    places.search("雒容")
    slowest: tuple[float, str] = (0.0, "")
    seconds: list[float] = []
    for words in PLACES * RUNS:
        took = timed(lambda words=words: places.search(words))
        seconds.append(took)
        slowest = max(slowest, (took, words))
    note = f"median {median(seconds) * 1000:.0f} ms; slowest “{slowest[1]}”"
    yield Figure("places", seconds, note=note)


def measure_search(path: Path, _folder: Path) -> Iterator[Figure]:
    """What a clerk types, letter by letter."""
    with open_database(path) as database:
        search_everything(database, text="韦")
        slowest: tuple[float, str] = (0.0, "")
        seconds: list[float] = []
        for words in TYPED * RUNS:
            took = timed(lambda words=words: search_everything(database, text=words))
            seconds.append(took)
            slowest = max(slowest, (took, words))
    yield Figure("search", seconds, note=f"slowest {slowest[0] * 1000:.0f} ms for “{slowest[1]}”")


def measure_statistics(path: Path, _folder: Path) -> Iterator[Figure]:
    """附件3 with every column of every village, and the households behind one number of it."""
    from fangfan_desktop.usecases.statistics import (  # noqa: PLC0415 - its own line
        open_figure,
        read_statistics,
    )

    def open_list() -> None:
        open_figure(database, campaign_id=CAMPAIGN, village_id=1, field="to_survey")

    with open_database(path) as database:
        yield Figure(
            "statistics", repeated(lambda: read_statistics(database, campaign_id=CAMPAIGN), 7)
        )
        yield Figure("figure", repeated(open_list, 7))


def measure_checks(path: Path, _folder: Path) -> Iterator[Figure]:
    """Every check of every row, as after a change of the line."""
    with open_database(path) as database:
        rows = load_rows(database, campaign_id=CAMPAIGN)
        checker = household_basis(database, campaign_id=CAMPAIGN).checker

        def check_all() -> None:
            for row in rows:
                checker.check(row.values)

        yield Figure("checks", repeated(check_all, RUNS), note=f"{len(rows):,} rows in memory")


def measure_import(path: Path, folder: Path) -> Iterator[Figure]:
    """The township's own roster, written out, into an empty township."""
    from fangfan_desktop.usecases.exports import export_table  # noqa: PLC0415 - its own line
    from fangfan_desktop.usecases.roster_import import import_roster  # noqa: PLC0415

    workbook = folder / "roster.xlsx"
    with open_database(path) as source:
        export_table(source, table="roster", path=workbook)
    imports: list[float] = []
    trials: list[float] = []
    agains: list[float] = []
    undos: list[float] = []
    for run in range(RUNS):
        with create_township(folder / f"{run}.db", township_code=DEMO_TOWNSHIP) as target:
            start = perf_counter()
            tried = import_roster(target, path=workbook, is_trial=True)
            trial = perf_counter() - start
            import_roster(target, path=workbook, trial=tried)
            imports.append(perf_counter() - start)
            trials.append(trial)
            agains.append(timed(lambda: import_roster(target, path=workbook)))
            undos.append(timed(lambda: undo(target)))
    note = f"of that the trial {median(trials):.1f} s"
    yield Figure("import", imports, peak_megabytes(), note)
    yield Figure("import-again", agains)
    yield Figure("import-undo", undos)


def measure_backup(path: Path, folder: Path) -> Iterator[Figure]:
    """A copy, opened again, checked and counted."""
    target = folder / "backup.db"
    with open_database(path) as database:
        seconds = repeated(lambda: back_up_to(database, path=target), RUNS)
    yield Figure("backup", seconds, note=f"{path.stat().st_size / 1e6:.0f} MB")


def measure_encrypted(path: Path, folder: Path) -> Iterator[Figure]:
    """The same township with a password."""
    encrypted = folder / "encrypted.db"
    with open_database(path) as database:
        households = count_rows(database)
    create_demo(encrypted, size=DemoSize(households), password="密码").close()  # noqa: S106

    def open_it() -> None:
        open_database(encrypted, "密码").close()

    yield Figure("open-encrypted", repeated(open_it, RUNS))
    with open_database(encrypted, "密码") as database:
        seconds = repeated(lambda: back_up_to(database, path=folder / "b.db"), RUNS)
    yield Figure("backup-encrypted", seconds)


def count_rows(database: Database) -> int:
    """Households of the township."""
    return verify_database(database)["household"]
