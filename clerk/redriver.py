"""Bring back what got lost: leases that ran out, deliveries that are due, tickets that are missing."""

import structlog

from clerk.desk import Desk
from jobs.catalogue import Lane
from jobs.presence import Presence
from jobs.queue import ask_to_deliver, wake

logger = structlog.get_logger()

#: Tickets published in one go; the next go follows in a second.
MOST_TICKETS = 200


def redrive(desk: Desk) -> None:
    """Look once.

    Raises:
        redis.exceptions.RedisError, kombu.exceptions.OperationalError: Redis is away; look again later.
    """
    found = desk.store.redrive()
    for job_id in found.queued:
        logger.warning("↻ lost its worker, queued again", job=job_id[:6])
    for job_id in found.rested:
        logger.info("← queued again after a pause", job=job_id[:6])
    for job_id in found.failed:
        logger.error("! given up", job=job_id[:6])
    for job_id in found.deliver:
        ask_to_deliver(job_id)
    for lane in Lane:
        _replace_tickets(desk, lane)


def give_up_orphans(desk: Desk) -> None:
    """Tell the people whose style no worker has any more, where there are workers; raises as above."""
    for lane in Lane:
        present = Presence(desk.store.redis).present(lane)
        able = frozenset[str]().union(*(worker.able for worker in present))
        for job_id in desk.store.give_up_orphans(lane, able) if present else ():
            logger.error("! given up: no worker has its style", job=job_id[:6])
            ask_to_deliver(job_id)


def _replace_tickets(desk: Desk, lane: Lane) -> None:
    """Publish the difference where a lane has more jobs waiting than tickets; one too many does no harm."""
    if desk.store.is_paused(lane):
        return
    waiting, _ = desk.store.load(lane)
    tickets = desk.store.tickets(lane)
    for _ in range(min(MOST_TICKETS, waiting - tickets)):
        wake(lane)
