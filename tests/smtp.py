"""A real SMTP server on the loopback, for tests that need one to misbehave.

It runs aiosmtpd in a thread. What it does with the next messages is set while it runs:

    with ScriptedSmtp() as server:
        server.script(Behaviour.REFUSE_FOR_NOW, Behaviour.DROP_AFTER_DATA)  # one message each
        server.behaviour = Behaviour.ACCEPT  # every message after them
        ...  # send to server.host, server.port
        (first,) = server.wait_for(1)
        assert first.message["Subject"] == "..."

``stop`` and ``start`` take it down and up again on the same port.
"""

import asyncio
import secrets
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NoReturn, Self

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Behaviour(StrEnum):
    """What the server does with one message."""

    ACCEPT = "accept"
    REFUSE_FOR_NOW = "refuse_for_now"  # 451 after the whole message
    REFUSE = "refuse"  # 554 after the whole message
    REFUSE_RECIPIENT = "refuse_recipient"  # 550 to RCPT
    RECIPIENT_FOR_NOW = "recipient_for_now"  # 450 to RCPT: greylisting
    CLOSING = "closing"  # 421 to MAIL, then the connection is closed
    DROP_BEFORE_DATA = "drop_before_data"  # the connection breaks before the message
    DROP_DURING_DATA = "drop_during_data"  # it breaks between 354 and the end of the message
    DROP_AFTER_DATA = "drop_after_data"  # the message is taken, but its answer is lost
    LOSE_AFTER_DATA = "lose_after_data"  # neither taken nor answered
    STALL_BEFORE_DATA = "stall_before_data"  # never answers RCPT
    STALL_AFTER_DATA = "stall_after_data"  # takes the message and never answers


@dataclass(frozen=True, slots=True)
class Received:
    """A message that the server took."""

    message: EmailMessage
    raw: bytes
    mail_from: str
    recipients: tuple[str, ...]
    encrypted: bool
    user: str | None
    connection: int  # which connection since the server was made, from 1
    at: datetime

    @property
    def message_id(self) -> str:
        """As in the header."""
        return str(self.message["Message-ID"])


