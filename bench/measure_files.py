"""Measurements of exports; each kind of file in a process of its own, for its memory."""

from collections.abc import Iterator
from pathlib import Path

from figure import Figure, peak_megabytes, repeated
from sqlalchemy import text

from fangfan_desktop.storage.database import open_database
from fangfan_desktop.usecases.exports import export_table

CAMPAIGN = 1
RUNS = 3


def _measure(path: Path, target: Path, work: str, village_id: int | None = None) -> Figure:
    with open_database(path) as database:
        before = peak_megabytes()
        seconds = repeated(
            lambda: export_table(
                database,
                table="household-form",
                path=target,
                campaign_id=CAMPAIGN,
                village_id=village_id,
            ),
            RUNS,
        )
    size = target.stat().st_size / 1e6
    note = f"{size:.1f} MB file; the program itself takes {before:.0f} MB"
    return Figure(work, seconds, peak_megabytes(), note)


def measure_xlsx(path: Path, folder: Path) -> Iterator[Figure]:
    """附件1 of the whole township as a workbook."""
    yield _measure(path, folder / "peer-township.xlsx", "xlsx")


def measure_pdf(path: Path, folder: Path) -> Iterator[Figure]:
    """附件1 of the whole township, printed."""
    yield _measure(path, folder / "a.pdf", "pdf")


def measure_village_pdf(path: Path, folder: Path) -> Iterator[Figure]:
    """附件1 of the village with the median number of households, printed."""
    with open_database(path) as database, database.read() as session:
        sizes = session.execute(
            text(
                "SELECT count(*), village_id FROM household_form WHERE campaign_id = :campaign"
                " GROUP BY village_id ORDER BY 1"
            ),
            {"campaign": CAMPAIGN},
        ).all()
        count, village_id = sizes[len(sizes) // 2]
    _measure(path, folder / "peer-village.xlsx", "", village_id)
    figure = _measure(path, folder / "a.pdf", "village-pdf", village_id)
    figure.note = f"{count:,} households; {figure.note}"
    yield figure
