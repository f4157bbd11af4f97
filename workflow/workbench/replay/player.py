"""Plays recorded histories through their definitions, one by one; nothing is kept between them."""

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.definition.organisation import Organisation
from workflow.definition.vocabulary import Vocabulary
from workflow.machine.build import Machine
from workflow.workbench.replay.history import History
from workflow.workbench.replay.run import Run
from workflow.workbench.replay.stage import Stage
from workflow.workbench.replay.timeline import timeline
from workflow.workbench.replay.verdicts import Played
from workflow.workbench.replay.ways import Ways


class Player:
    """Plays histories one by one."""

    def __init__(
        self,
        machines: Mapping[str, Machine],
        organisations: Mapping[str, Organisation],
        vocabulary: Vocabulary,
        *,
        until: date,
        keeping: bool = False,
    ) -> None:
        """Ready to play.

        Args:
            machines: by the name of the matter type.
            organisations: by code, as they were at the time (:func:`..staging.staged`).
            vocabulary: the meaning of the words.
            until: the last day that the source tells of.
            keeping: whether the matters are to be saved; then no clock is left running.
        """
        self._machines = machines
        self._organisations = organisations
        self._vocabulary = vocabulary
        self._until = until
        self._keeping = keeping
        self._ways: dict[str, Ways] = {}

    def play(self, history: History, organisation: str) -> Played:
        """The history from its first step to its last, and on to the last day of the source.

        One that begins mid-way enters at the body of its first step; where several states wait for that
        body, in the one from which most of its steps are accepted, and most of the missing ones known.
        """
        played = [run.play() for run in self._runs(history, organisation)]
        return max(played, key=_explained)

    def carried(self, history: History, organisation: str) -> int:
        """How many steps are accepted before the first that is refused.

        Several times as fast as :meth:`play`, for those who only want to know that.
        """
        return max(run.carried() for run in self._runs(history, organisation))

    def _runs(self, history: History, organisation: str) -> Iterator[Run]:
        """One from every state that the history may begin in."""
        stage = self._stage(self._vocabulary.type_of(history), organisation)
        starts: list[str | None] = [None]
        if history.start_truncated:
            first = timeline(history)[0].body
            states = stage.machine.definition.states
            starts = [name for name, state in states.items() if state.body == first] or [None]
        return (Run(stage, history, start) for start in starts)

    def _stage(self, matter_type: str, organisation: str) -> Stage:
        machine = self._machines[matter_type]
        if matter_type not in self._ways:
            self._ways[matter_type] = Ways(machine)
        return Stage(
            machines=self._machines,
            machine=machine,
            organisations=self._organisations,
            organisation=self._organisations[organisation],
            ways=self._ways[matter_type],
            vocabulary=self._vocabulary,
            until=self._until,
            keeping=self._keeping,
        )


def _explained(played: Played) -> tuple[int, int]:
    """How many of the steps the definition can account for: recorded ones, and missing ones."""
    return (
        sum(verdict.accepted for verdict in played.verdicts),
        sum(entered.done for entered in played.entered),
    )
