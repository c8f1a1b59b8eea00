"""How a Celery worker of ours is started: the surroundings are checked first, in one place for all kinds."""

import os

from jobs.queue import app
from jobs.redis import connect, wait_for
from jobs.results import Results
from jobs.settings import settings


def serve(queue: str, tasks: str, *, name: str, pool: str, concurrency: int) -> None:
    """Consume one queue until told to stop.

    Args:
        tasks: the module that defines them.
        name: of the worker, before its host and process.
        pool: ``prefork``, whose children can be killed at a deadline, or ``threads``.

    Raises:
        jobs.errors.StoreMismatch: the results lie elsewhere than the other processes'.
        redis.exceptions.ConnectionError: Redis did not answer in time.
    """
    redis = connect(str(settings().redis_url))
    wait_for(redis)
    Results(settings().results_url).check_shared(redis)
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
