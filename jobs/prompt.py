"""A client of Redis that tries once, for what must not wait or must not be done twice."""

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from jobs.redis import connect


def connect_promptly(url: str) -> "Redis":
    """Open a client as :func:`jobs.redis.connect` does, without redis-py's three repetitions.

    Those can take half a minute where Redis is frozen, and run a script again whose answer got lost.
    """
    redis = connect(url)
    redis.set_retry(Retry(NoBackoff(), 0))
    return redis
