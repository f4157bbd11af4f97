"""One mail to send, its sender, and a clock that stands still."""

from datetime import UTC, datetime
from hashlib import sha256

from workflow.model.effects import SendMail
from workflow.model.ids import MatterId
from workflow.notify.message import Sender

SENDER = Sender.parse("Diariet i Norsjö <diariet@norsjo.example>", "svar@norsjo.example")


class StoppedClock:
    """Half past nine in Stockholm, on the day after a meeting."""

    def now(self) -> datetime:
        """Always the same instant."""
        return datetime(2025, 2, 26, 8, 30, tzinfo=UTC)


def make_mail(item: str = "d1-1", **changes: object) -> SendMail:
    """A decision mail for one item; keywords replace its parts."""
    digest = sha256(item.encode()).hexdigest()[:32]
    parts: dict[str, object] = {
        "id": f"m/{item}",
        "matter": MatterId("m"),
        "template": "decision",
        "to_name": "Kansliet",
        "to_address": "kansliet@norsjo.example",
        "subject": "Beslut KS-25/00205, Allmänna utskottet 2025-02-25 § 39",
        "context": {
            "organisation_name": "Norsjö kommun",
            "number": "KS-25/00205",
            "title": "Remiss om vattentjänster",
            "body_name": "Allmänna utskottet",
            "decided_on": "2025-02-25",
            "paragraph": "39",
            "points": [{"text": "Yttrandet lämnas.", "outcome_label": "Föreslår"}],
            "recipient": "Kansliet",
        },
        "message_id": f"<{digest}@norsjo.arendegang.example>",
        "on_doubt": "in_doubt",
        **changes,
    }
    return SendMail(**parts)  # type: ignore[arg-type]
