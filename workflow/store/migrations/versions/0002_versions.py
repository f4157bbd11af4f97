"""Versions: who published and why, what was taken out of use, and rows that nobody rewrites."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.TIMESTAMP(timezone=True).with_variant(sa.Text(), "sqlite")

# What of a row may never be changed; of a publication everything but the day that it was superseded.
IMMUTABLE = {
    "definitions": "digest, kind, name, content",
    "publications": "id, kind, name, digest, published_at, published_by, reason",
    "retirements": "publication, retired_at, retired_by, reason, use_instead",
}
_ONCE = "BEFORE UPDATE OF superseded_at ON publications FOR EACH ROW WHEN"

# SQLite takes away what a REPLACE comes upon without asking the triggers that guard against removal.
TAKEN = {
    "definitions": "SELECT 1 FROM definitions WHERE digest = NEW.digest",
    "publications": "SELECT 1 FROM publications WHERE id = NEW.id OR (kind = NEW.kind"
    " AND name = NEW.name AND superseded_at IS NULL AND NEW.superseded_at IS NULL)",
    "retirements": "SELECT 1 FROM retirements WHERE publication = NEW.publication",
}


def upgrade() -> None:
    op.add_column("publications", sa.Column("published_by", sa.Text(), nullable=True))
    op.add_column("publications", sa.Column("reason", sa.Text(), nullable=True))
    op.create_table(
        "retirements",
        sa.Column("publication", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=False),
        sa.Column("retired_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("use_instead", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["publication"], ["publications.id"], name="retirements_publication_fkey"
        ),
        sa.PrimaryKeyConstraint("publication", name="retirements_pkey"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER publications_once{' ON publications' if postgresql else ''}")
    if not postgresql:
        op.execute("DROP TRIGGER events_no_replace")
    for table in IMMUTABLE:
        for guard in ("no_update", "no_delete", "no_truncate" if postgresql else "no_replace"):
            on = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {table}_{guard}{on}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_version_change()")
    op.drop_table("retirements")
    op.drop_column("publications", "reason")
    op.drop_column("publications", "published_by")


def _guard_on_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'published versions are immutable';
        END $$
        """
    )
    for table, columns in IMMUTABLE.items():
        for guard, what, each in (
            ("no_update", f"UPDATE OF {columns}", "ROW"),
            ("no_delete", "DELETE", "ROW"),
            ("no_truncate", "TRUNCATE", "STATEMENT"),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_{guard} BEFORE {what} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION refuse_version_change()"
            )
    op.execute(
        f"CREATE TRIGGER publications_once {_ONCE} (OLD.superseded_at IS NOT NULL)"
        " EXECUTE FUNCTION refuse_version_change()"
    )


def _guard_on_sqlite() -> None:
    for table, columns in IMMUTABLE.items():
        for guard, what in (("no_update", f"UPDATE OF {columns}"), ("no_delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_{guard} BEFORE {what} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'published versions are immutable'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
            f" WHEN EXISTS ({TAKEN[table]})"
            " BEGIN SELECT RAISE(IGNORE); END"
        )
    op.execute(
        f"CREATE TRIGGER publications_once {_ONCE} OLD.superseded_at IS NOT NULL"
        " BEGIN SELECT RAISE(ABORT, 'published versions are immutable'); END"
    )
    op.execute(
        "CREATE TRIGGER events_no_replace BEFORE INSERT ON events WHEN EXISTS"
        " (SELECT 1 FROM events WHERE matter = NEW.matter AND sequence = NEW.sequence)"
        " BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END"
    )
