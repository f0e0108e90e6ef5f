"""What an import of rows into one table came to; the roster, with its two, has its own."""

from dataclasses import dataclass, field
from typing import ClassVar

from fangfan_desktop.storage.changes import NO_CHANGES, Changes
from fangfan_desktop.usecases.roster_import import RowCounts
from fangfan_desktop.usecases.roster_rows import RowFinding


@dataclass(frozen=True, slots=True)
class TakenRows:
    """What an import did, or, where it is a trial, would do; `counts` are rows of the table."""

    counted: ClassVar[str] = "rows"  # what the command line calls the counts

    counts: RowCounts
    refusals: tuple[RowFinding, ...]
    warnings: tuple[RowFinding, ...]
    is_trial: bool = False
    changes: Changes = field(default=NO_CHANGES)

    @property
    def refused(self) -> int:
        """Number of rows with something refused."""
        return len(self.refusals)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.counts.added or self.counts.changed)

    def as_json(self) -> dict[str, object]:
        """The answer of the command line with `--json`."""
        return {
            self.counted: self.counts.as_json(),
            "refused": self.refused,
            "warnings": len(self.warnings),
            "refusals": [refusal.as_json() for refusal in self.refusals],
        }
