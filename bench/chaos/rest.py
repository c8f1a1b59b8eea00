"""Has the service come to rest? What is left in Redis says so."""

from fnmatch import fnmatchcase
from typing import Any

from redis import Redis

from jobs import keys
from jobs.record import State

#: What may stay: records and memories with a life of their own. Everything else is work that was left.
MAY_STAY = (
    *(
        "job:*",
        "draft:*",
        "awaiting:*",
        "hand:of:*",
        "card:*",
        "person:*",
        "history:*",
        "same:*",
        "counts:*",
        "sheet:*",
        "operator:*",
        "paid:*",
        "quota:*",
        "once:*",
        "edit:*",
        "estimate:*",
        "flood:*",
        "hold:*",
    ),
    *("lock:*", "stopping:*", "worker:*", "workers:*", "served:*", "clock:*", "results:id", keys.REDRIVEN),
    *("inbox:*:seen:*", "inbox:*:fence", "inbox:*:poller", "_kombu.binding*"),
    # Tickets whose worker was killed as it took them: replaced long ago, they come back after an hour
    # and find nothing to do.
    *("unacked", "unacked_index", "unacked_mutex"),
)
OVER = frozenset({State.DONE, State.FAILED, State.CANCELLED})


def left_over(redis: "Redis") -> list[str]:
    """What there is still to do, in words.

    Raises:
        redis.exceptions.RedisError: Redis is away.
    """
    there = sorted(redis.scan_iter(count=1000))
    left = [key for key in there if not any(fnmatchcase(key, pattern) for pattern in MAY_STAY)]
    states = _fields(redis, "state")
    return left + [f"{key} is {state}" for key, state in states.items() if state not in OVER]


def repeated(redis: "Redis") -> int:
    """How many attempts at painting were made beyond the first of each job."""
    return sum(max(0, int(attempts or 0) - 1) for attempts in _fields(redis, "attempts").values())


def unacknowledged(redis: "Redis") -> int:
    """How many tickets died in the hands of a worker."""
    count: Any = redis.hlen("unacked")
    return int(count)


def _fields(redis: "Redis", name: str) -> dict[str, Any]:
    """One field of every record, by its key."""
    records = sorted(redis.scan_iter("job:*", count=1000))
    with redis.pipeline(transaction=False) as pipe:
        for key in records:
            pipe.hget(key, name)
        return dict(zip(records, pipe.execute(), strict=True))
