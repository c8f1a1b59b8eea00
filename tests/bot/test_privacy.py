"""/privacy and /delete_me: what is said is true, and what goes is gone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from bot.people import Preferences
from jobs import keys
from jobs.catalogue import Lane
from jobs.record import State
from sandbox.person import Person, Sandbox
from tests.bot.lives import Bot, picture
from tests.bot.people_pages import announce, asks, bot_with_workers, last, orders, presses
from tests.chat.samples import result


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    async with bot_with_workers(sandbox, redis, tmp_path, monkeypatch) as bot:
        yield bot


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


def everything(redis: Redis) -> dict[str, str]:
    """All that Redis holds, in words."""
    readers = {
        "string": redis.get,
        "hash": redis.hgetall,
        "list": lambda key: redis.lrange(key, 0, -1),
        "set": redis.smembers,
        "zset": lambda key: redis.zrange(key, 0, -1),
    }
    readable = (key for key in redis.scan_iter() if not key.endswith(":people"))  # binary, and of nobody
    return {key: f"{key} {readers[redis.type(key)](key)}" for key in readable}


def traces(redis: Redis, *words: str) -> set[str]:
    """Keys that a person can be found in."""
    return {key for key, said in everything(redis).items() if any(word in said for word in words)}


def lasting(redis: Redis, *words: str) -> set[str]:
    """Keys that a person can be found in for more than five minutes."""
    return {key for key in traces(redis, *words) if not 0 < redis.ttl(key) <= 300}


async def live(bot: Bot, anna: Person) -> list[str]:
    """Do all that leaves traces: settings, a result, a job that is painted, one that waits, an open card."""
    page = await asks(bot, anna, "/settings")
    await presses(bot, anna, "1280 px", page)
    ids = []
    for _ in range(3):
        status = await orders(bot, anna)
        ids.append((status.button("Cancel").data or "").rpartition("|")[2])
    store = bot.desk.store
    done = store.claim(Lane.FAST, "w1", {"wave"})
    assert done is not None
    bot.desk.results.write(done.job.id, picture())
    store.conclude(done, State.DONE, result=result(seconds=1))
    await bot.delivery.deliver(done.job.id, done.fence)
    assert store.claim(Lane.FAST, "w1", {"wave"}) is not None  # is being painted
    anna.send_photo(picture())
    await bot.handle_all()
    await presses(bot, anna, "v1|own|", last(anna))
    return ids


async def delete(bot: Bot, anna: Person) -> None:
    page = await asks(bot, anna, "/delete_me")
    await presses(bot, anna, "Yes, delete", page)


async def test_the_page_names_the_hours_that_paintings_are_kept(bot: Bot, anna: Person):
    page = await asks(bot, anna, "/privacy")

    assert f"{bot.desk.settings.results_hours} h" in page.words
    assert page.button("Delete everything")


async def test_nothing_goes_before_the_second_yes(bot: Bot, redis: Redis, anna: Person):
    await live(bot, anna)
    page = await asks(bot, anna, "/privacy")
    asked = await presses(bot, anna, "Delete everything", page)
    kept = await presses(bot, anna, "No, keep", asked)

    assert "nothing was deleted" in kept.words
    assert Preferences.load(redis, anna.id).longest == 1280
    assert len(bot.desk.store.of_person(anna.id)) == 2


async def test_afterwards_a_person_is_found_only_in_what_ends_soon(bot: Bot, redis: Redis, anna: Person):
    running_id = (await live(bot, anna))[1]
    file_ids = {
        record.job.content.file_id
        for i in bot.desk.store.of_person(anna.id)
        if (record := bot.desk.store.record(i))
    }
    assert traces(redis, str(anna.id))
    await delete(bot, anna)
    left = traces(redis, str(anna.id), *file_ids)
    soon = {key for key in left if 0 < redis.ttl(key) <= 300}

    # The job that a worker has in hand goes a minute after its end, and what lists it.
    under_way = {keys.job(running_id), keys.hand(Lane.FAST, anna.id), keys.of_person(anna.id)}
    assert left - soon <= under_way | {key for key in left if key.startswith(("edit:", "card:"))}
    assert "forgotten you" in last(anna).words
    assert "Cancelled" in " ".join(message.words for message in anna.messages())


async def test_the_picture_that_was_being_painted_goes_when_its_worker_stops(
    bot: Bot, redis: Redis, anna: Person
):
    running_id = (await live(bot, anna))[1]
    await delete(bot, anna)
    store = bot.desk.store
    record = store.record(running_id)
    assert record is not None
    fence = record.fence
    claim_state = redis.hget(keys.job(running_id), "cancel")
    redis.hset(keys.job(running_id), mapping={"state": "delivering", "outcome": "cancelled"})
    assert store.finish(running_id, fence)

    assert claim_state == "drop"
    assert redis.ttl(keys.job(running_id)) <= 60


async def test_kept_paintings_are_deleted(bot: Bot, anna: Person):
    done = (await live(bot, anna))[0]
    before = bot.desk.results.read(done)
    await delete(bot, anna)

    assert before is not None
    assert bot.desk.results.read(done) is None


async def test_another_person_loses_nothing(bot: Bot, redis: Redis, sandbox: Sandbox, anna: Person):
    boris = sandbox.person(name="Boris", language="en")
    await live(bot, boris)
    before = traces(redis, str(boris.id))
    await live(bot, anna)
    await delete(bot, anna)

    assert traces(redis, str(boris.id)) >= before - {"served:fast_gan"}


@pytest.mark.slow
async def test_a_bot_that_is_killed_anywhere_ends_it_the_next_time(bot: Bot, redis: Redis, sandbox: Sandbox):
    killed, steps = True, 0
    while killed:
        anna = sandbox.person(name="Anna", language="en")
        done, *under_way = await live(bot, anna)
        page = await asks(bot, anna, "/delete_me")
        anna.press("Yes, delete", on=page)
        (update,) = await bot.updates()
        if killed := await bot.killed_after(steps, update):
            await bot.handle(update)
        steps += 1

        assert "forgotten you" in last(anna).words
        assert Preferences.load(redis, anna.id) == Preferences()
        lists = {keys.hand(Lane.FAST, anna.id), keys.of_person(anna.id)}
        # What a worker paints, or a clerk goes on to tell, goes a minute after its end.
        assert lasting(redis, str(anna.id)) <= {*map(keys.job, under_way)} | lists
        assert not redis.exists(keys.job(done))
        redis.flushall()
        announce(redis)
    assert steps > 5


async def test_in_a_group_only_the_one_who_asked_can_say_yes(
    bot: Bot, sandbox: Sandbox, redis: Redis, anna: Person
):
    group = sandbox.group("Painters")
    Preferences(longest=640).save(redis, anna.id)
    page = await asks(bot, anna.within(group), "/delete_me@atelier_sandbox_bot")
    press = sandbox.person(name="Boris", language="en").within(group).press("Yes, delete", on=page)
    await bot.handle_all()

    answered = press.answer()

    assert answered is not None
    assert answered.text == "This question was for somebody else. Send /delete_me for yourself."
    assert Preferences.load(redis, anna.id).longest == 640
