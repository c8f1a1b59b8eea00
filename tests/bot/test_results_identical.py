"""The same request within a week is answered at once, by what Telegram keeps, and says so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane
from jobs.history import History
from jobs.record import State
from sandbox.person import Message, Sandbox
from tests.bot.lives import bot_of, picture, tickets_to
from tests.bot.results_scene import ABLE, Scene, announce, id_of


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


async def another_card(scene: Scene, first: Message) -> Message:
    """A new card for the same photo."""
    await scene.press("Other style", on=first)
    return scene.youngest()


async def asked_again(scene: Scene, first: Message, style: str = "wave") -> Message:
    """Ask for a style on a new card for the same photo."""
    await another_card(scene, first)
    await scene.press("v1|fast|")
    await scene.press(f"v1|paint|{style}")
    return scene.youngest()


async def test_the_same_request_is_answered_at_once_in_the_card(scene: Scene):
    first = await scene.result()
    second = await asked_again(scene, first)

    assert (second.media, second.size) == ("photo", first.size)
    assert second.id != first.id
    assert second.words == (
        "✅ 🌊 Hokusai's wave · Atelier · 64×48, same as your photo"
        " · painted for you before, so it is here at once"
    )
    assert scene.record(second).state is State.DONE
    assert scene.bot.desk.store.load(Lane.FAST) == (0, 0)


async def test_its_buttons_work_as_those_of_the_first(scene: Scene):
    first = await scene.result()
    second = await asked_again(scene, first)
    await scene.press("Original file", on=second)
    file = scene.youngest()
    await scene.press("2×", on=second)
    larger = scene.job()
    await scene.press("Again", on=second)

    assert (file.media, file.reply_to) == ("document", second.id)
    assert file.download() == picture()
    assert larger.source == id_of(first)  # under whose name the painting is kept
    assert scene.job().anew


async def test_it_stands_in_the_history_once(scene: Scene):
    first = await scene.result()
    second = await asked_again(scene, first)
    noted = History(scene.bot.desk.store.redis).all(scene.anna.id)

    assert [entry.id for entry in noted] == [id_of(second)]


@pytest.mark.parametrize("other", ["cradle", "stopped", "another person"])
async def test_what_is_not_the_same_is_painted(scene: Scene, sandbox: Sandbox, other: str):
    first = await scene.result(share=0.5 if other == "stopped" else 1)
    if other == "another person":
        scene.anna = sandbox.person(name="Boris", language="en")
        status = await scene.ordered()  # the same bytes
    else:
        status = await asked_again(scene, first, "cradle" if other == "cradle" else "wave")

    assert status.words.startswith("⏳ In the queue")
    assert scene.bot.desk.store.load(Lane.FAST) == (1, 0)


async def test_a_picture_that_telegram_no_longer_knows_is_painted_after_all(scene: Scene):
    first = await scene.result()
    redis = scene.bot.desk.store.redis
    [(asked, noted)] = redis.hgetall(keys.same(scene.anna.id)).items()
    known = History(redis).all(scene.anna.id)[0].file_id
    redis.hset(keys.same(scene.anna.id), asked, noted.replace(known, "AgACAgIAAxkBAAIBforgotten"))
    await asked_again(scene, first)
    waiting = scene.bot.desk.store.waiting(Lane.FAST)
    painted = await scene.painted()
    shown = scene.youngest()

    assert waiting == [painted.id]
    assert (shown.id, shown.media) == (painted.status_message, "photo")
    assert "painted in" in shown.words


async def test_a_telegram_that_is_busy_gets_the_picture_from_the_clerk(scene: Scene, sandbox: Sandbox):
    first = await scene.result()
    sandbox.fault("429", method="editMessageMedia", seconds=30)
    card = await asked_again(scene, first)
    names = (key.removeprefix("job:") for key in scene.bot.desk.store.redis.keys("job:*"))
    [job_id] = [name for name in names if name != id_of(first)]
    scene.bot.desk.store.redis.hset(keys.job(job_id), "lease_until", 0)
    fence = scene.bot.desk.store.claim_delivery(job_id)
    await scene.bot.delivery.deliver(job_id, fence)

    assert card.media is None
    assert scene.youngest().media == "photo"
    assert scene.bot.desk.store.record(job_id).state is State.DONE


async def test_a_bot_that_dies_while_it_answers_ends_as_if_it_had_not(scene: Scene):
    first = await scene.result()
    ends = []
    for steps in range(40):
        await another_card(scene, first)
        await scene.press("v1|fast|")
        scene.settle()
        scene.anna.press("v1|paint|wave", on=scene.youngest())
        [update] = await scene.bot.updates()
        killed = await scene.bot.killed_after(steps, update)
        if killed:
            await scene.bot.handle(update)
        for job_id in scene.bot.desk.store.redrive().deliver:
            scene.bot.desk.store.redis.hset(keys.job(job_id), "lease_until", 0)
            fence = scene.bot.desk.store.claim_delivery(job_id)
            await scene.bot.delivery.deliver(job_id, fence)
        ends.append((scene.youngest().media, "at once" in scene.youngest().words))
        if not killed:
            break

    assert not killed
    assert len(ends) > 3
    assert set(ends) == {("photo", True)}
    assert scene.bot.desk.store.load(Lane.FAST) == (0, 0)
