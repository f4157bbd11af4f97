"""Puts messages in a folder instead of sending them, until SMTP is configured.

The folder is a maildir (as ``mailbox.Maildir`` of the standard library reads it) whose files any mail
program opens: ``KS-2025-244-decision-3f2a91c04be07d55.eml``.
"""

import os
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from workflow.command.ports import AttachedFile, Clock
from workflow.errors import TemporaryDeliveryError
from workflow.model.effects import SendMail
from workflow.notify.message import Sender, compose
from workflow.notify.render import Renderer

_DIGEST = 16


class MaildirMailer:
    """Writes each message to one file, named after its Message-ID: the same message is never two."""

    def __init__(self, path: Path, sender: Sender, renderer: Renderer, clock: Clock) -> None:
        self._path = path
        self._sender = sender
        self._renderer = renderer
        self._clock = clock

    def send(self, mail: SendMail, files: Sequence[AttachedFile] = ()) -> None:
        """Write the file; there is no server and so no code.

        Raises:
            PermanentDeliveryError: the message can't be written as it is.
            TemporaryDeliveryError: the disk is full, or the folder can't be written to.
        """
        rendered = self._renderer.render(mail.template, mail.context, subject=mail.subject)
        message = compose(mail, rendered, self._sender, now=self._clock.now(), files=files)
        try:
            self._write(file_name(mail), message.as_bytes())
        except OSError as error:
            raise TemporaryDeliveryError(
                f"Meddelandet gick inte att spara i {self._path}: {error}."
            ) from error

    def _write(self, name: str, content: bytes) -> None:
        """Write beside, then rename: a reader never sees half a message."""
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in ("tmp", "new", "cur"):
            (self._path / part).mkdir(mode=0o700, exist_ok=True)
        beside = self._path / "tmp" / f"{name}.{os.getpid()}"
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path / "new" / name)
        for read in (self._path / "cur").glob(f"{name}*"):  # a mail program has moved it there
            read.unlink()


def file_name(mail: SendMail) -> str:
    """The number and the kind of the message for people, the Message-ID for uniqueness."""
    number = re.sub(r"[^\w]+", "-", str(mail.context.get("number", mail.matter))).strip("-")
    digest = sha256(mail.message_id.encode()).hexdigest()[:_DIGEST]
    return f"{number[:60]}-{mail.template}-{digest}.eml"
