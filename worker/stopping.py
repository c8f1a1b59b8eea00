"""In a worker's main process: tell the children to hand their jobs back, and end what does not."""

import os
import signal
import socket
from time import monotonic, sleep
from typing import Final

import structlog
from billiard import active_children
from redis.exceptions import RedisError

from jobs import keys
from jobs.prompt import connect_promptly
from jobs.settings import settings

logger = structlog.get_logger()

#: Seconds from SIGTERM to the end, whatever hangs; a child has :data:`worker.lease.PATIENCE` of them.
EXIT_WITHIN: Final = 30.0
#: Seconds between two tries at telling the children while Redis is away.
AGAIN: Final = 0.5


def stop() -> None:
    """Let the children hand their jobs back; returns when the process must end, and it does not before."""
    end = monotonic() + EXIT_WITHIN
    _tell_the_children(end)
    sleep(max(0.0, end - monotonic()))
    for child in active_children():
        os.kill(child.pid, signal.SIGKILL)


def _tell_the_children(end: float) -> None:
    redis = connect_promptly(str(settings().redis_url))
    while monotonic() < end:
        try:
            redis.set(keys.stopping(socket.gethostname(), os.getpid()), 1, ex=60)
        except RedisError as trouble:
            logger.warning("! the children are not told yet", error=type(trouble).__name__)
            sleep(AGAIN)
        else:
            return
