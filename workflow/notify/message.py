"""One message as bytes on the wire: RFC 5322 headers, text and HTML (RFC 2046 5.1.4).

Names, numbers and titles come from outside, so nothing reaches a header before it is known to be one
line without control characters.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from zoneinfo import ZoneInfo

from workflow.command.ports import AttachedFile
from workflow.errors import InvalidInputError, PermanentDeliveryError
from workflow.model.effects import SendMail
from workflow.notify.render import Rendered

_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_LONGEST_ADDRESS = 254  # RFC 5321 4.5.3.1.3, without the angle brackets
_LONGEST_LOCAL_PART = 64  # RFC 5321 4.5.3.1.1
_LONGEST_SUBJECT = 500
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(
    r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE
)
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9_.-]+>")
_NOT_IN_A_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom messages come from. ``reply_to`` where answers should go elsewhere."""

    address: Address
    reply_to: Address | None = None

    @classmethod
    def parse(cls, sender: str, reply_to: str | None = None) -> "Sender":
        """Read ``Namn <adress>`` or an address alone.

        Raises:
            InvalidInputError: not an address.
        """
        return cls(_configured(sender), _configured(reply_to) if reply_to else None)


def compose(
    mail: SendMail,
    rendered: Rendered,
    sender: Sender,
    *,
    now: datetime,
    files: Sequence[AttachedFile] = (),
) -> EmailMessage:
    """The message as it is sent, files last; the same mail always has the same Message-ID.

    Raises:
        PermanentDeliveryError: the address, the subject, the text or the name of a file can't be sent as it
            is.
    """
    if not _MESSAGE_ID.fullmatch(mail.message_id):
        raise PermanentDeliveryError(f"Meddelandet {mail.id} har ett ogiltigt Message-ID.")
    try:
        message = EmailMessage(policy=policy.SMTP)
        message["From"] = sender.address
        if sender.reply_to is not None:
            message["Reply-To"] = sender.reply_to
        message["To"] = address(_one_line("Mottagarens namn", mail.to_name), mail.to_address)
        message["Subject"] = _one_line("Ärenderaden", mail.subject)
        message["Date"] = format_datetime(now.astimezone(_STOCKHOLM))
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834 5: no out-of-office answers, please
        message.set_content(rendered.text, cte="quoted-printable")
        message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
        for file in files:  # RFC 2183; the name in UTF-8 by RFC 2231
            name = _one_line("Bilagans namn", file.name).replace("/", "-")
            message.add_attachment(
                file.content, maintype="application", subtype="pdf", filename=name
            )
        message["Content-Language"] = "sv"
    except (MessageError, ValueError) as error:
        raise PermanentDeliveryError(
            f"Meddelandet {mail.id} går inte att skicka: {error}"
        ) from error
    return message


def address(name: str, spec: str) -> Address:
    """An address that a server may be given, its domain in ASCII (IDNA).

    Raises:
        PermanentDeliveryError: not an address (RFC 5321 4.1.2; quoted local parts are refused too).
    """
    local, _, domain = spec.strip().rpartition("@")
    try:
        domain = domain[:_LONGEST_ADDRESS].encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    fits = len(local) <= _LONGEST_LOCAL_PART and len(spec) <= _LONGEST_ADDRESS
    if not (fits and _LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        shown = "".join(c for c in spec if c.isprintable())[:80]
        raise PermanentDeliveryError(
            f"”{shown}” är ingen e-postadress. Rätta mottagaren i registret och skicka igen."
        )
    return Address(display_name=name, username=local, domain=domain)


def _one_line(what: str, text: str) -> str:
    if any(unicodedata.category(character) in _NOT_IN_A_LINE for character in text):
        raise PermanentDeliveryError(
            f"{what} innehåller radbrytning eller andra styrtecken och skickas därför inte."
        )
    if len(text) > _LONGEST_SUBJECT:
        raise PermanentDeliveryError(f"{what} är längre än {_LONGEST_SUBJECT} tecken.")
    return text


def _configured(text: str) -> Address:
    try:
        name, spec = parseaddr(_one_line("Avsändaren", text))
        return address(name, spec)
    except PermanentDeliveryError as error:
        raise InvalidInputError(
            f"”{text!r}” duger inte som avsändare.",
            hint="Skriv till exempel Diariet <diariet@kommunen.example>.",
        ) from error
