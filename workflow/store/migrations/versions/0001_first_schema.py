"""The first schema: definitions, matters, their events, and the queues."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.TIMESTAMP(timezone=True).with_variant(sa.Text(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

# Rows that move through a queue leave dead versions behind: cleaned up early and often.
QUEUES = ("commands", "timers", "outbox")


def upgrade() -> None:
    op.create_table(
        "commands",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("dedupe_key", KEY, nullable=False),
        sa.Column("matter", KEY, nullable=False),
        sa.Column("envelope", DOCUMENT, nullable=False),
        sa.Column("status", KEY, nullable=False),
        sa.Column("waited", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=False),
        sa.Column("available_at", INSTANT, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status = 'claimed') = (owner IS NOT NULL AND lease_until IS NOT NULL)",
            name="commands_lease",
        ),
        sa.CheckConstraint("(status = 'done') = (version IS NOT NULL)", name="commands_version"),
        sa.CheckConstraint(
            "(status IN ('done', 'refused')) = (finished_at IS NOT NULL)", name="commands_finished"
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'claimed', 'done', 'refused', 'failed')", name="commands_status"
        ),
        sa.CheckConstraint("attempts >= 0", name="commands_attempts"),
        sa.PrimaryKeyConstraint("id", name="commands_pkey"),
        sa.UniqueConstraint("dedupe_key", name="commands_dedupe_key_key"),
        sqlite_autoincrement=True,
    )
    _partial(
        "commands_blocking",
        "commands",
        ["matter", "id"],
        "status IN ('pending', 'claimed', 'failed')",
    )
    _partial(
        "commands_one_claimed",
        "commands",
        ["matter"],
        "status = 'claimed' AND NOT waited",
        unique=True,
    )
    _partial("commands_open", "commands", ["id"], "status IN ('pending', 'claimed')")
    op.create_table(
        "counters",
        sa.Column("organisation", KEY, nullable=False),
        sa.Column("register", KEY, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("serial", ROW_ID, nullable=False),
        sa.CheckConstraint("serial >= 1", name="counters_serial"),
        sa.PrimaryKeyConstraint("organisation", "register", "year", name="counters_pkey"),
    )
    op.create_table(
        "definitions",
        sa.Column("digest", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('matter', 'procedure', 'organisation')", name="definitions_kind"
        ),
        sa.PrimaryKeyConstraint("digest", name="definitions_pkey"),
    )
    op.create_table(
        "incidents",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("matter", KEY, nullable=True),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (resolution IS NULL)",
            name="incidents_closed",
        ),
        sa.PrimaryKeyConstraint("id", name="incidents_pkey"),
        sqlite_autoincrement=True,
    )
    _partial("incidents_open", "incidents", ["key"], "closed_at IS NULL", unique=True)
    op.create_table(
        "matters",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("register", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", ROW_ID, nullable=False),
        sa.Column("matter_type", KEY, nullable=False),
        sa.Column("definition", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("open_deadlines", sa.Boolean(), nullable=False),
        sa.Column("head", KEY, nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.CheckConstraint("version >= 1", name="matters_version"),
        sa.PrimaryKeyConstraint("id", name="matters_pkey"),
        sa.UniqueConstraint("number", "organisation", name="matters_number_organisation_key"),
    )
    _partial("matters_open_deadlines", "matters", ["organisation"], "open_deadlines")
    op.create_index("matters_register", "matters", ["organisation", "register", "year", "serial"])
    op.create_table(
        "notices",
        sa.Column("id", KEY, nullable=False),
        sa.Column("matter", KEY, nullable=False),
        sa.Column("organisation", KEY, nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        sa.Column("paragraphs", sa.Text(), nullable=False),
        sa.Column("adjusted_on", sa.Date(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("last_appeal_day", sa.Date(), nullable=True),
        sa.Column("earliest_removal", sa.Date(), nullable=True),
        sa.Column("where_kept", sa.Text(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "removed_on IS NULL OR earliest_removal IS NULL OR removed_on >= earliest_removal",
            name="notices_removal",
        ),
        sa.PrimaryKeyConstraint("id", name="notices_pkey"),
    )
    op.create_index("notices_posted", "notices", ["organisation", "posted_on"])
    _partial("notices_up", "notices", ["matter"], "removed_on IS NULL")
    op.create_table(
        "outbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("matter", KEY, nullable=False),
        sa.Column("mail", DOCUMENT, nullable=False),
        sa.Column("status", KEY, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("available_at", INSTANT, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("claimed_at", INSTANT, nullable=True),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(status = 'claimed') = (owner IS NOT NULL AND claimed_at IS NOT NULL AND lease_until IS NOT NULL)",
            name="outbox_lease",
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'claimed', 'sent', 'failed', 'in_doubt')", name="outbox_status"
        ),
        sa.CheckConstraint("attempts >= 0", name="outbox_attempts"),
        sa.PrimaryKeyConstraint("id", name="outbox_pkey"),
    )
    _partial("outbox_claimed", "outbox", ["lease_until"], "status = 'claimed'")
    op.create_index("outbox_matter", "outbox", ["matter"])
    _partial("outbox_pending", "outbox", ["available_at", "id"], "status = 'pending'")
    op.create_table(
        "timers",
        sa.Column("id", KEY, nullable=False),
        sa.Column("matter", KEY, nullable=False),
        sa.Column("deadline", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("status", KEY, nullable=False),
        sa.CheckConstraint("status IN ('armed', 'fired', 'cancelled')", name="timers_status"),
        sa.PrimaryKeyConstraint("id", name="timers_pkey"),
    )
    _partial("timers_armed", "timers", ["due_at", "id"], "status = 'armed'")
    op.create_index("timers_matter", "timers", ["matter", "deadline"])
    op.create_table(
        "attempts",
        sa.Column("mail", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=False),
        sa.Column("outcome", KEY, nullable=False),
        sa.Column("smtp_code", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('sent', 'temporary', 'permanent', 'in_doubt')", name="attempts_outcome"
        ),
        sa.CheckConstraint("number >= 1", name="attempts_number"),
        sa.ForeignKeyConstraint(["mail"], ["outbox.id"], name="attempts_mail_fkey"),
        sa.PrimaryKeyConstraint("mail", "number", name="attempts_pkey"),
    )
    op.create_table(
        "events",
        sa.Column("matter", KEY, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", DOCUMENT, nullable=False),
        sa.Column("command", KEY, nullable=False),
        sa.Column("event", DOCUMENT, nullable=False),
        sa.Column("previous", KEY, nullable=False),
        sa.Column("hash", KEY, nullable=False),
        sa.CheckConstraint("sequence >= 1", name="events_sequence"),
        sa.ForeignKeyConstraint(["matter"], ["matters.id"], name="events_matter_fkey"),
        sa.PrimaryKeyConstraint("matter", "sequence", name="events_pkey"),
    )
    op.create_table(
        "matter_meetings",
        sa.Column("organisation", KEY, nullable=False),
        sa.Column("body", KEY, nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        sa.Column("matter", KEY, nullable=False),
        sa.ForeignKeyConstraint(["matter"], ["matters.id"], name="matter_meetings_matter_fkey"),
        sa.PrimaryKeyConstraint(
            "organisation", "body", "meeting_on", "matter", name="matter_meetings_pkey"
        ),
    )
    op.create_table(
        "publications",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("superseded_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["digest"], ["definitions.digest"], name="publications_digest_fkey"
        ),
        sa.PrimaryKeyConstraint("id", name="publications_pkey"),
        sqlite_autoincrement=True,
    )
    _partial(
        "publications_current",
        "publications",
        ["kind", "name"],
        "superseded_at IS NULL",
        unique=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
        for table in QUEUES:
            op.execute(
                f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0.02,"
                " autovacuum_vacuum_cost_delay = 0)"
            )
    else:
        _guard_on_sqlite()


def downgrade() -> None:
    for table in (
        "publications",
        "matter_meetings",
        "events",
        "attempts",
        "timers",
        "outbox",
        "notices",
        "matters",
        "incidents",
        "definitions",
        "counters",
        "commands",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _partial(
    name: str, table: str, columns: Sequence[str], where: str, *, unique: bool = False
) -> None:
    op.create_index(
        name,
        table,
        columns,
        unique=unique,
        postgresql_where=sa.text(where),
        sqlite_where=sa.text(where),
    )


def _guard_on_postgresql() -> None:
    """Let nobody change the log, whoever writes the statement."""
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the event log is append-only';
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _guard_on_sqlite() -> None:
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER events_no_{action.lower()} BEFORE {action} ON events"
            " BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END"
        )
