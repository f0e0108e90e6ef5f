"""Forms of the office, rows of further forms, and second keyings."""

from fangfan_desktop.storage.migrations.script import run_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_script(__file__)


def downgrade() -> None:
    raise NotImplementedError
