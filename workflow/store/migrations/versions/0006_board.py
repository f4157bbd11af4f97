"""The board and its archive are turned page by page: an index for each order that they are read in."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

UP = "removed_on IS NULL AND down_early_on IS NULL"
INDEXES = (
    ("notices_latest", ["posted_on", "id"], None),
    ("notices_latest_up", ["posted_on", "id"], UP),
    ("notices_latest_down", ["removed_on", "id"], "removed_on IS NOT NULL"),
    ("notices_document", ["document"], "document IS NOT NULL"),
)


def upgrade() -> None:
    for name, columns, where in INDEXES:
        condition = None if where is None else sa.text(where)
        op.create_index(
            name, "notices", columns, postgresql_where=condition, sqlite_where=condition
        )


def downgrade() -> None:
    for name, _, _ in reversed(INDEXES):
        op.drop_index(name, "notices")
