"""``python -m worker slow_nst``: a Celery worker for one lane, with the options that belong to it."""

import argparse
import os

from jobs.catalogue import Lane


def main() -> None:
    """Run until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument("lane", type=Lane, choices=list(Lane))
    parser.add_argument("--concurrency", type=int, default=1, help="pictures painted at the same time")
    arguments = parser.parse_args()
    os.environ["ATELIER_LANE"] = str(arguments.lane)  # the pool's children read it
    # OpenMP's threads otherwise spin while they wait, and take the cores from every other worker (measured).
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")

    from jobs.celery_worker import serve  # reads the settings
    from worker.stopping import stop

    lane, concurrency = str(arguments.lane), arguments.concurrency
    serve(lane, "worker.tasks", name=lane, pool="prefork", concurrency=concurrency, stop=stop)


if __name__ == "__main__":
    main()
