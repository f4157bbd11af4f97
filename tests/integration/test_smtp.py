"""Deliveries against a real SMTP server that refuses, stalls and breaks off."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

import pytest

from tests.mails import SENDER, StoppedClock, make_mail
from tests.smtp import Behaviour, ScriptedSmtp
from workflow.command.ports import AttachedFile
from workflow.errors import (
    DeliveryError,
    DeliveryInDoubtError,
    InvalidInputError,
    PermanentDeliveryError,
    TemporaryDeliveryError,
)
from workflow.notify.render import Renderer
from workflow.notify.smtp import SmtpMailer, SmtpSettings

pytestmark = pytest.mark.integration

LOGIN = ("diariet", "hemligt-i-testet")


@pytest.fixture
def server() -> Iterator[ScriptedSmtp]:
    with ScriptedSmtp() as running:
        yield running


@contextmanager
def mailer_for(
    port: int,
    *,
    security: Literal["none", "starttls", "tls"] = "none",
    authorities: Path | None = None,
    login: tuple[str, str] | None = None,
    timeout: float = 10.0,
) -> Iterator[SmtpMailer]:
    """A mailer for a server on the loopback; hangs up afterwards."""
    user, password = login or (None, None)
    settings = SmtpSettings("127.0.0.1", port, security, user, password, timeout, authorities)
    with closing(SmtpMailer(settings, SENDER, Renderer(), StoppedClock())) as mailer:
        yield mailer


@pytest.fixture
def mailer(server: ScriptedSmtp) -> Iterator[SmtpMailer]:
    with mailer_for(server.port) as made:
        yield made


def test_message_arrives_whole(server: ScriptedSmtp, mailer: SmtpMailer) -> None:
    """Envelope, headers and both forms of the text, with lines that begin with a dot."""
    text = ".en rad som börjar med punkt"
    mail = make_mail(context={**make_mail().context, "title": text})
    assert mailer.send(mail) == 250
    (received,) = server.messages
    assert received.mail_from == "diariet@norsjo.example"
    assert received.recipients == ("kansliet@norsjo.example",)
    assert received.message_id == mail.message_id
    assert received.message["Subject"] == mail.subject
    assert received.message["Auto-Submitted"] == "auto-generated"
    plain, html = received.message.iter_parts()
    assert text in plain.get_content()
    assert text in html.get_content()
    assert not received.encrypted


def test_a_file_arrives_whole(server: ScriptedSmtp, mailer: SmtpMailer) -> None:
    """Every byte of it, beside both forms of the text."""
    file = AttachedFile("Protokollsutdrag § 39.pdf", b"%PDF\n.\r\n" + bytes(range(256)))
    assert mailer.send(make_mail(), (file,)) == 250
    (received,) = server.messages
    body, attached = received.message.iter_parts()
    assert body.get_content_type() == "multipart/alternative"
    assert attached.get_content_type() == "application/pdf"
    assert (attached.get_filename(), attached.get_content()) == (file.name, file.content)


@pytest.mark.parametrize(
    ("behaviour", "error", "code"),
    [
        (Behaviour.REFUSE_FOR_NOW, TemporaryDeliveryError, 451),
        (Behaviour.RECIPIENT_FOR_NOW, TemporaryDeliveryError, 450),
        (Behaviour.CLOSING, TemporaryDeliveryError, 421),
        (Behaviour.DROP_BEFORE_DATA, TemporaryDeliveryError, None),
        (Behaviour.REFUSE, PermanentDeliveryError, 554),
        (Behaviour.REFUSE_RECIPIENT, PermanentDeliveryError, 550),
        (Behaviour.LOSE_AFTER_DATA, DeliveryInDoubtError, None),
        (Behaviour.DROP_DURING_DATA, DeliveryInDoubtError, None),
    ],
)
def test_failures_are_told_apart(
    server: ScriptedSmtp,
    mailer: SmtpMailer,
    behaviour: Behaviour,
    error: type[DeliveryError],
    code: int | None,
) -> None:
    """Each trouble has its class and code, nothing is delivered, and the next message goes through.

    A connection lost while the message is on its way is in doubt as soon as all of it was handed
    over: the sender can't see how much of it the server read.
    """
    server.script(behaviour)
    with pytest.raises(error) as refused:
        mailer.send(make_mail("d1-1"))
    assert type(refused.value) is error
    assert refused.value.smtp_code == code
    assert not server.messages
    assert mailer.send(make_mail("d1-2")) == 250
    assert [received.message_id for received in server.messages] == [make_mail("d1-2").message_id]


def test_connection_lost_after_the_message_is_in_doubt(
    server: ScriptedSmtp, mailer: SmtpMailer
) -> None:
    """The server took the message but its answer was lost; sent again it has the same Message-ID."""
    server.script(Behaviour.DROP_AFTER_DATA)
    with pytest.raises(DeliveryInDoubtError, match="Ingen vet om det kom fram"):
        mailer.send(make_mail())
    mailer.send(make_mail())
    first, second = server.messages
    assert first.message_id == second.message_id


def test_silence_before_the_message_is_temporary(server: ScriptedSmtp) -> None:
    """A server that stops answering before the message was handed over: try later."""
    server.script(Behaviour.STALL_BEFORE_DATA)
    with mailer_for(server.port, timeout=0.3) as mailer, pytest.raises(TemporaryDeliveryError):
        mailer.send(make_mail())
    assert not server.messages


def test_silence_after_the_message_is_in_doubt(server: ScriptedSmtp) -> None:
    """A server that has the whole message and stops answering: nobody knows."""
    server.script(Behaviour.STALL_AFTER_DATA)
    with mailer_for(server.port, timeout=0.3) as mailer, pytest.raises(DeliveryInDoubtError):
        mailer.send(make_mail())
    assert len(server.messages) == 1


def test_slow_server_is_waited_for(server: ScriptedSmtp, mailer: SmtpMailer) -> None:
    """An answer that takes its time is an answer."""
    server.latency = 0.2
    assert mailer.send(make_mail()) == 250


def test_server_that_is_down_is_temporary(server: ScriptedSmtp, mailer: SmtpMailer) -> None:
    """Refused connections are tried later; the same mailer goes on when the server is back."""
    mailer.send(make_mail("d1-1"))
    server.stop()
    with pytest.raises(TemporaryDeliveryError, match=f"127.0.0.1:{server.port}"):
        mailer.send(make_mail("d1-2"))
    server.start()
    assert mailer.send(make_mail("d1-2")) == 250
    assert len(server.messages) == 2


def test_one_connection_serves_a_batch(server: ScriptedSmtp, mailer: SmtpMailer) -> None:
    """Messages and plain refusals share a connection; only a broken one is replaced."""
    server.script(Behaviour.ACCEPT, Behaviour.REFUSE_RECIPIENT, Behaviour.REFUSE_FOR_NOW)
    for n in range(5):
        try:
            mailer.send(make_mail(f"d1-{n}"))
        except DeliveryError:
            continue
    assert len(server.messages) == 3
    assert server.connections == 1


def test_threads_do_not_share_a_connection(server: ScriptedSmtp, mailer: SmtpMailer) -> None:
    """Threads that send at the same time get a connection each, and every message arrives."""
    threads = 4
    together = threading.Barrier(threads)

    def send(first: int) -> None:
        together.wait()
        for n in range(5):
            mailer.send(make_mail(f"d{first}-{n}"))
        mailer.close()

    running = [threading.Thread(target=send, args=(n,)) for n in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert len({received.message_id for received in server.messages}) == threads * 5
    assert server.connections == threads


def test_forked_process_opens_its_own_connection(
    server: ScriptedSmtp, mailer: SmtpMailer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that another process opened is left alone."""
    mailer.send(make_mail("d1-1"))
    parent = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: parent + 1)
    mailer.send(make_mail("d1-2"))
    assert [received.connection for received in server.messages] == [1, 2]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_with_login(security: Literal["starttls", "tls"], tmp_path: Path) -> None:
    """Both kinds of TLS, the certificate checked, and the login given only inside it."""
    with (
        ScriptedSmtp(security=security, login=LOGIN) as server,
        server.authority(tmp_path) as authorities,
        mailer_for(server.port, security=security, authorities=authorities, login=LOGIN) as mailer,
    ):
        assert mailer.send(make_mail()) == 250
    (received,) = server.messages
    assert received.encrypted
    assert received.user == "diariet"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_drop_after_data_is_in_doubt_over_tls_too(
    security: Literal["starttls", "tls"], tmp_path: Path
) -> None:
    """What TLS reports when a connection breaks is understood in the same way."""
    with (
        ScriptedSmtp(security=security) as server,
        server.authority(tmp_path) as authorities,
        mailer_for(server.port, security=security, authorities=authorities) as mailer,
    ):
        server.script(Behaviour.DROP_AFTER_DATA)
        with pytest.raises(DeliveryInDoubtError):
            mailer.send(make_mail())
        assert mailer.send(make_mail()) == 250


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_unknown_authority_is_refused(security: Literal["starttls", "tls"]) -> None:
    """A certificate that nobody vouches for: nothing is sent, and the messages wait."""
    with (
        ScriptedSmtp(security=security) as server,
        mailer_for(server.port, security=security) as mailer,
        pytest.raises(TemporaryDeliveryError, match="certificate verify failed"),
    ):
        mailer.send(make_mail())
    assert not server.messages


