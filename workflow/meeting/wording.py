"""The heading over what a body did, and the sentences that always read the same. Pure.

A proposal is no decision, and its heading says so: stacked, ``X föreslår Y föreslå Z besluta``, it is what X
wants Y to propose to Z. Two manners are in use: ``clause`` (Sollefteå: ``X beslutar``) and ``title``
(Norsjö: ``X:s beslut``, ``X:s förslag till Y``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from workflow.definition.schema import Form
from workflow.model.proceedings import AgendaItem

Style = Literal["clause", "title"]

NOTED: Final = "Informationen noteras."
FOR_THE_MINUTES: Final = frozenset({"referred_to", "tabled_to", "reason"})
"""What minutes word also where the matter's type has no such field."""
_COMMON = re.compile(
    r"Kommun|\w+[-–] och |\w*(?:nämnden|styrelsen|utskottet|beredningen|fullmäktige)$|\w+a utskottet$"
)
"""Names that are common nouns, written in lower case within a sentence; others are proper ones."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a body did with some points of an item: the form of the outcome, and of what it proposes.

    ``by_minority``: tabled or referred back at the request of a third (KL 5:50).
    """

    form: Form
    proposed: Form | None = None
    by_minority: bool = False


def heading(
    body: str,
    item: AgendaItem,
    acts: Sequence[Act],
    onward: Sequence[str] = (),
    *,
    style: Style = "clause",
) -> str:
    """The heading over the decision, a line for each manner in which the body dealt with the points.

    Args:
        body: the name of the body that meets, as printed.
        item: the item; ``Ärendet utgår`` where it was withdrawn.
        acts: what it did; empty for a formality, which is a decision.
        onward: names of the bodies that the matter passes afterwards, the last one decides.
        style: the manner of the house.
    """
    if item.status == "withdrawn":
        return "Ärendet utgår"
    own = _decides(body, style)
    lines = [_proposes(body, onward, style) if act.form == "proposes" else own for act in acts]
    return "\n".join(dict.fromkeys(lines or [own]))


def sentences(item: AgendaItem, acts: Sequence[Act], onward: Sequence[str] = ()) -> tuple[str, ...]:
    """What stands under the heading where it follows from the form alone, each sentence once.

    To whom, until when and why is taken from the fields that go to the matter with the decision:
    ``referred_to``, ``tabled_to``, ``reason``. Decisions and proposals on the matter itself are worded
    by the body and have nothing here, unless it is proposed that information be noted.
    """
    if item.status == "withdrawn":
        return (_stopped("Ärendet utgår", item.reason),)
    told = (_sentence(item, act, onward) for act in acts)
    return tuple(dict.fromkeys(sentence for sentence in told if sentence))


def genitive(name: str) -> str:
    """The name as an owner: ``Kommunfullmäktiges``; names that end with an s sound stay as they are."""
    return name if name.endswith(("s", "x", "z")) else f"{name}s"


def within(name: str) -> str:
    """The name of a body within a sentence: ``kommunstyrelsen``, but ``Norrbottens e-nämnd``."""
    return name[0].lower() + name[1:] if _COMMON.match(name) else name


def _decides(body: str, style: Style) -> str:
    return f"{body} beslutar" if style == "clause" else f"{genitive(body)} beslut"


def _proposes(body: str, onward: Sequence[str], style: Style) -> str:
    if style == "title":
        return _proposes_as_title(body, onward)
    if not onward:
        return f"{body} föreslår"
    *between, last = map(within, onward)
    passed = "".join(f"{name} föreslå " for name in between)
    return f"{body} föreslår {passed}{last} besluta"


def _proposes_as_title(body: str, onward: Sequence[str]) -> str:
    """A line for each body that proposes, and one for the last, which decides, if others are between."""
    if not onward:
        return f"{genitive(body)} förslag till beslut"
    chain = (body, *onward)
    proposing = chain[:-2] if len(onward) > 1 else chain[:1]
    lines = [
        f"{genitive(name)} förslag till {within(chain[place])}"
        for place, name in enumerate(proposing, start=1)
    ]
    if len(onward) > 1:
        lines.append(f"{genitive(onward[-1])} beslut")
    return "\n".join(lines)


def _sentence(item: AgendaItem, act: Act, onward: Sequence[str]) -> str:
    if "notes" in (act.form, act.proposed):
        return NOTED
    if act.form == "hands_over":
        to = f" till {within(onward[0])}" if onward else ""
        return f"Ärendet överlämnas{to} utan eget yttrande."
    if act.form == "tables":
        return _stopped(f"Ärendet bordläggs{_minority(act)}{_until(item)}", _field(item, "reason"))
    if act.form == "refers_back":
        to = _field(item, "referred_to")
        words = f"Ärendet återremitteras{_minority(act)}" + (f" till {within(to)}" if to else "")
        return _stopped(words, _field(item, "reason"))
    if act.form == "withdraws":
        return _stopped("Ärendet utgår", _field(item, "reason"))
    return ""


def _until(item: AgendaItem) -> str:
    """To which meeting; the next one where nothing is said (KL 5:51)."""
    tabled_to = _field(item, "tabled_to")
    return f" till sammanträdet {tabled_to}" if tabled_to else " till nästa sammanträde"


def _minority(act: Act) -> str:
    return " på begäran av en minoritet" if act.by_minority else ""


def _field(item: AgendaItem, name: str) -> str:
    """A field that goes to the matter with the decision, as text; empty where it isn't given."""
    if item.deliberation is None:
        return ""
    value = item.deliberation.resolution.data.get(name)
    return "" if value is None else str(value).strip()


def _stopped(words: str, reason: str) -> str:
    """A sentence, and the reason after it with its own stop."""
    if not reason:
        return f"{words}."
    return f"{words}. Skäl: {reason}" + ("" if reason.endswith((".", "!", "?")) else ".")
