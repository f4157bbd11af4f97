"""What goes over the wire: the headers that must be there, and nothing that anyone smuggled in."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mails import SENDER, make_mail
from workflow.command.ports import AttachedFile
from workflow.errors import InvalidInputError, PermanentDeliveryError
from workflow.notify.message import Sender, address, compose
from workflow.notify.render import Rendered

NOW = datetime(2025, 2, 26, 8, 30, tzinfo=UTC)
RENDERED = Rendered("Beslut: bifall på åäö.\n", "<p>Beslut: bifall på åäö.</p>\n")
ATOM = st.text("abcXYZ019!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=20)
LABEL = st.text("abcxyz019åäö", min_size=1, max_size=15)
ADDRESSES = st.builds(
    "{}@{}".format,
    st.lists(ATOM, min_size=1, max_size=3).map(".".join).filter(lambda local: len(local) <= 64),
    st.lists(LABEL, min_size=1, max_size=4).map(".".join),
)
ONE_LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120
)


def read(message: EmailMessage) -> EmailMessage:
    """The message as the other end reads it."""
    return message_from_bytes(message.as_bytes(), policy=policy.SMTP)


def test_message_has_the_headers_of_an_automatic_message() -> None:
    """Sender, recipient, Message-ID, local time, and the mark that keeps automatic answers away."""
    mail = make_mail()
    message = read(compose(mail, RENDERED, SENDER, now=NOW))
    assert message["From"] == "Diariet i Norsjö <diariet@norsjo.example>"
    assert message["Reply-To"] == "svar@norsjo.example"
    assert message["To"] == "Kansliet <kansliet@norsjo.example>"
    assert message["Subject"] == mail.subject
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "sv"
    assert parsedate_to_datetime(message["Date"]).isoformat() == "2025-02-26T09:30:00+01:00"


def test_message_has_text_before_html() -> None:
    """Both forms in UTF-8, the plainest first (RFC 2046 5.1.4), in ASCII on the wire."""
    composed = compose(make_mail(), RENDERED, SENDER, now=NOW)
    assert composed.as_bytes().isascii()
    message = read(composed)
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == RENDERED.text
    assert html.get_content().replace("\r\n", "\n") == RENDERED.html


def test_reply_to_is_left_out_when_answers_go_to_the_sender() -> None:
    """Without a Reply-To in the settings there is no such header."""
    message = compose(make_mail(), RENDERED, Sender.parse("d@k.example"), now=NOW)
    assert "Reply-To" not in message


@given(name=ONE_LINE, spec=ADDRESSES, subject=ONE_LINE)
def test_names_and_subjects_survive_and_add_no_header(name: str, spec: str, subject: str) -> None:
    """Any one-line name and subject gives the same headers, one recipient: the one that was meant."""
    mail = make_mail(to_name=name, to_address=spec, subject=subject)
    composed = compose(mail, RENDERED, SENDER, now=NOW)
    message = read(composed)
    assert sorted(message.keys()) == sorted(read(compose(make_mail(), RENDERED, SENDER, now=NOW)))
    (recipient,) = message["To"].addresses
    assert recipient.addr_spec == address("", spec).addr_spec
    assert message["Subject"].split() == subject.split()
    assert max(len(line) for line in composed.as_bytes().split(b"\r\n")) <= 998


@pytest.mark.parametrize("field", ["to_name", "subject"])
@pytest.mark.parametrize(
    "smuggled",
    [
        "\r\nBcc: x@y.example",
        "\nBcc: x",
        "\rX: y",
        "\x00",
        "\x1b[2J",
        "\u2028X",
        "\u0085",
        "\udcff",
    ],
)
def test_header_injection_is_refused(field: str, smuggled: str) -> None:
    """Line breaks and control characters of any kind stop the message for a person to look at."""
    mail = make_mail(**{field: f"Beslut{smuggled}"})
    with pytest.raises(PermanentDeliveryError, match="styrtecken"):
        compose(mail, RENDERED, SENDER, now=NOW)


def test_endless_subject_is_refused() -> None:
    """A subject of ten megabytes is an error, not a letter."""
    with pytest.raises(PermanentDeliveryError, match="längre än 500 tecken"):
        compose(make_mail(subject="x" * 10_000_000), RENDERED, SENDER, now=NOW)


@pytest.mark.parametrize(
    "message_id",
    ["", "<a@b", "a@b.example", "<a b@c.example>", "<a@b.example>\r\nBcc: x@y.example"],
)
def test_faulty_message_id_is_refused(message_id: str) -> None:
    """A Message-ID is one id in angle brackets (RFC 5322 3.6.4)."""
    with pytest.raises(PermanentDeliveryError, match="Message-ID"):
        compose(make_mail(message_id=message_id), RENDERED, SENDER, now=NOW)


def test_text_that_is_no_unicode_is_refused() -> None:
    """Half a character from a wrong encoding can't be sent, and is said to be the reason."""
    with pytest.raises(PermanentDeliveryError, match="m/d1-1 går inte att skicka"):
        compose(make_mail(), Rendered("\udcff", "<p></p>"), SENDER, now=NOW)


