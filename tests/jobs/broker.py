"""What this process publishes goes into the test's Redis, and can be read there."""

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from kombu import pools
from redis import Redis

from jobs import queue
from jobs.catalogue import Lane


@contextmanager
def publishing_into(redis: Redis) -> Iterator[Redis]:
    """Let Celery publish into this Redis."""
    port = redis.get_connection_kwargs()["port"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(queue.app.conf, "broker_url", f"redis://127.0.0.1:{port}/0")
        _forget_connections()
        yield redis
        _forget_connections()


def _forget_connections() -> None:
    pools.reset()
    queue.app._pool = None
    queue.app.amqp._producer_pool = None


def sheets_asked(redis: Redis) -> list[list[object]]:
    """Arguments of what asks for sheets in the fast lane's queue, oldest first."""
    messages = [json.loads(text) for text in reversed(redis.lrange(str(Lane.FAST), 0, -1))]
    ours = [one for one in messages if one["headers"]["task"] == queue.SHEET]
    return [json.loads(b64decode(one["body"]))[0] for one in ours]
