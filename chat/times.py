"""Spans of time in words."""

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
    low, high = _round(estimate.low), _round(estimate.high)
    if estimate.trusted or low == high:
        return say(language, "about", time=spell(language, _round((estimate.low + estimate.high) / 2)))
    return say(language, "between", low=spell(language, low), high=spell(language, high))


def _round(seconds: float) -> float:
    """As coarse as the estimate is: whole seconds, then fives, then minutes."""
    step = 1 if seconds < 20 else 5 if seconds < 120 else 60
    return max(1, round(seconds / step) * step)
