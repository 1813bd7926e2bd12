"""The first schema, as it was released: its statements are frozen beside this file and never follow the code.

Tables and indexes only; triggers are made from code after every migration.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATEMENTS = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Make all tables and indexes."""
    bind = op.get_bind()
    for statement in _STATEMENTS.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            bind.exec_driver_sql(statement.strip())
