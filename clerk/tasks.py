"""The clerk's Celery side: deliveries by message, housekeeping by threads of its own."""

from threading import Event
from typing import Any

from celery import signals

from clerk.deliver import deliver
from clerk.desk import desk
from clerk.housekeeping import begin
from jobs.queue import DELIVER, app

_over: list[Event] = []


@app.task(name=DELIVER)
def deliver_job(job_id: str) -> str:
    """Deliver one job; returns what Flower shows."""
    return deliver(desk(), job_id)


@signals.worker_ready.connect
def _begin(**_: Any) -> None:
    _over.append(begin())


@signals.worker_shutting_down.connect
def _end(**_: Any) -> None:
    for event in _over:
        event.set()
