"""Deliver what a worker painted and Telegram did not take at once."""

from contextlib import suppress

import structlog
from redis.exceptions import RedisError
from telegram.error import TelegramError

from clerk.desk import Desk
from jobs import keys

logger = structlog.get_logger()

#: Seconds until a delivery that broke is tried again.
AGAIN = 2


def deliver(desk: Desk, job_id: str) -> str:
    """Take over a delivery, if it is nobody's, and try once; the re-driver asks again for what fails."""
    fence = desk.store.claim_delivery(job_id)
    label = job_id[:6]
    if fence is None:
        return f"{label} is somebody else's or done"
    with structlog.contextvars.bound_contextvars(job=label):
        try:
            told = desk.thread.run(desk.delivery.deliver(job_id, fence), keys.DELIVERY_LEASE)
        except (TelegramError, RedisError, OSError, TimeoutError) as error:
            logger.warning("↻ not delivered", error=type(error).__name__)
            with suppress(RedisError):  # else it is tried again when the lease is over
                desk.store.deliver_later(job_id, fence, AGAIN, refused=False)
            return f"{label} failed, will be tried again"
    return f"{label} {'told' if told else 'put off'}"