def test_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    """A certificate that is proper but not this server's is no good."""
    with (
        ScriptedSmtp(security="tls", certificate_for="annan.example") as server,
        server.authority(tmp_path) as authorities,
        mailer_for(server.port, security="tls", authorities=authorities) as mailer,
        pytest.raises(TemporaryDeliveryError, match="certificate verify failed"),
    ):
        mailer.send(make_mail())
    assert not server.messages


def test_wrong_password_makes_the_messages_wait(tmp_path: Path) -> None:
    """A refused login strikes every message alike, so none of them is given up for it."""
    with (
        ScriptedSmtp(security="tls", login=LOGIN) as server,
        server.authority(tmp_path) as authorities,
        mailer_for(
            server.port, security="tls", authorities=authorities, login=("diariet", "fel")
        ) as mailer,
        pytest.raises(TemporaryDeliveryError) as refused,
    ):
        mailer.send(make_mail())
    assert refused.value.smtp_code == 535
    assert "fel" not in str(refused.value).split()


def test_missing_login_makes_the_messages_wait(tmp_path: Path) -> None:
    """530 is a 5yz, but about us and not about the message."""
    with (
        ScriptedSmtp(security="tls", login=LOGIN) as server,
        server.authority(tmp_path) as authorities,
        mailer_for(server.port, security="tls", authorities=authorities) as mailer,
        pytest.raises(TemporaryDeliveryError) as refused,
    ):
        mailer.send(make_mail())
    assert refused.value.smtp_code == 530