class ScriptedSmtp:
    """The server; a context manager.

    ``security``: none, starttls or tls (with a certificate by ``trustme``; clients trust
    ``authority``). With ``login`` = (user, password) nothing is taken without it, and it is
    offered on encrypted connections only. ``latency`` in seconds passes before each answer to DATA.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        *,
        security: Literal["none", "starttls", "tls"] = "none",
        login: tuple[str, str] | None = None,
        certificate_for: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.port = port
        self.security = security
        self.login = login
        self.behaviour = Behaviour.ACCEPT
        self.latency = 0.0
        self.connections = 0
        self._authority = trustme.CA()
        self._certificate_for = certificate_for
        self._messages: list[Received] = []
        self._script: deque[Behaviour] = deque()
        self._arrived = threading.Condition()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None

    @property
    def messages(self) -> tuple[Received, ...]:
        """Every message taken so far, in order; they outlive ``stop``."""
        with self._arrived:
            return tuple(self._messages)

    def script(self, *behaviours: Behaviour) -> None:
        """Queue behaviours, one for each of the next messages; then ``behaviour`` holds again."""
        self._script.extend(behaviours)

    def wait_for(self, count: int, *, timeout: float = 30.0) -> tuple[Received, ...]:
        """The messages, as soon as there are ``count`` of them.

        Raises:
            TimeoutError: they did not come within ``timeout`` seconds.
        """
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self._messages) >= count, timeout):
                raise TimeoutError(f"{len(self._messages)} of {count} messages")
            return tuple(self._messages)

    @contextmanager
    def authority(self, folder: Path) -> Iterator[Path]:
        """A PEM file in ``folder`` with the authority that signed the server's certificate."""
        path = folder / f"authority-{secrets.token_hex(4)}.pem"
        self._authority.cert_pem.write_to_path(str(path))
        yield path
        path.unlink()

    def start(self) -> None:
        """Listen; the first time on a free port, later on the same one again."""
        ready = threading.Event()
        failure: list[BaseException] = []
        self._thread = threading.Thread(
            target=self._run, args=(ready, failure), name="scripted-smtp", daemon=True
        )
        self._thread.start()
        ready.wait()
        if failure:
            raise failure[0]

    def stop(self) -> None:
        """Close the port and every connection at once, as a server that goes down does."""
        if self._loop is not None and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
        if self._thread is not None:
            self._thread.join()
        self._loop = self._stopping = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self, ready: threading.Event, failure: list[BaseException]) -> None:
        try:
            asyncio.run(self._serve(ready))
        except OSError as error:
            failure.append(error)
        finally:
            ready.set()

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        context: ssl.SSLContext | None = None
        if self.security != "none":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._authority.issue_cert(self._certificate_for).configure_cert(context)
        server = await self._loop.create_server(
            lambda: self._connection(context),
            self.host,
            self.port,
            ssl=context if self.security == "tls" else None,
        )
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopping.wait()
        server.close()

    def _connection(self, context: ssl.SSLContext | None) -> SMTP:
        self.connections += 1
        starttls = self.security == "starttls"
        return _Connection(
            _Handler(self, self.connections),
            hostname="localhost",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            # aiosmtpd does not see that an implicit TLS connection is encrypted; the handler
            # asks for the login itself.
            auth_require_tls=self.security != "tls",
            authenticator=self._authenticate,
            auth_exclude_mechanism=() if self.login else ("LOGIN", "PLAIN"),
            loop=self._loop,
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        expected = self.login and tuple(part.encode() for part in self.login)
        right = isinstance(given, LoginPassword) and (given.login, given.password) == expected
        return AuthResult(success=right, auth_data=given, handled=False)

    def next_behaviour(self) -> Behaviour:
        """What to do with the message that begins now."""
        return self._script.popleft() if self._script else self.behaviour

    def take(self, received: Received) -> None:
        """Record a message."""
        with self._arrived:
            self._messages.append(received)
            self._arrived.notify_all()


class _Connection(SMTP):
    """aiosmtpd's protocol, which can also break off after its 354."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.event_handler.doing is Behaviour.DROP_DURING_DATA:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await _drop(self)
        await super().smtp_DATA(arg)


class _Handler:
    """aiosmtpd's hooks for one connection."""

    def __init__(self, owner: ScriptedSmtp, number: int) -> None:
        self.owner = owner
        self.number = number
        self.doing = Behaviour.ACCEPT

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.owner.login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        self.doing = self.owner.next_behaviour()
        if self.doing is Behaviour.CLOSING:
            await server.push("421 4.3.2 closing")
            await _drop(server)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        match self.doing:
            case Behaviour.REFUSE_RECIPIENT:
                return "550 5.1.1 No such mailbox"
            case Behaviour.RECIPIENT_FOR_NOW:
                return "450 4.7.1 Greylisted"
            case Behaviour.DROP_BEFORE_DATA:
                await _drop(server)
            case Behaviour.STALL_BEFORE_DATA:
                await _stall()
            case _:
                envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.owner.latency)
        match self.doing:
            case Behaviour.REFUSE_FOR_NOW:
                return "451 4.3.0 Try again later"
            case Behaviour.REFUSE:
                return "554 5.6.0 Not wanted"
            case Behaviour.LOSE_AFTER_DATA:
                await _drop(server)
            case _:
                self._take(session, envelope)
        if self.doing is Behaviour.DROP_AFTER_DATA:
            await _drop(server)
        if self.doing is Behaviour.STALL_AFTER_DATA:
            await _stall()
        return "250 2.0.0 Taken"

    def _take(self, session: Session, envelope: Envelope) -> None:
        raw = envelope.original_content or b""
        user = session.auth_data
        self.owner.take(
            Received(
                message=message_from_bytes(raw, policy=policy.SMTP),
                raw=raw,
                mail_from=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                encrypted=self.owner.security == "tls" or session.ssl is not None,
                user=user.login.decode() if isinstance(user, LoginPassword) else None,
                connection=self.number,
                at=datetime.now(UTC),
            )
        )


async def _drop(server: SMTP) -> NoReturn:
    """Break the connection; aiosmtpd cancels the conversation when it is gone."""
    transport = server.transport
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
    await _stall()


async def _stall() -> NoReturn:
    """Wait until the connection is gone."""
    await asyncio.Event().wait()
    raise ConnectionResetError
