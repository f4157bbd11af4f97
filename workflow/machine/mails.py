"""The messages that the engine asks for: whom, about what, with which values for the template.

Subjects hold numbers, bodies and days, never the title of a matter or the name of a person.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import cast

from workflow.machine.deadlines import DeadlineMail
from workflow.machine.recipients import Resolved, resolve
from workflow.machine.work import Work
from workflow.model.effects import Attachment, OpenIncident, SendMail
from workflow.model.ids import MatterId
from workflow.model.matter import DispatchItem, RecordedDecision

_FIELD = "fields."
_SUBJECTS = {
    "reminder": "Påminnelse",
    "escalation": "Fristen har gått ut",
    "at_risk": "Fristen är i fara",
}


def values_of(work: Work, expression: str) -> tuple[str, ...]:
    """``fields.NAME`` as what the field holds, one name each; anything else as it stands."""
    if not expression.startswith(_FIELD):
        return (expression,)
    value = work.matter.fields.get(expression.removeprefix(_FIELD))
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(cast("list[str]", value))


def decision_mail(work: Work, decision: RecordedDecision, item: DispatchItem) -> SendMail:
    """One decision to one recipient; the receipt comes back to the item."""
    matter, spec = work.matter, work.definition.dispatch
    body = work.organisation.bodies.get(decision.body)
    body_name = body.name if body else decision.body
    paragraph = (decision.paragraph or "").removeprefix("§").strip()
    section = f" § {paragraph}" if paragraph else ""
    # A later body may have worded a point anew: what was decided is sent, whenever it is sent.
    texts = {point.key: point.text for point in matter.points} | dict(decision.texts)
    return message(
        work,
        id=f"{matter.id}/{item.key}",
        template=spec.template,
        to=Resolved(item.kind, item.name, item.address),
        subject=f"Beslut {matter.number.printed}, {body_name} {decision.decided_on}{section}",
        context={
            "body_name": body_name,
            "decided_on": decision.decided_on.isoformat(),
            "paragraph": paragraph,
            "points": [
                {
                    "text": texts[key],
                    "outcome_label": work.definition.events[outcome.event].label,
                }
                for outcome in decision.outcomes
                for key in outcome.points
            ],
        },
        on_doubt="resend" if spec.on_doubt == "resend" else "in_doubt",
        reply_item=item.key,
        attachment=_extract_of(work, decision, f"{body_name} {decision.decided_on}{section}"),
    )


def _extract_of(work: Work, decision: RecordedDecision, where: str) -> Attachment | None:
    """The extract of the minutes, of a decision that was recorded at a meeting and is adjusted.

    What is sent before adjustment (KL 13:14) has no minutes yet that could be extracted. Whether the item
    is under secrecy is known by the meeting, and looked at when the extract is made.
    """
    adjusted = any(
        one.key == decision.key and one.adjusted_on is not None for one in work.matter.decisions
    )
    if decision.item is None or not adjusted:
        return None
    meeting, _, item = decision.item.partition("/")
    return Attachment("extract", MatterId(meeting), item, f"Protokollsutdrag {where}.pdf")


def send_about_deadline(work: Work, mail: DeadlineMail) -> None:
    """A reminder, an escalation or a warning to those whom the definition names."""
    subject = f"{_SUBJECTS[mail.template]} {work.matter.number.printed}, {mail.deadline.final}"
    context: dict[str, object] = {
        "deadline_label": mail.deadline.label,
        "final": mail.deadline.final.isoformat(),
        "days_left": mail.days_left,
        "reason": mail.reason,
    }
    for to, resolved in _receivers(work, mail.to):
        work.ask(
            message(
                work,
                id=f"{mail.key}/{to}",
                template=mail.template,
                to=resolved,
                subject=subject,
                context=context,
            )
        )


def send_failed_delivery(work: Work, item: DispatchItem, reason: str) -> None:
    """Tell the secretary that an item didn't reach its recipient."""
    for to, resolved in _receivers(work, ("role:secretary",)):
        work.ask(
            message(
                work,
                id=f"{work.matter.id}/{item.key}/failed/{work.matter.version}/{to}",
                template="failed_delivery",
                to=resolved,
                subject=f"Utskick kom inte fram, {work.matter.number.printed}",
                context={"item": item.key, "failed_recipient": item.name, "reason": reason},
            )
        )


def _receivers(work: Work, expressions: tuple[str, ...]) -> Iterator[tuple[str, Resolved]]:
    """Those with an address, each with a name for the message's id; the others become incidents."""
    addresses: set[str] = set()
    organisation = work.organisation
    for expression in expressions:
        for printed in values_of(work, expression):
            for place, one in enumerate(resolve(organisation, work.organisations, printed)):
                if one.address is None:
                    _nobody(work, printed)
                elif one.address not in addresses:
                    addresses.add(one.address)
                    yield (f"{printed}/{place}" if place else printed), one


def _nobody(work: Work, printed: str) -> None:
    organisation = work.organisation
    work.ask(
        OpenIncident(
            key=f"recipient:{organisation.organisation}:{printed}",
            matter=work.matter.id,
            kind="recipient",
            detail=f"{organisation.name} har ingen adress till {printed}: den får inga påminnelser.",
        )
    )


def message(
    work: Work,
    *,
    id: str,  # noqa: A002
    template: str,
    to: Resolved,
    subject: str,
    context: dict[str, object],
    on_doubt: str = "resend",
    reply_item: str | None = None,
    attachment: Attachment | None = None,
) -> SendMail:
    """A message about the matter; the same ``id`` is sent once."""
    matter, organisation = work.matter, work.organisation
    return SendMail(
        id=id,
        matter=matter.id,
        template=template,
        to_name=to.name,
        to_address=to.address or "",
        subject=subject,
        context={
            "organisation_name": organisation.name,
            "number": matter.number.printed,
            "title": matter.title,
            "recipient": to.name,
            **context,
        },
        message_id=f"<{sha256(id.encode()).hexdigest()[:32]}"
        f"@{organisation.organisation}.arendegang.example>",
        on_doubt=on_doubt,
        reply_item=reply_item,
        attachment=attachment,
    )
