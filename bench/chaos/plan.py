"""Who sends which picture when, and what they want done with it: drawn from one seed."""

from dataclasses import dataclass, replace
from random import Random

from bench.chaos.patterns import Pattern, drawn

#: Fast styles that the embedded weights have.
STYLES = ("wave", "wheatfield", "cradle", "visit")
#: Sides in pixels: of most photos; of some, which take a second to paint; of the poisoned, which take longer.
SMALL, LARGE, POISONED = (110, 190), (400, 700), (1000, 1200)
#: Shares of the photos that are large, get an own style with Gatys, are cancelled.
LARGE_SHARE, OWN_SHARE, CANCEL_SHARE = 0.05, 0.03, 0.05
#: Photos of one person at most, as a multiple of the mean: more than a chat's flood budget lets through.
MOST = 2.5


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One picture to be painted."""

    number: int
    #: Which of the people, from 0.
    person: int
    #: Seconds after the beginning.
    moment: float
    photo: Pattern
    #: Name of a fast style; None: a picture of their own, by Gatys.
    style: str | None
    #: They change their mind once it waits.
    cancels: bool
    #: Whoever paints it is killed.
    poisoned: bool


def plans(*, seed: int, pictures: int, people: int, poisoned: int, seconds: float) -> list[Plan]:
    """Draw what a crowd does in this time; poisoned pictures come early: giving them up takes long."""
    chance = Random(seed)
    who = _shares(chance, pictures, people)
    kinds = [_kind(chance, number < poisoned) for number in range(pictures)]
    photos = drawn(pictures, chance, [size for size, _, _ in kinds])
    made = [
        Plan(
            number=number,
            person=who[number],
            moment=chance.uniform(0, seconds),
            photo=photo,
            style=style,
            cancels=cancels,
            poisoned=number < poisoned,
        )
        for number, (photo, (_, style, cancels)) in enumerate(zip(photos, kinds, strict=True))
    ]
    made = [replace(plan, moment=plan.moment * 2 / 3) if plan.poisoned else plan for plan in made]
    return sorted(made, key=lambda plan: plan.moment)


def _kind(chance: Random, poisoned: bool) -> tuple[tuple[int, int], str | None, bool]:
    """Size, style, and whether it is cancelled."""
    style = chance.choice(STYLES)
    if poisoned:
        return POISONED, style, False
    if chance.random() < OWN_SHARE:
        return SMALL, None, False
    return LARGE if chance.random() < LARGE_SHARE else SMALL, style, chance.random() < CANCEL_SHARE


def _shares(chance: Random, pictures: int, people: int) -> list[int]:
    """Who sends each picture: everybody one at least, some many."""
    most = max(1.0, MOST * pictures / people)
    sent = [1] * people
    weights = [1 / (1 + place) ** 0.7 for place in range(people)]
    while sum(sent) < pictures:
        (person,) = chance.choices(range(people), weights)
        sent[person] += sent[person] < most
    who = [person for person, count in enumerate(sent) for _ in range(count)][:pictures]
    chance.shuffle(who)
    return who
