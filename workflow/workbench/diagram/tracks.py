"""Which of several parallel tracks each line runs on, so that no two lie on each other."""

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")
Span = tuple[float, float]


def tracks(spans: Mapping[Key, Span], gap: float) -> dict[Key, int]:
    """The track of each span, from 0 nearest the boxes; spans on one track are ``gap`` apart.

    Short ones come nearest, as a line crosses those between it and the boxes.
    """
    taken: list[list[Span]] = []
    found: dict[Key, int] = {}
    order = sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item[1][0]))
    for key, span in order:
        track = next((n for n, used in enumerate(taken) if _free(used, span, gap)), len(taken))
        if track == len(taken):
            taken.append([])
        taken[track].append(span)
        found[key] = track
    return found


def _free(used: list[Span], span: Span, gap: float) -> bool:
    return all(span[1] + gap <= low or high + gap <= span[0] for low, high in used)
