"""A bot in the tests' process with workers that only say that they are there, for pages of one person."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest
from redis import Redis

from jobs.catalogue import Lane
from jobs.presence import Announcement, Presence
from sandbox.person import Message, Person, Sandbox
from tests.bot.lives import Bot, bot_of, picture, tickets_to

_HEIGHTS = count(1)


@asynccontextmanager
async def bot_with_workers(
    sandbox: Sandbox, redis: Redis, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    """A bot that has answered nothing yet."""
    tickets_to(redis, monkeypatch)
    announce(redis)
    async with bot_of(sandbox, redis, folder) as bot:
        await bot.updates()  # those of other tests
        yield bot


def announce(redis: Redis) -> None:
    """Let a worker of each lane say that it is there."""
    for lane, able in ((Lane.FAST, {"wave"}), (Lane.SLOW, {"gatys"})):
        word = Announcement(name=f"{lane}@test.1", lane=lane, device="cpu", able=frozenset(able))
        Presence(redis).announce(word)


async def asks(bot: Bot, person: Person, text: str) -> Message:
    """The bot's answer to a text."""
    person.send_text(text)
    await bot.handle_all()
    return last(person)


async def presses(bot: Bot, person: Person, button: str, on: Message) -> Message:
    """The message as it is after one of its buttons was pressed."""
    person.press(button, on=on)
    await bot.handle_all()
    return person.again(on)


async def orders(bot: Bot, person: Person, width: int = 64) -> Message:
    """The status message of a fast picture that waits; each time of another photo."""
    person.send_photo(picture(width, 48 + next(_HEIGHTS)))
    await bot.handle_all()
    card = last(person)
    await presses(bot, person, "v1|fast|", card)
    return await presses(bot, person, "v1|paint|wave", card)


def last(person: Person) -> Message:
    """The youngest message of the bot."""
    return [message for message in person.messages() if message.from_bot][-1]


def texts(message: Message) -> list[str]:
    """What stands on the buttons."""
    return [button.text for row in message.buttons for button in row]
