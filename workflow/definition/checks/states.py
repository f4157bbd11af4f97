"""States: that there is a beginning, an end, a way there, and somebody who waits."""

from workflow.definition.checks import graph
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule, nearest, suggest
from workflow.definition.schema import NEW, MatterType

_WORDS = {graph.SAME: "att stanna kvar", NEW: "en ny beslutspunkt"}


def check_states(subject: Subject) -> None:
    """Every check on states and on where they lead."""
    _names(subject)
    _initial(subject)
    _finals(subject)
    meant = _as_meant(subject.definition)
    leads = subject.leads if meant is subject.definition else graph.onward(meant)
    _reach(subject, leads)
    _ways_out(subject, meant, leads)
    _attended(subject)


def _as_meant(definition: MatterType) -> MatterType:
    """With the names that are no states, which is said of them, as the states that they are most like.

    So that a slip of the pen is told once, and not as ways that are missing too.
    """
    states = definition.states
    known = {*states, graph.SAME, NEW}
    words = {word for each in definition.transitions for word in (each.to, *each.from_)} - known
    if not words:
        return definition
    meant = {word: nearest(word, states) or word for word in words}
    transitions = tuple(
        each.model_copy(
            update={
                "to": meant.get(each.to, each.to),
                "from_": tuple(meant.get(word, word) for word in each.from_),
            }
        )
        for each in definition.transitions
    )
    return definition.model_copy(update={"transitions": transitions})


def _names(subject: Subject) -> None:
    """Sources and targets are states; nothing leaves a final one."""
    states = subject.definition.states
    for number, transition in enumerate(subject.definition.transitions):
        if transition.to != graph.SAME:
            subject.state(transition.to, "transitions", number, "to")
        for place, name in enumerate(transition.from_):
            loc = ("transitions", number, "from", place)
            if name != NEW and subject.state(name, *loc) and states[name].final:
                subject.add(
                    Rule.LEAVES_FINAL,
                    subject.value_at(*loc),
                    f"Läget ”{name}” är ett slut, så härifrån händer inget.",
                    "Ta bort läget ur from, eller final: true ur läget.",
                    way=graph.way_to(subject.definition, name),
                )
    for word, meaning in _WORDS.items():
        if word in states:
            subject.add(
                Rule.UNKNOWN_STATE,
                subject.at("states", word),
                f"Ett läge får inte heta ”{word}”.",
                f"Byt namn; {word} betyder {meaning}.",
            )


def _initial(subject: Subject) -> None:
    definition = subject.definition
    initial = definition.initial
    if subject.composed.node.mapping()["initial"].key is None:
        pass  # written nowhere, which is said already
    elif initial not in definition.states:
        subject.add(
            Rule.INITIAL,
            subject.value_at("initial"),
            f"Läget ”{initial}” som ärendet börjar i finns inte.",
            suggest(initial, definition.states, otherwise="Lägg till läget under states."),
        )
    elif definition.states[initial].final:
        subject.add(
            Rule.INITIAL,
            subject.value_at("initial"),
            f"Ärendet slutar där det börjar, i läget ”{initial}”.",
            "Börja i ett läge som inte är final.",
        )
    for name, state in definition.states.items():
        if state.entry and state.final and name != initial:
            subject.add(
                Rule.INITIAL,
                subject.at("states", name, "entry"),
                f"Ärendet slutar där det får börja, i läget ”{name}”.",
                "Ta bort entry: true eller final: true.",
            )


def _finals(subject: Subject) -> None:
    if not any(state.final for state in subject.definition.states.values()):
        subject.add(
            Rule.NO_FINAL,
            subject.at("states"),
            "Inget läge är ett slut.",
            "Skriv final: true på läget där ärendet är klart.",
        )


def _reach(subject: Subject, leads: graph.Onward) -> None:
    found = graph.reached(leads, graph.starts(subject.definition))
    if subject.definition.initial not in leads:
        return  # said already; nothing can be reached from nowhere
    for name in leads:
        if name not in found:
            subject.add(
                Rule.UNREACHABLE,
                subject.at("states", name),
                f"Läget ”{name}” kan inte nås.",
                "Lägg till en övergång dit, eller ta bort läget.",
                way=graph.way_within(leads, name),
            )


def _ways_out(subject: Subject, meant: MatterType, leads: graph.Onward) -> None:
    states = meant.states
    finals = [name for name, state in states.items() if state.final]
    # where they lead isn't known, so they may lead to an end
    unclear = {
        state
        for each in meant.transitions
        for state in each.from_
        if each.to != graph.SAME and each.to not in states
    }
    ending = graph.reached(graph.reversed_graph(leads), {*finals, *unclear})
    for name, state in states.items():
        if state.final or name in unclear:
            continue
        if all(target == name for target in leads[name]):
            subject.add(
                Rule.TRAP,
                subject.at("states", name),
                f"Från läget ”{name}” leder ingen väg vidare.",
                "Lägg till en övergång från läget, eller skriv final: true.",
                way=graph.way_to(subject.definition, name),
            )
        elif finals and name not in ending:
            subject.add(
                Rule.NO_WAY_OUT,
                subject.at("states", name),
                f"Från läget ”{name}” kan inget slut nås.",
                "Lägg till en övergång mot ett läge med final: true.",
                way=graph.way_to(subject.definition, name),
            )


def _attended(subject: Subject) -> None:
    """Nothing waits without somebody or some day that takes it further."""
    definition = subject.definition
    automatic = {state for _, transition, _, state in subject.steps if transition.automatic}
    for name, state in definition.states.items():
        if state.final or state.body or state.owner or name in automatic:
            continue
        if not any(
            name in deadline.during if deadline.during else name not in deadline.until
            for deadline in definition.deadlines.values()
        ):
            subject.add(
                Rule.UNATTENDED,
                subject.at("states", name),
                f"I läget ”{name}” väntar ärendet utan att någon har det och utan frist.",
                "Lägg till owner: eller body: på läget, eller en frist med during: [läget].",
                way=graph.way_to(definition, name),
            )
