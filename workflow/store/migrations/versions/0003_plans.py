"""Plans of migrations and what was done with them: written once, never changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.TIMESTAMP(timezone=True).with_variant(sa.Text(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

TABLES = ("plans", "plan_marks")

# SQLite takes away what a REPLACE comes upon without asking the triggers that guard against removal.
TAKEN = {
    "plans": "SELECT 1 FROM plans WHERE id = NEW.id OR hash = NEW.hash",
    "plan_marks": "SELECT 1 FROM plan_marks WHERE id = NEW.id",
}


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("hash", KEY, nullable=False),
        sa.Column("matter_type", KEY, nullable=False),
        sa.Column("definition", KEY, nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("blocked", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition"], ["definitions.digest"], name="plans_definition_fkey"
        ),
        sa.PrimaryKeyConstraint("id", name="plans_pkey"),
        sa.UniqueConstraint("hash", name="plans_hash_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "plan_marks",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("plan", KEY, nullable=False),
        sa.Column("what", KEY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", DOCUMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "what IN ('planned', 'begun', 'applied', 'revert_begun', 'reverted')",
            name="plan_marks_what",
        ),
        sa.ForeignKeyConstraint(["plan"], ["plans.hash"], name="plan_marks_plan_fkey"),
        sa.PrimaryKeyConstraint("id", name="plan_marks_pkey"),
        sqlite_autoincrement=True,
    )
    op.create_index("plan_marks_plan", "plan_marks", ["plan", "id"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_plan_change()")


def _guard_on_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse_plan_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'plans of migrations are immutable';
        END $$
        """
    )
    for table in TABLES:
        for guard, what, each in (
            ("no_update", "UPDATE", "ROW"),
            ("no_delete", "DELETE", "ROW"),
            ("no_truncate", "TRUNCATE", "STATEMENT"),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_{guard} BEFORE {what} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION refuse_plan_change()"
            )


def _guard_on_sqlite() -> None:
    for table in TABLES:
        for guard, what in (("no_update", "UPDATE"), ("no_delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_{guard} BEFORE {what} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'plans of migrations are immutable'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
            f" WHEN EXISTS ({TAKEN[table]})"
            " BEGIN SELECT RAISE(IGNORE); END"
        )
