"""Sends messages by SMTP (RFC 5321), with TLS (RFC 3207, RFC 8314) and login (RFC 4954).

What went wrong decides what is done next. Only an answer about this very message, to MAIL, RCPT or DATA,
can be permanent. Trouble with the connection itself (name, certificate, login, greeting) strikes every
message alike and is mended by an administrator, so it is temporary: the messages wait in the outbox
instead of each needing a person.
"""

import os
import smtplib
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

from workflow.command.ports import AttachedFile, Clock
from workflow.errors import (
    DeliveryInDoubtError,
    InvalidInputError,
    PermanentDeliveryError,
    TemporaryDeliveryError,
)
from workflow.model.effects import SendMail
from workflow.notify.message import Sender, compose
from workflow.notify.render import Renderer

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_UNREADABLE = -1  # smtplib's code for an answer that is no SMTP
_OK = 250
_LOGIN_WANTED = 530  # RFC 4954 6
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The server and how to talk to it.

    ``timeout`` in seconds holds for each step. ``authorities``: a PEM file to trust instead of the
    system's authorities.

    Raises:
        InvalidInputError: a login without encryption, half a login, or one beyond ASCII.
    """

    host: str
    port: int = 587
    security: Literal["none", "starttls", "tls"] = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    authorities: Path | None = None

    def __post_init__(self) -> None:
        if (self.user is None) != (self.password is None):
            raise InvalidInputError("SMTP-inloggning kräver både användare och lösenord.")
        if self.user is not None and self.security == "none":
            raise InvalidInputError(
                "SMTP-inloggning kräver kryptering.", hint="Välj starttls eller tls."
            )
        if not f"{self.user}{self.password}".isascii():
            raise InvalidInputError("SMTP-användare och lösenord får bara ha tecken ur ASCII.")


class SmtpMailer:
    """Sends one message after the other over one connection per thread, opened when needed."""

    def __init__(
        self, settings: SmtpSettings, sender: Sender, renderer: Renderer, clock: Clock
    ) -> None:
        self._settings = settings
        self._sender = sender
        self._renderer = renderer
        self._clock = clock
        self._open = _Open()

    def send(self, mail: SendMail, files: Sequence[AttachedFile] = ()) -> int | None:
        """Send; the server's code.

        Raises:
            TemporaryDeliveryError: 4yz, no connection, no answer before the message was handed over.
            PermanentDeliveryError: 5yz about this message, or it can't be written.
            DeliveryInDoubtError: no answer after the whole message was handed over.
        """
        rendered = self._renderer.render(mail.template, mail.context, subject=mail.subject)
        message = compose(mail, rendered, self._sender, now=self._clock.now(), files=files)
        conversation = self._conversation()
        try:
            conversation.sendmail(
                self._sender.address.addr_spec,
                [message["To"].addresses[0].addr_spec],
                message.as_bytes(),
            )
        except smtplib.SMTPRecipientsRefused as error:
            ((code, answer),) = error.recipients.values()
            _refused("mottagaren", code, answer, error)
        except smtplib.SMTPSenderRefused as error:
            _refused("avsändaren", error.smtp_code, error.smtp_error, error)
        except (smtplib.SMTPException, OSError) as error:
            if conversation.handed_over:
                self.close()
                raise DeliveryInDoubtError(
                    f"Servern tog emot hela meddelandet men svarade inte: {error}. "
                    "Ingen vet om det kom fram."
                ) from error
            if isinstance(error, smtplib.SMTPDataError):
                _refused("meddelandet", error.smtp_code, error.smtp_error, error)
            self.close()
            raise TemporaryDeliveryError(
                f"Förbindelsen med e-postservern bröts innan meddelandet var lämnat: {error}."
            ) from error
        return conversation.code

    def close(self) -> None:
        """Hang up, in this thread."""
        conversation, self._open.conversation = self._open.conversation, None
        if conversation is not None:
            conversation.close()

    def _conversation(self) -> "_Conversation":
        """The open connection if it still answers, else a new one."""
        known = self._open.conversation
        if known is not None and self._open.process == os.getpid():
            try:
                if known.rset()[0] == _OK:
                    return known
            except (smtplib.SMTPException, OSError):
                pass  # servers hang up on the idle: a new connection will do
            known.close()
        conversation = self._connect()
        self._open.conversation, self._open.process = conversation, os.getpid()
        return conversation

    def _connect(self) -> "_Conversation":
        wanted = self._settings
        conversation: _Conversation | None = None
        try:
            if wanted.security == "tls":
                conversation = _TlsConversation(
                    wanted.host, wanted.port, timeout=wanted.timeout, context=self._trust()
                )
            else:
                conversation = _Conversation(wanted.host, wanted.port, timeout=wanted.timeout)
            if wanted.security == "starttls":
                conversation.starttls(context=self._trust())
            conversation.ehlo_or_helo_if_needed()
            if wanted.user is not None and wanted.password is not None:
                conversation.login(wanted.user, wanted.password)
        except (smtplib.SMTPException, OSError) as error:
            if conversation is not None:
                conversation.close()
            code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
            raise TemporaryDeliveryError(
                f"Ingen förbindelse med e-postservern {wanted.host}:{wanted.port}: {_words(error)}",
                smtp_code=code,
            ) from error
        return conversation

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.authorities)


class _Conversation(smtplib.SMTP):
    """smtplib's client, which also remembers how far the message got."""

    handed_over = False
    """Whether the whole message left and its answer has not come."""

    code = _OK
    """The server's answer to the last message that it took."""

    def send(self, s: "ReadableBuffer | str") -> None:
        """Send a command (str) or a whole message (bytes, with its final dot)."""
        super().send(s)
        self.handed_over = isinstance(s, bytes)

    def data(self, msg: "ReadableBuffer | str") -> tuple[int, bytes]:
        """Hand a message over; any 2yz means that it was taken (RFC 5321 4.2.1)."""
        code, answer = super().data(msg)
        if code == _UNREADABLE:
            raise smtplib.SMTPServerDisconnected("unreadable answer")
        self.handed_over = False
        self.code = code
        return (_OK, answer) if 200 <= code < 300 else (code, answer)  # noqa: PLR2004


class _TlsConversation(smtplib.SMTP_SSL, _Conversation):
    """The same, encrypted from the first byte."""


class _Open(threading.local):
    """A thread's connection, and the process that opened it: a fork must not share it."""

    conversation: _Conversation | None = None
    process: int = 0


def _refused(whom: str, code: int, answer: bytes | str, error: Exception) -> NoReturn:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    sentence = f"E-postservern avvisade {whom}: {code} {_printable(said)}"
    if 500 <= code < 600 and code != _LOGIN_WANTED:  # noqa: PLR2004 - RFC 5321 4.2.1
        raise PermanentDeliveryError(sentence, smtp_code=code) from error
    raise TemporaryDeliveryError(sentence, smtp_code=code) from error


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        said = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {_printable(said)}"
    return _printable(str(error)) or type(error).__name__


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)[:_SHOWN]
