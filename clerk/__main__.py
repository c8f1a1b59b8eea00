"""``python -m clerk``: a Celery worker on ``delivery``, in threads: it mostly waits for Telegram."""

import os

from jobs.queue import DELIVERY, app
from jobs.redis import connect, wait_for
from jobs.results import Results
from jobs.settings import settings

THREADS = 8


def main() -> None:
    """Run until told to stop."""
    redis = connect(str(settings().redis_url))
    wait_for(redis)
    Results(settings().results_url).check_shared(redis)
    app.conf.include = ["clerk.tasks"]
    app.worker_main(
        [
            "worker",
            f"--queues={DELIVERY}",
            f"--hostname=clerk@%h.{os.getpid()}",
            "--pool=threads",
            f"--concurrency={THREADS}",
            "--without-gossip",
            "--without-mingle",
            "--loglevel=INFO",
        ]
    )


if __name__ == "__main__":
    main()
