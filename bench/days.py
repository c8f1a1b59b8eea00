"""Made-up days in a lane, event by event, with the real records in a real Redis and no waiting.

Redis's clock stands almost still meanwhile, so before each question the running jobs are told
how long they run.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random
from time import monotonic
from typing import Final

from redis import Redis

from bench.arrivals import Order
from bench.naive import Naive
from jobs import keys
from jobs.catalogue import STYLES, Lane, Method
from jobs.crowd import look
from jobs.estimates import Estimates
from jobs.forecast import Forecast
from jobs.job import Job, Photo, StylePart, job_id
from jobs.presence import Announcement, Presence
from jobs.record import Claim, State
from jobs.span import Estimate
from jobs.store import Accepted, Cancel, Limits, Store
from jobs.work import Work

#: (seconds, seconds per megapixel) that painting really takes on the slower device.
TRUTH: Final = {
    Method.GATYS: (19.0, 3.5),
    Method.MULTISTYLE: (0.4, 1.8),
    Method.JOHNSON: (0.6, 3.2),
    Method.CYCLEGAN: (0.9, 8.5),
}
#: How many times as fast a device is.
SPEED: Final = {"cpu": 1.0, "accelerator": 4.0}
LIMITS: Final = {
    Lane.SLOW: Limits(hand=3, held=10, waiting=100),
    Lane.FAST: Limits(hand=10, held=10, waiting=2000),
}
#: Seconds between two paintings of a worker, until a cancelled one stops, and that presence is renewed after.
BETWEEN, STOPS, RENEW = 0.04, 0.6, 4.0
#: How much of its time a painting that fails takes.
FAILS_AT: Final = 0.3


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One picture: what was said before, and how long it took from the press."""

    lane: Lane
    #: Samples of its method, on the device that has least, when the card was shown and when it was queued.
    samples: tuple[int, int]
    card: Estimate
    queue: Estimate
    naive_card: Estimate
    naive_queue: Estimate
    took: float
    waited: float


@dataclass(kw_only=True)
class _Painter:
    announcement: Announcement
    claim: Claim | None = None
    began: float = 0.0
    lasts: float = 0.0


@dataclass(kw_only=True)
class _Asked:
    order: Order
    job: Job
    samples: list[int] = field(default_factory=list)
    ours: list[Estimate] = field(default_factory=list)
    naive: list[Estimate] = field(default_factory=list)
    pressed: float = 0.0
    begun: float = 0.0


