"""``python -m tests.chaos.producer SEED MATTERS KILLS``: gives commands to the queue, slice by slice.

Reads the number of a slice from standard input, queues it, and answers with how many commands were new.
"""

import sys

from tests.chaos.plan import Plan
from tests.chaos.surroundings import engine
from workflow.errors import StoreUnavailableError

if __name__ == "__main__":
    seed, matters, kills = map(int, sys.argv[1:])
    slices = Plan(seed, matters, kills).slices()
    running = engine()
    for line in sys.stdin:
        try:
            answer = str(running.bus.submit(slices[int(line)]))
        except StoreUnavailableError:
            answer = "again"
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    running.close()
