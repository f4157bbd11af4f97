"""The extract goes with the decision, or the decision doesn't go."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.engineroom import EngineRoom, identity
from tests.meetings import item, meeting
from workflow.command.deliver import deliver_batch
from workflow.command.ports import AttachedFile, Change
from workflow.errors import DocumentError
from workflow.meeting.document import Extract
from workflow.model.effects import Attachment, SendMail
from workflow.model.events import RollCalled
from workflow.model.ids import MatterId
from workflow.model.matter import ENGINE, Matter
from workflow.model.proceedings import Roll

NAME = "Protokollsutdrag Kommunstyrelsen 2025-02-25 § 16.pdf"


def held(**parts: Any) -> Matter:
    """A meeting of the office's executive board with one paragraph."""
    made = meeting(item("a", **parts), fields={"body": "KS"})
    return replace(made, id=MatterId("m-ks"), version=1, definition="d" * 64)


def keep(room: EngineRoom, matter: Matter) -> None:
    """The meeting is in the store."""
    with room.store() as uow:
        uow.matters.save(
            (Change(None, matter, (RollCalled(Roll()),), ENGINE, "c1", room.clock.now()),)
        )
        uow.commit()


def queue(room: EngineRoom, item_key: str = "a", meeting_id: str = "m-ks") -> None:
    """A decision's mail with its extract."""
    mail = SendMail(
        id="m1", matter=identity("KS 2024/1"), template="decision", to_name="Skolan",
        to_address="skolan@norsjo.example", subject="Beslut", context={},
        message_id="<m1@norsjo.arendegang.example>", on_doubt="in_doubt",
        attachment=Attachment("extract", MatterId(meeting_id), item_key, NAME),
    )  # fmt: skip
    with room.store() as uow:
        uow.outbox.add((mail,), available_at=room.clock.now())
        uow.commit()


def detail(room: EngineRoom) -> str:
    """What the last try says; there was an incident, and nothing was sent."""
    assert deliver_batch(room.context, "me").failed == 1
    assert room.mailer.sent == []
    with room.store() as uow:
        (row,) = uow.outbox.list()
        (incident,) = uow.incidents.list()
    assert incident.kind == "mail_failed"
    assert row.tries[-1].detail in incident.detail
    return row.tries[-1].detail


def test_the_extract_goes_with_the_mail(room: EngineRoom) -> None:
    """It is made of the meeting as it is in the store, under the name that the mail says."""
    keep(room, held())
    queue(room)
    assert deliver_batch(room.context, "me").sent == 1
    (document,) = room.renderer.printed
    assert isinstance(document, Extract)
    assert document.paragraph.paragraph == "§ 16"
    assert room.mailer.files == {"m1": (AttachedFile(NAME, b"%PDF " + repr(document).encode()),)}


def test_a_mail_without_attachment_has_no_file(room: EngineRoom) -> None:
    """Nothing is printed for it."""
    room.register()
    room.bus.execute(room.approval("KS 2024/1", "Skolan"))
    deliver_batch(room.context, "me")
    assert list(room.mailer.files.values()) == [()]
    assert room.renderer.printed == []


def test_a_meeting_that_is_gone_is_told(room: EngineRoom) -> None:
    """Never the mail alone."""
    queue(room)
    assert "Sammanträdet m-ks finns inte" in detail(room)


def test_a_matter_that_is_no_meeting_is_told(room: EngineRoom) -> None:
    """It has no proceedings that could be extracted."""
    keep(room, replace(held(), proceedings=None))
    queue(room)
    assert "finns inte" in detail(room)


def test_an_item_that_is_gone_is_told(room: EngineRoom) -> None:
    """By its key."""
    keep(room, held())
    queue(room, "zz")
    assert "ingen punkt zz" in detail(room)


def test_what_is_not_adjusted_is_told(room: EngineRoom) -> None:
    """Until it is adjusted it may change."""
    keep(room, held(adjusted_on=None))
    queue(room)
    assert "inte justerad" in detail(room)


def test_what_is_secret_goes_by_no_mail(room: EngineRoom) -> None:
    """A person must deliver it otherwise; nothing of it is told."""
    keep(room, held(secret=True, title="Omhändertagande"))
    queue(room)
    told = detail(room)
    assert "§ 16 omfattas av sekretess" in told
    assert "Omhändertagande" not in told


def test_what_can_not_be_printed_is_told(room: EngineRoom) -> None:
    """A faulty template is mended by a person, who sends again."""
    room.renderer.failing = DocumentError("Mallen extract.typ finns inte.", hint="Rätta mallen.")
    keep(room, held())
    queue(room)
    assert "Mallen extract.typ finns inte. Rätta mallen." in detail(room)


def test_no_transaction_is_open_while_it_is_printed(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Printing and sending take time; others must not wait for the database meanwhile."""
    keep(room, held())
    queue(room)
    depth: list[int] = [0]
    seen: list[int] = []
    units, pdf, send = room.context.units, room.renderer.pdf, room.mailer.send

    class Counted:
        def __init__(self) -> None:
            self._uow = units()

        def __enter__(self) -> Any:
            depth[0] += 1
            return self._uow.__enter__()

        def __exit__(self, *error: object) -> None:
            depth[0] -= 1
            self._uow.__exit__(None, None, None)

    def printing(document: Any) -> bytes:
        seen.append(depth[0])
        return pdf(document)

    def sending(mail: SendMail, files: Sequence[AttachedFile] = ()) -> int | None:
        seen.append(depth[0])
        return send(mail, files)

    monkeypatch.setattr(room.renderer, "pdf", printing)
    monkeypatch.setattr(room.mailer, "send", sending)
    context = replace(room.context, units=Counted)
    assert deliver_batch(context, "me").sent == 1
    assert seen == [0, 0]
