"""A meeting of an example as the file that the secretary would write: nothing left to be understood. Pure.

Who was there is everybody, and the second member adjusts, unless it is told; a decision says what its points
say, or the sentence that always reads the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from workflow.definition.organisation import Body, Organisation
from workflow.definition.schema import MatterType
from workflow.meeting import wording
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem
from workflow.workbench.meeting.deliberating import deliberation
from workflow.workbench.meeting.form import Attendance, MeetingFile, PointDecided, Signing
from workflow.workbench.minutes import Paragraph, Reference, Sitting

Find = Callable[[Reference], Matter]
Types = Callable[[Matter], MatterType]

_MINORITY = "_by_minority"


def completed(
    sitting: Sitting, organisation: Organisation, find: Find, types: Types
) -> MeetingFile:
    """The file about the meeting.

    Args:
        sitting: as the example has it.
        organisation: whose body meets.
        find: the matter that is referred to; what it raises is passed on.
        types: what a matter runs on.
    """
    body = organisation.bodies[sitting.body]
    present = sitting.present or tuple(Attendance(name=name) for name in _members(body))
    signing = sitting.adjusters or Signing(names=tuple(_members(body)[1:2]), on=sitting.adjusted_on)
    items = tuple(_item(item, organisation, sitting.body, find, types) for item in sitting.items)
    return sitting.model_copy(update={"present": present, "adjusters": signing, "items": items})


def _members(body: Body) -> Sequence[str]:
    return [one.name for one in body.members if one.role != "substitute"]


def _item(
    item: Paragraph, organisation: Organisation, code: str, find: Find, types: Types
) -> Paragraph:
    if not item.is_matter:
        return item
    body = organisation.bodies[code]
    matter = find(item.reference)
    kind = types(matter)
    waiting = {
        point.key: point.text for point in matter.points if kind.states[point.state].body == code
    }
    said = item.sentences or tuple(_sentences(item, organisation, body, waiting, kind))
    told = {"matter": matter.number.printed, "child_of": None, "sentences": said}
    return item.model_copy(update=told)


def _sentences(
    item: Paragraph,
    organisation: Organisation,
    body: Body,
    points: Mapping[str, str],
    kind: MatterType,
) -> Iterator[str]:
    """One outcome after the other. ``points`` are the texts of those that wait for the body, by key."""
    onward = (organisation.bodies[body.parent].name,) if body.parent else ()
    plain = AgendaItem("", "decision", item.words, deliberation=deliberation(item))
    for outcome in item.outcomes:
        act = _act(outcome, kind)
        standing = wording.sentences(plain, (act,), onward) if act else ()
        for said in standing or tuple(_of_points(outcome, points)):
            yield _that(said) if organisation.decision_heading == "clause" else said


def _that(sentence: str) -> str:
    """After ``Utskottet beslutar``."""
    return f"att {sentence[0].lower()}{sentence[1:]}"


def _act(outcome: PointDecided, kind: MatterType) -> wording.Act | None:
    events = kind.events
    form = events[outcome.event].form if outcome.event in events else None
    if form is None:
        return None
    proposed = events.get(outcome.proposed) if outcome.proposed else None
    minority = outcome.event.endswith(_MINORITY)
    return wording.Act(form, proposed.form if proposed else None, minority)


def _of_points(outcome: PointDecided, points: Mapping[str, str]) -> Iterator[str]:
    for key, text in points.items():
        if not outcome.points or key in outcome.points:
            said = outcome.text or text
            yield said if said.endswith(".") else f"{said}."
