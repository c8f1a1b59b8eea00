"""How long painting takes and how long a job waits before: learnt as it goes, and said as a range."""

from dataclasses import dataclass
from typing import Final

from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.crowd import look, look_from
from jobs.forecast import Forecast, patience
from jobs.job import Job
from jobs.lines import DELIVERY, SUMS, TELEGRAM, Line, weight
from jobs.lines import PRIOR as PRIOR
from jobs.lua import script
from jobs.record import Result
from jobs.span import Estimate as Estimate
from jobs.store import Place, Store
from jobs.work import Work

#: What all earlier samples keep of their weight with a new one: about the last 20 count.
DECAY: Final = 0.95
#: Seconds that somebody takes who is shown a time and then chooses.
THINKING: Final = 9.0


@dataclass(frozen=True)
class Estimates:
    """The learnt lines in Redis, one per method and device, and what they say of the lanes."""

    redis: "Redis"

    def learn(self, method: Method, device: str, megapixels: float, seconds: float) -> None:
        """Take in what one painting took."""
        self._learn(method, device, megapixels, seconds)

    def learn_from(self, job: Job, result: Result) -> None:
        """Take in what a job took; sheets of previews, enlargements and clips are learnt apart."""
        work = Work.done(job, result)
        self._learn(work.what, result.device, work.size, result.seconds)

    def learn_delivery(self, megapixels: float, seconds: float) -> None:
        """Take in how long it took to bring a picture at the first try."""
        self._learn(DELIVERY, TELEGRAM, megapixels, seconds)

    def _learn(self, what: str, device: str, size: float, seconds: float) -> None:
        counts = weight(what, size)
        sample: list[str | float] = [keys.estimate(what, device), size, seconds, counts, DECAY]
        script(self.redis, "learn")(args=sample)

    def painting(self, method: Method, device: str, megapixels: float) -> Estimate:
        """Say how long painting will take on a device."""
        sums: list[str | None] = self.redis.hmget(keys.estimate(method, device), SUMS)  # type: ignore[assignment]
        line = Line.read(method, device, dict(zip(SUMS, sums, strict=True)))
        return line.span(megapixels).estimate

    def allowed(self, method: Method, device: str, megapixels: float) -> float:
        """Seconds after which a job of this kind is stopped."""
        return patience(self.painting(method, device, megapixels).high)

    def waiting(
        self, store: Store, lane: Lane, method: Method, ahead: int | None = None, *, person: int | None = None
    ) -> Estimate:
        """Say how long a new job waits before it begins; arguments as of :meth:`until_done`."""
        crowd = look(store.redis, lane, method, person=person, ahead=ahead)
        return Forecast(crowd).wait(Work(what=method, size=1.0)).estimate

    def until_done(
        self,
        store: Store,
        lane: Lane,
        method: Method,
        megapixels: float,
        ahead: int | None = None,
        *,
        person: int | None = None,
        needs: frozenset[str] = frozenset(),
        what: str = "",
    ) -> Estimate:
        """Say how long a new job takes from now to its picture: waiting, painting and bringing it.

        Args:
            ahead: jobs that are served before it; None: as turns go.
            person: whose job it would be; None: of somebody who has none there.
            needs: see :attr:`jobs.job.Job.needs`; empty: some style of the method.
            what: a clip, previews or an enlargement, see :mod:`jobs.work`; empty: a picture.
        """
        crowd = look(store.redis, lane, what or method, person=person, ahead=ahead)
        work = Work(what=what or method, size=megapixels, needs=needs)
        return Forecast(crowd, later=THINKING if ahead is None else 0.0).until_done(work)

    def left(self, job: Job) -> tuple[Place, Estimate] | None:
        """Say where a queued job stands and how long it takes from now; None: it waits no more."""
        crowd = look_from(self.redis, job)
        return (crowd.place, Forecast(crowd).until_done(Work.of(job))) if crowd else None
