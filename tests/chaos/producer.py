"""``python -m tests.chaos.producer SEED MATTERS KILLS``: gives commands, slice by slice.

Reads the number of a slice from standard input, gives its commands, and answers with how many commands were new.
"""

import sys

from tests.chaos.plan import Plan
from tests.chaos.surroundings import engine
from workflow.command.bus import Bus
from workflow.errors import StoreUnavailableError
from workflow.model.commands import Envelope, RegisterMatter


def _give(bus: Bus, commands: list[Envelope]) -> int:
    """Register at once, as somebody who waits; queue the rest."""
    waited = [one for one in commands if isinstance(one.command, RegisterMatter)]
    new = sum(not bus.execute(one).repeated for one in waited)
    return new + bus.submit([one for one in commands if one not in waited])


if __name__ == "__main__":
    seed, matters, kills = map(int, sys.argv[1:])
    slices = Plan(seed, matters, kills).slices()
    running = engine()
    for line in sys.stdin:
        try:
            answer = str(_give(running.bus, slices[int(line)]))
        except StoreUnavailableError:
            answer = "again"
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    running.close()
