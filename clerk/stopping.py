"""In a clerk that was told to stop: what is in hand gets a moment, the rest goes to another clerk."""

from time import monotonic, sleep
from typing import Final

import structlog
from redis.exceptions import RedisError

from clerk import tasks
from clerk.desk import Desk, desk
from clerk.housekeeping import resign
from jobs.record import State

logger = structlog.get_logger()

#: Seconds that deliveries in hand have, and from SIGTERM to the end, whatever hangs.
MOMENT: Final = 5.0
EXIT_WITHIN: Final = 12.0
#: Seconds between two looks at what is in hand.
LOOK_EVERY: Final = 0.05


def stop() -> None:
    """Bring what is in hand to an end; returns when the process must end, and it does not before."""
    began = monotonic()
    tasks.leaving.set()
    tasks.end_chores()
    while tasks.hands and monotonic() - began < MOMENT:
        sleep(LOOK_EVERY)
    try:
        _leave(desk())
    except RedisError as trouble:  # leases and locks run out by themselves
        logger.warning("! left without saying so", error=type(trouble).__name__)
    sleep(max(0.0, began + EXIT_WITHIN - monotonic()))


def _leave(here: Desk) -> None:
    left = sorted(tasks.hands)
    here.thread.cancel()
    for job_id in left:
        record = here.store.record(job_id)
        if record is not None and record.state is State.DELIVERING:
            here.store.deliver_later(job_id, record.fence, 0, refused=False)
            logger.info("↻ left to another clerk", job=record.job.label)
    resign(here.store.redis)
