"""One item of a meeting as the paragraph that the minutes print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from workflow.definition.schema import Form, MatterType
from workflow.meeting import wording
from workflow.meeting.document import CountedVote, Opinion, Paragraph, TextSection
from workflow.meeting.printed import HIDDEN_TITLE, blocks
from workflow.model.ids import MatterId
from workflow.model.outcome import PointOutcome
from workflow.model.proceedings import (
    AgendaItem,
    Choice,
    Deliberation,
    FloorMotion,
    Reservation,
    Resolution,
    RouteStop,
    Statement,
    Vote,
)

_CHOICES: Mapping[Choice, str] = {"yes": "Ja", "no": "Nej", "abstains": "Avstår"}
_BY_MINORITY = "by_minority"  # how events end that a third can bring about (KL 5:50)
_GOES_ON = frozenset({"proposes", "hands_over", "tables", "refers_back"})
"""Forms of outcomes after which a matter comes to a body again."""
_NEUTRAL = "Beslut"
_NOTHING = Deliberation(Resolution())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a paragraph is printed with, the same for all of a meeting.

    Attributes:
        body: the name of the body that meets.
        bodies: names of the organisation's bodies by code.
        names: everybody of the body as printed, with the party.
        types: the definitions that the items' matters run on, as far as they are known; an empty heading is
            worded by them where no form was recorded.
        internal: texts under secrecy are printed too.
        style: the manner of the house for headings.
        at_once: keys of the items that were adjusted before the rest.
        meeting_on: the day of the meeting; of what the body settled, no later day of the plan is printed.
    """

    body: str
    bodies: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[MatterId, MatterType] = field(default_factory=dict)
    internal: bool = False
    style: wording.Style = "title"
    meeting_on: date | None = None
    at_once: frozenset[str] = frozenset()


def paragraph_of(item: AgendaItem, within: Surroundings) -> Paragraph:
    """The paragraph of an item that was taken up.

    Of an item under secrecy nothing but the number of the paragraph is told, unless ``within.internal``.
    """
    sign = sign_of(item)
    if item.secret and not within.internal:
        return Paragraph(item.key, sign, "", HIDDEN_TITLE, secret=True)
    how = item.deliberation or _NOTHING
    headings, sentences = _decision(item, how.resolution, within)
    names = within.names
    return Paragraph(
        key=item.key,
        paragraph=sign,
        number=item.number or "",
        title=item.title,
        secret=item.secret,
        headings=headings,
        sentences=sentences,
        sections=tuple(TextSection(each.heading, blocks(each.text)) for each in item.sections),
        conflicts=tuple(_conflicts(how, names)),
        floor=_opinions(how.floor, names),
        putting_the_question=blocks(how.putting_the_question),
        vote=_counted(how.vote, names) if how.vote else None,
        reservations=_opinions(how.reservations, names),
        statements=_opinions(how.statements, names),
        basis=item.basis,
        route=tuple(map(_stop, _ahead(item, how.resolution, within))),
        recipients=how.resolution.recipients,
        at_once=item.adjusted_on if item.key in within.at_once else None,
    )


def _ahead(item: AgendaItem, resolution: Resolution, within: Surroundings) -> Iterator[RouteStop]:
    """The plan for the decision: without the bodies that a matter doesn't pass because it was settled here."""
    settled = bool(resolution.forms) and not _GOES_ON.intersection(resolution.forms)
    for stop in item.route:
        later = stop.on is None or (within.meeting_on is not None and stop.on > within.meeting_on)
        if not (settled and later and not stop.note):
            yield stop


def sign_of(item: AgendaItem) -> str:
    """``§ 11``; empty where the item has no number (an adjournment)."""
    return f"§ {item.paragraph}" if item.paragraph is not None else ""


def _decision(
    item: AgendaItem, resolution: Resolution, within: Surroundings
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headings of a decision, stacked ones each for itself, and its sentences.

    What wasn't written is worded from the outcomes. A proposal must not be called a decision, so the heading
    says neither where nothing tells which it was.
    """
    kind = within.types.get(item.matter) if item.matter else None
    forms = resolution.forms or ("",) * len(resolution.outcomes)
    told = zip(resolution.outcomes, forms, strict=True)
    acts = [act for outcome, form in told if (act := _act(outcome, form, kind))]
    onward = [within.bodies.get(code, code) for code in item.bodies]
    heading, sentences = resolution.heading, resolution.sentences
    if not (heading or sentences or resolution.outcomes):
        return (), ()  # a formality of which there is nothing to say
    known = len(acts) == len(resolution.outcomes)
    if not heading:
        worded = wording.heading(within.body, item, acts, onward, style=within.style)
        heading = worded if known else _NEUTRAL
    if not sentences and known:
        sentences = wording.sentences(item, acts, onward)
    return tuple(line.strip() for line in heading.splitlines() if line.strip()), sentences


def _act(outcome: PointOutcome, recorded: str, kind: MatterType | None) -> wording.Act | None:
    """What the body did: by the form that was recorded, else by the definition; None if neither says."""
    events = kind.events if kind else {}
    form = next((each for each in get_args(Form) if each == recorded), None)
    if form is None and outcome.event in events:
        form = events[outcome.event].form
    if form is None:
        return None
    proposed = events.get(outcome.proposed) if outcome.proposed else None
    return wording.Act(
        form, proposed.form if proposed else None, outcome.event.endswith(_BY_MINORITY)
    )


def _opinions(
    told: Sequence[FloorMotion | Reservation | Statement], names: Mapping[str, str]
) -> tuple[Opinion, ...]:
    return tuple(Opinion(_people(one.by, names), blocks(one.text)) for one in told)


def _people(names: tuple[str, ...], printed: Mapping[str, str]) -> str:
    """``Anna Ek (S), Bo Alm (V) och Cia Lind (C)``."""
    each = [printed.get(name, name) for name in names]
    return " och ".join(filter(None, (", ".join(each[:-1]), *each[-1:])))


def _conflicts(how: Deliberation, names: Mapping[str, str]) -> Iterator[str]:
    for conflict in how.conflicts:
        ground = f": {conflict.ground.rstrip('.')}" if conflict.ground else ""
        name = names.get(conflict.name, conflict.name)
        yield f"{name} anmäler jäv och deltar inte i handläggningen{ground}."


def _counted(vote: Vote, names: Mapping[str, str]) -> CountedVote:
    return CountedVote(
        yes_means=vote.yes_means,
        no_means=vote.no_means,
        yes=vote.yes,
        no=vote.no,
        abstained=vote.abstained,
        ballots=tuple(
            (names.get(ballot.name, ballot.name), _CHOICES[ballot.choice])
            for ballot in vote.ballots
        ),
        remarks=tuple(_remarks(vote)),
    )


def _remarks(vote: Vote) -> Iterator[str]:
    if vote.casting:
        yield "Lika många röster avges på båda sidor; ordförandens röst avgör."
    if vote.minority:
        yield "För detta räcker det att en tredjedel av de närvarande begär det (5 kap. 50 § kommunallagen)."


def _stop(stop: RouteStop) -> str:
    """``Kommunstyrelsen 2024-09-03 (Handlingsplan)``."""
    note = f"({stop.note})" if stop.note else ""
    return " ".join(filter(None, (stop.body, stop.on.isoformat() if stop.on else "", note)))
