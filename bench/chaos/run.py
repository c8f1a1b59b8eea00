"""One run: the crowd comes, things go wrong, all comes to rest, and the chats are judged."""

import asyncio
from dataclasses import dataclass
from random import Random
from time import monotonic

from redis.exceptions import RedisError

from bench.chaos import rest, weather
from bench.chaos.crowd import Crowd, Wish
from bench.chaos.faces import ENDS, face
from bench.chaos.feed import Feed
from bench.chaos.murderer import Murderer
from bench.chaos.plan import Plan, plans
from bench.chaos.watch import Photo, Watch
from bench.fleet import Fleet

#: Seconds between two lines of progress.
PROGRESS = 10
#: Seconds without any change, beyond the quiet, after which what is not at rest is taken for stuck: longer
#: than every lease.
PATIENCE = 75


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large a run is."""

    seed: int
    pictures: int
    people: int
    poisoned: int
    #: Seconds in which pictures are sent and things go wrong.
    seconds: float
    #: Seconds without change before the judgement.
    quiet: float


class Run:
    """Everything that happens, from the first photo to the quiet at the end."""

    def __init__(self, fleet: Fleet, size: Size) -> None:
        self.fleet, self.size = fleet, size
        self.feed = Feed(fleet.sandbox)
        self.crowd = Crowd(fleet.sandbox, self.feed, _plans(size), _people(fleet, size.people))
        self.poison: set[Photo] = set()
        self.watch = Watch(fleet.store, self.poison)
        self.murderer = Murderer(fleet, self.watch, Random(size.seed + 1))
        self.taken = weather.Taken()
        #: Seconds from the first photo until nothing was left to do.
        self.seconds = 0.0
        self._began = monotonic()

    async def happen(self) -> None:
        """Live through it."""
        with self.watch.looking():
            crowd = asyncio.create_task(self.crowd.live(self._sent))
            beside = [crowd, *map(asyncio.create_task, (self.feed.follow(), self._keep_telling()))]
            story = asyncio.create_task(self._story(crowd))
            try:
                await asyncio.wait([story, *beside[1:]], return_when=asyncio.FIRST_COMPLETED)
                for task in (story, *beside[1:]):
                    if task.done():
                        task.result()  # what broke here must not look like rest
            finally:
                await _ended(story, *beside)

    def left(self) -> list[str]:
        """What is still to do in Redis, in words."""
        try:
            return rest.left_over(self.fleet.store)
        except RedisError as trouble:
            return [f"Redis is away: {type(trouble).__name__}"]

    def _sent(self, wish: Wish) -> None:
        if wish.plan.poisoned:
            self.poison.add((wish.chat, wish.photo))

    async def _story(self, crowd: "asyncio.Task[None]") -> None:
        await self._trouble(crowd)
        await self._rest(crowd)
        self.seconds = monotonic() - self._began
        await asyncio.sleep(self.size.quiet)

    async def _trouble(self, crowd: "asyncio.Task[None]") -> None:
        """Kill and spoil for as long as pictures are sent."""
        weather.break_out(self.fleet.sandbox, self.size.seed)
        thirds = [self.size.seconds / 3, self.size.seconds * 2 / 3]
        killing = asyncio.create_task(self.murderer.go_about(thirds))
        await asyncio.wait([crowd, killing], timeout=self.size.seconds, return_when=asyncio.FIRST_COMPLETED)
        if killing.done():
            killing.result()
        await _ended(killing)
        self.murderer.make_whole()
        self.taken = weather.calm(self.fleet.sandbox)
        self._say("the faults stop")

    async def _rest(self, crowd: "asyncio.Task[None]") -> None:
        """Wait until nothing is left to do, or nothing happens any more."""
        changed, seen = monotonic(), 0
        while monotonic() - changed < self.size.quiet + PATIENCE:
            if crowd.done() and not await asyncio.to_thread(self.left):
                crowd.result()
                self._say("at rest")
                return
            if seen != len(self.feed.states):
                changed, seen = monotonic(), len(self.feed.states)
            await asyncio.sleep(0.5)
        self._say("not at rest, and nothing happens any more")

    async def _keep_telling(self) -> None:
        while True:
            await asyncio.sleep(PROGRESS)
            self._say("")

    def _say(self, what: str) -> None:
        wishes = self.crowd.wishes
        sent = sum(wish.photo > 0 for wish in wishes)
        ended = sum(self._has_ended(wish) for wish in wishes)
        killed, clock = self.murderer.kills.total(), monotonic() - self._began
        print(f"{clock:4.0f} s  sent {sent}, ended {ended}, killed {killed}  {what}".rstrip(), flush=True)

    def _has_ended(self, wish: Wish) -> bool:
        state = self.feed.now(wish.chat, wish.card) if wish.card else None
        return state is not None and state.message is not None and face(state.message) in ENDS


async def _ended(*tasks: "asyncio.Task[None]") -> None:
    """Cancel, and wait until they are over."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _plans(size: Size) -> list[Plan]:
    return plans(
        seed=size.seed,
        pictures=size.pictures,
        people=size.people,
        poisoned=size.poisoned,
        seconds=size.seconds,
    )


def _people(fleet: Fleet, count: int) -> list[int]:
    languages = ("en", "ru")
    return [fleet.sandbox.person(name=f"Person {i}", language=languages[i % 2]).id for i in range(count)]