class Days:
    """What happens, until nothing more does."""

    def __init__(self, redis: "Redis", workers: Sequence[Announcement], orders: Sequence[Order]) -> None:
        self._store, self._presence = Store(redis), Presence(redis)
        self._estimates, self._naive = Estimates(redis), Naive()
        self._painters = [_Painter(announcement=worker) for worker in workers]
        self._asked: dict[str, _Asked] = {}
        self._samples: Counter[tuple[str, str]] = Counter()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers, self._chance = count(), Random(0)
        self._now, self._announced = 0.0, float("-inf")
        self.verdicts: list[Verdict] = []
        for number, order in enumerate(orders):
            self._at(order.at, lambda order=order, number=number: self._card(order, number))  # type: ignore[misc]

    def run(self) -> list[Verdict]:
        """Let everything happen."""
        while self._events:
            self._now, _, happens = heapq.heappop(self._events)
            happens()
        return self.verdicts

    def _at(self, time: float, happens: Callable[[], None]) -> None:
        heapq.heappush(self._events, (time, next(self._numbers), happens))

    def _card(self, order: Order, number: int) -> None:
        """A photo comes: the card says how long each lane takes."""
        asked = _Asked(order=order, job=_job(order, number))
        self._tell_times()
        job = asked.job
        megapixels = job.content.megapixels
        said = self._estimates.until_done(self._store, job.lane, job.method, megapixels, person=job.person)
        self._say(asked, said)
        self._at(self._now + order.thinks, lambda: self._press(asked))

    def _press(self, asked: _Asked) -> None:
        """The person has chosen: the place and the time are shown, and the job is queued."""
        job, limits = asked.job, LIMITS[asked.job.lane]
        self._tell_times()
        crowd = look(self._store.redis, job.lane, job.method, person=job.person, limits=limits)
        forecast = Forecast(crowd)
        self._say(asked, forecast.until_done(Work.of(job)))
        fate = self._store.accept(job, allowed=forecast.allowed(Work.of(job)), limits=limits)
        assert fate is crowd.fate
        asked.pressed = self._now
        if fate in (Accepted.QUEUED, Accepted.HELD):
            self._asked[job.id] = asked
            if asked.order.patience is not None:
                self._at(self._now + asked.order.patience, lambda: self._cancel(job))
            self._begin_all()

    def _say(self, asked: _Asked, ours: Estimate) -> None:
        job = asked.job
        able = [one.announcement for one in self._there(job.lane) if job.needs <= one.announcement.able]
        asked.samples.append(min(self._samples[job.method, worker.device] for worker in able))
        asked.ours.append(ours)
        waiting, running = self._store.load(job.lane)
        there = self._there(job.lane)
        asked.naive.append(
            self._naive.until_done(
                job.method,
                there[0].announcement.device,
                job.content.megapixels,
                waiting,
                running,
                len(there),
            )
        )

    def _there(self, lane: Lane) -> list[_Painter]:
        return [painter for painter in self._painters if painter.announcement.lane is lane]

    def _tell_times(self) -> None:
        """Bring what Redis knows of running jobs to the day's time, and keep the workers announced."""
        if monotonic() - self._announced > RENEW:
            self._announced = monotonic()
            for painter in self._painters:
                self._presence.announce(painter.announcement)
        busy = [painter for painter in self._painters if painter.claim]
        if not busy:
            return
        seconds, micros = self._store.redis.time()
        with self._store.redis.pipeline(transaction=False) as pipe:
            for painter in busy:
                assert painter.claim is not None
                job, ran = painter.claim.job, self._now - painter.began
                pipe.hset(keys.job(job.id), "started", seconds + micros / 1e6 - ran)
                if job.method is Method.GATYS:
                    pipe.hset(keys.job(job.id), "progress", round(min(1.0, ran / painter.lasts), 4))
            pipe.execute()

    def _begin_all(self) -> None:
        """Who is free takes what waits; Redis hands tickets out in no order that could be foreseen."""
        idle = [painter for painter in self._painters if painter.claim is None]
        self._chance.shuffle(idle)
        for painter in idle:
            self._begin(painter)

    def _begin(self, painter: _Painter) -> None:
        worker = painter.announcement
        claim = self._store.claim(worker.lane, worker.name, worker.able)
        if claim is None:
            return
        asked = self._asked[claim.job.id]
        first, slope = TRUTH[claim.job.method]
        order = asked.order
        lasts = (first + slope * order.megapixels) * order.noise / SPEED[worker.device]
        painter.claim, painter.began, painter.lasts, asked.begun = claim, self._now, lasts, self._now
        ends = lasts * FAILS_AT if order.fails else lasts
        outcome = State.FAILED if order.fails else State.DONE
        self._at(self._now + ends, lambda: self._end(painter, claim, outcome))

    def _end(self, painter: _Painter, claim: Claim, outcome: State) -> None:
        job, device = claim.job, painter.announcement.device
        asked = self._asked.pop(job.id, None)
        if asked is None:  # it was stopped before, or has just ended
            return
        if outcome is State.DONE:
            self._estimates.learn(job.method, device, job.content.megapixels, painter.lasts)
            self._naive.learn(job.method, device, job.content.megapixels, painter.lasts)
            self._samples[job.method, device] += 1
        self._store.conclude(claim, outcome)
        self._at(self._now + asked.order.delivery, lambda: self._brought(asked, claim, outcome))
        self._at(self._now + BETWEEN, lambda: self._rested(painter))

    def _rested(self, painter: _Painter) -> None:
        painter.claim = None
        self._begin_all()

    def _brought(self, asked: _Asked, claim: Claim, outcome: State) -> None:
        self._store.finish(claim.job.id, claim.fence)
        self._store.redis.delete(keys.job(claim.job.id))
        if outcome is State.DONE:
            self.verdicts.append(
                Verdict(
                    lane=claim.job.lane,
                    samples=(asked.samples[0], asked.samples[1]),
                    card=asked.ours[0],
                    queue=asked.ours[1],
                    naive_card=asked.naive[0],
                    naive_queue=asked.naive[1],
                    took=self._now - asked.pressed,
                    waited=asked.begun - asked.pressed,
                )
            )

    def _cancel(self, job: Job) -> None:
        what, fence = self._store.cancel(job.id, job.person)
        if what is Cancel.CANCELLED:
            self._store.finish(job.id, fence)
            del self._asked[job.id]
            self._begin_all()
        elif what is Cancel.STOPPING:
            painter = next(one for one in self._painters if one.claim and one.claim.job.id == job.id)
            claim = painter.claim
            assert claim is not None
            self._at(self._now + STOPS, lambda: self._end(painter, claim, State.CANCELLED))


def _job(order: Order, number: int) -> Job:
    style = order.style
    return Job(
        id=job_id(1, number),
        person=order.person,
        chat=order.person,
        photo_message=number,
        status_message=number,
        language="en",
        content=Photo(file_id="f", file_unique_id="u", width=order.width, height=order.height, kind="photo"),
        styles=(StylePart.of(style),),
        method=style.method,
        lane=style.lane,
        created=order.at,
    )


def fleet(*workers: tuple[Lane, str], only: Sequence[Method] = ()) -> list[Announcement]:
    """Workers of a lane and device each; the last paints these methods alone."""
    able = {lane: frozenset(_able(lane)) for lane in Lane}
    told = [
        Announcement(name=f"{lane}-{number}", lane=lane, device=device, able=able[lane])
        for number, (lane, device) in enumerate(workers)
    ]
    if only:
        some = frozenset(name for name in told[-1].able if name in STYLES and STYLES[name].method in only)
        told[-1] = told[-1].model_copy(update={"able": some})
    return told


def _able(lane: Lane) -> set[str]:
    names = {name for name, style in STYLES.items() if style.lane is lane}
    return names | {str(STYLES[name].method) for name in names if STYLES[name].by_picture}
