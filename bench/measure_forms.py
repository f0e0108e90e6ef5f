"""Measurements of further forms: made of a county's blank, taken up, pasted, filled, printed."""

from collections.abc import Iterator
from pathlib import Path

from figure import Figure, peak_megabytes, repeated, timed

from fangfan_desktop.forms.form import Kind, Source, Value
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaign_forms import add_form_rows, list_used_forms, use_form
from fangfan_desktop.usecases.exports import export_table
from fangfan_desktop.usecases.fill_county_workbook import fill_county_workbook
from fangfan_desktop.usecases.household_forms import household_basis, load_rows, set_rows
from fangfan_desktop.usecases.new_form import new_form
from fangfan_desktop.usecases.second_keying import compare_keyings, key_again

CAMPAIGN = 1
RUNS = 3
RECORDS = 1_000
DIFFERENT = 100  # one cell in so many is keyed another way the second time
BLANK = Path(__file__).resolve().parents[1] / "tests/data/blank_forms/qinghe-household-2024.xlsx"
_NAME = "青禾县到户核查表"
_KEYED = {Source.TYPED, Source.PREFILLED}


def make_county_form(database: Database) -> str:
    """The form of a county's blank workbook, made and kept; its key."""
    return new_form(database, path=BLANK, name=_NAME).form.key


def take_up_county_form(database: Database) -> str:
    """The form of a county's blank, in the campaign, all that is typed answered; its key."""
    key = make_county_form(database)
    use_form(database, campaign_id=CAMPAIGN, form_key=key)
    set_rows(
        database,
        campaign_id=CAMPAIGN,
        form_key=key,
        wanted=_answers(database, key, 0),
        action_name="填写",
    )
    return key


def measure_new_form(path: Path, _folder: Path) -> Iterator[Figure]:
    """A form from a county's blank workbook: read, matched, kept."""
    with open_database(path) as database:
        seconds: list[float] = []
        for _ in range(RUNS):
            seconds.append(timed(lambda: make_county_form(database)))
            undo(database)
    yield Figure("form-new", seconds, note=f"{BLANK.name}; once more is quicker: no list to load")


def measure_take_up(path: Path, _folder: Path) -> Iterator[Figure]:
    """A form taken up for all households, prefilled; pasted into; each undone."""
    with open_database(path) as database:
        key = make_county_form(database)
        seconds: list[float] = []
        for run in range(RUNS):
            if run:
                undo(database)
            seconds.append(timed(lambda: use_form(database, campaign_id=CAMPAIGN, form_key=key)))
        fields = household_basis(database, campaign_id=CAMPAIGN, form_key=key).form.fields
        yield Figure("form-take-up", seconds, peak_megabytes(), f"{len(fields)} columns")
        pastes: list[float] = []
        undos: list[float] = []
        for run in range(RUNS):
            wanted = _answers(database, key, run)
            pastes.append(
                timed(
                    lambda wanted=wanted: set_rows(
                        database,
                        campaign_id=CAMPAIGN,
                        form_key=key,
                        wanted=wanted,
                        action_name="粘贴",
                    )
                )
            )
            if run < RUNS - 1:
                undos.append(timed(lambda: undo(database)))
        rows = load_rows(database, campaign_id=CAMPAIGN, form_key=key)
        cells = len(next(iter(wanted.values())))
        note = f"{len(rows):,} × {cells} cells; undo of it {min(undos):.1f} s"
        yield Figure("form-paste", pastes, peak_megabytes(), note)


def measure_fill(path: Path, folder: Path) -> Iterator[Figure]:
    """The county's own workbook filled with the rows of all households."""
    with open_database(path) as database:
        take_up_county_form(database)
        before = peak_megabytes()
        target = folder / "county.xlsx"

        def fill() -> None:
            fill_county_workbook(database, source=BLANK, target=target, campaign_id=CAMPAIGN)

        seconds = repeated(fill, RUNS)
    size = target.stat().st_size / 1e6
    note = f"{size:.1f} MB file; before it {before:.0f} MB"
    yield Figure("fill", seconds, peak_megabytes(), note)


def measure_records(path: Path, folder: Path) -> Iterator[Figure]:
    """实地入户核查表 of a thousand households, a page each."""
    with open_database(path) as database:
        households = [row.household_id for row in load_rows(database, campaign_id=CAMPAIGN)]
        used = {each.form.key for each in list_used_forms(database, campaign_id=CAMPAIGN)}
        if "visit-check" not in used:
            use_form(database, campaign_id=CAMPAIGN, form_key="visit-check")
        add_form_rows(
            database,
            campaign_id=CAMPAIGN,
            form_key="visit-check",
            household_ids=households[:RECORDS],
        )
        target = folder / "records.pdf"
        seconds = repeated(
            lambda: export_table(database, table="visit-check", path=target, campaign_id=CAMPAIGN),
            RUNS,
        )
    size = target.stat().st_size / 1e6
    yield Figure("records", seconds, peak_megabytes(), f"{size:.1f} MB file")


def measure_second_keying(path: Path, _folder: Path) -> Iterator[Figure]:
    """附件1 of all households keyed a second time, one cell in a hundred otherwise; compared."""
    with open_database(path) as database:
        basis = household_basis(database, campaign_id=CAMPAIGN)
        key = basis.form.key
        rows = load_rows(database, campaign_id=CAMPAIGN)
        typed = [
            (at, field) for at, field in enumerate(basis.form.fields) if field.source in _KEYED
        ]
        wanted: dict[int, dict[str, Value]] = {}
        place = 0
        for row in rows:
            again = wanted[row.id] = {}
            for at, field in typed:
                place += 1
                value = row.values[at]
                is_other = place % DIFFERENT == 0 and field.kind is Kind.YES_NO
                again[field.key] = 1 - int(value or 0) if is_other else value
        keyed = timed(
            lambda: key_again(database, campaign_id=CAMPAIGN, form_key=key, wanted=wanted)
        )
        seconds = repeated(
            lambda: compare_keyings(database, campaign_id=CAMPAIGN, form_key=key), RUNS
        )
        found = compare_keyings(database, campaign_id=CAMPAIGN, form_key=key)
    note = (
        f"{found.cells:,} cells compared, {len(found.differences):,} differ;"
        f" to paste the second keying {keyed:.1f} s"
    )
    yield Figure("compare", seconds, peak_megabytes(), note)


def _answers(database: Database, key: str, run: int) -> dict[int, dict[str, Value]]:
    """An answer for each cell that is typed, another one each run."""
    basis = household_basis(database, campaign_id=CAMPAIGN, form_key=key)
    answers: dict[str, Value] = {}
    for place, field in enumerate(basis.form.fields):
        if field.source not in _KEYED:
            continue
        if field.kind is Kind.YES_NO:
            answers[field.key] = (place + run) % 2
        elif field.choices:
            answers[field.key] = field.choices[run % len(field.choices)]
        elif field.kind is Kind.MONEY:
            answers[field.key] = 900_000 + run * 100
        elif field.kind is Kind.NUMBER:
            answers[field.key] = 2 + run
        elif field.kind in {Kind.TEXT, Kind.LONG_TEXT}:
            answers[field.key] = "就近务工"
    rows = load_rows(database, campaign_id=CAMPAIGN, form_key=key)
    return {row.id: answers for row in rows}
