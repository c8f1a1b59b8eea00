"""``python -m bench.estimates``: how honest the waiting times are, over made-up days. About six minutes.

The records, the scripts and the estimator are the real ones; only the days are not lived through.
"""

import argparse
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from random import Random
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import Final

from redis import Redis

from bench import results
from bench.arrivals import arrivals
from bench.days import Days, Verdict, fleet
from jobs.catalogue import Lane, Method
from jobs.lines import TRUSTED
from jobs.presence import Announcement
from jobs.span import Estimate
from local.redis import running

#: Median of the error, as a share, once enough was learnt, and share of the ranges that hold: the goal.
ERROR: Final = 0.25
HOLD: Final = 0.8
#: Seconds of waiting from which somebody had to wait.
WAITED: Final = 10.0


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Who paints, and how often somebody comes on a day."""

    workers: Sequence[Announcement]
    visits: int


SCENES: Final = {
    "one worker in each lane": Scene(workers=fleet((Lane.SLOW, "cpu"), (Lane.FAST, "cpu")), visits=500),
    "two alike, one of them able to less": Scene(
        workers=fleet(
            (Lane.SLOW, "cpu"),
            (Lane.SLOW, "cpu"),
            (Lane.FAST, "cpu"),
            (Lane.FAST, "cpu"),
            only=[Method.MULTISTYLE],
        ),
        visits=1000,
    ),
    "a processor beside an accelerator four times as fast": Scene(
        workers=fleet(
            (Lane.SLOW, "cpu"), (Lane.SLOW, "accelerator"), (Lane.FAST, "cpu"), (Lane.FAST, "accelerator")
        ),
        visits=1400,
    ),
}


def main() -> None:
    """Live through the days of each scene and write the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.estimates", description=__doc__)
    parser.add_argument("--days", type=float, default=3.0, help="of each seed")
    parser.add_argument("--seeds", type=int, default=3, help="each begins knowing nothing")
    arguments = parser.parse_args()
    lines = [*HEAD]
    with TemporaryDirectory() as folder, running(Path(folder), _free_port()) as redis:
        for name, scene in SCENES.items():
            rows = table(name, lived(redis, scene, arguments.days, range(arguments.seeds)))
            print("\n".join(rows), flush=True)
            lines += rows
    told = f"--days {arguments.days:g} --seeds {arguments.seeds}"
    results.write("Waiting times", f"python -m bench.estimates {told}", lines)


def lived(redis: "Redis", scene: Scene, days: float, seeds: Sequence[int]) -> list[Verdict]:
    """Everything that was said and came true in some days; each seed begins in an empty Redis."""
    verdicts = []
    for seed in seeds:
        redis.flushall()
        orders = arrivals(Random(seed), days, scene.visits)
        verdicts += Days(redis, scene.workers, orders).run()
    return verdicts


def error(said: Estimate, took: float) -> float:
    """How far the middle was off, as a share of the truth."""
    return abs(said.middle - took) / took


@dataclass(frozen=True)
class Figures:
    """How good the estimates of some pictures were."""

    verdicts: Sequence[Verdict]

    def off(self, said: Callable[[Verdict], Estimate]) -> float:
        """Median of the error."""
        return median(error(said(one), one.took) for one in self.verdicts)

    def hold(self, said: Callable[[Verdict], Estimate]) -> float:
        """Share of the ranges that the truth lies in."""
        return fmean(said(one).low <= one.took <= said(one).high for one in self.verdicts)

    def single(self, said: Callable[[Verdict], Estimate]) -> float:
        """Share that is said as one number."""
        return fmean(said(one).trusted for one in self.verdicts)


HEAD: Final = (
    "From the press of the button to the picture: the median of the error, by the number of samples that"
    " there were of the method on the device; in brackets that of the estimator which stood here before."
    " On the card the time is said 3 to 15 s before the press, in the queue at the press. How long bringing"
    " takes is not learnt here. Two devices that differ by four are hard: where both are idle, nobody knows"
    " which of them takes a picture, and no single number can be near.",
    "",
    "| workers, lane | samples | pictures | card: off by | queue: off by | ranges that hold: card, queue"
    " | said as one number: card, queue |",
    "|---|---|---|---|---|---|---|",
)


#: Samples from which on and up to which, and who is looked at.
CLASSES: Final[dict[str, tuple[int, float, float]]] = {
    "none": (0, 0, 0),
    f"1 to {TRUSTED - 1}": (1, TRUSTED - 1, 0),
    f"{TRUSTED} to 19": (TRUSTED, 19, 0),
    "20 and more": (20, inf, 0),
    f"{TRUSTED} and more, waited over {WAITED:.0f} s": (TRUSTED, inf, WAITED),
}


def table(name: str, verdicts: Sequence[Verdict]) -> list[str]:
    """The lines of one scene."""
    lines = []
    for lane in Lane:
        for words, (least, most, waited) in CLASSES.items():
            # Between card and press a sample may have been added: each counts where it is.
            card, queue = (
                Figures([one for one in here if least <= one.samples[stage] <= most])
                for stage, here in enumerate([_waited(verdicts, lane, waited)] * 2)
            )
            if card.verdicts and queue.verdicts:
                lines.append(f"| {name}, {lane} | {words} | {_row(card, queue)} |")
    return lines


def _waited(verdicts: Sequence[Verdict], lane: Lane, seconds: float) -> list[Verdict]:
    return [one for one in verdicts if one.lane is lane and one.waited >= seconds]


def _row(at_card: Figures, in_queue: Figures) -> str:
    card, queue = (lambda one: one.card), (lambda one: one.queue)
    before_card, before_queue = (lambda one: one.naive_card), (lambda one: one.naive_queue)
    columns = [
        f"{len(in_queue.verdicts)}",
        f"{at_card.off(card):.0%} ({at_card.off(before_card):.0%})",
        f"{in_queue.off(queue):.0%} ({in_queue.off(before_queue):.0%})",
        f"{at_card.hold(card):.0%} ({at_card.hold(before_card):.0%}),"
        f" {in_queue.hold(queue):.0%} ({in_queue.hold(before_queue):.0%})",
        f"{at_card.single(card):.0%}, {in_queue.single(queue):.0%}",
    ]
    return " | ".join(columns).replace("%", " %")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


if __name__ == "__main__":
    main()
