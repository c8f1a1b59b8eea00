"""Who is in a lane, seen by one job: workers, what they paint, and what is served before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from redis import Redis

from jobs.catalogue import STYLES, Lane, Method
from jobs.job import Job
from jobs.lines import ASSUMED, DELIVERY, SUMS, TELEGRAM, Line
from jobs.lua import script
from jobs.span import Span
from jobs.store import Accepted, Limits, Place
from jobs.work import Work

#: Jobs before one's own that are looked at; of more, so many stand for all.
LOOK: Final = 100
#: Limits of somebody who only asks.
NONE: Final = Limits(hand=1_000_000, held=1_000_000, waiting=1_000_000)


@dataclass(frozen=True, kw_only=True)
class Worker:
    """A worker that is there."""

    name: str
    device: str
    able: frozenset[str]

    def can(self, work: Work) -> bool:
        """Is it able to paint this?"""
        if work.needs:
            return work.needs <= self.able
        methods = {str(STYLES[name].method) for name in self.able if name in STYLES}
        return work.what in self.able | methods


@dataclass(frozen=True, kw_only=True)
class Running:
    """A job that is being painted."""

    work: Work
    worker: str
    #: Seconds since it was claimed.
    elapsed: float
    #: How far it says that it is, 0 to 1.
    progress: float
    #: Its person wants it stopped.
    stopping: bool


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """A lane as one job finds it."""

    #: What becomes of the job, were it handed in now.
    fate: Accepted
    place: Place
    workers: tuple[Worker, ...]
    running: tuple[Running, ...]
    #: Jobs that are served before it, those too that are held and will be, in their order;
    before: tuple[Work, ...]
    #: of these there are so many.
    count: float
    lines: Mapping[tuple[str, str], Line] = field(repr=False)

    def span(self, work: Work, device: str) -> Span:
        """How long a device takes for something."""
        return self._line(work.what if work.what in ASSUMED else Method.CYCLEGAN, device).span(work.size)

    def delivery(self, work: Work) -> Span:
        """How long it takes to bring it."""
        return replace(self._line(DELIVERY, TELEGRAM).span(work.size), known=True)

    def _line(self, what: str, device: str) -> Line:
        return self.lines.get((what, device), Line(what=what, device=device))


def look(
    redis: "Redis",
    lane: Lane,
    what: str,
    *,
    person: int | None = None,
    limits: Limits = NONE,
    ahead: int | None = None,
) -> Crowd:
    """Look at a lane with the eyes of a new job: one call of Redis.

    Args:
        what: a method, or what else :class:`jobs.work.Work` is of.
        person: whose it would be; None: of somebody who has none there.
        ahead: jobs that are served before it; None: as turns go.
    """
    who = "" if person is None else person
    told = (limits.hand, limits.held, limits.waiting)
    crowd = _read(script(redis, "crowd")(args=[lane, who, *told, "", LOOK, what, int(ahead is not None)]))
    if ahead is None:
        return crowd
    return replace(crowd, count=ahead, before=crowd.before or (Work(what=what, size=1.0),))


def look_from(redis: "Redis", job: Job) -> Crowd | None:
    """Look at a lane from a queued job's place; None: it waits no more."""
    answer = script(redis, "crowd")(args=[job.lane, "", 0, 0, 0, job.id, LOOK, Work.of(job).what, 0])
    return _read(answer) if answer else None


def _read(answer: list[Any]) -> Crowd:
    fate, place, of, workers, running, before, count, lines = answer
    return Crowd(
        fate=Accepted(fate),
        place=Place(place=place, of=of),
        workers=tuple(
            Worker(name=name, device=device, able=frozenset(able.split())) for name, device, able in workers
        ),
        running=tuple(_running(one) for one in running),
        before=tuple(Work.told(one) for one in before),
        count=count,
        lines={(what, device): _line(what, device, sums) for what, device, *sums in lines},
    )


def _running(told: list[Any]) -> Running:
    *work, elapsed, progress, worker, stopping = told
    return Running(
        work=Work.told(work),
        worker=worker,
        elapsed=max(0.0, float(elapsed)),
        progress=float(progress),
        stopping=bool(stopping),
    )


def _line(what: str, device: str, sums: list[Any]) -> Line:
    return Line.read(what, device, dict(zip(SUMS, sums, strict=True)))
