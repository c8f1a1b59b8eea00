"""The clerk's Celery side: deliveries by message, housekeeping by threads of its own."""

from concurrent.futures import CancelledError
from threading import Event
from typing import Any

from celery import signals

from clerk.deliver import deliver
from clerk.desk import desk
from clerk.housekeeping import begin
from jobs.queue import DELIVER, app

#: Ids of the jobs that are being delivered here.
hands: set[str] = set()
#: Set when this clerk stops: it takes no more.
leaving = Event()
_over: list[Event] = []


@app.task(name=DELIVER)
def deliver_job(job_id: str) -> str:
    """Deliver one job; returns what Flower shows."""
    if leaving.is_set():  # the re-driver asks again
        return f"{job_id[:6]} is left to another clerk"
    hands.add(job_id)
    try:
        return deliver(desk(), job_id)
    except CancelledError:
        return f"{job_id[:6]} is left to another clerk"
    finally:
        hands.discard(job_id)


@signals.worker_ready.connect
def _begin(**_: Any) -> None:
    if not _over:  # it is ready again after each loss of the broker
        _over.append(begin())


def end_chores() -> None:
    """Let the housekeeping's threads end."""
    for event in _over:
        event.set()
