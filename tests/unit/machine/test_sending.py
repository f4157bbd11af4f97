"""Dispatch: every recipient gets the decision, or somebody says why not."""

from datetime import date

import pytest

from tests.casework import Desk, machine, organisations
from workflow.definition import templates
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine.build import Machine
from workflow.model.commands import (
    AdjustMinutes,
    FireEvent,
    RecordDecision,
    RecordReceipt,
    RetryDispatch,
    SettleRecipient,
    SettleTask,
)
from workflow.model.effects import Attachment, OpenIncident, SendMail
from workflow.model.events import DispatchOrdered, ItemChanged
from workflow.model.ids import MatterId
from workflow.model.matter import DispatchItem
from workflow.model.matter import PointOutcome as Outcome
from workflow.model.outcome import AssignmentGiven

DAY = date(2024, 4, 16)


def _decided(
    *recipients: str, outcome: str = "grants", machine: Machine | None = None, **registered: object
) -> Desk:
    desk = Desk(machine=machine) if machine else Desk()
    desk.register(enter_at="at_KS", **registered)
    desk.give(RecordDecision((Outcome(outcome),), paragraph="§ 12", recipients=recipients))
    return desk


def _sent(*recipients: str, **more: object) -> Desk:
    desk = _decided(*recipients, **more)  # type: ignore[arg-type]
    desk.give(AdjustMinutes("KS", DAY, DAY))
    return desk


def _item(desk: Desk, key: str) -> DispatchItem:
    return next(item for item in desk.it.items if item.key == key)


def test_recipients_get_the_decision_when_it_is_adjusted() -> None:
    """Not before; each printed name once, in order; then the matter waits for the receipts."""
    desk = _decided("Ekonomi", "ekonomi ", "Anna Ek")
    assert desk.it.items == ()
    desk.give(AdjustMinutes("KS", DAY, DAY))
    assert [(item.key, item.printed, item.status) for item in desk.it.items] == [
        ("d1-1", "Ekonomi", "queued"),
        ("d1-2", "Anna Ek", "queued"),
    ]
    assert desk.it.state == "dispatching"
    desk.give(RecordReceipt("d1-1", "delivered"))
    assert desk.it.closed_on is None
    desk.give(RecordReceipt("d1-2", "delivered"))
    assert desk.it.closed_on == DAY


def test_the_mail_of_a_decision() -> None:
    """Everything that the template needs; the subject without title or name; a stable Message-ID."""
    desk = _sent("Anna Ek")
    (mail,) = desk.asked(SendMail)
    assert mail.subject == "Beslut KS 2024/1, Kommunstyrelsen 2024-04-16 § 12"
    assert (mail.to_name, mail.to_address) == ("Anna Ek", "anna.ek@norsjo.example")
    assert mail.id == f"{desk.it.id}/d1-1"
    assert mail.message_id.startswith("<")
    assert mail.message_id.endswith("@norsjo.arendegang.example>")
    assert (mail.on_doubt, mail.reply_item, mail.template) == ("in_doubt", "d1-1", "decision")
    assert mail.context == {
        "organisation_name": "Norsjö kommun",
        "number": "KS 2024/1",
        "title": "Bygg en bro",
        "recipient": "Anna Ek",
        "body_name": "Kommunstyrelsen",
        "decided_on": "2024-04-16",
        "paragraph": "12",
        "points": [{"text": "Bygg en bro", "outcome_label": "Bifalls"}],
    }


def test_a_type_may_send_before_adjustment_and_again_in_doubt() -> None:
    """KL 13:14: with special reasons a decision goes out at once, and only once."""
    at_once = machine(
        dispatch={"before_adjustment": True, "on_doubt": "resend", "template": "award"}
    )
    desk = _decided("Ekonomi", machine=at_once)
    (mail,) = desk.asked(SendMail)
    assert (mail.on_doubt, mail.template) == ("resend", "award")
    desk.give(AdjustMinutes("KS", DAY, DAY))
    assert len(desk.asked(SendMail)) == 1


def _at_a_meeting(machine: Machine | None = None) -> Desk:
    desk = Desk(machine=machine) if machine else Desk()
    desk.register(enter_at="at_KS")
    desk.give(
        RecordDecision(
            (Outcome("grants"),), paragraph="§ 12", recipients=("Ekonomi",), item="meeting-1/i3"
        )
    )
    return desk


