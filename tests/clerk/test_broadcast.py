"""Broadcasts: to everybody's private chat once, stoppable, and to nobody who left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from chat.bot_api import BotThread, bot
from chat.deliver import Delivery
from clerk.broadcast import broadcast
from clerk.desk import Desk
from jobs import keys
from jobs.broadcasts import Broadcasts
from jobs.estimates import Estimates
from jobs.results import Results
from jobs.settings import Settings
from jobs.store import Store
from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, running

WORDS = "Back at <noon> & rested"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


@pytest.fixture
def desk(sandbox: Sandbox, redis: Redis, tmp_path: Path) -> Iterator[Desk]:
    settings = Settings(bot_token=DEFAULT_TOKEN, bot_api_url=sandbox.base_url, results_url=tmp_path.as_uri())
    store, results = Store(redis), Results(settings.results_url)
    thread = BotThread(bot(settings, redis))
    yield Desk(settings, store, results, thread, Delivery(thread.bot, store, results), Estimates(redis))
    thread.close()


def crowd(sandbox: Sandbox, redis: Redis, size: int) -> list[Person]:
    """People whose private chats are known."""
    people = [sandbox.person(name="Crowd") for _ in range(size)]
    for at, person in enumerate(people):
        redis.zadd(keys.CHATS, {str(person.id): at})
    return people


def heard(person: Person) -> int:
    return sum(message.words == WORDS for message in person.messages())


def sent_out(desk: Desk) -> None:
    """Let the clerk come by until there is nothing to do."""
    while desk.store.redis.llen(keys.BROADCASTS):
        desk.store.redis.delete("flood:all")
        broadcast(desk)


def test_everybody_hears_it_once_as_it_was_written(desk: Desk, sandbox: Sandbox, redis: Redis):
    people = crowd(sandbox, redis, 25)
    broadcasts = Broadcasts(redis)
    asked = broadcasts.ask("1", WORDS)
    begun = [broadcasts.begin("1"), broadcasts.begin("1")]
    sent_out(desk)
    found = broadcasts.find("1")

    assert asked == 25
    assert begun == [True, False]
    assert [heard(person) for person in people] == [1] * 25
    assert found is not None
    assert (found.stage, found.sent, found.away, found.left) == ("over", 25, 0, 0)


def test_nothing_goes_out_before_it_is_confirmed(desk: Desk, sandbox: Sandbox, redis: Redis):
    (anna,) = crowd(sandbox, redis, 1)
    Broadcasts(redis).ask("1", WORDS)
    broadcast(desk)

    assert heard(anna) == 0


def test_who_blocked_the_bot_is_forgotten_and_the_others_hear_it(desk: Desk, sandbox: Sandbox, redis: Redis):
    gone, anna = crowd(sandbox, redis, 2)
    gone.block()
    broadcasts = Broadcasts(redis)
    broadcasts.ask("1", WORDS)
    broadcasts.begin("1")
    sent_out(desk)
    found = broadcasts.find("1")

    assert heard(anna) == 1
    assert redis.zrange(keys.CHATS, 0, -1) == [str(anna.id)]
    assert found is not None
    assert (found.sent, found.away) == (1, 1)


def test_when_it_is_stopped_nobody_else_hears_it(desk: Desk, sandbox: Sandbox, redis: Redis):
    people = crowd(sandbox, redis, 25)
    broadcasts = Broadcasts(redis)
    broadcasts.ask("1", WORDS)
    broadcasts.begin("1")
    broadcast(desk)
    broadcasts.stop("1")
    sent_out(desk)

    assert 0 < sum(heard(person) for person in people) < 25


def test_a_429_puts_the_chat_back(desk: Desk, sandbox: Sandbox, redis: Redis):
    (anna,) = crowd(sandbox, redis, 1)
    broadcasts = Broadcasts(redis)
    broadcasts.ask("1", WORDS)
    broadcasts.begin("1")
    sandbox.fault("429", "sendMessage", times=1, retry_after=1)
    broadcast(desk)
    left = broadcasts.find("1")
    sandbox.clear_faults()
    for key in redis.scan_iter("hold:*"):
        redis.delete(key)
    sent_out(desk)

    assert left is not None
    assert (left.left, left.sent) == (1, 0)
    assert heard(anna) == 1


def test_a_clerk_that_is_gone_after_taking_a_chat_does_not_lead_to_a_second_message(
    desk: Desk, sandbox: Sandbox, redis: Redis
):
    people = crowd(sandbox, redis, 3)
    broadcasts = Broadcasts(redis)
    broadcasts.ask("1", WORDS)
    broadcasts.begin("1")
    under_way = broadcasts.under_way()
    assert under_way is not None
    taken = broadcasts.next_chat(under_way)
    sent_out(desk)

    assert [heard(person) for person in people] == [int(person.id != taken) for person in people]
