"""When a job begins and when its picture is there: the workers take what is before it, in turn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp, hypot, log, sqrt
from statistics import fmean, pstdev
from typing import Final

from jobs.crowd import Crowd, Worker
from jobs.span import Estimate, Span
from jobs.work import Work

#: Seconds between two paintings of a worker: a ticket, a claim, keeping the picture.
BETWEEN: Final = 0.05
#: Seconds that a painting still takes that its person wants stopped.
STOPPING: Final = 1.0
#: Least share of its time that a painting which takes longer than expected still takes.
OVERDUE: Final = 0.1
#: Deviation of a wait, as a share: others come and are served before, others cancel.
CHANGES: Final = 0.35
#: Seconds of painting after which a job is stopped in any case: 12 megapixels of CycleGAN on two slow cores.
LONGEST: Final = 900.0
SHORTEST: Final = 60.0
#: How many times its estimate a job may take.
PATIENCE: Final = 5.0
#: Where nobody is there, the one who will come.
NOBODY: Final = Worker(name="", device="cpu", able=frozenset())


@dataclass(kw_only=True)
class _Bench:
    """One worker's time, as far as it is given away."""

    worker: Worker
    busy: Span
    free: float

    def take(self, span: Span) -> None:
        self.busy = self.busy.then(span)
        self.free += span.seconds


@dataclass(frozen=True)
class Forecast:
    """What a crowd means for one job."""

    crowd: Crowd
    #: Seconds in which the job may be handed in: meanwhile others are served, and others come.
    later: float = 0.0

    def until_done(self, work: Work) -> Estimate:
        """From now, when it is handed in or soon is, to the picture."""
        wait = self.wait(work)
        run = self._painting(work).then(self.crowd.delivery(work))
        whole, least = wait.then(run).estimate, run.estimate.low
        if wait.seconds <= 0:
            return whole
        # Those before it may be served by then, or others come.
        return replace(whole, low=max(least, whole.low - self.later), high=whole.high + self.later)

    def wait(self, work: Work) -> Span:
        """From now until it is begun."""
        able = self._able(work)
        soonest = min(bench.free for bench in able)
        if soonest <= 0:
            return Span(known=bool(self.crowd.workers))
        shared = sum(bench.busy.shared for bench in able) / len(able)
        # The worker that is free first takes it: where several work, their chances even out.
        chance = sqrt(sum(bench.busy.chance**2 for bench in able)) / len(able)
        known = all(bench.busy.known for bench in able)
        return Span(seconds=soonest, chance=chance, shared=hypot(shared, CHANGES * soonest), known=known)

    def allowed(self, work: Work) -> float:
        """Seconds of painting after which it is stopped: by the slowest, at the largest it may be."""
        largest = replace(work, size=work.largest)
        spans = (self.crowd.span(largest, worker.device) for worker in self._who_can(work))
        return patience(max(span.estimate.high for span in spans))

    def _painting(self, work: Work) -> Span:
        """By whoever of those takes it who are free about then."""
        able, wait = self._able(work), self.wait(work)
        latest = min(bench.free for bench in able) + wait.chance / 2
        spans = [self.crowd.span(work, bench.worker.device) for bench in able if bench.free <= latest]
        known = all(self.crowd.span(work, bench.worker.device).known for bench in able)
        return replace(_either(spans), known=known and bool(self.crowd.workers))

    def _able(self, work: Work) -> list[_Bench]:
        names = {worker.name for worker in self._who_can(work)}
        return [bench for bench in self._benches if bench.worker.name in names]

    def _who_can(self, work: Work) -> Sequence[Worker]:
        """Those who are able to; all, where nobody is: then somebody must come who is."""
        able = [worker for worker in self.crowd.workers if worker.can(work)]
        return able or self.crowd.workers or (NOBODY,)

    @cached_property
    def _benches(self) -> list[_Bench]:
        """The workers with what they have in hand, and with all that is before the job given to them."""
        benches = [_Bench(worker=worker, busy=Span(), free=0.0) for worker in self.crowd.workers or (NOBODY,)]
        at_work = {running.worker: running for running in self.crowd.running}
        for bench in benches:
            if running := at_work.pop(bench.worker.name, None):
                expected = self.crowd.span(running.work, bench.worker.device)
                bench.take(remaining(expected, running.elapsed, running.progress, stopping=running.stopping))
        # Whose worker is gone goes first to another.
        for running in at_work.values():
            self._give(benches, running.work, 1.0)
        each = self.crowd.count / max(1, len(self.crowd.before))
        for work in self.crowd.before:
            self._give(benches, work, each)
        return benches

    def _give(self, benches: Sequence[_Bench], work: Work, count: float) -> None:
        able = [bench for bench in benches if not self.crowd.workers or bench.worker.can(work)]
        if not able:  # waits for somebody else
            return
        bench = min(able, key=lambda bench: bench.free)
        one = self.crowd.span(work, bench.worker.device)
        many = Span(
            seconds=count * (one.seconds + BETWEEN),
            chance=sqrt(count) * one.chance,
            shared=count * one.shared,
            known=one.known,
        )
        bench.take(many)


def _either(spans: Sequence[Span]) -> Span:
    """One of these times, nobody knows which."""
    logarithms = [log(span.seconds) for span in spans]
    middle = fmean(logarithms)
    chance = max(span.chance / span.seconds for span in spans)
    shared = max(span.shared / span.seconds for span in spans)
    seconds = exp(middle)
    return Span(
        seconds=seconds,
        chance=seconds * hypot(chance, pstdev(logarithms, middle)),
        shared=seconds * shared,
    )


def remaining(expected: Span, elapsed: float, progress: float, *, stopping: bool = False) -> Span:
    """How long a painting still takes.

    Args:
        expected: what it takes in all.
        elapsed: seconds since it was claimed.
        progress: 0 to 1, as it says itself; 0: it does not say.
    """
    if stopping:
        return Span(seconds=STOPPING, chance=STOPPING / 2, known=expected.known)
    if progress > 0:  # the further it is, the more its own pace says
        pace = Span(seconds=elapsed / progress, chance=expected.chance / 2, known=True)
        own = expected.shrunk(1 - progress).then(pace.shrunk(progress))
        return replace(own.shrunk(1 - progress), known=expected.known)
    left = max(expected.seconds - elapsed, OVERDUE * expected.seconds)
    return replace(expected, seconds=left)


def patience(seconds: float) -> float:
    """Seconds after which a painting is stopped that should take at most so many."""
    return min(max(SHORTEST, PATIENCE * seconds), LONGEST)
