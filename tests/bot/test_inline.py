"""Inline mode: a person's last pictures, theirs alone, to be sent into any chat."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from jobs.history import Entry, History
from jobs.job import StylePart
from sandbox.person import Person, Sandbox
from sandbox.results import Results
from tests.bot.lives import Bot, picture
from tests.bot.people_pages import bot_with_workers
from tests.chat.samples import job, result


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    async with bot_with_workers(sandbox, redis, tmp_path, monkeypatch) as bot:
        yield bot


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


async def painted(bot: Bot, person: Person, number: int, style: str, kind: str = "photo") -> str:
    """Put a picture into a person's history, as a delivery does: its job's label."""
    file = picture(64, 48 + number)
    if kind == "photo":
        sent = await bot.app.bot.send_photo(person.id, file)
        file_id = sent.photo[-1].file_id
    else:
        document = (await bot.app.bot.send_document(person.id, file, filename="a.png")).document
        assert document is not None
        file_id = document.file_id
    wanted = job(number, person=person.id, styles=(StylePart(gallery=style, weight=1),))
    done = result(seconds=1).model_copy(update={"kind": kind})
    History(bot.desk.store.redis).note(Entry.of(wanted, done, file_id, "caption"))
    return wanted.label


async def asked(bot: Bot, person: Person, words: str = "") -> Results:
    """What the bot answers to an inline query."""
    asking = asyncio.create_task(asyncio.to_thread(person.inline, words))
    while not asking.done():
        await bot.handle_all()
        await asyncio.sleep(0.02)
    return asking.result()


async def test_the_last_pictures_are_shown_youngest_first_for_this_person_alone(bot: Bot, anna: Person):
    await painted(bot, anna, 1, "wave")
    await painted(bot, anna, 2, "candy", kind="document")
    answer = await asked(bot, anna)

    assert [one.kind for one in answer.results] == ["document", "photo"]
    assert answer.personal
    assert answer.cache_time <= 5
    assert "Candy" in (answer.results[0].title or "")


async def test_what_is_chosen_arrives_in_the_other_chat_with_its_style(
    bot: Bot, sandbox: Sandbox, anna: Person
):
    await painted(bot, anna, 1, "wave")
    within = anna.within(sandbox.group("Friends"))
    answer = await asked(bot, within)
    sent = answer.choose(answer.results[0])

    assert sent.chat_id == within.chat_id
    assert sent.media == "photo"
    assert "Hokusai" in sent.words


async def test_words_and_numbers_choose_among_them(bot: Bot, anna: Person):
    label = await painted(bot, anna, 1, "wave")
    await painted(bot, anna, 2, "candy")

    assert len((await asked(bot, anna, "hokusai")).results) == 1
    assert len((await asked(bot, anna, f"#{label}")).results) == 1
    assert (await asked(bot, anna, "no such style")).results == ()


async def test_other_peoples_pictures_are_never_shown(bot: Bot, sandbox: Sandbox, anna: Person):
    await painted(bot, anna, 1, "wave")
    answer = await asked(bot, sandbox.person(name="Boris", language="ru"))

    assert answer.results == ()
    assert answer.button is not None
    assert "картинку" in answer.button[0]
