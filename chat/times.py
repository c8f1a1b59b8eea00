"""Spans of time in words."""

from math import ceil, floor
from typing import Final

from chat.texts import say
from jobs.estimates import Estimate

#: Seconds.
MINUTE: Final = 60
#: Seconds up to which a range needs no numbers.
A_FEW: Final = 3


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
    """Say an estimate: one number only where enough was measured, else a range in whole units."""
    if estimate.trusted:
        return say(language, "about", time=spell(language, _rounded(estimate.middle)))
    low, high = _apart(estimate.low, estimate.high)
    if high <= A_FEW:
        return say(language, "a-few-seconds")
    if high < MINUTE:
        return say(language, "between-seconds", low=low, high=high)
    if low >= MINUTE:
        return say(language, "between-minutes", low=low // MINUTE, high=high // MINUTE)
    return say(language, "between", low=spell(language, low), high=spell(language, high))


def _rounded(seconds: float) -> float:
    return max(1, round(seconds / _step(seconds)) * _step(seconds))


def _apart(low: float, high: float) -> tuple[int, int]:
    """The ends of a range, rounded away from one another: it does not become narrower, nor one number."""
    least = max(1, _step(low) * floor(low / _step(low)) if low < MINUTE else MINUTE * floor(low / MINUTE))
    step = MINUTE if low >= MINUTE or high >= 2 * MINUTE else _step(high)
    most = step * ceil(high / step)
    return least, most if most > least else least + step


def _step(seconds: float) -> int:
    """As coarse as an estimate is: a second, five, half a minute, a minute."""
    steps = ((20, 1), (120, 5), (600, 30))
    return next((step for most, step in steps if seconds < most), 60)
