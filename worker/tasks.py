"""What a ticket sets off: claim a job, paint it, put the picture into its chat."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING, Any, Final

import structlog
from celery import Task, signals
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from jobs.catalogue import Lane
from jobs.errors import Cancelled, LostJob, NothingToDo, StoreMismatch, TellThePerson
from jobs.job import Job
from jobs.queue import PAINT, SHEET, app
from jobs.record import Claim, Result, State
from jobs.settings import settings
from jobs.sheets import Sheet
from worker import lease, shelf
from worker.downloads import Away
from worker.ending import Ending
from worker.lease import Order
from worker.progress import HandBack, Progress

if TYPE_CHECKING:
    from worker.studio import Studio

logger = structlog.get_logger()

#: Seconds between two tries at beginning, where Redis or the results store is away.
WAIT: Final = 1.0

#: What Flower shows of a ticket too many.
NOTHING: Final = "nothing to do"

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


@app.task(name=SHEET, bind=True)
def make_sheet(self: Task, names: list[str], first: int, handed_on: int = 0) -> str:
    """Make a contact sheet; whoever waits for a picture comes first."""
    from worker.sheet import SheetMaker  # NumPy comes in here: in the pool's children only

    place, sheet = studio(Lane.FAST), Sheet(tuple(names), first)
    with structlog.contextvars.bound_contextvars(sheet=sheet.digest):
        try:
            said = SheetMaker(place, sheet).make(lambda: paint(self, place.lane) != NOTHING, handed_on)
        except Exception as error:
            # The outermost edge: a sheet that broke is asked for again when somebody looks for it.
            logger.exception("! no sheet", error=type(error).__name__)
            said = f"broke: {type(error).__name__}"
        logger.info("→ sheet", said=said)
        return f"sheet of {len(names)} {said}"


def paint(task: Task, lane: Lane) -> str:
    """Paint the lane's next job and put the picture into its chat; returns what Flower shows."""
    place = studio(lane)
    try:
        with _claimed(place) as claim:
            summary = _summary(claim)
            _show_in_flower(task, summary)
            return f"{summary} {_ended(place, claim)}"
    except NothingToDo:
        return NOTHING


@contextmanager
def _claimed(place: "Studio") -> Iterator[Claim]:
    """Own the lane's next job while the block runs."""
    try:
        claim = place.prompt_store.claim(place.lane, place.name, place.repertoire.able)
    except RedisError as trouble:  # the re-driver replaces the ticket
        logger.warning("! nothing claimed", error=type(trouble).__name__)
        raise NothingToDo from trouble
    if claim is None:
        raise NothingToDo
    job = claim.job
    with structlog.contextvars.bound_contextvars(job=job.label):
        logger.info("← claimed", style=job.style_names, method=str(job.method), attempt=claim.attempt)
        yield claim


def _ended(place: "Studio", claim: Claim) -> str:
    """Bring a claimed job to its end, whichever that is; says which in a word or two."""
    end = Ending(place, claim)
    try:
        with lease.kept(place.prompt_store, claim, place.stopping, end.last_words) as watch:
            progress = Progress(watch, place.store, place.thread)
            try:
                result = _painted(place, progress)
            finally:
                progress.settle()
    except HandBack:
        return end.handed_back()
    except SystemExit:  # told to stop without its main process, as a terminal's Ctrl-C does
        end.last_words(Order.STOP)
        raise
    except Cancelled:
        return end.told(State.CANCELLED)
    except TellThePerson as error:
        logger.info("! cannot be painted", reason=error.reason)
        return end.told(State.FAILED, error.reason)
    except MemoryError:
        logger.warning("! out of memory beside the painting")
        return end.told(State.FAILED, "out_of_memory")
    except Away as error:
        return end.postponed(str(error))
    except LostJob as error:
        logger.warning("! lost", why=str(error))
        return "lost"
    except Exception as error:
        # The outermost edge: whatever broke, the job goes back or its person is told.
        logger.exception("! broke", error=type(error).__name__)
        return end.broke()
    return end.painted(result, asked=watch.order is Order.ASK)


def _painted(place: "Studio", progress: Progress) -> Result:
    """Paint a job and keep the picture."""
    job, watch = progress.claim.job, progress.watch
    progress.look()
    progress.open()
    _say_that_it_begins(place, job)
    encoded, result = place.easel.paint(job, place.repertoire.styles, progress, progress.look)
    watch.beat()
    if watch.order is Order.CANCEL:  # pressed while a net that takes one step was painting
        raise Cancelled
    shelf.keep(place.results, job.id, encoded.content)
    if progress.kept == 1:
        _learn(place, job, result)
    return result.model_copy(update={"share": progress.kept})


def _learn(place: "Studio", job: Job, result: Result) -> None:
    try:
        place.estimates.learn_from(job, result)
    except RedisError:
        logger.info("! nothing learnt: Redis is away")


def _say_that_it_begins(place: "Studio", job: Job) -> None:
    action = "upload_photo" if job.content.kind == "photo" else "upload_document"
    call = place.thread.bot.send_chat_action(job.chat, action, message_thread_id=job.topic)
    place.thread.submit(call).add_done_callback(_heard)


def _heard(future: "Future[bool]") -> None:
    """Nobody waits for a chat action, nor for its error."""
    if not future.cancelled():
        future.exception()


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
        except (RedisError, OSError) as trouble:  # OSError: the results store
            logger.warning("! waiting to begin", error=type(trouble).__name__)
            sleep(WAIT)
        except StoreMismatch as error:
            logger.error("! this worker stops", error=str(error))
            os.kill(os.getppid(), signal.SIGTERM)
            return


@signals.worker_process_shutdown.connect
def _close(**_: Any) -> None:
    for opened in _studios.values():
        opened.close()
