"""Which pictures can be painted twice as large now."""

from typing import Final

from redis import Redis

from jobs.catalogue import Lane
from jobs.job import ENLARGE, Job
from jobs.presence import Presence
from jobs.record import Result

#: Pixels of an enlarged picture at most: what workers take unless their operator says otherwise.
MOST_PIXELS: Final = 40_000_000
#: Pixels of its longer side at most: what JPEG can hold.
MOST_SIDE: Final = 65_500
#: How many times as large it becomes, on each side.
TIMES: Final = 2


def can_be_larger(redis: "Redis", job: Job, result: Result) -> bool:
    """Is it still, not too large, and made by no enlargement, and is somebody there who enlarges?"""
    still = job.purpose == "picture" and result.kind in ("photo", "document") and not job.content.moves
    if not still or result.width * result.height * TIMES**2 > MOST_PIXELS:
        return False
    if max(result.width, result.height) * TIMES > MOST_SIDE:
        return False
    return any(ENLARGE in worker.able for worker in Presence(redis).present(Lane.FAST))
