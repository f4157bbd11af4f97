"""The tables, one schema for PostgreSQL and SQLite; what must never be is refused by the database.

Matters and their events have a foreign key between them. The queues (commands, timers, outbox,
notices, incidents) name matters without one: a command may name a matter that it is to register.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from workflow.store.dialect import Document, Instant, Key, RowId

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    return Index(
        name, *columns, unique=unique, postgresql_where=text(where), sqlite_where=text(where)
    )


# Immutable: triggers refuse everything but INSERT.
definitions = Table(
    "definitions",
    metadata,
    Column("digest", Key, primary_key=True),
    Column("kind", Key, nullable=False),
    Column("name", Key, nullable=False),
    Column("content", Text, nullable=False),  # canonical JSON, what the digest was taken over
    CheckConstraint("kind IN ('matter', 'procedure', 'organisation')", name="kind"),
)

# Which version of a definition was the current one, and when. Triggers refuse everything but INSERT and
# that the day is set when it was superseded.
publications = Table(
    "publications",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", Key, nullable=False),
    Column("name", Key, nullable=False),
    Column("digest", Key, ForeignKey("definitions.digest"), nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("superseded_at", Instant),
    Column("published_by", Text),
    Column("reason", Text),  # why running matters were left on their version
    _partial("publications_current", "kind", "name", where="superseded_at IS NULL", unique=True),
    sqlite_autoincrement=True,
)

# A current version that no new matter may start on. Immutable, as ``definitions``.
retirements = Table(
    "retirements",
    metadata,
    Column(
        "publication",
        RowId,
        ForeignKey("publications.id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("retired_at", Instant, nullable=False),
    Column("retired_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("use_instead", Key),
)

matters = Table(
    "matters",
    metadata,
    Column("id", Key, primary_key=True),
    Column("organisation", Key, nullable=False),
    Column("number", Key, nullable=False),  # normalised
    Column("register", Key, nullable=False),
    Column("year", Integer, nullable=False),
    Column("serial", RowId, nullable=False),
    Column("matter_type", Key, nullable=False),
    Column("definition", Key, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Key, nullable=False),
    Column("version", Integer, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("open_deadlines", Boolean, nullable=False),
    # The states of all points, each once, between spaces.
    Column("states", Text, nullable=False, server_default=" "),
    Column("head", Key, nullable=False),  # hash of the last event
    Column("document", Document, nullable=False),
    UniqueConstraint("number", "organisation"),
    CheckConstraint("version >= 1", name="version"),
    Index("matters_register", "organisation", "register", "year", "serial"),
    _partial("matters_open_deadlines", "organisation", where="open_deadlines"),
    _partial("matters_open", "organisation", where="closed_on IS NULL"),
)

# At which meetings a matter was taken up: what the adjustment of their minutes concerns.
meetings = Table(
    "matter_meetings",
    metadata,
    Column("organisation", Key, primary_key=True),
    Column("body", Key, primary_key=True),
    Column("meeting_on", Date, primary_key=True),
    Column("matter", Key, ForeignKey("matters.id"), primary_key=True),
    Column("adjusted_on", Date),  # the latest of its decisions; None: not yet, or read in
    _partial("matter_meetings_adjusted", "adjusted_on", where="adjusted_on IS NOT NULL"),
)

# Append-only: triggers refuse everything but INSERT.
events = Table(
    "events",
    metadata,
    Column("matter", Key, ForeignKey("matters.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", Document, nullable=False),
    Column("command", Key, nullable=False),  # dedupe key
    Column("event", Document, nullable=False),
    Column("previous", Key, nullable=False),
    Column("hash", Key, nullable=False),
    CheckConstraint("sequence >= 1", name="sequence"),
)

# ``waited``: taken by someone who waits, past the queue, inside one transaction.
commands = Table(
    "commands",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("dedupe_key", Key, nullable=False, unique=True),
    Column("matter", Key, nullable=False),
    Column("envelope", Document, nullable=False),
    Column("status", Key, nullable=False),
    Column("waited", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("accepted_at", Instant, nullable=False),
    Column("available_at", Instant, nullable=False),  # the database's clock
    Column("owner", Key),
    Column("lease_until", Instant),  # the database's clock
    Column("finished_at", Instant),
    Column("version", Integer),  # of the matter, after the command
    Column("detail", Text, nullable=False),
    CheckConstraint("status IN ('pending', 'claimed', 'done', 'refused', 'failed')", name="status"),
    CheckConstraint(
        "(status = 'claimed') = (owner IS NOT NULL AND lease_until IS NOT NULL)", name="lease"
    ),
    CheckConstraint("(status = 'done') = (version IS NOT NULL)", name="version"),
    CheckConstraint("(status IN ('done', 'refused')) = (finished_at IS NOT NULL)", name="finished"),
    CheckConstraint("attempts >= 0", name="attempts"),
    _partial("commands_open", "id", where="status IN ('pending', 'claimed')"),
    _partial(
        "commands_blocking", "matter", "id", where="status IN ('pending', 'claimed', 'failed')"
    ),
    _partial(
        "commands_one_claimed", "matter", where="status = 'claimed' AND NOT waited", unique=True
    ),
    sqlite_autoincrement=True,
)

timers = Table(
    "timers",
    metadata,
    Column("id", Key, primary_key=True),
    Column("matter", Key, nullable=False),
    Column("deadline", Key, nullable=False),
    Column("kind", Key, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("status", Key, nullable=False),
    CheckConstraint("status IN ('armed', 'fired', 'cancelled')", name="status"),
    Index("timers_matter", "matter", "deadline"),
    _partial("timers_armed", "due_at", "id", where="status = 'armed'"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("matter", Key, nullable=False),
    Column("mail", Document, nullable=False),
    Column("status", Key, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("available_at", Instant, nullable=False),  # business time
    Column("owner", Key),
    Column("claimed_at", Instant),  # business time
    Column("lease_until", Instant),  # the database's clock
    CheckConstraint(
        "status IN ('pending', 'claimed', 'sent', 'failed', 'in_doubt')", name="status"
    ),
    CheckConstraint(
        "(status = 'claimed') = (owner IS NOT NULL AND claimed_at IS NOT NULL"
        " AND lease_until IS NOT NULL)",
        name="lease",
    ),
    CheckConstraint("attempts >= 0", name="attempts"),
    Index("outbox_matter", "matter"),
    _partial("outbox_pending", "available_at", "id", where="status = 'pending'"),
    _partial("outbox_claimed", "lease_until", where="status = 'claimed'"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("mail", Key, ForeignKey("outbox.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=False),
    Column("outcome", Key, nullable=False),
    Column("smtp_code", Integer),
    Column("detail", Text, nullable=False),
    CheckConstraint("outcome IN ('sent', 'temporary', 'permanent', 'in_doubt')", name="outcome"),
    CheckConstraint("number >= 1", name="number"),
)

# Immutable, as ``definitions``: what was signed or published is what it was.
documents = Table(
    "documents",
    metadata,
    Column("sha256", Key, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("matter", Key, nullable=False),
    Column("kind", Key, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("size", RowId, nullable=False),
    Column("content", LargeBinary, nullable=False),
    CheckConstraint(
        "kind IN ('minutes', 'minutes_part', 'extract', 'summons', 'certificate',"
        " 'published_minutes')",
        name="kind",
    ),
    CheckConstraint("size = length(content)", name="size"),
    Index("documents_matter", "matter", "created_at"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Key, primary_key=True),
    Column("matter", Key, nullable=False),
    Column("organisation", Key, nullable=False),
    Column("board", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("meeting_on", Date, nullable=False),
    Column("paragraphs", Text, nullable=False),
    Column("adjusted_on", Date),
    Column("posted_on", Date, nullable=False),
    Column("last_appeal_day", Date),
    Column("earliest_removal", Date),
    Column("where_kept", Text, nullable=False),
    Column("removed_on", Date),
    Column("kind", Key, nullable=False),
    Column("title", Text, nullable=False),
    Column("entries", Document, nullable=False),  # a list of lines
    Column("words", Text, nullable=False),  # what a search looks in, without regard to case
    Column(
        "document", Key, ForeignKey("documents.sha256")
    ),  # full minutes that a person let through
    Column("document_until", Date),
    Column("down_early_on", Date),  # a board that the engine doesn't run lost it
    CheckConstraint("kind IN ('adjustment', 'announcement', 'delegated_decision')", name="kind"),
    CheckConstraint("kind <> 'adjustment' OR adjusted_on IS NOT NULL", name="adjusted"),
    CheckConstraint("removed_on IS NULL OR document IS NULL", name="document"),
    CheckConstraint(
        "down_early_on IS NULL OR (document IS NULL"
        " AND earliest_removal IS NOT NULL AND down_early_on < earliest_removal)",
        name="down_early",
    ),
    CheckConstraint(  # KL 8:12: never early
        "removed_on IS NULL OR earliest_removal IS NULL OR removed_on >= earliest_removal",
        name="removal",
    ),
    Index("notices_posted", "organisation", "posted_on"),
    Index("notices_meeting", "organisation", "body", "meeting_on"),
    _partial("notices_up", "matter", where="removed_on IS NULL"),
    # The orders that the board and its archive are read in.
    Index("notices_latest", "posted_on", "id"),
    _partial(
        "notices_latest_up",
        "posted_on",
        "id",
        where="removed_on IS NULL AND down_early_on IS NULL",
    ),
    _partial("notices_latest_down", "removed_on", "id", where="removed_on IS NOT NULL"),
    _partial("notices_document", "document", where="document IS NOT NULL"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", Key, nullable=False),
    Column("matter", Key),
    Column("kind", Key, nullable=False),
    Column("detail", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Text),
    Column("resolution", Text),
    CheckConstraint(
        "(closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (resolution IS NULL)",
        name="closed",
    ),
    _partial("incidents_open", "key", where="closed_at IS NULL", unique=True),
    sqlite_autoincrement=True,
)

# The last serial number that each register has given out.
counters = Table(
    "counters",
    metadata,
    Column("organisation", Key, primary_key=True),
    Column("register", Key, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("serial", RowId, nullable=False),
    CheckConstraint("serial >= 1", name="serial"),
)

# The last paragraph number of each body in each series (year 0: it runs on from year to year), and the
# meeting that is giving the next ones: one at a time.
paragraphs = Table(
    "paragraphs",
    metadata,
    Column("organisation", Key, primary_key=True),
    Column("body", Key, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
    Column("meeting", Key),
    CheckConstraint("last >= 0", name="last"),
    _partial(
        "paragraphs_in_session", "organisation", "body", where="meeting IS NOT NULL", unique=True
    ),
)

# Plans of migrations, by the hash of their content.
plans = Table(
    "plans",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("hash", Key, nullable=False, unique=True),
    Column("matter_type", Key, nullable=False),
    Column("definition", Key, ForeignKey("definitions.digest"), nullable=False),
    Column("moved", Integer, nullable=False),
    Column("blocked", Integer, nullable=False),
    Column("content", Text, nullable=False),  # canonical JSON, what the hash was taken over
    sqlite_autoincrement=True,
)

# What was done with a plan, by whom and why.
plan_marks = Table(
    "plan_marks",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("plan", Key, ForeignKey("plans.hash"), nullable=False),
    Column("what", Key, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Document, nullable=False),
    Column("reason", Text, nullable=False),
    CheckConstraint(
        "what IN ('planned', 'begun', 'applied', 'revert_begun', 'reverted')", name="what"
    ),
    Index("plan_marks_plan", "plan", "id"),
    sqlite_autoincrement=True,
)
