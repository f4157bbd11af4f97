"""Numbers of paragraphs by body; and the states of a matter's points, for the agendas of those who wait for them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# As ``states_of`` in store/matters.py writes it: sorted, each once, between spaces.
FILLED = {
    "sqlite": "' ' || (SELECT group_concat(state, ' ') FROM (SELECT DISTINCT"
    " json_extract(value, '$.state') AS state FROM json_each(matters.document, '$.points')"
    " ORDER BY 1)) || ' '",
    "postgresql": "' ' || (SELECT string_agg(DISTINCT (point ->> 'state') COLLATE \"C\", ' '"
    " ORDER BY (point ->> 'state') COLLATE \"C\") FROM"
    " jsonb_array_elements(matters.document -> 'points') AS point) || ' '",
}
IN_SESSION = "meeting IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "paragraphs",
        sa.Column("organisation", KEY, nullable=False),
        sa.Column("body", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("meeting", KEY, nullable=True),
        sa.CheckConstraint("last >= 0", name="paragraphs_last"),
        sa.PrimaryKeyConstraint("organisation", "body", "year", name="paragraphs_pkey"),
    )
    op.create_index(
        "paragraphs_in_session",
        "paragraphs",
        ["organisation", "body"],
        unique=True,
        postgresql_where=sa.text(IN_SESSION),
        sqlite_where=sa.text(IN_SESSION),
    )
    op.add_column("matters", sa.Column("states", sa.Text(), nullable=False, server_default=" "))
    dialect = op.get_bind().dialect.name
    op.execute(f"UPDATE matters SET states = {FILLED[dialect]}")  # noqa: S608 - our own words
    op.create_index(
        "matters_open",
        "matters",
        ["organisation"],
        postgresql_where=sa.text("closed_on IS NULL"),
        sqlite_where=sa.text("closed_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("matters_open", "matters")
    op.drop_column("matters", "states")
    op.drop_table("paragraphs")