def test_a_decision_of_a_meeting_is_sent_with_its_extract() -> None:
    """The mail names the meeting's item; the file has body, day and paragraph in its name, no title."""
    desk = _at_a_meeting()
    desk.give(AdjustMinutes("KS", DAY, DAY))
    (mail,) = desk.asked(SendMail)
    name = "Protokollsutdrag Kommunstyrelsen 2024-04-16 § 12.pdf"
    assert mail.attachment == Attachment("extract", MatterId("meeting-1"), "i3", name)


def test_what_is_sent_before_adjustment_has_no_extract() -> None:
    """KL 13:14: there are no minutes yet; and sent again after adjustment it has one."""
    desk = _at_a_meeting(machine(dispatch={"before_adjustment": True}))
    desk.give(RecordReceipt("d1-1", "failed"))
    desk.give(AdjustMinutes("KS", DAY, DAY))
    desk.give(RetryDispatch("d1-1"))
    decisions = [mail for mail in desk.asked(SendMail) if mail.template == "decision"]
    assert [mail.attachment is None for mail in decisions] == [True, False]


def test_a_decision_without_a_meeting_is_sent_as_before() -> None:
    """Recorded by hand, it has no minutes here."""
    (mail,) = _sent("Ekonomi").asked(SendMail)
    assert mail.attachment is None


@pytest.mark.parametrize("outcome", ["withdraws", "tables", "hands_over", "proposes", "notes_it"])
def test_recipients_of_every_form_are_sent_to(outcome: str) -> None:
    """Whoever a decision lists gets it, whatever kind of decision it is."""
    assert [item.printed for item in _sent("Ekonomi", outcome=outcome).it.items] == ["Ekonomi"]


def test_recipients_of_a_form_that_is_not_sent_are_refused() -> None:
    """A type that doesn't send a form says so at once, instead of leaving its recipients out."""
    only = machine(dispatch={"decisions": ["decides"]})
    with pytest.raises(CommandRefusedError, match=r"Utgår.* sänds inte .*Motion"):
        _decided("Ekonomi", outcome="withdraws", machine=only)
    desk = _sent(outcome="withdraws", machine=only)
    assert desk.happened(DispatchOrdered) == []
    assert len(_sent("Ekonomi", machine=only).it.items) == 1


def test_the_types_own_recipients_get_what_is_decided() -> None:
    """Fields and names in also_to come after the printed ones, and only when a matter is decided."""
    more = machine(
        dispatch={"also_to": ["fields.movers", "fields.reason", "fields.notes", "Utredare"]}
    )
    fields = {"movers": ["Anna Ek", "Bo"], "reason": "KF"}
    desk = _sent("Ekonomi", machine=more, fields=fields)
    printed = [item.printed for item in desk.it.items]
    assert printed == ["Ekonomi", "Anna Ek", "Bo", "KF", "Utredare"]
    assert _sent("Ekonomi", machine=more, fields=fields, outcome="hands_over").it.items[1:] == ()
    assert len(_sent(machine=more, fields=fields, outcome="notes_it").it.items) == 4


def test_a_decision_without_recipients_is_no_order() -> None:
    """Nobody to send to is nothing to order."""
    assert _sent().happened(DispatchOrdered) == []
    assert _sent().it.closed_on == DAY


def test_groups_and_unknown_names() -> None:
    """A group becomes its members; who isn't known becomes a task and keeps the matter open."""
    desk = _sent("Alla enheter", "Övriga berörda")
    assert [(item.name, item.kind, item.status) for item in desk.it.items] == [
        ("Ekonomienheten", "unit", "queued"),
        ("Utredare", "role", "queued"),
        ("Okänd enhet", "unknown", "unresolved"),
        ("Övriga berörda", "group_expression", "unresolved"),
    ]
    assert [(task.kind, task.subject) for task in desk.it.tasks] == [
        ("recipient", "d1-3"),
        ("recipient", "d1-4"),
    ]
    with pytest.raises(CommandRefusedError) as caught:
        desk.give(SettleTask("t1", "klart"))
    assert "dispatch settle" in caught.value.hint


