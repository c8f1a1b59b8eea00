"""The Celery application: three queues, and tickets that wake workers up.

A ticket carries nothing, and what asks for a contact sheet nothing but names of styles. Which job a worker
paints is decided by :meth:`jobs.store.Store.claim`, so a ticket that is lost is replaced by the re-driver,
and one too many finds nothing to do.
"""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from celery import Celery, signals
from kombu.entity import Exchange, Queue
from kombu.exceptions import OperationalError

from jobs import log
from jobs.catalogue import Lane
from jobs.job import Job
from jobs.settings import settings
from jobs.store import Accepted, Limits, Store

DELIVERY = "delivery"
PAINT = "paint.{lane}"
DELIVER = "deliver"
SHEET = "sheet"

#: Seconds after which nobody begins a contact sheet any more that was asked for.
SHEET_EXPIRES = 600
#: Seconds after which Celery itself kills a task: a backstop above every job's own deadline.
HARD_LIMIT = 1800

logger = structlog.get_logger()


def _queue(name: str) -> Queue:
    """A queue of its own: with the default exchange and key every message would go to all of them."""
    return Queue(name, Exchange(name), routing_key=name)


def configuration() -> dict[str, Any]:
    """Celery's settings; the measurements behind them are in DESIGN.md, "Celery settings"."""
    broker = settings().redis_url
    return {
        "broker_url": str(broker),
        # kombu takes a rediss:// address without this for one whose certificate is not verified.
        "broker_use_ssl": broker.scheme == "rediss" and {"ssl_cert_reqs": ssl.CERT_REQUIRED},
        "broker_transport_options": {
            # Tickets are acknowledged early; the visibility timeout only has to outlast every limit.
            "visibility_timeout": 2 * HARD_LIMIT,
            "socket_timeout": 5,
            "socket_connect_timeout": 3,
            "socket_keepalive": True,
            "health_check_interval": 25,
        },
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "task_queues": [_queue(str(lane)) for lane in Lane] + [_queue(DELIVERY)],
        "task_create_missing_queues": False,
        "task_default_queue": DELIVERY,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": False,  # recovery belongs to the job record alone
        "task_publish_retry_policy": {
            "max_retries": 2,
            "interval_start": 0.1,
            "interval_step": 0.2,
            "interval_max": 0.5,
        },
        "task_send_sent_event": True,
        "task_time_limit": HARD_LIMIT,
        "worker_send_task_events": True,
        "worker_prefetch_multiplier": 1,
        "worker_disable_prefetch": True,  # a worker that paints hoards no ticket
        "worker_pool_start_method": "spawn",  # a fork after OpenMP has run hangs
        "worker_proc_alive_timeout": 180,  # seconds; the default of 4 kills children that load nets
        "worker_cancel_long_running_tasks_on_connection_loss": False,  # the lease decides, not the broker
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
    }


class _Application(Celery):
    """Pickled by name: a spawned child gets this module's application, with its settings and tasks."""

    def __reduce__(self) -> tuple[Callable[[list[str]], Celery], tuple[list[str]]]:
        return _application, (list(self.conf.include),)


def _application(include: list[str]) -> Celery:
    """In the child: the modules whose tasks it runs are known to its parent only."""
    app.conf.include = include
    return app


app = _Application("atelier")
app.add_defaults(configuration)


@signals.setup_logging.connect
def _configure_log(**_: object) -> None:
    """Keep Celery from installing its own log handlers: ours keep the token out."""
    log.configure()


def wake(lane: Lane) -> None:
    """Publish one ticket.

    Raises:
        kombu.exceptions.OperationalError: the broker is away.
    """
    app.send_task(PAINT.format(lane=lane), queue=str(lane))


def ask_to_deliver(job_id: str) -> None:
    """Tell the clerks that a job waits to be delivered.

    Raises:
        kombu.exceptions.OperationalError: the broker is away.
    """
    app.send_task(DELIVER, args=[job_id], queue=DELIVERY)


def ask_for_sheet(names: Sequence[str], first: int, handed_on: int = 0) -> None:
    """Have a contact sheet made by a fast worker, after the tickets that there are: see ``jobs/sheets.py``.

    Args:
        names: of the styles on it.
        first: number on the first tile.
        handed_on: how many workers in a row could do nothing for it.

    Raises:
        kombu.exceptions.OperationalError: the broker is away.
    """
    app.send_task(SHEET, args=[list(names), first, handed_on], queue=str(Lane.FAST), expires=SHEET_EXPIRES)


def limits_of(lane: Lane) -> Limits:
    """How many jobs a lane takes, by the settings."""
    said, slow = settings(), lane is Lane.SLOW
    return Limits(
        hand=said.slow_waiting if slow else said.fast_waiting,
        held=said.held,
        waiting=said.slow_queue if slow else said.fast_queue,
        daily=said.slow_per_day if slow else said.fast_per_day,
    )


async def enqueue(store: Store, job: Job, *, allowed: float, payment: str = "") -> Accepted:
    """Write a job's record and wake a worker, without blocking the event loop.

    Args:
        allowed: seconds of painting after which the job is stopped.
        payment: what it was bought with beyond the day's number.

    Raises:
        redis.exceptions.RedisError: the record could not be written; nothing was promised to anybody.
    """
    limits = limits_of(job.lane)
    accepted = await asyncio.to_thread(store.accept, job, allowed=allowed, limits=limits, payment=payment)
    logger.info("→ accepted", job=job.label, outcome=str(accepted), lane=str(job.lane), style=job.style_names)
    if accepted is Accepted.QUEUED:
        try:
            await asyncio.to_thread(wake, job.lane)
        except OperationalError:
            logger.warning("! no ticket, the re-driver will publish one", job=job.label)
    return accepted
