"""Handling over a real inbox: order, order across processes, mishaps, and a clean stop."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from redis import Redis
from telegram.error import BadRequest, Forbidden, TimedOut

from bot.updates import handling, verdicts
from bot.updates.handling import Handling
from jobs import keys
from jobs.inbox import Aside, Entry, Inbox

BOT = 42
#: Seconds for anything to happen.
SOON = 20


@pytest.fixture
def inbox(redis: Redis) -> Inbox:
    return Inbox(redis, BOT)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "BETWEEN_TRIES", 0.0)
    monkeypatch.setattr(verdicts, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(handling, "LOOK", 0.02)
    monkeypatch.setattr(handling, "RENEW", 0.05)
    monkeypatch.setattr(handling, "GRACE", 0.2)
    monkeypatch.setattr(handling, "WATCHED", 0.2)


class People:
    """A handler: does what is said for an update, else notes it."""

    def __init__(self) -> None:
        self.handled: list[int] = []
        self.told: list[int] = []
        self.tries: Counter[int] = Counter()
        self.cancelled: list[int] = []
        self.does: dict[int, Callable[[], Awaitable[None]]] = {}
        self.telling: list[Exception] = []

    async def handle(self, text: str) -> None:
        update = int(text)
        self.tries[update] += 1
        try:
            if update in self.does:
                await self.does[update]()
        except asyncio.CancelledError:
            self.cancelled.append(update)
            raise
        self.handled.append(update)

    async def tell_broken(self, text: str) -> None:
        if self.telling:
            raise self.telling.pop()
        self.told.append(int(text))

    def kind(self, text: str) -> str:
        return "message" if text else "nothing"

    def breaks(self, update: int, *errors: Exception) -> None:
        """Let the handler of an update raise these, one after the other."""
        left = list(errors)

        async def broken() -> None:
            if left:
                raise left.pop(0)

        self.does[update] = broken

    def hangs(self, update: int) -> asyncio.Event:
        """Let the handler of an update wait until it is let go."""
        go = asyncio.Event()

        async def hang() -> None:
            await go.wait()

        self.does[update] = hang
        return go


@asynccontextmanager
async def at_work(inbox: Inbox, people: People, owner: str = "a") -> AsyncIterator[Handling]:
    """Handle what is in the inbox while the block runs."""
    working = Handling(inbox, people, owner)
    running = asyncio.create_task(working.run())
    try:
        yield working
    finally:
        working.stop()
        async with asyncio.timeout(SOON):
            await running


def put(inbox: Inbox, *updates: int, chats: int = 1) -> None:
    inbox.put(Entry(update=number, chat=number % chats + 1, text=str(number)) for number in updates)


async def until(fits: Callable[[], object]) -> None:
    async with asyncio.timeout(SOON):
        while not fits():  # noqa: ASYNC110 - another server's state
            await asyncio.sleep(0.01)


async def emptied(inbox: Inbox) -> None:
    await until(lambda: inbox.chats() == 0)


async def test_updates_of_each_chat_are_handled_in_order_by_two_processes_together(inbox: Inbox):
    people, later = People(), defaultdict(list)
    put(inbox, *range(1, 61), chats=6)
    async with at_work(inbox, people, "a"), at_work(inbox, people, "b"):
        await emptied(inbox)
    for update in people.handled:
        later[update % 6].append(update)

    assert sorted(people.handled) == list(range(1, 61))
    assert all(updates == sorted(updates) for updates in later.values())


async def test_a_chat_that_hangs_holds_up_itself_alone(inbox: Inbox):
    people = People()
    go = people.hangs(2)
    async with at_work(inbox, people) as working:
        put(inbox, 2, 4, 3, 5, chats=2)
        working.wake()
        await until(lambda: people.handled == [3, 5])
        go.set()
        await emptied(inbox)

    assert people.handled == [3, 5, 2, 4]
    assert people.tries.total() == 4


async def test_what_fails_three_times_is_told_and_set_aside_and_the_next_is_handled(inbox: Inbox):
    people = People()
    people.breaks(1, *[LookupError("secret words")] * 9)
    put(inbox, 1, 2)
    async with at_work(inbox, people):
        await emptied(inbox)

    assert (people.tries[1], people.told, people.handled) == (3, [1], [2])
    assert inbox.aside() == [Aside(update=1, kind="message", error="LookupError")]


async def test_that_it_does_not_work_is_told_as_soon_as_it_can_be(inbox: Inbox):
    people = People()
    people.breaks(1, *[LookupError()] * 9)
    people.telling = [TimedOut(), TimedOut(), TimedOut()]
    put(inbox, 1)
    async with at_work(inbox, people):
        await emptied(inbox)

    assert (people.tries[1], people.told) == (3, [1])


@pytest.mark.parametrize("error", [BadRequest("no"), Forbidden("no"), LookupError("no")])
async def test_who_cannot_be_told_holds_nobody_up(inbox: Inbox, error: Exception):
    people = People()
    people.breaks(1, *[LookupError()] * 9)
    people.telling = [error]
    put(inbox, 1, 2)
    async with at_work(inbox, people):
        await emptied(inbox)

    assert (people.told, people.handled) == ([], [2])
    assert [note.error for note in inbox.aside()] == ["LookupError"]


async def test_an_update_that_kills_whoever_begins_it_is_set_aside(inbox: Inbox, redis: Redis):
    people = People()
    put(inbox, 1)
    for _ in range(3):
        assert inbox.claim("killed") is not None
        redis.zadd(keys.inbox_due(BOT), {"1": 1})
    async with at_work(inbox, people):
        await emptied(inbox)

    assert (people.handled, people.told) == ([], [1])
    assert inbox.aside() == [Aside(update=1, kind="message", error="killed")]


async def test_of_updates_that_may_have_killed_a_process_one_is_tried_at_a_time(inbox: Inbox, redis: Redis):
    people = People()
    go = [people.hangs(number) for number in (1, 2, 3)]
    put(inbox, 1, 2, 3, chats=9)
    while claim := inbox.claim("killed"):
        redis.zadd(keys.inbox_due(BOT), {str(claim.chat): "inf"})
    redis.zadd(keys.inbox_due(BOT), dict.fromkeys(redis.zrange(keys.inbox_due(BOT), 0, -1), 1))
    put(inbox, 4, chats=9)
    async with at_work(inbox, people):
        await until(lambda: people.handled == [4])
        beside = people.tries.total() - 1
        for event in go:
            event.set()
        await emptied(inbox)

    assert beside == 1
    assert sorted(people.handled) == [1, 2, 3, 4]
    assert people.tries.total() == 4


async def test_what_waits_for_telegram_is_tried_as_often_as_it_takes(inbox: Inbox):
    people = People()
    people.breaks(1, *[TimedOut()] * 7)
    put(inbox, 1, 2)
    async with at_work(inbox, people):
        await emptied(inbox)

    assert (people.tries[1], people.handled, people.told) == (8, [1, 2], [])
    assert inbox.aside() == []


async def test_the_update_of_a_person_who_blocked_the_bot_is_over(inbox: Inbox):
    people = People()
    people.breaks(1, Forbidden("bot was blocked by the user"))
    put(inbox, 1, 2)
    async with at_work(inbox, people):
        await emptied(inbox)

    assert (people.tries[1], people.handled, inbox.aside()) == (1, [2], [])


async def test_a_handler_whose_chat_was_lost_is_stopped_and_writes_nothing(inbox: Inbox, redis: Redis):
    people = People()
    people.hangs(1)
    put(inbox, 1, 2)
    async with at_work(inbox, people):
        await until(lambda: people.tries[1])
        await asyncio.to_thread(redis.zadd, keys.inbox_due(BOT), {"1": 1})
        taken = await asyncio.to_thread(inbox.claim, "b")
        await until(lambda: people.cancelled)

    assert taken is not None
    assert (taken.update, taken.begun) == (1, 2)
    assert inbox.renew([taken]) == set()  # the other one's claim stands
    assert people.handled == []


async def test_a_chat_in_hand_is_kept_for_longer_than_a_lease(
    inbox: Inbox, redis: Redis, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keys, "INBOX_LEASE", 0.4)
    people = People()
    go = people.hangs(1)
    put(inbox, 1)
    async with at_work(inbox, people, "a"), at_work(inbox, people, "b"):
        await asyncio.sleep(1.2)
        go.set()
        await emptied(inbox)

    assert (people.tries[1], people.handled) == (1, [1])


async def test_a_stop_gives_back_what_is_in_hand_and_the_try_with_it(inbox: Inbox):
    people = People()
    people.hangs(1)
    put(inbox, *range(1, 31), chats=1)
    async with at_work(inbox, people):
        await until(lambda: people.tries[1])
    claim = inbox.claim("b")

    assert people.cancelled == [1]
    assert claim is not None
    assert (claim.update, claim.begun) == (1, 1)


async def test_a_stop_lets_what_is_in_hand_end_and_begins_nothing_more(inbox: Inbox):
    people = People()
    go = people.hangs(1)
    put(inbox, 1, 2)
    async with at_work(inbox, people) as working:
        await until(lambda: people.tries[1])
        working.stop()
        go.set()
    claim = inbox.claim("b")

    assert people.handled == [1]
    assert claim is not None
    assert (claim.update, claim.begun) == (2, 1)
