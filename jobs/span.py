"""A time that is not known exactly: what is reckoned with, and the range that people are shown."""

from dataclasses import dataclass
from math import exp, hypot, sqrt
from typing import Final, Self

#: Deviations to each side of a range: about four in five times lie within.
WITHIN: Final = 1.45
#: Below this ratio of its ends a range is said as one number.
NARROW: Final = 2.0
#: The most that a time deviates by, as a share of itself: a range is never wider than 1 to 50.
WIDEST: Final = 1.5


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A range of seconds."""

    low: float
    high: float
    #: Was enough measured of everything in it?
    known: bool = True

    @property
    def trusted(self) -> bool:
        """May it be shown as one number?"""
        return self.known and self.high < NARROW * self.low

    @property
    def middle(self) -> float:
        """The number to show, in seconds."""
        return sqrt(self.low * self.high)

    def after(self, wait: "Estimate") -> "Estimate":
        """Add the time before it begins."""
        known = self.known and wait.known
        return Estimate(low=self.low + wait.low, high=self.high + wait.high, known=known)


@dataclass(frozen=True, kw_only=True)
class Span:
    """An expected time and how far it may be wrong, in seconds."""

    seconds: float = 0.0
    #: Deviation by chance, other each time: of several times the squares add up.
    chance: float = 0.0
    #: Deviation of what was learnt, the same each time: of several times it adds up.
    shared: float = 0.0
    #: Was enough measured?
    known: bool = True

    def then(self, later: "Span") -> "Span":
        """This time, and then another."""
        return Span(
            seconds=self.seconds + later.seconds,
            chance=hypot(self.chance, later.chance),
            shared=self.shared + later.shared,
            known=self.known and later.known,
        )

    def shrunk(self, share: float) -> Self:
        """A share of it, 0 to 1."""
        return type(self)(
            seconds=self.seconds * share,
            chance=self.chance * share,
            shared=self.shared * share,
            known=self.known,
        )

    @property
    def estimate(self) -> Estimate:
        """The range to show; times that multiply, as these do, lie around the middle by a factor."""
        if self.seconds <= 0:
            return Estimate(low=0.0, high=0.0, known=self.known)
        factor = exp(WITHIN * min(WIDEST, hypot(self.chance, self.shared) / self.seconds))
        return Estimate(low=self.seconds / factor, high=self.seconds * factor, known=self.known)
