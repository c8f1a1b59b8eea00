"""Cancel while Gatys is painting: asked whether to keep what is there, then kept or dropped, once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from jobs.catalogue import Lane
from jobs.history import History
from jobs.record import Claim, State
from jobs.store import Lease
from sandbox.person import Message, Sandbox
from tests.bot.lives import bot_of, picture, tickets_to
from tests.bot.results_scene import ABLE, Scene, announce, id_of, texts
from tests.chat.samples import result

SLOWLY = ("v1|own|", "v1|gallery|", "v1|pick|drawn_ink", "v1|run|")


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


async def claimed(scene: Scene) -> Claim:
    """A painting by Gatys that a worker has begun."""
    await scene.ordered(*SLOWLY)
    claim = scene.bot.desk.store.claim(Lane.SLOW, "w1", ABLE[Lane.SLOW])
    assert claim is not None
    return claim


async def asked(scene: Scene) -> Message:
    """Its person pressed Cancel at 58 %."""
    claim = await claimed(scene)
    await scene.press("Cancel")
    scene.bot.desk.results.write(claim.job.id, picture())
    scene.bot.desk.store.conclude(claim, State.STOPPED, result=result(share=0.58))
    await scene.bot.delivery.deliver(claim.job.id, claim.fence)
    return scene.youngest()


async def test_cancel_asks_the_worker_to_stop_and_to_keep_what_is_there(scene: Scene):
    claim = await claimed(scene)
    answer = await scene.press("Cancel")

    assert answer.text == "⏹ Stopping…"
    assert scene.bot.desk.store.renew(claim) is Lease.ASK


async def test_cancel_of_a_fast_painting_asks_nothing(scene: Scene):
    await scene.ordered()
    claim = scene.bot.desk.store.claim(Lane.FAST, "w1", ABLE[Lane.FAST])
    await scene.press("Cancel")

    assert scene.bot.desk.store.renew(claim) is Lease.CANCEL


async def test_what_is_kept_becomes_the_picture_as_every_other(scene: Scene):
    question = await asked(scene)
    await scene.press("Keep")
    shown = scene.youngest()

    assert question.words.startswith("⏹ Stopped at 58 %. Keep it? · 🖋 Ink · #")
    assert texts(question) == [["✅ Keep", "🗑 Drop"]]
    assert (shown.id, shown.media) == (question.id, "photo")
    assert shown.words.endswith("⏹ Stopped at 58 %.")
    assert shown.button("Again")
    assert scene.record(shown).state is State.DONE
    assert [entry.id for entry in History(scene.bot.desk.store.redis).all(scene.anna.id)] == [id_of(shown)]


async def test_what_is_dropped_is_cancelled_and_its_file_deleted(scene: Scene):
    question = await asked(scene)
    await scene.press("Drop")
    told = scene.youngest()
    late = await scene.press(f"v1|keep|{id_of(question)}")

    assert (told.id, told.words) == (question.id, f"✖️ Cancelled. #{id_of(question)[:6]}")
    assert late.text == "That is decided already."
    assert scene.bot.desk.results.read(id_of(question)) is None
    assert scene.record(told).state is State.CANCELLED


async def test_pressed_twice_it_is_kept_once(scene: Scene):
    question = await asked(scene)
    await scene.press("Keep")
    shown = scene.youngest()
    await scene.press(f"v1|keep|{id_of(question)}")
    cancel = await scene.press(f"v1|cancel|{id_of(question)}")

    assert scene.youngest() == shown
    assert cancel.text == "Too late: it is ready 🙂"


async def test_nobody_else_decides(scene: Scene, sandbox: Sandbox):
    question = await asked(scene)
    boris = sandbox.person(name="Boris", language="en")
    answers = [await scene.press(f"v1|{verb}|{id_of(question)}", by=boris) for verb in ("keep", "drop")]

    assert {answer.text for answer in answers} == {"Only the author can cancel this."}
    assert scene.youngest() == question


async def test_an_answer_after_a_day_finds_the_painting_gone(scene: Scene):
    question = await asked(scene)
    scene.bot.desk.results.expire(hours=-1)
    await scene.press("Keep")
    fence = scene.bot.desk.store.redrive().deliver
    told = scene.bot.desk.store.claim_delivery(id_of(question))
    assert told is not None
    await scene.bot.delivery.deliver(id_of(question), told)

    assert fence == [id_of(question)]
    assert "What was painted is deleted: I keep it for a day." in scene.youngest().words
    assert texts(scene.youngest()) == [["🔁 Try again", "🖌 Other style"]]


async def test_a_bot_that_dies_with_the_word_leaves_the_picture_to_the_clerk(scene: Scene):
    question = await asked(scene)
    scene.anna.press("Keep", on=question)
    [update] = await scene.bot.updates()
    await scene.bot.killed_after(2, update)  # after the word, before the picture
    before = scene.record(question)
    scene.bot.desk.store.redis.hset(f"job:{id_of(question)}", "lease_until", 0)
    fence = scene.bot.desk.store.claim_delivery(id_of(question))
    await scene.bot.delivery.deliver(id_of(question), fence)

    assert (before.state, before.outcome) == (State.DELIVERING, State.DONE)
    assert scene.youngest().media == "photo"
