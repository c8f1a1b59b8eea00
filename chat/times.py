"""Spans of time in words."""

from math import ceil, floor

from chat.texts import say
from jobs.estimates import Estimate


def spell(language: str, seconds: float) -> str:
    """Say a span: "0.8 s", "41 s", "2 min", "1 min 20 s"."""
    if seconds < 9.95:
        return say(language, "seconds", seconds=round(max(0.1, seconds), 1))
    if seconds < 59.5:
        return say(language, "seconds", seconds=round(seconds))
    minutes, rest = divmod(round(seconds / 5) * 5, 60)
    if rest == 0 or minutes >= 10:
        return say(language, "minutes", minutes=minutes)
    return say(language, "minutes-seconds", minutes=minutes, seconds=rest)


def spell_estimate(language: str, estimate: Estimate) -> str:
    """Say an estimate: one number only where enough was measured."""
    if estimate.trusted:
        return say(language, "about", time=spell(language, _rounded(estimate.middle)))
    low, high = _apart(estimate.low, estimate.high)
    return say(language, "between", low=spell(language, low), high=spell(language, high))


def _rounded(seconds: float) -> float:
    return max(1, round(seconds / _step(seconds)) * _step(seconds))


def _apart(low: float, high: float) -> tuple[float, float]:
    """The ends of a range, rounded away from one another: it does not become narrower, nor one number."""
    least = floor(low / _step(low)) * _step(low) or 0.5
    most = ceil(high / _step(high)) * _step(high)
    return least, most if most > least else least + _step(most)


def _step(seconds: float) -> float:
    """As coarse as an estimate is: half a second, a second, five, half a minute, a minute."""
    steps = ((2, 0.5), (20, 1), (120, 5), (600, 30))
    return next((step for most, step in steps if seconds < most), 60)
