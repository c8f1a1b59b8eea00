"""A bot in the tests' process, and what people send to it: what the tests of the ways in share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis import Redis

from bot.cards.draft import Draft
from bot.ways import albums
from jobs.catalogue import Lane
from jobs.job import Job
from jobs.presence import Announcement, Presence
from sandbox.person import Message, Person, Sandbox
from tests.bot.lives import Bot, bot_of, picture, tickets_to

FAST = frozenset({"wave", "candy", "mosaic", "microast"})


@asynccontextmanager
async def bot_at_work(
    sandbox: Sandbox, redis: Redis, folder: Path, environment: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    """A bot that has answered nothing yet, which waits for albums no longer than it must."""
    tickets_to(redis, environment)
    environment.setattr(albums, "SETTLED", 0.01)
    for lane, able in ((Lane.FAST, FAST), (Lane.SLOW, frozenset({"gatys"}))):
        word = Announcement(name=f"{lane}@test.1", lane=lane, device="cpu", able=able)
        Presence(redis).announce(word)
    async with bot_of(sandbox, redis, folder) as bot:
        await bot.updates()  # those of other tests
        yield bot


def said(person: Person) -> list[Message]:
    """What the bot has written in the chat."""
    return [message for message in person.messages() if message.from_bot]


async def answers(bot: Bot, person: Person) -> list[Message]:
    """What the bot writes when it handles what has come."""
    before = {message.id for message in said(person)}
    await bot.handle_all()
    return [message for message in said(person) if message.id not in before]


async def answer(bot: Bot, person: Person) -> Message:
    """The one message that the bot writes when it handles what has come."""
    (one,) = await answers(bot, person)
    return one


async def says(bot: Bot, person: Person, text: str, reply_to: Message | None = None) -> Message:
    """The bot's one answer to a text."""
    person.send_text(text, reply_to=reply_to)
    return await answer(bot, person)


async def card_of(bot: Bot, person: Person, width: int = 64) -> Message:
    """Send a photo: its card."""
    person.send_photo(picture(width, 48))
    return await answer(bot, person)


async def press(bot: Bot, person: Person, button: str, on: Message) -> Message:
    """Press a button: the message as it is then."""
    person.press(button, on=on)
    await bot.handle_all()
    return person.again(on)


def draft_on(bot: Bot, card: Message) -> Draft:
    """The draft of a card."""
    draft = bot.desk.drafts.load(card.chat_id, card.id)
    assert draft is not None
    return draft


def job_of(bot: Bot, person: Person) -> Job:
    """The only job of a person."""
    names = (key.removeprefix("job:") for key in bot.desk.store.redis.scan_iter("job:*"))
    records = [record for name in names if (record := bot.desk.store.record(name))]
    (job,) = [record.job for record in records if record.job.person == person.id]
    return job
