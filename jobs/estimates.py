"""How long painting takes, learnt as it goes: seconds = a + b · megapixels, the newest count most."""

from dataclasses import dataclass

from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.lua import script
from jobs.presence import Presence
from jobs.store import Store

#: Weight of all earlier samples against a new one: about the last 20 count.
DECAY = 0.95
#: Samples below which an estimate is only an order of magnitude.
TRUSTED = 5
#: (seconds, seconds per megapixel) assumed before anything was measured; a slow CPU.
PRIOR = {
    Method.GATYS: (15.0, 5.0),
    Method.MULTISTYLE: (1.0, 2.0),
    Method.JOHNSON: (1.0, 4.0),
    Method.CYCLEGAN: (1.0, 10.0),
    Method.MICROAST: (1.0, 1.0),
    Method.ADAIN: (1.0, 6.0),
    Method.MSGNET: (1.0, 7.0),
    Method.MUNIT: (1.0, 15.0),
}
#: Seconds of painting after which a job is stopped in any case: 12 megapixels of CycleGAN on two slow cores.
LONGEST = 900.0
SHORTEST = 60.0
#: How many times its estimate a job may take.
PATIENCE = 5.0


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A range of seconds."""

    low: float
    high: float

    @property
    def trusted(self) -> bool:
        """Is the range narrow enough to be shown as one number?"""
        return self.high <= 1.5 * self.low

    def after(self, wait: "Estimate") -> "Estimate":
        """Add the time before it begins."""
        return Estimate(low=self.low + wait.low, high=self.high + wait.high)

    def times(self, factor: float) -> "Estimate":
        """Repeat it."""
        return Estimate(low=self.low * factor, high=self.high * factor)


def around(seconds: float, samples: int) -> Estimate:
    """Make a range that is honest about how much was measured."""
    if samples < TRUSTED:
        return Estimate(low=seconds / 2, high=seconds * 2)
    return Estimate(low=seconds * 0.85, high=seconds * 1.2)


@dataclass(frozen=True)
class Estimates:
    """The learnt lines in Redis, one per method and device."""

    redis: "Redis"

    def learn(self, method: Method, device: str, megapixels: float, seconds: float) -> None:
        """Take in what one painting took."""
        sample: list[str | float] = [keys.estimate(method, device), megapixels, seconds, DECAY]
        script(self.redis, "learn")(args=sample)

    def painting(self, method: Method, device: str, megapixels: float) -> Estimate:
        """Say how long painting will take on a device."""
        sums: dict[str, str] = self.redis.hgetall(keys.estimate(method, device))  # type: ignore[assignment]
        first, slope = PRIOR[method]
        if not sums:
            return around(first + slope * megapixels, 0)
        n, x, y, xx, xy = (float(sums[name]) for name in ("n", "x", "y", "xx", "xy"))
        spread = n * xx - x * x
        mean = y / n
        if spread > 1e-3 * n * n:
            slope = max(0.0, (n * xy - x * y) / spread)
        else:  # all samples of one size say nothing about the slope
            slope = slope * mean / (first + slope * x / n)
        return around(max(0.05, mean + slope * (megapixels - x / n)), int(sums["samples"]))

    def allowed(self, method: Method, device: str, megapixels: float) -> float:
        """Seconds after which a job of this kind is stopped."""
        expected = self.painting(method, device, megapixels).high
        return min(max(SHORTEST, PATIENCE * expected), LONGEST)

    def waiting(self, store: Store, lane: Lane, method: Method, ahead: int | None = None) -> Estimate:
        """Say how long a job waits before it begins.

        Args:
            ahead: jobs that are served earlier; None: all that wait now.
        """
        workers = Presence(self.redis).present(lane)
        queued, running = store.load(lane)
        ahead = queued if ahead is None else ahead
        device = workers[0].device if workers else "cpu"
        one = self.painting(method, device, 1.0)
        busy = min(running, max(1, len(workers)))
        return one.times((ahead + busy / 2) / max(1, len(workers)))

    def until_done(
        self, store: Store, lane: Lane, method: Method, megapixels: float, ahead: int | None = None
    ) -> Estimate:
        """Say how long a job takes from now to its picture: waiting and painting.

        Args:
            ahead: jobs that are served earlier; None: all that wait now.
        """
        workers = Presence(self.redis).present(lane)
        device = workers[0].device if workers else "cpu"
        painting = self.painting(method, device, megapixels)
        return painting.after(self.waiting(store, lane, method, ahead))
