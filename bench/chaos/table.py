"""The figures of a run, as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.chaos.crowd import Wish
from bench.chaos.faces import Face, face
from bench.chaos.referee import End
from bench.chaos.weather import Taken
from jobs.catalogue import Lane
from sandbox.person import State


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was counted besides the verdicts."""

    sent: int
    kills: Mapping[str, int]
    fallen: Sequence[str]
    taken: Taken
    repeated: int
    unacknowledged: int
    recovery: Mapping[Lane, Sequence[float]]
    #: How often the painter of each poisoned picture was killed.
    poisoned: Sequence[int]
    #: What those were told whose picture failed though it was not poisoned.
    told: Sequence[str]
    spare_cards: int
    seconds: float
    quiet: float


def lines(
    figures: Figures, ends: Mapping[End, int], wishes: Sequence[Wish], states: Sequence[State]
) -> list[str]:
    """Write the table in Markdown."""
    cards, statuses = latencies(wishes, states)
    taken, kills = figures.taken, dict(figures.kills)
    redis = kills.pop("redis", 0)
    rows = {
        "came to": _counted({str(end): count for end, count in ends.items()}),
        "`kill -9`": f"{_counted(kills)}; Redis {redis}",
        "ended by themselves": ", ".join(figures.fallen) or "none",
        "faults taken": f"{_counted(taken.faults)}; {100 * taken.faults.total() / max(1, taken.calls):.0f} %"
        f" of {taken.calls} calls",
        "updates that came twice": taken.twice,
        "poisoned: painters killed": ", ".join(map(str, figures.poisoned)) or "none",
        "told that it failed, besides": len(figures.told),
        "attempts repeated": figures.repeated,
        "tickets that died with a worker": figures.unacknowledged,
        "photos with a spare card": figures.spare_cards,
        "from `kill -9` to painting again": "; ".join(
            f"{lane}: {_spread(seconds, 'median', 0.5, 'worst', 1.0)}"
            for lane, seconds in figures.recovery.items()
        ),
        "from photo to card": _spread(cards, "p50", 0.5, "p99", 0.99),
        "from press to status": _spread(statuses, "p50", 0.5, "p99", 0.99),
        "from the first photo to rest": f"{figures.seconds:.0f} s, then quiet for {figures.quiet:.0f} s",
    }
    return ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]


def latencies(wishes: Sequence[Wish], states: Sequence[State]) -> tuple[list[float], list[float]]:
    """Seconds from each photo to its card, and from each press that orders to what it changed."""
    shown: dict[tuple[int, int], list[State]] = {}
    for state in states:
        shown.setdefault((state.chat_id, state.message_id), []).append(state)
    cards, statuses = [], []
    for wish in wishes:
        photo, card = shown.get((wish.chat, wish.photo), []), shown.get((wish.chat, wish.card), [])
        if photo and card:
            cards.append(card[0].at - photo[0].at)
        pressed = wish.when("v1|paint") or wish.when("v1|run")
        status = next((s.at for s in card if pressed and s.at >= pressed and _ordered(s)), None)
        if pressed and status:
            statuses.append(status - pressed)
    return cards, statuses


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{what} {count}" for what, count in sorted(counts.items())) or "none"


def _ordered(state: State) -> bool:
    return state.message is not None and face(state.message) not in (Face.STYLES, Face.MIX)


def _spread(values: Sequence[float], low: str, at_low: float, high: str, at_high: float) -> str:
    if not values:
        return "none"
    return f"{low} {quantile(values, at_low):.2f} s, {high} {quantile(values, at_high):.2f} s ({len(values)})"


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
