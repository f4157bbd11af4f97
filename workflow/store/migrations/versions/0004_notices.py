"""Notices of every kind, full minutes beside them, and documents: written once, known by their content."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.TIMESTAMP(timezone=True).with_variant(sa.Text(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

# As revision 0001 made them, and in that order.
OLD = (
    "id, matter, organisation, board, body, meeting_on, paragraphs, adjusted_on, posted_on,"
    " last_appeal_day, earliest_removal, where_kept, removed_on"
)
CHECKS = {
    "notices_kind": "kind IN ('adjustment', 'announcement', 'delegated_decision')",
    "notices_adjusted": "kind <> 'adjustment' OR adjusted_on IS NOT NULL",
    "notices_document": "removed_on IS NULL OR document IS NULL",
    "notices_down_early": "down_early_on IS NULL OR (document IS NULL"
    " AND earliest_removal IS NOT NULL AND down_early_on < earliest_removal)",
}
REMOVAL = "removed_on IS NULL OR earliest_removal IS NULL OR removed_on >= earliest_removal"


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    _create_documents()
    if postgresql:
        _extend()
    else:
        _rebuild()
    op.create_index("notices_meeting", "notices", ["organisation", "body", "meeting_on"])
    _fill_words()
    # Older meetings stay without a day: their notices were put up, or they were read in.
    op.add_column("matter_meetings", sa.Column("adjusted_on", sa.Date(), nullable=True))
    op.create_index(
        "matter_meetings_adjusted",
        "matter_meetings",
        ["adjusted_on"],
        postgresql_where=sa.text("adjusted_on IS NOT NULL"),
        sqlite_where=sa.text("adjusted_on IS NOT NULL"),
    )
    if postgresql:
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def downgrade() -> None:
    """Only the notices that the older form has room for stay."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.drop_index("matter_meetings_adjusted", "matter_meetings")
    op.drop_column("matter_meetings", "adjusted_on")
    op.drop_index("notices_meeting", "notices")
    op.execute("DELETE FROM notices WHERE kind <> 'adjustment' OR down_early_on IS NOT NULL")
    if postgresql:
        for check in CHECKS:
            op.drop_constraint(check, "notices")
        for column in _columns(filled=False):
            op.drop_column("notices", column.name)
        op.alter_column("notices", "adjusted_on", nullable=False)
    else:
        _create_notices([], adjusted_may_lack=False, checks={})
        _refill(OLD, OLD)
    op.drop_table("documents")
    if postgresql:
        op.execute("DROP FUNCTION refuse_document_change()")


def _columns(*, filled: bool) -> list[sa.Column[object]]:
    """What a notice gets besides; ``filled``: with what the rows that there are get."""
    given = {"kind": "adjustment", "title": "", "entries": "[]", "words": ""} if filled else {}
    return [
        sa.Column("kind", KEY, nullable=False, server_default=given.get("kind")),
        sa.Column("title", sa.Text(), nullable=False, server_default=given.get("title")),
        sa.Column("entries", DOCUMENT, nullable=False, server_default=given.get("entries")),
        sa.Column("words", sa.Text(), nullable=False, server_default=given.get("words")),
        sa.Column(
            "document",
            KEY,
            sa.ForeignKey("documents.sha256", name="notices_document_fkey"),
            nullable=True,
        ),
        sa.Column("document_until", sa.Date(), nullable=True),
        sa.Column("down_early_on", sa.Date(), nullable=True),
    ]


def _extend() -> None:
    for column in _columns(filled=True):
        op.add_column("notices", column)
        if not column.nullable:
            op.alter_column("notices", column.name, server_default=None)
    op.alter_column("notices", "adjusted_on", nullable=True)
    for name, check in CHECKS.items():
        op.create_check_constraint(name, "notices", check)


def _rebuild() -> None:
    """SQLite can't let a column go empty that couldn't: the table is made anew."""
    _create_notices(_columns(filled=False), adjusted_may_lack=True, checks=CHECKS)
    _refill(f"{OLD}, kind, title, entries, words", f"{OLD}, 'adjustment', '', '[]', ''")


def _create_notices(
    more: list[sa.Column[object]], *, adjusted_may_lack: bool, checks: dict[str, str]
) -> None:
    op.create_table(
        "notices_anew",
        sa.Column("id", KEY, nullable=False),
        sa.Column("matter", KEY, nullable=False),
        sa.Column("organisation", KEY, nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        sa.Column("paragraphs", sa.Text(), nullable=False),
        sa.Column("adjusted_on", sa.Date(), nullable=adjusted_may_lack),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("last_appeal_day", sa.Date(), nullable=True),
        sa.Column("earliest_removal", sa.Date(), nullable=True),
        sa.Column("where_kept", sa.Text(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        *more,
        *(sa.CheckConstraint(check, name=name) for name, check in checks.items()),
        sa.CheckConstraint(REMOVAL, name="notices_removal"),
        sa.PrimaryKeyConstraint("id", name="notices_pkey"),
    )


def _refill(columns: str, values: str) -> None:
    op.execute(f"INSERT INTO notices_anew ({columns}) SELECT {values} FROM notices")  # noqa: S608 - columns of this file
    op.drop_table("notices")
    op.rename_table("notices_anew", "notices")
    op.create_index("notices_posted", "notices", ["organisation", "posted_on"])
    op.create_index("notices_up", "notices", ["matter"], sqlite_where=sa.text("removed_on IS NULL"))


def _fill_words() -> None:
    """Lower case is for Python to say: SQLite knows only that of ASCII."""
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT id, body, board, paragraphs FROM notices")).all()
    for row in rows:
        words = f"{row.body}\n{row.board}\n{row.paragraphs}".casefold()
        bind.execute(
            sa.text("UPDATE notices SET words = :words WHERE id = :id"),
            {"words": words, "id": row.id},
        )


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("matter", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("size", ROW_ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('minutes', 'minutes_part', 'extract', 'summons', 'certificate',"
            " 'published_minutes')",
            name="documents_kind",
        ),
        sa.CheckConstraint("size = length(content)", name="documents_size"),
        sa.PrimaryKeyConstraint("sha256", name="documents_pkey"),
    )
    op.create_index("documents_matter", "documents", ["matter", "created_at"])


def _guard_on_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'documents are immutable';
        END $$
        """
    )
    for guard, what, each in (
        ("no_update", "UPDATE", "ROW"),
        ("no_delete", "DELETE", "ROW"),
        ("no_truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER documents_{guard} BEFORE {what} ON documents"
            f" FOR EACH {each} EXECUTE FUNCTION refuse_document_change()"
        )


def _guard_on_sqlite() -> None:
    for guard, what in (("no_update", "UPDATE"), ("no_delete", "DELETE")):
        op.execute(
            f"CREATE TRIGGER documents_{guard} BEFORE {what} ON documents"
            " BEGIN SELECT RAISE(ABORT, 'documents are immutable'); END"
        )
    # SQLite takes away what a REPLACE comes upon without asking the triggers that guard against removal.
    op.execute(
        "CREATE TRIGGER documents_no_replace BEFORE INSERT ON documents"
        " WHEN EXISTS (SELECT 1 FROM documents WHERE sha256 = NEW.sha256)"
        " BEGIN SELECT RAISE(IGNORE); END"
    )
