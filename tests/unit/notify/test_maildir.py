"""Messages as files that anyone can open."""

from email import message_from_bytes, policy
from mailbox import Maildir
from pathlib import Path

import pytest

from tests.mails import SENDER, StoppedClock, make_mail
from workflow.command.ports import AttachedFile
from workflow.errors import PermanentDeliveryError, TemporaryDeliveryError
from workflow.notify.maildir import MaildirMailer, file_name
from workflow.notify.render import Renderer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "mail"


@pytest.fixture
def mailer(folder: Path) -> MaildirMailer:
    return MaildirMailer(folder, SENDER, Renderer(), StoppedClock())


def test_message_is_a_file(mailer: MaildirMailer, folder: Path) -> None:
    """One ``.eml`` with the number in its name, and the standard library's maildir reads it."""
    mailer.send(make_mail())
    (file,) = (folder / "new").iterdir()
    assert file.name.startswith("KS-25-00205-decision-")
    assert file.suffix == ".eml"
    message = message_from_bytes(file.read_bytes(), policy=policy.SMTP)
    assert message["To"] == "Kansliet <kansliet@norsjo.example>"
    assert "Remiss om vattentjänster" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    (read,) = Maildir(folder, create=False)
    assert read["Message-ID"] == make_mail().message_id
    assert list((folder / "tmp").iterdir()) == []


def test_a_file_is_in_the_message(mailer: MaildirMailer, folder: Path) -> None:
    """Whoever opens the message finds the extract in it, unchanged."""
    mailer.send(make_mail(), (AttachedFile("Protokollsutdrag § 39.pdf", b"%PDF\x00"),))
    (file,) = (folder / "new").iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.SMTP)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "Protokollsutdrag § 39.pdf"
    assert attached.get_content() == b"%PDF\x00"


def test_same_message_twice_is_one_file(mailer: MaildirMailer, folder: Path) -> None:
    """Sending again replaces, whoever else has looked at the file in between."""
    mailer.send(make_mail())
    (file,) = (folder / "new").iterdir()
    file.rename(folder / "cur" / f"{file.name}:2,S")
    mailer.send(make_mail(to_name="Registrator"))
    mailer.send(make_mail(to_name="Registrator"))
    (read,) = Maildir(folder, create=False)
    assert read["To"] == "Registrator <kansliet@norsjo.example>"


def test_different_messages_are_different_files(mailer: MaildirMailer, folder: Path) -> None:
    """Ten recipients of one decision are ten files."""
    for n in range(10):
        mailer.send(make_mail(f"d1-{n}"))
    assert len(Maildir(folder, create=False)) == 10


def test_file_name_is_harmless() -> None:
    """A number with slashes and dots can't point outside the folder; without one the id serves."""
    name = file_name(make_mail(context={"number": "../../etc/KS 1/2025 \x00" + "9" * 300}))
    assert name.startswith("etc-KS-1-2025-99")
    assert len(name) < 120
    assert file_name(make_mail(context={})).startswith("m-decision-")


def test_faulty_message_leaves_no_file(mailer: MaildirMailer, folder: Path) -> None:
    """What can't be written as a message is refused before anything is on disk."""
    with pytest.raises(PermanentDeliveryError):
        mailer.send(make_mail(subject="a\r\nb"))
    assert not folder.exists()


def test_folder_that_cannot_be_written_is_tried_later(mailer: MaildirMailer, folder: Path) -> None:
    """A disk in trouble is temporary: the message stays in the outbox."""
    folder.parent.mkdir()
    folder.write_text("en fil i vägen", encoding="utf-8")
    with pytest.raises(TemporaryDeliveryError, match="gick inte att spara"):
        mailer.send(make_mail())
