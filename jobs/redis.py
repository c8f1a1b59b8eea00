"""The connection to the one Redis, with time-outs so that a frozen server blocks nobody for long."""

from time import monotonic, sleep

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

#: Seconds. A broker that is stopped, not gone, would otherwise block a caller for ever (measured).
SOCKET_TIMEOUT = 5
CONNECT_TIMEOUT = 3


def connect(url: str) -> "Redis":
    """Open a client that decodes responses to text."""
    client: Redis = Redis.from_url(
        url,
        decode_responses=True,
        socket_timeout=SOCKET_TIMEOUT,
        socket_connect_timeout=CONNECT_TIMEOUT,
        socket_keepalive=True,
        health_check_interval=25,
    )
    return client


def wait_for(redis: "Redis", seconds: float = 60) -> None:
    """Wait until the server answers.

    Raises:
        redis.exceptions.ConnectionError: it did not in that time.
    """
    deadline = monotonic() + seconds
    while True:
        try:
            redis.ping()
        except (RedisConnectionError, RedisTimeoutError):
            if monotonic() > deadline:
                raise
            sleep(0.2)
        else:
            return
