"""Cases, procedures, notices, archive papers, groups of people, corrected days."""

from fangfan_desktop.storage.migrations.script import run_script

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run_script(__file__)


def downgrade() -> None:
    raise NotImplementedError
