"""The estimator that stood here before, as a baseline: everybody paints what I want, at one megapixel."""

from collections import defaultdict
from dataclasses import dataclass, field

from jobs.catalogue import Method
from jobs.lines import PRIOR, TRUSTED
from jobs.span import Estimate

DECAY = 0.95


@dataclass
class _Sums:
    n: float = 0.0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    xy: float = 0.0
    samples: int = 0


@dataclass
class Naive:
    """Its sums, in a table instead of Redis."""

    _sums: dict[tuple[Method, str], _Sums] = field(default_factory=lambda: defaultdict(_Sums))

    def learn(self, method: Method, device: str, megapixels: float, seconds: float) -> None:
        """Take in what one painting took."""
        sums = self._sums[method, device]
        for name, value in {
            "n": 1.0,
            "x": megapixels,
            "y": seconds,
            "xx": megapixels**2,
            "xy": megapixels * seconds,
        }.items():
            setattr(sums, name, getattr(sums, name) * DECAY + value)
        sums.samples += 1

    def painting(self, method: Method, device: str, megapixels: float) -> Estimate:
        """Say how long painting will take on a device."""
        sums = self._sums[method, device]
        first, slope = PRIOR[method]
        if not sums.samples:
            return _around(first + slope * megapixels, 0)
        spread = sums.n * sums.xx - sums.x**2
        mean = sums.y / sums.n
        if spread > 1e-3 * sums.n**2:
            slope = max(0.0, (sums.n * sums.xy - sums.x * sums.y) / spread)
        else:
            slope = slope * mean / (first + slope * sums.x / sums.n)
        return _around(max(0.05, mean + slope * (megapixels - sums.x / sums.n)), sums.samples)

    def until_done(
        self, method: Method, device: str, megapixels: float, waiting: int, running: int, workers: int
    ) -> Estimate:
        """Say how long a job takes from now to its picture."""
        one = self.painting(method, device, 1.0)
        times = (waiting + min(running, workers) / 2) / workers
        wait = Estimate(low=one.low * times, high=one.high * times)
        return self.painting(method, device, megapixels).after(wait)


def _around(seconds: float, samples: int) -> Estimate:
    if samples < TRUSTED:
        return Estimate(low=seconds / 2, high=seconds * 2)
    return Estimate(low=seconds * 0.85, high=seconds * 1.2)
