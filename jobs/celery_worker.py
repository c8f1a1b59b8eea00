"""How a Celery worker of ours is started and stopped, in one place for all kinds."""

import os
from collections.abc import Callable

import structlog
from celery import signals
from redis.exceptions import RedisError

from jobs import log
from jobs.errors import StoreMismatch
from jobs.queue import app
from jobs.redis import connect, wait_for
from jobs.results import Results
from jobs.settings import settings
from jobs.stopping import Stopping

logger = structlog.get_logger()


def serve(
    queue: str, tasks: str, *, name: str, pool: str, concurrency: int, stop: Callable[[], None]
) -> None:
    """Consume one queue until told to stop.

    Args:
        tasks: the module that defines them.
        name: of the worker, before its host and process.
        pool: ``prefork``, whose children can be killed at a deadline, or ``threads``.
        stop: brings what is in hand to an end, in a thread; when it returns, the process ends all the same.

    Raises:
        SystemExit: this process could do no good; the message says why.
    """
    _check_surroundings()
    stopping = Stopping(stop)
    signals.worker_shutting_down.connect(stopping.ask, weak=False)
    signals.worker_ready.connect(stopping.same_for_ctrl_c, weak=False)
    app.conf.include = [tasks]
    app.worker_main(
        [
            "worker",
            f"--queues={queue}",
            f"--hostname={name}@%h.{os.getpid()}",
            f"--pool={pool}",
            f"--concurrency={concurrency}",
            "--without-gossip",
            "--without-mingle",
            "--loglevel=INFO",
        ]
    )


def _check_surroundings() -> None:
    log.configure()
    redis = connect(str(settings().redis_url))
    try:
        wait_for(redis)
        Results(settings().results_url).check_shared(redis)
    except RedisError as error:
        raise SystemExit(f"Redis did not answer: {error}") from error
    except (StoreMismatch, OSError, ValueError, ImportError) as error:  # fsspec knows no such kind of place
        raise SystemExit(f"The results store cannot be used: {error}") from error