@given(spec=ADDRESSES)
def test_addresses_are_made_ascii(spec: str) -> None:
    """Every proper address is taken; a domain with å, ä, ö in the form that DNS knows."""
    found = address("", spec)
    assert found.addr_spec.isascii()
    assert found.username == spec.partition("@")[0]


def test_domain_is_translated() -> None:
    """The known translation of a Swedish domain (IDNA)."""
    assert address("", "a@räksmörgås.example").domain == "xn--rksmrgs-5wao1o.example"


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "kansliet",
        "@norsjo.example",
        "a@",
        "a@b@c.example",
        "a b@c.example",
        "a@b..example",
        "a@-b.example",
        ".a@b.example",
        "a@b.example\r\nRCPT TO:<x@y.example>",
        "a@b.example>, <x@y.example",
        '"a b"@c.example',
        "åsa@b.example",
        "a" * 65 + "@b.example",
        "a@" + "b." * 130 + "example",
        "a@" + "b" * 10_000_000,
    ],
)
def test_what_is_no_address_is_refused(spec: str) -> None:
    """Nothing but a single plain address reaches the server's RCPT."""
    with pytest.raises(PermanentDeliveryError, match="ingen e-postadress"):
        address("", spec)


@pytest.mark.parametrize("text", ["", "Diariet", "Diariet <d@>", "D\n <d@k.example>"])
def test_faulty_sender_is_refused_at_the_start(text: str) -> None:
    """A setting that can't work is found when the system starts, not at the first message."""
    with pytest.raises(InvalidInputError, match="avsändare"):
        Sender.parse(text)


def test_sender_may_be_an_address_alone() -> None:
    """The name is optional."""
    assert Sender.parse("d@k.example").address == Address("", "d", "k.example")


def test_a_file_goes_with_the_message() -> None:
    """Text and HTML first, then the PDF, with its name in UTF-8 (RFC 2231) and its bytes unchanged."""
    content = bytes(range(256)) * 9
    file = AttachedFile("Protokollsutdrag Allmänna utskottet 2025-02-25 § 39.pdf", content)
    composed = compose(make_mail(), RENDERED, SENDER, now=NOW, files=(file,))
    assert composed.as_bytes().isascii()
    message = read(composed)
    assert message.get_content_type() == "multipart/mixed"
    assert message["Content-Language"] == "sv"
    body, attached = message.iter_parts()
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html"]
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content_disposition() == "attachment"
    assert attached.get_filename() == file.name
    assert attached.get_content() == content


@pytest.mark.parametrize("name", ["a\r\nBcc: x@y.example", "a\x00.pdf", "a\u2028.pdf"])
def test_no_name_of_a_file_reaches_a_header_with_more_in_it(name: str) -> None:
    """A name that isn't one line is refused; nothing is smuggled in."""
    with pytest.raises(PermanentDeliveryError, match="Bilagans namn"):
        compose(make_mail(), RENDERED, SENDER, now=NOW, files=(AttachedFile(name, b"x"),))


@given(ONE_LINE.filter(str.strip), st.binary(max_size=200))
def test_any_name_of_a_file_is_one_header(name: str, content: bytes) -> None:
    """Whatever it says, there are two parts and the bytes come out as they went in."""
    file = AttachedFile(name, content)
    message = read(compose(make_mail(), RENDERED, SENDER, now=NOW, files=(file,)))
    _, attached = message.iter_parts()
    assert attached.get_content() == content
    assert message["Bcc"] is None
    assert "/" not in (attached.get_filename() or "")
