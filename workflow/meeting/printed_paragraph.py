"""One item of a meeting as the paragraph that the minutes print."""

from collections.abc import Iterator, Mapping

from workflow.meeting.document import CountedVote, Opinion, Paragraph, TextSection
from workflow.meeting.printed import HIDDEN_TITLE, blocks
from workflow.model.proceedings import AgendaItem, Choice, Deliberation, RouteStop, Vote

_CHOICES: Mapping[Choice, str] = {"yes": "Ja", "no": "Nej", "abstains": "Avstår"}
_SIBILANTS = ("s", "x", "z")


def paragraph_of(
    item: AgendaItem, body: str, names: Mapping[str, str], *, internal: bool = False
) -> Paragraph:
    """The paragraph of an item that was taken up.

    ``names`` prints somebody with the party. Of an item under secrecy nothing but the number of the
    paragraph is told, unless ``internal``.
    """
    sign = sign_of(item)
    if item.secret and not internal:
        return Paragraph(item.key, sign, "", HIDDEN_TITLE, secret=True)
    how = item.deliberation
    resolution = how.resolution if how else None
    return Paragraph(
        key=item.key,
        paragraph=sign,
        number=item.number or "",
        title=item.title,
        secret=item.secret,
        headings=_headings(resolution.heading if resolution else "", body),
        sentences=resolution.sentences if resolution else (),
        sections=tuple(TextSection(each.heading, blocks(each.text)) for each in item.sections),
        conflicts=tuple(_conflicts(how, names)),
        floor=tuple(
            Opinion(_people(one.by, names), blocks(one.text)) for one in (how.floor if how else ())
        ),
        putting_the_question=blocks(how.putting_the_question) if how else (),
        vote=_counted(how.vote, names) if how and how.vote else None,
        reservations=tuple(
            Opinion(_people(one.by, names), blocks(one.text))
            for one in (how.reservations if how else ())
        ),
        statements=tuple(
            Opinion(_people(one.by, names), blocks(one.text))
            for one in (how.statements if how else ())
        ),
        basis=item.basis,
        route=tuple(map(_stop, item.route)),
        recipients=resolution.recipients if resolution else (),
    )


def sign_of(item: AgendaItem) -> str:
    """``§ 11``; empty where the item has no number (an adjournment)."""
    return f"§ {item.paragraph}" if item.paragraph is not None else ""


def genitive(name: str) -> str:
    """``Allmänna utskottets``, ``Norrbottens``."""
    return name if name.casefold().endswith(_SIBILANTS) else f"{name}s"


def _headings(printed: str, body: str) -> tuple[str, ...]:
    """Headings of the decision; stacked ones stand on lines of their own."""
    stacked = tuple(line.strip() for line in printed.splitlines() if line.strip())
    return stacked or (f"{genitive(body)} beslut",)


def _people(names: tuple[str, ...], printed: Mapping[str, str]) -> str:
    """``Anna Ek (S), Bo Alm (V) och Cia Lind (C)``."""
    each = [printed.get(name, name) for name in names]
    return " och ".join(filter(None, (", ".join(each[:-1]), *each[-1:])))


def _conflicts(how: Deliberation | None, names: Mapping[str, str]) -> Iterator[str]:
    for conflict in how.conflicts if how else ():
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
