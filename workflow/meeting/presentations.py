"""Minutes before those who sign them: exactly these bytes, and the last signature adjusts (KL 5:69, 6:35). Pure.

The bytes are named by their SHA-256. Whoever signs says which bytes, so that nobody signs what was corrected
in the meantime.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.meeting.faults import Faults, shown, twice
from workflow.meeting.roll import took_part
from workflow.model.proceedings import AgendaItem, Presentation, Proceedings, Signature

MOST_SIGNERS: Final = 20
_STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")
_SHA256: Final = re.compile("[0-9A-Fa-f]{64}")
_SHORT: Final = 12
_CHAIR: Final = "ordförande"
_SECTION: Final = "KL 5:69, 6:35"


def present(
    proceedings: Proceedings,
    sha256: str,
    items: Collection[str],
    signers: Sequence[tuple[str, str]],
    on: date,
) -> Presentation:
    """Put minutes before those who sign.

    Args:
        proceedings: the meeting as it is.
        sha256: of the bytes, 64 hexadecimal digits in either case.
        items: keys of single items, for immediate adjustment; empty for all that were taken up, aren't
            adjusted and aren't before anybody already.
        signers: name and role as printed, in order; the chair and every adjuster are among them.
        on: the day on which they are put before them.

    Raises:
        InvalidInputError: no SHA-256, or names or roles of the wrong form.
        CommandRefusedError: an item that wasn't taken up, is adjusted or is before somebody already,
            nothing to adjust, nobody who signs as chair, an adjuster missing or who didn't take part.
    """
    faults = Faults()
    if not _SHA256.fullmatch(sha256):
        faults.wrong(
            "Kontrollsumma", f"”{shown(sha256)}” är ingen SHA-256 (64 hexadecimala siffror)."
        )
    if faults.count("Undertecknare", signers, MOST_SIGNERS):
        for name, role in signers:
            faults.line("Undertecknare", name)
            faults.line("Roll", role)
    faults.raise_if_any()
    chosen = _chosen(faults, proceedings, items)
    _check_signers(faults, proceedings, chosen, signers)
    faults.raise_if_any()
    return Presentation(
        key=f"p{len(proceedings.presentations) + 1}",
        sha256=sha256.upper(),
        items=tuple(item.key for item in chosen),
        signers=tuple(signers),
        presented_on=on,
        immediate=bool(items),
    )


def sign(presentation: Presentation, name: str, sha256: str, at: datetime) -> Presentation:
    """One of those who sign has signed; the last signature adjusts, on its day in Stockholm.

    Repeating a signature changes nothing.

    Raises:
        InvalidInputError: no SHA-256.
        CommandRefusedError: void, not one of those who sign, or other bytes than those presented.
    """
    if not _SHA256.fullmatch(sha256):
        raise InvalidInputError(
            f"”{shown(sha256)}” är ingen SHA-256.", hint="Den har 64 hexadecimala siffror."
        )
    if presentation.void is not None:
        raise CommandRefusedError(
            f"Protokollet gäller inte längre: {presentation.void}",
            hint="Lägg fram det på nytt och signera det.",
        )
    roles = dict(presentation.signers)
    if name not in roles:
        raise CommandRefusedError(
            f"{shown(name)} är inte en av dem som ska underteckna ({_SECTION}).",
            hint=f"Det är {', '.join(roles)}.",
        )
    if sha256.upper() != presentation.sha256:
        raise CommandRefusedError(
            f"Det som signeras ({sha256.upper()[:_SHORT]}…) är inte det som är framlagt "
            f"({presentation.sha256[:_SHORT]}…).",
            hint="Hämta det framlagda protokollet och signera det.",
        )
    if any(signature.name == name for signature in presentation.signatures):
        return presentation
    signatures = (
        *presentation.signatures,
        Signature(name, roles[name], at, presentation.sha256),
    )
    if len(signatures) < len(roles):
        return replace(presentation, signatures=signatures)
    last = max(signature.signed_at for signature in signatures)
    day = last.astimezone(_STOCKHOLM).date()
    return replace(presentation, signatures=signatures, adjusted_on=day)


def void(presentation: Presentation, why: str) -> Presentation:
    """The presentation when something in it was corrected: nobody can sign it any more.

    Repeating it changes nothing, and the first reason stays.

    Raises:
        InvalidInputError: no reason.
        CommandRefusedError: it is adjusted.
    """
    faults = Faults()
    faults.line("Skäl", why)
    faults.raise_if_any()
    if presentation.adjusted_on is not None:
        raise CommandRefusedError(
            f"Protokollet justerades {presentation.adjusted_on} och kan inte ändras ({_SECTION}).",
            hint="Det krävs ett nytt beslut.",
        )
    return presentation if presentation.void is not None else replace(presentation, void=why)


def overtaken(
    presentations: Sequence[Presentation],
    before: Sequence[AgendaItem],
    after: Sequence[AgendaItem],
    why: str,
) -> tuple[Presentation, ...]:
    """The presentations when items changed: an open one is void if anything in it isn't as it was.

    Also a number that followed from the order of others. Without this somebody could sign what was
    struck in the meantime.
    """
    old = {item.key: item for item in before}
    changed = {item.key for item in after if old.get(item.key) != item}
    changed |= old.keys() - {item.key for item in after}
    return tuple(
        void(one, why) if one.open and not changed.isdisjoint(one.items) else one
        for one in presentations
    )


def adjusted(items: Sequence[AgendaItem], presentation: Presentation) -> tuple[AgendaItem, ...]:
    """The items when a presentation was signed by everybody: those in it are adjusted on its day."""
    return tuple(
        replace(item, adjusted_on=presentation.adjusted_on)
        if item.key in presentation.items
        else item
        for item in items
    )


def _chosen(
    faults: Faults, proceedings: Proceedings, keys: Collection[str]
) -> tuple[AgendaItem, ...]:
    """The items to adjust, in their order on the agenda."""
    before = {key: one for one in proceedings.presentations if one.open for key in one.items}
    if not keys:
        chosen = tuple(
            item
            for item in proceedings.paragraphs
            if item.adjusted_on is None and item.key not in before
        )
        if not chosen:
            waits = "; det som återstår är redan framlagt" if before else ""
            faults.refuse(f"Det finns inget att justera{waits} ({_SECTION}).")
        return chosen
    for key in dict.fromkeys(keys):
        item = proceedings.item(key)
        if item is None:
            faults.refuse(f"Punkt {shown(key)} finns inte på dagordningen.")
        elif item.status != "taken_up":
            faults.refuse(f"Punkt {key} är inte behandlad och kan inte justeras ({_SECTION}).")
        elif item.adjusted_on is not None:
            faults.refuse(f"§ {item.paragraph} är redan justerad, {item.adjusted_on} ({_SECTION}).")
        elif key in before:
            faults.refuse(
                f"§ {item.paragraph} är redan framlagd för justering ({before[key].key}).",
                "Vänta på underskrifterna.",
            )
    return tuple(item for item in proceedings.paragraphs if item.key in keys)


def _check_signers(
    faults: Faults,
    proceedings: Proceedings,
    chosen: Sequence[AgendaItem],
    signers: Sequence[tuple[str, str]],
) -> None:
    names = [name for name, _ in signers]
    for name in twice(names):
        faults.refuse(f"{name} kan inte underteckna två gånger.", "Välj en annan justerare.")
    if not any(_CHAIR in role.casefold() for _, role in signers):
        faults.refuse(f"Ingen undertecknar som ordförande (KL 5:65, {_SECTION}).")
    if not proceedings.adjusters.names:
        faults.refuse(f"Ingen justerare är utsedd ({_SECTION}).", "Utse justerare först.")
    for name in proceedings.adjusters.names:
        if name not in names:
            faults.refuse(f"Justeraren {name} finns inte bland dem som undertecknar ({_SECTION}).")
        elif chosen and not any(name in took_part(proceedings.roll, item) for item in chosen):
            faults.refuse(
                f"{name} deltog inte i något av det som ska justeras och kan inte justera det ({_SECTION}).",
                "Utse en justerare som tjänstgjorde.",
            )
