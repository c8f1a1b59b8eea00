"""People of some made-up days: who orders what and when, and what chance has in store for it. Seeded."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi
from random import Random
from typing import Final

from jobs.catalogue import STYLES, Style

DAY: Final = 86_400.0
#: Deviation of a painting's time that nothing explains: the logarithm's.
NOISE: Final = 0.2
#: Hour of the day at which most is ordered; at the quietest hour it is a ninth of that.
PEAK: Final = 20.0
#: Bursts a day (a link goes round), people in each, and seconds that one lasts.
BURSTS, CROWD, BURST = 4, (8, 25), 90.0
#: Pictures that one person orders in one go, at most, and seconds between two of them.
MOST, BETWEEN = 6, 25.0
#: People there are; a few of them order much.
PEOPLE: Final = 400
#: Width and height: what Telegram makes of photos, and files.
PHOTOS: Final = ((1280, 853), (853, 1280), (960, 1280), (1280, 720), (640, 480))
FILES: Final = ((2048, 1536), (4032, 3024), (3000, 2000))
#: Which share comes as files, is given up by its person, and fails.
AS_FILE, GIVEN_UP, FAILS = 0.1, 0.04, 0.02
#: What is ordered, and how often beside the others.
WANTED: Final = {
    "drawn_waves": 5,
    "drawn_ink": 4,
    "wave": 6,
    "cradle": 4,
    "candy": 4,
    "udnie": 3,
    "monet": 4,
}


@dataclass(frozen=True, kw_only=True)
class Order:
    """One picture that somebody wants."""

    #: Seconds from the first midnight at which the photo comes, and from there to the press.
    at: float
    thinks: float
    person: int
    style: Style
    width: int
    height: int
    #: What a painting's time is multiplied by.
    noise: float
    #: Seconds of bringing the picture.
    delivery: float
    #: Seconds after the press at which its person loses patience.
    patience: float | None
    fails: bool

    @property
    def megapixels(self) -> float:
        """Its area in millions of pixels."""
        return self.width * self.height / 1e6


def arrivals(chance: Random, days: float, visits: int) -> list[Order]:
    """Everything that is ordered, in order of time.

    Args:
        visits: how often somebody comes on a day, beside the bursts.
    """
    begins = [day * DAY + at for day in range(int(days) + 1) for at in _times(chance, visits)]
    orders = [order for at in begins for order in _visit(chance, at)]
    return sorted((order for order in orders if order.at < days * DAY), key=lambda order: order.at)


def _times(chance: Random, visits: int) -> Iterator[float]:
    """Seconds of a day at which somebody comes: by the hour, and in bursts."""
    while visits > 0:
        at = chance.uniform(0, DAY)
        if chance.random() < (5 + 4 * cos(2 * pi * (at / 3600 - PEAK) / 24)) / 9:
            visits -= 1
            yield at
    for _ in range(BURSTS):
        begin = chance.gauss(PEAK - 4, 4) % 24 * 3600
        for _ in range(chance.randint(*CROWD)):
            yield begin + chance.uniform(0, BURST)


def _visit(chance: Random, at: float) -> Iterator[Order]:
    """What one person orders in one go."""
    person = 1 + min(PEOPLE - 1, int(chance.expovariate(8 / PEOPLE)))
    for _ in range(chance.choice((1, 1, 1, 2, 3, MOST))):
        width, height = chance.choice(FILES if chance.random() < AS_FILE else PHOTOS)
        yield Order(
            at=at,
            thinks=chance.uniform(3, 15),
            person=person,
            style=STYLES[chance.choices([*WANTED], [*WANTED.values()])[0]],
            width=width,
            height=height,
            noise=chance.lognormvariate(0, NOISE),
            delivery=chance.lognormvariate(-0.7, 0.4),
            patience=chance.uniform(2, 60) if chance.random() < GIVEN_UP else None,
            fails=chance.random() < FAILS,
        )
        at += chance.expovariate(1 / BETWEEN)
