"""What the words of recorded steps mean in one matter type."""

from workflow.definition.schema import Form, MatterType
from workflow.definition.vocabulary import Vocabulary
from workflow.workbench.replay.history import History, RecordedStep


class Meaning:
    """The vocabulary, seen from one definition."""

    def __init__(self, definition: MatterType, vocabulary: Vocabulary) -> None:
        self.definition = definition
        self._vocabulary = vocabulary

    def events(self, step: RecordedStep) -> frozenset[str]:
        """The events that the step's outcomes are; those that nobody knows are left out."""
        name = self.definition.name
        found = (self._vocabulary.event_of(word, name) for word in step.outcomes)
        return frozenset(event for event in found if event is not None)

    def form(self, event: str) -> Form | None:
        """What a body does by the event; None: no decision, or none in this matter type."""
        spec = self.definition.events.get(event)
        return spec.form if spec else None

    def is_unclear(self, step: RecordedStep) -> bool:
        """Whether some outcome doesn't say what was decided, or means nothing in this matter type."""
        name, events = self.definition.name, self.definition.events
        return any(self._vocabulary.event_of(word, name) not in events for word in step.outcomes)


def knows_its_end(history: History) -> bool:
    """Whether what the history doesn't tell hasn't been done: it has all steps, or says that it is open."""
    return history.complete or history.open_at_end
