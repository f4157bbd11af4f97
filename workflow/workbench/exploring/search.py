"""Breadth first through every situation, so that the first way found to something is a shortest one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from workflow.errors import EndlessError
from workflow.model.commands import RegisterMatter
from workflow.workbench.exploring.sameness import Key
from workflow.workbench.exploring.situation import Move, Played, Situation, Taken

Watch = Callable[[Taken], str | None]
"""Says what is wrong with a command that was carried out, in a sentence; None: nothing."""

ENDLESS = "no_endless_automatic"


@dataclass(frozen=True, slots=True)
class Trail:
    """How a situation came about: the organisation, the registration on a day, and the moves after it."""

    organisation: str
    day: date
    registration: RegisterMatter
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Refutation:
    """What is wrong, and the shortest way to it that was found."""

    sentence: str
    trail: Trail


@dataclass(slots=True)
class Node:
    """One situation of those that are alike: the first that was found, and from where."""

    situation: Situation
    beginning: Trail
    parent: int | None = None
    move: Move | None = None
    looked_at: bool = False
    leads_to: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Graph:
    """What was found in one pass in one organisation.

    Attributes:
        refuted: by the name of the property, the first that was found.
        complete: whether every situation was looked at.
        moves: how many were made or tried.
    """

    nodes: list[Node] = field(default_factory=list)
    refuted: dict[str, Refutation] = field(default_factory=dict)
    complete: bool = True
    moves: int = 0

    def trail(self, number: int, *more: Move) -> Trail:
        """How the situation of the number came about, and what is done in it then."""
        moves = list(reversed(more))
        node = self.nodes[number]
        while node.parent is not None and node.move is not None:
            moves.append(node.move)
            node = self.nodes[node.parent]
        return replace(node.beginning, moves=tuple(reversed(moves)))

    def never_ends(self) -> int | None:
        """The first situation from which no way leads to the end; one not looked at may lead anywhere."""
        before: list[list[int]] = [[] for _ in self.nodes]
        for number, node in enumerate(self.nodes):
            for follower in node.leads_to:
                before[follower].append(number)
        waiting = [
            number
            for number, node in enumerate(self.nodes)
            if node.situation.matter.closed_on is not None or not node.looked_at
        ]
        reaches = set(waiting)
        while waiting:
            for number in before[waiting.pop()]:
                if number not in reaches:
                    reaches.add(number)
                    waiting.append(number)
        return next((number for number in range(len(self.nodes)) if number not in reaches), None)


class Search:
    """One pass: situations that are alike are looked at once."""

    def __init__(
        self,
        key: Callable[[Situation], Key],
        moves: Callable[[Situation], Iterable[Move]],
        take: Callable[[Situation, Move], Played],
        watches: Mapping[str, Watch],
        most: int,
        *,
        looks: Mapping[str, Watch] | None = None,
    ) -> None:
        """``looks`` are watches that only depend on how the matter is: asked once of what is alike."""
        self._looks = looks or {}
        self.graph = Graph()
        self._key = key
        self._moves = moves
        self._take = take
        self._watches = watches
        self._most = most
        self._numbers: dict[Key, int] = {}

    def begin(self, trail: Trail, played: Played) -> None:
        """One more way in which a matter begins."""
        known = len(self.graph.nodes)
        if played.situation is not None:
            self.start(played.situation, trail)
        self._watch(played, lambda: trail, new=len(self.graph.nodes) > known)

    def start(self, situation: Situation, trail: Trail) -> None:
        """Begin where a matter stands already."""
        self._found(situation, Node(situation, trail))

    def run(self, wanted: Callable[[Situation], bool] = lambda _: False) -> Graph:
        """Look at every situation, until there are no more, one is wanted or the limit is reached."""
        graph = self.graph
        number = 0
        while number < len(graph.nodes) and not wanted(graph.nodes[number].situation):
            if number >= self._most:
                graph.complete = False
                break
            self._look_at(number)
            number += 1
        return graph

    def _look_at(self, number: int) -> None:
        node = self.graph.nodes[number]
        node.looked_at = True
        followers: dict[int, None] = {}
        for move in self._moves(node.situation):
            self.graph.moves += 1
            played = self._take(node.situation, move)
            known = len(self.graph.nodes)
            after = played.situation
            if after is not None and after is not node.situation:
                followers[self._found(after, Node(after, node.beginning, number, move))] = None
            new = len(self.graph.nodes) > known
            self._watch(played, partial(self.graph.trail, number, move), new=new)
        node.leads_to = list(followers)

    def _found(self, situation: Situation, node: Node) -> int:
        key = self._key(situation)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.graph.nodes)
            self.graph.nodes.append(node)
        return number

    def _watch(self, played: Played, trail: Callable[[], Trail], *, new: bool) -> None:
        refuted = self.graph.refuted
        if isinstance(played.refusal, EndlessError) and ENDLESS in self._watches:
            refuted.setdefault(ENDLESS, Refutation(played.refusal.message, trail()))
        if played.situation is None:
            return
        for taken in played.taken:
            self._ask(self._watches, taken, trail)
        if self._looks:
            for taken in played.taken if new else played.taken[:-1]:
                self._ask(self._looks, taken, trail)

    def _ask(self, watches: Mapping[str, Watch], taken: Taken, trail: Callable[[], Trail]) -> None:
        for name, watch in watches.items():
            if name not in self.graph.refuted:
                wrong = watch(taken)
                if wrong is not None:
                    self.graph.refuted[name] = Refutation(wrong, trail())
