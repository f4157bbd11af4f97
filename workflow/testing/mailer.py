"""A mailer that sends nothing and remembers everything."""

from collections import deque
from collections.abc import Sequence

from workflow.command.ports import AttachedFile
from workflow.errors import DeliveryError
from workflow.model.effects import SendMail

_TAKEN = 250  # RFC 5321 4.2.2


class RecordingMailer:
    """Implements ``ports.Mailer``. ``sent`` holds what was taken, ``tried`` every try, ``files`` by mail.

    ``script`` is used up from the left, one entry a try: an error to raise, or None to succeed.
    """

    def __init__(self) -> None:
        self.sent: list[SendMail] = []
        self.tried: list[SendMail] = []
        self.files: dict[str, tuple[AttachedFile, ...]] = {}
        self.script: deque[DeliveryError | None] = deque()

    def send(self, mail: SendMail, files: Sequence[AttachedFile] = ()) -> int | None:
        """See ``ports.Mailer.send``."""
        self.tried.append(mail)
        error = self.script.popleft() if self.script else None
        if error is not None:
            raise error
        self.sent.append(mail)
        self.files[mail.id] = tuple(files)
        return _TAKEN
