"""``python -m tests.chaos.worker``: a real Celery worker that may be told to die."""

from tests.chaos.surroundings import engine
from workers.main import serve
from workflow.bootstrap import log_to_stderr

if __name__ == "__main__":
    log_to_stderr()
    running = engine()
    try:
        status = serve(running)
    finally:
        running.close()
    raise SystemExit(status)
