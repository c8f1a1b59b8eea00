"""The 🗑 under a picture: asked once, then it is gone wherever we have it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane
from jobs.history import History
from jobs.record import State
from sandbox.person import Sandbox
from tests.bot.lives import bot_of, picture, tickets_to
from tests.bot.results_scene import ABLE, Scene, announce, id_of, texts
from tests.chat.samples import result
from tests.chat.test_delivery import sticker


@pytest.fixture
async def scene(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scene]:
    tickets_to(redis, monkeypatch)
    async with bot_of(sandbox, redis, tmp_path) as bot:
        await bot.updates()
        for lane, able in ABLE.items():
            announce(bot, lane, able)
        yield Scene(bot, sandbox.person(name="Anna", language="en"))
    sandbox.clear_faults()


async def test_it_asks_once_and_no_leaves_all_as_it_was(scene: Scene):
    shown = await scene.result()
    answer = await scene.press("🗑")
    asking = scene.youngest()
    await scene.press("No, keep it")
    back = scene.youngest()

    assert answer.text == "Delete this picture?"
    assert texts(asking) == [["🗑 Yes, delete it"], ["⬅️ No, keep it"]]
    assert (asking.words, asking.media) == (shown.words, "photo")
    assert texts(back) == texts(shown)


async def test_yes_deletes_the_message_the_file_and_every_note(scene: Scene):
    shown = await scene.result()
    name, redis = id_of(shown), scene.bot.desk.store.redis
    known = scene.bot.desk.store.delivered(name)
    await scene.press("🗑")
    answer = await scene.press("Yes, delete it")
    left = [str(redis.dump(key)) for key in redis.keys("*")]

    assert answer.text == "🗑 Deleted."
    assert [message.from_bot for message in scene.anna.messages()] == [False]
    assert scene.bot.desk.results.read(name) is None
    assert History(redis).all(scene.anna.id) == []
    assert redis.keys("same:*") == []
    assert known
    assert not any(known in each for each in left)


async def test_a_message_too_old_to_be_deleted_is_emptied(scene: Scene):
    shown = await scene.result()
    scene.anna.age(shown, hours=49)
    await scene.press("🗑")
    await scene.press("Yes, delete it")
    emptied = scene.youngest()

    assert (emptied.id, emptied.media, emptied.words) == (shown.id, "photo", "🗑 Deleted.")
    assert emptied.size == (320, 80)
    assert emptied.buttons == []


async def test_where_nothing_is_known_any_more_the_message_goes_all_the_same(scene: Scene):
    shown = await scene.result()
    scene.forget_record(shown)
    History(scene.bot.desk.store.redis).forget(scene.anna.id, id_of(shown))
    await scene.press("🗑")
    await scene.press("Yes, delete it")

    assert [message.from_bot for message in scene.anna.messages()] == [False]


async def test_a_picture_that_is_still_to_be_confirmed_does_not_come_back(scene: Scene):
    await scene.ordered()
    store = scene.bot.desk.store
    claim = store.claim(Lane.FAST, "w1", ABLE[Lane.FAST])
    scene.bot.desk.results.write(claim.job.id, picture())
    store.conclude(claim, State.DONE, result=result())
    store.redis.set(keys.edit(scene.anna.chat_id, claim.job.status_message, "late"), 1, px=60_000)
    confirmed = await scene.bot.delivery.deliver(claim.job.id, claim.fence)
    await scene.press("🗑")
    await scene.press("Yes, delete it")
    store.redis.hset(keys.job(claim.job.id), "lease_until", 0)
    fence = store.claim_delivery(claim.job.id)

    assert not confirmed
    assert fence is None
    assert [message.from_bot for message in scene.anna.messages()] == [False]


async def test_a_delivery_under_way_finds_the_message_gone_and_sends_no_other(scene: Scene):
    await scene.ordered()
    store = scene.bot.desk.store
    claim = store.claim(Lane.FAST, "w1", ABLE[Lane.FAST])
    scene.bot.desk.results.write(claim.job.id, picture())
    store.conclude(claim, State.DONE, result=result())
    record = store.record(claim.job.id)
    status = scene.youngest()
    await scene.press(f"v1|erase|{claim.job.id}", on=status)
    store.redis.hset(keys.job(claim.job.id), mapping={"state": "delivering", "fence": record.fence})
    scene.bot.desk.results.write(claim.job.id, picture())  # read before it was deleted
    await scene.bot.delivery.deliver(claim.job.id, record.fence)

    assert [message.from_bot for message in scene.anna.messages()] == [False]


async def test_a_sticker_goes_with_its_words(scene: Scene):
    await scene.ordered()
    store = scene.bot.desk.store
    claim = store.claim(Lane.FAST, "w1", ABLE[Lane.FAST])
    scene.bot.desk.results.write(claim.job.id, sticker())
    store.conclude(claim, State.DONE, result=result("sticker"))
    await scene.bot.delivery.deliver(claim.job.id, claim.fence)
    words = next(message for message in scene.anna.messages() if message.words.startswith("✅"))
    await scene.press("🗑", on=words)
    await scene.press("Yes, delete it", on=words)

    assert [message.from_bot for message in scene.anna.messages()] == [False]


async def test_deleted_twice_is_deleted_once(scene: Scene):
    await scene.result()
    await scene.press("🗑")
    scene.anna.press("Yes, delete it", on=scene.youngest())
    [update] = await scene.bot.updates()
    for steps in (3, 6, 9, 12):
        await scene.bot.killed_after(steps, update)
    await scene.bot.handle(update)
    await scene.bot.handle(update)

    assert [message.from_bot for message in scene.anna.messages()] == [False]
    assert History(scene.bot.desk.store.redis).all(scene.anna.id) == []
