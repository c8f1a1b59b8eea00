"""The connection to the one Redis, with time-outs so that a frozen server blocks nobody for long."""

from time import monotonic, sleep

from redis import Redis
from redis.exceptions import AuthenticationError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

#: Seconds. A broker that is stopped, not gone, would otherwise block a caller for ever (measured).
SOCKET_TIMEOUT = 5
CONNECT_TIMEOUT = 3


def connect(url: str) -> "Redis":
    """Open a client that decodes responses to text.

    Args:
        url: ``redis://`` or, with TLS, ``rediss://``, whose certificate is verified; an authority that the
            system does not know goes with ``?ssl_ca_certs=FILE``. Celery reads the same address.
    """
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
        redis.exceptions.AuthenticationError: it knows no such user and password.
    """
    deadline = monotonic() + seconds
    while True:
        try:
            redis.ping()
        except AuthenticationError:  # a ConnectionError too, and waiting does not mend it
            raise
        except (RedisConnectionError, RedisTimeoutError):
            if monotonic() > deadline:
                raise
            sleep(0.2)
        else:
            return