def test_server_without_starttls_gets_no_message(server: ScriptedSmtp) -> None:
    """Encryption that was asked for is never silently left out."""
    with (
        mailer_for(server.port, security="starttls") as mailer,
        pytest.raises(TemporaryDeliveryError, match="STARTTLS"),
    ):
        mailer.send(make_mail())
    assert not server.messages


@contextmanager
def answering(*talks: tuple[bytes, ...]) -> Iterator[int]:
    """A port where each line that arrives is met by the next answer; one talk a connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for talk in talks:
                connection, _ = listener.accept()
                with connection, connection.makefile("rb") as lines:
                    for answer in talk:
                        connection.sendall(answer)
                        if answer.startswith(b"354"):
                            while lines.readline() not in (b".\r\n", b""):
                                pass
                        else:
                            lines.readline()

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def test_greeting_that_refuses_is_temporary() -> None:
    """A server that says it takes no mail at all (554) says nothing about this message."""
    with (
        answering((b"554 No SMTP here\r\n",)) as port,
        mailer_for(port) as mailer,
        pytest.raises(TemporaryDeliveryError, match="554 No SMTP here") as refused,
    ):
        mailer.send(make_mail())
    assert refused.value.smtp_code == 554


def test_refused_greeting_of_ours_is_temporary() -> None:
    """A server that takes neither EHLO nor HELO gets another try."""
    with (
        answering((b"220 hej\r\n", b"502 no\r\n", b"504 no\r\n")) as port,
        mailer_for(port) as mailer,
        pytest.raises(TemporaryDeliveryError) as refused,
    ):
        mailer.send(make_mail())
    assert refused.value.smtp_code == 504


TALK = (b"220 hej\r\n", b"250 hej\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")


def test_garbage_after_the_message_is_in_doubt() -> None:
    """An answer that is no SMTP, after the whole message, tells nothing."""
    with (
        answering((*TALK, b"<html>\r\n")) as port,
        mailer_for(port) as mailer,
        pytest.raises(DeliveryInDoubtError),
    ):
        mailer.send(make_mail())


def test_every_2yz_is_a_yes() -> None:
    """The first digit decides (RFC 5321 4.2.1); the code is kept as given."""
    with answering((*TALK, b"259 taken\r\n")) as port, mailer_for(port) as mailer:
        assert mailer.send(make_mail()) == 259


def test_connection_that_will_not_go_on_is_replaced() -> None:
    """A server that ends a kept connection (421) gets the next message over a new one."""
    talks = (*TALK, b"250 taken\r\n", b"421 closing\r\n"), (*TALK, b"250 taken\r\n")
    with answering(*talks) as port, mailer_for(port) as mailer:
        assert [mailer.send(make_mail("d1-1")), mailer.send(make_mail("d1-2"))] == [250, 250]


def test_answer_is_shown_without_control_characters() -> None:
    """What a server says can't write on somebody's terminal."""
    talk = (*TALK[:3], b"550 \x1b[2J\xe5 nej\r\n", b"250 ok\r\n")
    with (
        answering(talk) as port,
        mailer_for(port) as mailer,
        pytest.raises(PermanentDeliveryError) as refused,
    ):
        mailer.send(make_mail())
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("security", "user", "password"),
    [
        ("tls", "diariet", None),
        ("tls", None, "hemligt"),
        ("none", "diariet", "hemligt"),
        ("tls", "diariet", "hemligt-å"),
    ],
)
def test_settings_that_would_leak_or_fail_are_refused(
    security: Literal["none", "starttls", "tls"], user: str | None, password: str | None
) -> None:
    """Half a login, a login in the clear, and what SMTP can't carry, are found at the start."""
    with pytest.raises(InvalidInputError, match="SMTP"):
        SmtpSettings("localhost", 25, security, user, password)


def test_password_is_not_shown() -> None:
    """Settings that end up in a log don't tell the password."""
    assert "hemligt" not in repr(SmtpSettings("h", 25, "tls", "diariet", "hemligt"))
