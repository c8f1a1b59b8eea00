"""Asking Telegram for updates: they are confirmed when they lie in the inbox, by one process at a time."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from redis import Redis
from telegram.error import InvalidToken
from telegram.ext import ExtBot

from bot.updates import absence, patience
from bot.updates.absence import Absence
from bot.updates.intake import Intake
from bot.updates.polling import Polling
from chat.bot_api import bot as client
from chat.flood import Priority
from jobs.inbox import Inbox
from jobs.settings import Settings
from local.redis import running as redis_running
from sandbox.person import Sandbox
from sandbox.serving import DEFAULT_TOKEN, running

#: Seconds for anything to happen.
SOON = 30
BOT = 42


@pytest.fixture
def telegram() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "FIRST", 0.05)


def bot_of(telegram: Sandbox, redis: Redis, token: str = DEFAULT_TOKEN) -> ExtBot[Priority]:
    return client(Settings(bot_token=token, bot_api_url=telegram.base_url), redis)


@asynccontextmanager
async def asking(telegram: Sandbox, redis: Redis, owner: str = "a") -> AsyncIterator["asyncio.Task[None]"]:
    """Let a process ask while the block runs."""
    async with bot_of(telegram, redis) as bot:
        inbox = Inbox(redis, BOT)
        intake = Intake(inbox, Absence(bot), wake=lambda: None)
        polling = asyncio.create_task(Polling(bot, inbox, intake, owner).run())
        try:
            yield polling
        finally:
            polling.cancel()
            await asyncio.wait({polling})


async def until(fits: Callable[[], object]) -> None:
    async with asyncio.timeout(SOON):
        while not await asyncio.to_thread(fits):  # noqa: ASYNC110 - another server's state
            await asyncio.sleep(0.02)


async def confirmed(telegram: Sandbox) -> None:
    await until(lambda: not telegram.waiting_updates())


def stored(redis: Redis) -> list[int]:
    """Take everything out of the inbox: the numbers of the updates, chat by chat."""
    inbox, updates = Inbox(redis, BOT), []
    while claim := inbox.claim("test"):
        while claim:
            updates.append(claim.update)
            claim = inbox.done(claim)
    return updates


async def test_what_is_confirmed_lies_in_the_inbox_and_without_names(telegram: Sandbox, redis: Redis):
    anna = telegram.person(name="Quetzalina")
    group = telegram.group("Quetzalina's friends")
    async with asking(telegram, redis):
        for text in ("one", "two", "three"):
            anna.send_text(text)
        anna.within(group).send_text("four")
        await confirmed(telegram)
    everything = "".join(entry for key in redis.keys("*:chat:*") for entry in redis.lrange(key, 0, -1))

    assert all(text in everything for text in ("one", "two", "three", "four", str(group.chat_id)))
    assert "Quetzalina" not in everything
    assert len(stored(redis)) == 4


async def test_an_update_that_comes_twice_is_stored_once(telegram: Sandbox, redis: Redis):
    anna = telegram.person()
    async with asking(telegram, redis):
        anna.send_text("one")
        await confirmed(telegram)
        telegram.repeat_update()
        await confirmed(telegram)
        anna.send_text("two")
        await confirmed(telegram)

    assert len(stored(redis)) == 2


async def test_errors_of_telegram_are_waited_out(telegram: Sandbox, redis: Redis):
    anna = telegram.person()
    telegram.fault("502", method="deleteWebhook")
    for kind in ("429", "502", "reset_after"):
        telegram.fault(kind, method="getUpdates", seconds=1)
    async with asking(telegram, redis):
        anna.send_text("one")
        await confirmed(telegram)

    assert len(stored(redis)) == 1
    assert {200, 429, 502} <= {call["status"] for call in telegram.calls("getUpdates")}


async def test_one_process_asks_and_when_it_stops_the_next_goes_on(telegram: Sandbox, redis: Redis):
    anna, first = telegram.person(), AsyncExitStack()
    async with first:
        await first.enter_async_context(asking(telegram, redis, "a"))
        await until(lambda: Inbox(redis, BOT).elect("a") and telegram.calls("deleteWebhook"))
        async with asking(telegram, redis, "b"):
            anna.send_text("one")
            await confirmed(telegram)
            asked = telegram.calls("deleteWebhook")
            await first.aclose()
            anna.send_text("two")
            await confirmed(telegram)
    refused = [call for call in telegram.calls("getUpdates") if call["status"] == 409]

    assert len(stored(redis)) == 2
    assert refused == []
    assert (len(asked), len(telegram.calls("deleteWebhook"))) == (1, 2)


async def test_a_conflict_with_a_stranger_is_waited_out(telegram: Sandbox, redis: Redis):
    anna = telegram.person()
    async with asking(telegram, redis), bot_of(telegram, redis) as stranger:
        await until(lambda: telegram.calls("deleteWebhook"))
        await stranger.get_updates(timeout=0)
        anna.send_text("one")
        await until(lambda: Inbox(redis, BOT).chats())

    assert len(stored(redis)) == 1


async def test_a_token_that_telegram_does_not_know_ends_it(telegram: Sandbox, redis: Redis):
    strange = bot_of(telegram, redis, "42:" + "another-token")
    inbox = Inbox(redis, BOT)
    polling = Polling(strange, inbox, Intake(inbox, Absence(strange), lambda: None), "a")
    await strange.request.initialize()
    with pytest.raises(InvalidToken):
        await asyncio.wait_for(polling.run(), SOON)
    await strange.request.shutdown()

    assert inbox.elect("b")  # it has resigned


async def test_while_redis_is_away_nothing_is_confirmed_and_each_person_hears_once(
    telegram: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(absence, "UNNOTICED", 0.3)
    port = free_port()
    anna, boris = telegram.person(), telegram.person(language="ru")
    group = anna.within(telegram.group())
    with redis_running(tmp_path, port) as redis:
        polling = asking(telegram, redis)
        await polling.__aenter__()
        await until(lambda: redis.exists(f"inbox:{BOT}:poller"))
    for person in (anna, boris, group, anna):
        person.send_text("one")
    heard = await asyncio.to_thread(anna.wait_for, lambda message: message.from_bot, SOON)
    also = await asyncio.to_thread(boris.wait_for, lambda message: message.from_bot, SOON)
    waiting = len(telegram.waiting_updates())
    with redis_running(tmp_path, port) as redis:
        await confirmed(telegram)
        updates = stored(redis)
        await polling.__aexit__(None, None, None)

    assert heard.words == "⏳ I have your message and will start as soon as I can."
    assert also.words == "⏳ Ваше сообщение у меня, начну, как только смогу."
    assert (waiting, len(updates)) == (4, 4)
    for person in (anna, boris):
        assert len([message for message in person.messages() if message.from_bot]) == 1
    assert not any(message.from_bot for message in group.messages())


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
