"""What a ticket sets off: claim a job, paint it, put the picture into its chat."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog
from celery import Task, signals
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError
from telegram.error import TelegramError

from jobs import keys
from jobs.catalogue import Lane
from jobs.errors import Cancelled, LostJob, NothingToDo, TellThePerson
from jobs.queue import PAINT, app
from jobs.record import Claim, State
from jobs.redis import connect
from jobs.settings import settings
from jobs.store import Lease
from worker import lease
from worker.progress import HandBack, Progress

if TYPE_CHECKING:
    from worker.studio import Studio

logger = structlog.get_logger()

#: Seconds that a person's chat action may take before the painting goes on without.
ACTION = 2

_studios: "dict[Lane, Studio]" = {}


def studio(lane: Lane) -> "Studio":
    """The studio of this process for a lane, opened on first use."""
    from worker.studio import Studio  # torch comes in here: in the pool's children only

    if lane not in _studios:
        opened = Studio(settings(), lane)
        opened.open()
        _studios[lane] = opened
    return _studios[lane]


@app.task(name=PAINT.format(lane=Lane.SLOW), bind=True)
def paint_slow(self: Task) -> str:
    """Paint the next job that takes its time."""
    return paint(self, Lane.SLOW)


@app.task(name=PAINT.format(lane=Lane.FAST), bind=True)
def paint_fast(self: Task) -> str:
    """Paint the next job that takes a moment."""
    return paint(self, Lane.FAST)


def paint(task: Task, lane: Lane) -> str:
    """Paint the lane's next job and put the picture into its chat; returns what Flower shows."""
    place = studio(lane)
    try:
        with _claimed(place) as claim:
            summary = _summary(claim)
            _show_in_flower(task, summary)
            progress = Progress(claim, place.store, place.thread, place.stopping)
            return f"{summary} {_ended(place, claim, progress)}"
    except NothingToDo:
        return "nothing to do"


@contextmanager
def _claimed(place: "Studio") -> Iterator[Claim]:
    """Own the lane's next job while the block runs."""
    claim = place.store.claim(place.lane, place.name, place.repertoire.able)
    if claim is None:
        raise NothingToDo
    job = claim.job
    with structlog.contextvars.bound_contextvars(job=job.label), lease.kept(place.store, claim):
        logger.info("← claimed", style=job.style_names, method=str(job.method), attempt=claim.attempt)
        yield claim


def _ended(place: "Studio", claim: Claim, progress: Progress) -> str:
    """Bring a claimed job to its end, whichever that is; says which in a word or two."""
    try:
        return _painted(place, claim, progress)
    except HandBack:
        place.store.hand_back(claim)
        logger.info("↻ handed back")
        return "handed back"
    except Cancelled:
        return _told(place, claim, progress, State.CANCELLED)
    except TellThePerson as error:
        logger.info("! cannot be painted", reason=error.reason)
        return _told(place, claim, progress, State.FAILED, error.reason)
    except SystemExit:  # told to stop without its main process, as a terminal's Ctrl-C does
        place.store.hand_back(claim)
        logger.info("↻ handed back, stopping at once")
        raise
    except LostJob as error:
        logger.warning("! lost", why=str(error))
        return "lost"
    except Exception as error:
        # The outermost edge: whatever broke, the job goes back or its person is told.
        logger.exception("! broke", error=type(error).__name__)
        place.store.retry(claim, "broken")
        return "broke"


def _painted(place: "Studio", claim: Claim, progress: Progress) -> str:
    progress.look(0.0)
    _say_that_it_begins(place, claim)
    encoded, result = place.easel.paint(claim.job, place.repertoire.styles, progress)
    if place.store.renew(claim, 1.0) is Lease.CANCEL:  # pressed while a net that takes one step was painting
        raise Cancelled
    place.results.write(claim.job.id, encoded.content)
    megapixels = result.width * result.height / 1e6
    place.estimates.learn(claim.job.method, result.device, megapixels, result.seconds)
    progress.settle()
    if not place.store.conclude(claim, State.DONE, result=result):
        raise LostJob("concluded by somebody else")
    logger.info("→ painted", size=f"{result.width}x{result.height}", seconds=round(result.seconds, 2))
    _deliver(place, claim, progress)
    return f"painted in {result.seconds:.1f} s"


def _told(place: "Studio", claim: Claim, progress: Progress, outcome: State, reason: str = "") -> str:
    progress.settle()
    if place.store.conclude(claim, outcome, reason=reason):
        _deliver(place, claim, progress)
    return f"{outcome} {reason}".strip()


def _deliver(place: "Studio", claim: Claim, progress: Progress) -> None:
    """Try once; what Telegram does not take now, the clerk brings later."""
    telling = place.delivery.deliver(claim.job.id, claim.fence, unsettled=progress.unsettled)
    try:
        place.thread.run(telling, keys.DELIVERY_LEASE)
    except (TelegramError, RedisError, OSError, TimeoutError) as error:
        # OSError: the results store. The delivery's lease runs out and a clerk takes over.
        logger.warning("↻ left to the clerk", error=type(error).__name__)


def _say_that_it_begins(place: "Studio", claim: Claim) -> None:
    action = "upload_photo" if claim.job.content.kind == "photo" else "upload_document"
    call = place.thread.bot.send_chat_action(claim.job.chat, action, message_thread_id=claim.job.topic)
    place.thread.submit(call).add_done_callback(lambda future: future.exception())


def _show_in_flower(task: Task, summary: str) -> None:
    """Say again that the task began, now that its job is known."""
    try:
        task.send_event("task-started", args=f"({summary})")
    except OperationalError:
        logger.warning("! not shown in Flower: the broker is away")


def _summary(claim: Claim) -> str:
    """What Flower shows of a job: never a person or a chat."""
    content = claim.job.content
    return f"{claim.job.label} {claim.job.style_names} {content.width}x{content.height}"


@signals.worker_process_init.connect
def _open(**_: Any) -> None:
    """Load everything before the first ticket: each worker process serves the lanes it was started for."""
    import torch

    if settings().threads:
        torch.set_num_threads(settings().threads)
    while (lane := settings().lane) and lane not in _studios:
        try:
            studio(lane)
        except RedisError as trouble:
            logger.warning("! waiting for Redis", error=type(trouble).__name__)
            time.sleep(1)


@signals.worker_process_shutdown.connect
def _close(**_: Any) -> None:
    for opened in _studios.values():
        opened.close()


@signals.worker_shutting_down.connect
def _stop(**_: Any) -> None:
    """In the main process: tell the children, through Redis, to hand their jobs back."""
    redis = connect(str(settings().redis_url))
    try:
        redis.set(keys.stopping(socket.gethostname(), os.getpid()), 1, ex=60)
    except RedisError:
        logger.warning("! cannot tell the children to stop: Redis is away")
