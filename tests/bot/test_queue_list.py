"""/queue: a person sees what they wait for, and can take it out."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from jobs.catalogue import Lane
from jobs.record import State
from jobs.settings import settings
from sandbox.person import Person, Sandbox
from tests.bot.lives import Bot
from tests.bot.people_pages import asks, bot_with_workers, orders, presses, texts


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    monkeypatch.setenv("ATELIER_FAST_WAITING", "2")
    settings.cache_clear()
    async with bot_with_workers(sandbox, redis, tmp_path, monkeypatch) as bot:
        yield bot
    settings.cache_clear()


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


async def test_who_waits_for_nothing_is_told_how_to_begin(bot: Bot, anna: Person):
    answer = await asks(bot, anna, "/queue")

    assert "no picture waiting" in answer.words
    assert answer.buttons == []


async def test_the_list_shows_places_and_what_is_held(bot: Bot, anna: Person):
    for _ in range(3):
        await orders(bot, anna)
    answer = await asks(bot, anna, "/queue")
    lines = answer.words.splitlines()[1:]

    assert len(lines) == 3
    assert [("of 2" in line, "waits for your others" in line) for line in lines] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert all("Hokusai" in line for line in lines)


async def test_other_peoples_pictures_are_not_on_it(bot: Bot, sandbox: Sandbox, anna: Person):
    await orders(bot, sandbox.person(name="Boris", language="en"))
    answer = await asks(bot, anna, "/queue")

    assert "no picture waiting" in answer.words


async def test_a_press_takes_one_out_and_its_own_message_says_so(bot: Bot, anna: Person):
    status = await orders(bot, anna)
    await orders(bot, anna)
    job_id = (status.button("Cancel").data or "").rpartition("|")[2]
    page = await asks(bot, anna, "/queue")
    left = await presses(bot, anna, f"v1|unqueue|{job_id}", page)
    record = bot.desk.store.record(job_id)

    assert record is not None
    assert record.state is State.CANCELLED
    assert "Cancelled" in anna.again(status).words
    assert len(left.words.splitlines()) == 2
    assert len(texts(left)) == 2


async def test_what_is_being_painted_shows_how_far_it_is(bot: Bot, anna: Person):
    await orders(bot, anna)
    claim = bot.desk.store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    bot.desk.store.renew(claim, 0.42)
    page = await asks(bot, anna, "/queue")

    assert "🎨 42 %" in page.words


async def test_looking_again_shows_what_is_true_now(bot: Bot, anna: Person):
    await orders(bot, anna)
    page = await asks(bot, anna, "/queue")
    claim = bot.desk.store.claim(Lane.FAST, "w1", {"wave"})
    assert claim is not None
    bot.desk.store.conclude(claim, State.FAILED)
    bot.desk.store.finish(claim.job.id, claim.fence)
    again = await presses(bot, anna, "Look again", page)

    assert "no picture waiting" in again.words
