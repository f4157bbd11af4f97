"""What the Local Government Act asks of a definition."""

from workflow.definition.checks import graph
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule

COUNCIL = "KF"
BOARD = "KS"
_STRUCK_OFF = "struck_off"
"""What isn't prepared in time is reported to the council, which may strike it off (KL 5:35)."""
_WAITS_FOR_ADJUSTMENT = "decisions.all_adjusted"


def check_law(subject: Subject) -> None:
    """KL 5:26-28 (preparation before the council) and KL 13:14 (before adjustment)."""
    _preparation(subject)
    _before_adjustment(subject)


def _preparation(subject: Subject) -> None:
    """The council decides nothing that the executive board hasn't had."""
    definition = subject.definition
    if definition.kind != "matter" or not definition.requires_preparation:
        return
    deciding = {
        state
        for _, _, event, state in subject.steps
        if event in definition.events
        and definition.events[event].form == "decides"
        and event != _STRUCK_OFF
    }
    council = {
        name
        for name, state in definition.states.items()
        if state.body == COUNCIL and name in deciding
    }
    board = {name for name, state in definition.states.items() if state.body == BOARD}
    leads = subject.leads
    for begin in dict.fromkeys(graph.starts(definition)):
        way = graph.shortest(leads, begin, council.__contains__, avoiding=board)
        if way is None:
            continue
        subject.add(
            Rule.PREPARATION,
            subject.at("states", way[-1]),
            "Fullmäktige kan besluta utan att styrelsen haft ärendet.",
            "Led vägen över ett läge med body: KS (KL 5:26-28), eller skriv "
            "requires_preparation: false om ett undantag gäller (KL 5:29-34).",
            way=tuple(way),
        )


def _before_adjustment(subject: Subject) -> None:
    """A type that waits for the adjustment doesn't send before it."""
    definition = subject.definition
    waits = any(
        _WAITS_FOR_ADJUSTMENT in (transition.guard or "") for transition in definition.transitions
    )
    if definition.dispatch.before_adjustment and waits:
        subject.add(
            Rule.BEFORE_ADJUSTMENT,
            subject.at("dispatch", "before_adjustment"),
            "Beslutet skickas före justeringen, men ett villkor väntar på den.",
            "Ta bort before_adjustment eller decisions.all_adjusted.",
        )
