"""Payments for pictures that came to nothing are given back, however long Telegram is away."""

import structlog
from telegram.error import BadRequest, TelegramError

from chat import stars
from clerk.desk import Desk
from jobs import keys
from jobs.job import Unreadable

logger = structlog.get_logger()

#: Refunds of one turn.
AT_ONCE = 20


def refund(desk: Desk) -> None:
    """Give back what is due; what Telegram does not take now stays on the list.

    Raises:
        redis.exceptions.RedisError: Redis is away.
    """
    due: list[str] = desk.store.redis.lrange(keys.REFUNDS, 0, AT_ONCE - 1)  # type: ignore[assignment]
    for job_id in due:
        _give_back(desk, job_id)


def _give_back(desk: Desk, job_id: str) -> None:
    redis = desk.store.redis
    charge: str | None = redis.get(keys.paid(job_id))  # type: ignore[assignment]
    try:
        record = desk.store.record(job_id)
    except Unreadable:  # of a newer version: its own clerk does it
        return
    if charge is None or record is None:
        logger.error("! nothing is known of a payment that is to be given back", job=job_id[:6])
    else:
        try:
            desk.thread.run(stars.refund(desk.thread.bot, record.job.person, charge))
        except BadRequest as refusal:
            logger.error("! a payment cannot be given back", job=job_id[:6], error=refusal.message)
            return
        except TelegramError as trouble:
            logger.warning("! refund put off", job=job_id[:6], error=type(trouble).__name__)
            return
        logger.info("← given back", job=job_id[:6])
    # The list last: who is killed in between asks again, and hears that it was done.
    redis.delete(keys.paid(job_id))
    redis.lrem(keys.REFUNDS, 0, job_id)
