"""Documents are the same on every store: known by their content, written once."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.contract.samples import document, writing
from workflow.command.ports import UnitOfWorkFactory
from workflow.errors import CorruptHistoryError, InvalidInputError
from workflow.model.ids import MatterId
from workflow.store.audit import verify


def test_what_is_kept_is_what_was_given(store: UnitOfWorkFactory) -> None:
    """Every byte there is, an empty file too; one that isn't there is None."""
    kept = (document(bytes(range(256)) * 300), document(b"", kind="summons", matter="m2"))
    with writing(store) as unit:
        assert unit.documents.add(kept) == 2
        assert unit.documents.add([]) == 0
    with store() as unit:
        for each in kept:
            assert unit.documents.get(each.sha256) == each
        assert unit.documents.get("0" * 64) is None


def test_the_same_bytes_are_the_same_document(store: UnitOfWorkFactory) -> None:
    """Kept once, as it was first named."""
    first = document()
    with writing(store) as unit:
        assert unit.documents.add([first]) == 1
        assert unit.documents.add([replace(first, name="Annat.pdf"), first]) == 0
    with store() as unit:
        assert unit.documents.get(first.sha256) == first


def test_the_list_is_newest_first_and_without_bytes(store: UnitOfWorkFactory) -> None:
    """By matter and kind."""
    old, new = document(b"1"), document(b"22", minutes=5)
    extract = document(b"333", kind="extract", matter="m2", minutes=9)
    with writing(store) as unit:
        unit.documents.add([old, new, extract])
    with store() as unit:
        assert unit.documents.list() == (extract.entry, new.entry, old.entry)
        assert unit.documents.list(matter=MatterId("n1")) == (new.entry, old.entry)
        assert unit.documents.list(kind="extract") == (extract.entry,)
        assert unit.documents.list(matter=MatterId("n1"), kind="extract") == ()
        assert [entry.size for entry in unit.documents.list(limit=2)] == [3, 2]


def test_a_hash_of_something_else(store: UnitOfWorkFactory) -> None:
    """Refused, and nothing of the same call is kept."""
    with store() as unit:
        with pytest.raises(InvalidInputError, match="kontrollsumman"):
            unit.documents.add([document(), replace(document(b"x"), content=b"y")])
        assert unit.documents.list() == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents SET name = 'x'",
        "UPDATE documents SET content = content",
        "DELETE FROM documents",
    ],
)
def test_nobody_changes_one(engine: Engine, real: UnitOfWorkFactory, statement: str) -> None:
    """The database refuses, whoever writes the statement; replacing does nothing."""
    with writing(real) as unit:
        unit.documents.add([document()])
    with engine.connect() as connection, pytest.raises((DBAPIError, InvalidInputError)):
        connection.execute(text(statement))
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.execute(
                text("INSERT OR REPLACE INTO documents SELECT sha256, media_type, 'x', matter,"
                     " kind, created_at, size, content FROM documents")
            )  # fmt: skip
    with real() as unit:
        assert unit.documents.list() == (document().entry,)


def test_one_changed_behind_the_engines_back(engine: Engine, real: UnitOfWorkFactory) -> None:
    """It isn't handed out, and the audit tells."""
    with writing(real) as unit:
        unit.documents.add([document(), document(b"sound")])
    assert verify(engine).sound
    changed = document().content.replace(b"minutes", b"mInutes")
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("DROP TRIGGER documents_no_update"))
        connection.execute(
            text("UPDATE documents SET content = :content WHERE sha256 = :sha256"),
            {"content": changed, "sha256": document().sha256},
        )
    (finding,) = verify(engine).findings
    assert (finding.kind, finding.matter) == ("document", None)
    assert "Protokoll – KS.pdf" in finding.what
    with real() as unit, pytest.raises(CorruptHistoryError, match="ändrad i efterhand"):
        unit.documents.get(document().sha256)
