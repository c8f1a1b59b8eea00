"""A thread that says "this job's worker lives", and ends the process when the job's time is over."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import structlog
from redis.exceptions import RedisError

from jobs import keys
from jobs.record import Claim
from jobs.store import Lease, Store

logger = structlog.get_logger()

#: Seconds that a painter has for noticing its deadline by itself.
GRACE = 3


@contextmanager
def kept(store: Store, claim: Claim) -> Iterator[None]:
    """Renew the lease of a claim while the block runs.

    At the job's own deadline this process is killed, so that a hung painter cannot hold its lane; the pool
    starts another one, and the re-driver tells the person.
    """
    over = Event()
    thread = Thread(target=_renew, args=(store, claim, over), name=f"lease-{claim.job.label}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew(store: Store, claim: Claim, over: Event) -> None:
    while not over.wait(keys.RENEW_EVERY):
        try:
            answer = store.renew(claim)
        except RedisError as trouble:
            logger.warning("! lease not renewed", job=claim.job.label, error=type(trouble).__name__)
            continue
        if answer is Lease.LATE and not over.wait(GRACE):
            logger.error("! past its deadline, ending this process", job=claim.job.label)
            os.kill(os.getpid(), signal.SIGKILL)
        if answer is Lease.LOST:
            return
