"""``python -m bench.service``: what the service costs beside painting. About ten minutes, no faults.

Painters only wait (``bench.idle_worker``), the sandbox counts no messages, and nothing else should run.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from random import Random
from time import monotonic, time
from typing import Any

from bench import results
from bench.chaos.table import quantile
from bench.costs import Costs, Memory, memory
from bench.customers import Customers
from bench.scene import scene
from bench.stages import spell, stages
from chat.flood import OVERALL

#: Seconds that painting takes where it is to take some, and pictures a second.
PAINTING, RATE = 0.2, 5.0
#: Seconds of painting where the workers are to be the limit.
LONG = 1.0
#: Seconds that latency and fairness are looked at.
WHILE = 60.0
#: Customers at once where nothing but the service is to be the limit.
CROWD = 60
#: Pictures after which memory is read: once everything has been used, and long after.
READ_AT = (200, 1000, 2000)
#: Calls that count in the flood budget for one picture: card, styles, status, picture.
CALLS = 4
#: Pictures that the heavy person keeps in hand, and each light one, of whom there are so many.
HEAVY, LIGHT, LIGHT_PEOPLE = 10, 2, 20


def main() -> None:
    """Measure what is asked for, or all, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.service", description=__doc__)
    parser.add_argument("--only", choices=[*MEASUREMENTS], action="append")
    arguments = parser.parse_args()
    lines: list[str] = []
    for name in arguments.only or MEASUREMENTS:
        found = asyncio.run(MEASUREMENTS[name]())
        print("\n".join(found), flush=True)
        lines += ["", *found]
    if not arguments.only:
        results.write("The service beside painting", "python -m bench.service", lines[1:])


async def latency() -> list[str]:
    """From the press to the picture, less the painting, at a steady rate."""

    async def life(customers: Customers) -> None:
        chance = Random(1)
        async with asyncio.TaskGroup() as group:
            for chat in customers.people(int(WHILE * RATE)):
                group.create_task(customers.order(chat))
                await asyncio.sleep(chance.expovariate(RATE))

    with scene(PAINTING) as here:
        await here.live(life)
        served = here.customers.served
        added = [1000 * (one.shown - one.pressed - PAINTING) for one in served]
        parts = stages(here.fleet.store, served, PAINTING)
    return [
        f"**Added latency**, from the press to the picture less painting: p50 {quantile(added, 0.5):.0f} ms,"
        f" p99 {quantile(added, 0.99):.0f} ms (goal 150 and 500); {len(added)} pictures at random moments,"
        f" {RATE:.0f} a second, {PAINTING} s of painting each, 3 workers."
        f" Of these (p50, p99, ms): {spell(parts)}."
    ]


async def rate() -> list[str]:
    """As many pictures as can be had, and what they cost; memory early and late."""
    readings: dict[int, Memory] = {}
    with scene(0.0) as here:
        costs, began = Costs(here.fleet), monotonic()

        async def life(customers: Customers) -> None:
            people = [
                asyncio.create_task(customers.order_on(chat, lambda: len(customers.served) >= READ_AT[-1]))
                for chat in customers.people(CROWD)
            ]
            for count in READ_AT:
                await customers.have_been_served(count)
                readings[count] = memory(here.fleet)
            await asyncio.gather(*people)

        await here.live(life)
        seconds, served = monotonic() - began, len(here.customers.served)
        spent = costs.spent()
    return [*_rate(served, seconds, spent), "", *_memory(readings)]


def _rate(served: int, seconds: float, spent: Mapping[str, float]) -> list[str]:
    each = ", ".join(f"{kind} {1000 * cpu / served:.0f}" for kind, cpu in sorted(spent.items()))
    busy, (interval, _) = sum(spent.values()) / seconds, OVERALL
    allowed = 1 / interval / CALLS
    return [
        f"**Pictures a second** with painters that do nothing, from photo to picture: {served / seconds:.1f}"
        f" ({served} in {seconds:.0f} s, {CROWD} people). The flood budget allows {allowed:.1f}; {busy:.2f}"
        f" cores were busy. Milliseconds of processor for a picture: {each}."
    ]


def _memory(readings: Mapping[int, Memory]) -> list[str]:
    after = " | ".join(f"PSS, RSS after {count}" for count in READ_AT)
    lines = [f"| memory, MB | {after} |", "|---" * (1 + len(READ_AT)) + "|"]
    for name in sorted(set[str].intersection(*(set(reading) for reading in readings.values()))):
        cells = (f"{pss:.0f}, {rss:.0f}" for pss, rss in (readings[count][name] for count in READ_AT))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


async def fairness() -> list[str]:
    """One person with many pictures in hand beside others with few: what each gets."""
    with scene(LONG) as here:
        heavy, *light = here.customers.people(1 + LIGHT_PEOPLE)
        end = time() + WHILE

        async def life(customers: Customers) -> None:
            hands = [heavy] * HEAVY + light * LIGHT
            await asyncio.gather(*(customers.order_on(chat, lambda: time() > end) for chat in hands))

        await here.live(life)
        got = Counter(one.chat for one in here.customers.served if one.shown <= end)
    few = [got[chat] for chat in light]
    return [
        f"**Fairness** over {WHILE:.0f} s, one person with {HEAVY} pictures in hand beside {LIGHT_PEOPLE}"
        f" with {LIGHT}: Jain's index {jain([got[heavy], *few]):.3f}; the one got {got[heavy]} pictures,"
        f" the others {min(few)} to {max(few)}."
    ]


def jain(values: Sequence[float]) -> float:
    """Jain's index: 1 where all have the same, 1/n where one has all."""
    return sum(values) ** 2 / (len(values) * sum(value**2 for value in values))


MEASUREMENTS: dict[str, Callable[[], Coroutine[Any, Any, list[str]]]] = {
    "latency": latency,
    "rate": rate,
    "fairness": fairness,
}

if __name__ == "__main__":
    main()