def test_a_person_says_where_it_goes() -> None:
    """The first address is the item's, the others get items of their own; the task is settled."""
    desk = _sent("Övriga berörda")
    desk.give(SettleRecipient("d1-1", ("a@x.example", "b@x.example", "a@x.example")))
    assert [(item.key, item.address, item.status) for item in desk.it.items] == [
        ("d1-1", "a@x.example", "queued"),
        ("d1-2", "b@x.example", "queued"),
    ]
    assert desk.it.tasks[0].answer == "a@x.example, b@x.example"
    assert [mail.to_address for mail in desk.asked(SendMail)] == ["a@x.example", "b@x.example"]
    desk.give(RecordReceipt("d1-1", "delivered"))
    desk.give(RecordReceipt("d1-2", "delivered"))
    assert desk.it.closed_on == DAY


def test_a_person_says_why_it_need_not() -> None:
    """An exception is as good as a receipt, and its reason is kept."""
    desk = _sent("Övriga berörda")
    desk.give(SettleRecipient("d1-1", because=" Lämnat på mötet "))
    assert (_item(desk, "d1-1").status, _item(desk, "d1-1").reason) == (
        "excepted",
        "Lämnat på mötet",
    )
    assert desk.it.tasks[0].answer == "Lämnat på mötet"
    assert desk.it.closed_on == DAY


@pytest.mark.parametrize(
    "command",
    [
        SettleRecipient("d1-2"),
        SettleRecipient("d1-2", ("a@x.example",), "båda"),
        SettleRecipient("d1-2", ("inte en adress", "a@x.example")),
        SettleRecipient("d1-2", because="a\nb"),
        RecordReceipt("d1-1", "lost"),
    ],
)
def test_bad_settlements(command: SettleRecipient | RecordReceipt) -> None:
    """Neither, both, or what is no address or line."""
    with pytest.raises(InvalidInputError):
        _sent("Ekonomi", "Övriga berörda").give(command)


@pytest.mark.parametrize(
    "command",
    [
        SettleRecipient("d9-1", ("a@x.example",)),
        SettleRecipient("d1-1", ("a@x.example",)),
        SettleRecipient("d1-3", ("a@x.example",)),
        RetryDispatch("d1-1"),
        RetryDispatch("d1-2"),
        RetryDispatch("d1-3"),
        RecordReceipt("d1-2", "delivered"),
    ],
)
def test_refused_settlements(command: SettleRecipient | RecordReceipt | RetryDispatch) -> None:
    """What is unknown, on its way, excepted or without an address can't be settled or sent so."""
    desk = _sent("Ekonomi", "Övriga berörda", "Bo")
    desk.give(SettleRecipient("d1-3", because="Muntligt"))
    before = desk.it
    with pytest.raises(CommandRefusedError):
        desk.give(command)
    assert desk.it is before


def test_a_failed_message_tells_the_secretary() -> None:
    """The item waits for a person, who sends it again or elsewhere; the words of the server are kept."""
    desk = _sent("Ekonomi")
    desk.give(RecordReceipt("d1-1", "failed", "550 no such user\r\n\x00"))
    assert (_item(desk, "d1-1").status, _item(desk, "d1-1").reason) == (
        "failed",
        "550 no such user   ",
    )
    mail = desk.asked(SendMail)[-1]
    assert (mail.template, mail.to_address) == ("failed_delivery", "anna.ek@norsjo.example")
    assert mail.context["reason"] == "550 no such user   "
    assert mail.subject == "Utskick kom inte fram, KS 2024/1"
    desk.give(RetryDispatch("d1-1"))
    again = desk.asked(SendMail)[-1]
    assert again == desk.asked(SendMail)[0]
    desk.give(RecordReceipt("d1-1", "failed"))
    assert desk.asked(SendMail)[-1].id != mail.id
    desk.give(SettleRecipient("d1-1", ("ny@norsjo.example",)))
    assert desk.asked(SendMail)[-1].to_address == "ny@norsjo.example"


def test_templates_are_checked_against_what_they_get() -> None:
    """The values of a decision and of a failed delivery are those that the checks of templates know."""
    desk = _sent("Ekonomi")
    desk.give(RecordReceipt("d1-1", "failed"))
    decision, failed = desk.asked(SendMail)
    assert {*decision.context, "subject"} == templates.DECISION
    (point,) = decision.context["points"]
    assert point.keys() == templates.PARTS["points"]
    assert {*failed.context, "subject"} == templates.VALUES[failed.template]


def test_a_message_in_doubt_waits_without_a_mail() -> None:
    """Nobody knows if it came: that is for a person, who is told by the incident."""
    desk = _sent("Ekonomi")
    desk.give(RecordReceipt("d1-1", "in_doubt"))
    assert _item(desk, "d1-1").status == "in_doubt"
    assert len(desk.asked(SendMail)) == 1
    desk.give(RecordReceipt("d1-1", "delivered"))
    assert desk.it.closed_on == DAY


