"""The first schema."""

from fangfan_desktop.storage.migrations.script import run_script

revision = "0001"
down_revision = None


def upgrade() -> None:
    run_script(__file__)


def downgrade() -> None:
    raise NotImplementedError
