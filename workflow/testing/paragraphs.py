"""Numbers of paragraphs in memory."""

from collections.abc import Sequence

from workflow.command.numbering import refuse_another
from workflow.model.effects import FixParagraphs
from workflow.model.ids import MatterId
from workflow.testing.state import Series, State


class MemoryParagraphs:
    """Implements ``ports.Paragraphs``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def begin(
        self, organisation: str, body: str, year: int, meeting: MatterId, *, first: int
    ) -> int:
        """See ``ports.Paragraphs.begin``."""
        of_body = {
            of_year: series
            for (place, code, of_year), series in self._state.paragraphs.items()
            if (place, code) == (organisation, body)
        }
        refuse_another((series.meeting for series in of_body.values()), body, meeting)
        key = (organisation, body, year)
        last = of_body.get(year, Series(0 if of_body and year else first - 1, None)).last
        self._state.paragraphs[key] = Series(last, meeting)
        return last + 1

    def end(self, effects: Sequence[FixParagraphs]) -> None:
        """See ``ports.Paragraphs.end``."""
        for effect in effects:
            for key, series in tuple(self._state.paragraphs.items()):
                if (
                    key[:2] == (effect.organisation, effect.body)
                    and series.meeting == effect.meeting
                ):
                    self._state.paragraphs[key] = Series(effect.last, None)