def test_a_second_receipt_changes_nothing() -> None:
    """A receipt for what is settled, also in a closed matter, is no news."""
    desk = _sent("Ekonomi")
    desk.give(RecordReceipt("d1-1", "delivered"))
    assert desk.give(RecordReceipt("d1-1", "failed")).events == ()


def test_a_delivered_item_can_be_sent_again_while_the_matter_is_open() -> None:
    """Then a new receipt is awaited."""
    desk = _sent("Ekonomi", "Anna Ek")
    desk.give(RecordReceipt("d1-1", "delivered"))
    desk.give(RetryDispatch("d1-1"))
    assert _item(desk, "d1-1").status == "queued"
    assert [changed.what for changed in desk.happened(ItemChanged)] == ["delivered", "retried"]


def test_nobody_to_tell_is_an_incident() -> None:
    """Where the secretary has no address somebody else has to see it, once."""
    offices = organisations(roles={"secretary": "Nobody"})
    desk = Desk(organisations=offices).register(enter_at="at_KS")
    desk.give(RecordDecision((Outcome("grants"),), recipients=("Ekonomi",)))
    desk.give(AdjustMinutes("KS", DAY, DAY))
    desk.give(RecordReceipt("d1-1", "failed"))
    (incident,) = desk.asked(OpenIncident)
    assert incident.key == "recipient:norsjo:role:secretary"
    assert len(desk.asked(SendMail)) == 1


def test_the_gate_says_everything_that_is_open() -> None:
    """A step that would end the matter too early is refused with all that keeps it open."""
    desk = Desk(
        machine=machine(
            transitions=[
                {"event": "withdrawn_by_mover", "from": "dispatching", "to": "withdrawn"},
            ]
        )
    ).register(enter_at="at_KS", flags=("Se efter",))
    desk.give(
        RecordDecision(
            (Outcome("grants"),),
            recipients=("Ekonomi", "Bo"),
            assignments=(
                AssignmentGiven("Gör"),
                AssignmentGiven("B", owner="Bo"),
                AssignmentGiven("C", due="2024-05-01"),
            ),
        )
    )
    desk.give(AdjustMinutes("KS", DAY, DAY))
    with pytest.raises(CommandRefusedError) as caught:
        desk.give(FireEvent("withdrawn_by_mover"))
    for words in (
        "”Ekonomienheten” (d1-1) väntar på kvitto",
        "”Bo” (d1-2) finns inte i registret",
        "uppdraget d1-a1 saknar ansvarig och dag",
        "uppdraget d1-a2 saknar dag",
        "uppdraget d1-a3 saknar ansvarig",
        "uppgiften t1 är öppen (Se efter)",
    ):
        assert words in caught.value.message
    assert "withdrawn_by_mover" not in caught.value.possible
    fresh = Desk(
        machine=machine(
            transitions=[
                {"event": "grants", "from": "at_KS", "to": "closed"},
            ]
        )
    ).register(enter_at="at_KS")
    with pytest.raises(
        CommandRefusedError, match=r"beslutet d1 \(KS 2024-04-16\) är inte justerat"
    ):
        fresh.give(RecordDecision((Outcome("grants"),)))


def test_closed_items_can_not_be_sent_again() -> None:
    """What was settled when the matter ended stays settled."""
    desk = _sent("Ekonomi")
    desk.give(RecordReceipt("d1-1", "delivered"))
    with pytest.raises(CommandRefusedError, match="avslutades"):
        desk.give(RetryDispatch("d1-1"))


def test_a_decision_is_sent_as_it_was_worded() -> None:
    """What goes out later says what that body decided, also when the next body has worded it anew."""
    desk = _decided("Övriga berörda", outcome="proposes", points=("Avslå motionen",))
    desk.give(AdjustMinutes("KS", DAY, DAY))
    desk.give(RecordDecision((Outcome("grants", text="Bifall motionen"),), body="KF"))
    desk.give(SettleRecipient("d1-1", ("biblioteket@norsjo.example",)))
    (mail,) = desk.asked(SendMail)
    assert mail.context["points"] == [{"text": "Avslå motionen", "outcome_label": "Förslag"}]
    assert [decision.texts for decision in desk.it.decisions] == [
        (("1", "Avslå motionen"),),
        (("1", "Bifall motionen"),),
    ]
