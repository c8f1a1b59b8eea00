"""What was learnt of painting times: for each method and device a line, seconds = a + b · megapixels.

A painting that takes longer also varies by more, so samples count by the square of what was assumed for their
size: each by how far it is off as a share. Where sizes are few, the line keeps the shape of what was assumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt
from typing import Final, Self

from jobs.catalogue import Method
from jobs.span import WITHIN, Span
from jobs.work import CLIP, ENLARGEMENT, PREVIEWS

#: Samples below which an estimate is only an order of magnitude.
TRUSTED: Final = 5
#: (seconds, seconds per megapixel) assumed before anything was measured; a slow CPU.
PRIOR: Final = {
    Method.GATYS: (15.0, 5.0),
    Method.MULTISTYLE: (1.0, 2.0),
    Method.JOHNSON: (1.0, 4.0),
    Method.CYCLEGAN: (1.0, 10.0),
    Method.MICROAST: (1.0, 1.0),
    Method.ADAIN: (1.0, 6.0),
    Method.MSGNET: (1.0, 7.0),
    Method.MUNIT: (1.0, 15.0),
}
#: What comes after painting: bringing the picture. Learnt as painting is, under what stands for a device.
DELIVERY: Final = "delivery"
TELEGRAM: Final = "telegram"
#: The same for all that is learnt: (seconds, seconds for each of the size that :class:`jobs.work.Work` says).
ASSUMED: Final[dict[str, tuple[float, float]]] = {
    **{str(method): line for method, line in PRIOR.items()},
    PREVIEWS: (1.0, 0.5),
    ENLARGEMENT: (1.0, 1.0),
    CLIP: (5.0, 60.0),
    DELIVERY: (0.4, 0.1),
}
#: How many times what is assumed it takes at least and at most: clips may be short, and a GPU is faster.
UNMEASURED: Final = {"cpu": (1 / 3, 2.0), TELEGRAM: (1 / 2, 2.0)}
UNMEASURED_ELSE: Final = (1 / 20, 2.0)
UNMEASURED_CLIP: Final = (1 / 20, 4.0)
#: Deviation of a painting, as a share, that is assumed until much was measured; samples that this counts for.
DEVIATION: Final = 0.25
COUNTS_FOR: Final = 4.0
#: Sizes at which the assumed shape counts, and for how many samples each.
SHAPE_AT: Final = (0.25, 2.0)
SHAPE_COUNTS: Final = 0.5
#: The sums as a script of Redis keeps them; x: size, y: seconds, each product weighted.
SUMS: Final = ("w", "x", "y", "xx", "xy", "yy", "samples")
#: Least seconds of anything.
LEAST: Final = 0.05


def weight(what: str, size: float) -> float:
    """How much a sample counts."""
    first, slope = ASSUMED[what]
    return 1 / (first + slope * size) ** 2


@dataclass(frozen=True, kw_only=True)
class Line:
    """The sums of one method on one device."""

    what: str
    device: str
    w: float = 0.0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    xy: float = 0.0
    yy: float = 0.0
    samples: int = 0

    @classmethod
    def read(cls, what: str, device: str, sums: Mapping[str, str | None]) -> Self:
        """Take the sums from Redis; those that are not there were never learnt."""
        values = {name: float(sums.get(name) or 0) for name in SUMS[:-1]}
        return cls(what=what, device=device, samples=int(sums.get("samples") or 0), **values)

    def span(self, size: float) -> Span:
        """How long something of this size takes."""
        if not self.samples:
            return self._unmeasured(size)
        fit = _Fit(self)
        seconds = max(LEAST, fit.first + fit.slope * size)
        return Span(
            seconds=seconds,
            chance=fit.deviation * seconds,
            shared=min(fit.doubt(size), seconds),
            known=self.samples >= TRUSTED,
        )

    def _unmeasured(self, size: float) -> Span:
        first, slope = ASSUMED[self.what]
        usual = UNMEASURED.get(self.device, UNMEASURED_ELSE)
        least, most = UNMEASURED_CLIP if self.what == CLIP else usual
        seconds = (first + slope * size) * sqrt(least * most)
        return Span(seconds=seconds, shared=seconds * log(most / least) / 2 / WITHIN, known=False)


class _Fit:
    """The line through weighted samples and a little of the assumed shape: two equations."""

    def __init__(self, line: Line) -> None:
        first, slope = ASSUMED[line.what]
        #: How many samples there are, the older ones counting less.
        self.count = first * first * line.w + 2 * first * slope * line.x + slope * slope * line.xx
        #: How many times the assumed seconds the samples took.
        self.scale = (first * line.y + slope * line.xy) / self.count
        self._w, self._x, self._xx, y, xy = line.w, line.x, line.xx, line.y, line.xy
        for at in SHAPE_AT:
            there = first + slope * at
            share = SHAPE_COUNTS / there**2
            self._w, self._x, self._xx = self._w + share, self._x + share * at, self._xx + share * at * at
            y, xy = y + share * self.scale * there, xy + share * at * self.scale * there
        self._spread = self._w * self._xx - self._x**2
        self.slope = (self._w * xy - self._x * y) / self._spread
        self.first = (self._xx * y - self._x * xy) / self._spread
        if self.slope < 0:
            self.first, self.slope = y / self._w, 0.0
        elif self.first < 0:
            self.first, self.slope = 0.0, xy / self._xx
        #: Deviation of one painting from the line, as a share.
        self.deviation = sqrt(self._squares(line))

    def _squares(self, line: Line) -> float:
        a, b = self.first, self.slope
        explained = a * a * line.w + 2 * a * b * line.x + b * b * line.xx
        rest = max(0.0, line.yy - 2 * a * line.y - 2 * b * line.xy + explained)
        measured = self.count * rest / max(explained, 1e-12)
        return (measured + COUNTS_FOR * DEVIATION**2) / (max(0.0, self.count - 2) + COUNTS_FOR)

    def doubt(self, size: float) -> float:
        """Seconds by which the line itself may be off at a size."""
        there = (self._xx - 2 * size * self._x + size**2 * self._w) / self._spread
        return self.deviation * self.scale * sqrt(max(0.0, there))
