"""What the buttons under a finished picture do, while its record is there and long after."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from bot.cards.saved import Saved
from jobs.catalogue import Lane, Method
from jobs.history import History
from jobs.job import StylePart
from jobs.record import State
from jobs.settings import settings
from sandbox.person import Sandbox
from tests.bot.lives import bot_of, tickets_to
from tests.bot.results_scene import ABLE, Scene, announce, id_of, texts

MIX = ("v1|own|", "v1|gallery|", "v1|pick|drawn_ink", "v1|run|fast")


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


async def test_a_result_offers_all_that_people_want_next(scene: Scene):
    shown = await scene.result()

    assert texts(shown) == [
        ["📄 Original file", "🔁 Again"],
        ["🎚 −20", "🎨 Keep my colours"],  # more than all cannot be had
        ["🖌 Other style", "⬆️ 2×"],  # a net takes no other style beside it
        ["⭐ Save style", "🔗 Share", "🗑"],
    ]
    assert shown.switches["🔗 Share"].query == f"#{scene.job(shown).label}"


async def test_a_mix_of_pictures_takes_more_styles_and_russians_read_russian(scene: Scene, sandbox: Sandbox):
    scene.anna = sandbox.person(name="Аня", language="ru")
    shown = await scene.result(*MIX)

    assert texts(shown) == [
        ["📄 Исходный файл", "🔁 Ещё раз"],
        ["🎚 −20", "🎨 В мои цвета"],
        ["🖌 Другой стиль", "➕ Ещё стиль", "⬆️ 2×"],
        ["⭐ В мои стили", "🔗 Поделиться", "🗑"],
    ]


async def test_what_cannot_be_enlarged_is_not_offered_so(scene: Scene):
    announce(scene.bot, Lane.FAST, {"wave"})
    nobody = await scene.result()
    announce(scene.bot, Lane.FAST, ABLE[Lane.FAST])
    too_large = await scene.result("v1|fast|", "v1|paint|cradle", width=4000, height=3000)

    assert "2×" not in str(texts(nobody))
    assert "2×" not in str(texts(too_large))


async def test_less_and_more_strength_is_the_same_job_on_a_card_of_its_own(scene: Scene):
    first = await scene.result()
    await scene.press("−20")
    weaker = scene.job()
    await scene.painted()
    second = scene.youngest()
    await scene.press("−20")
    third = scene.job()
    await scene.painted()
    await scene.press("+20", on=second)
    back = scene.youngest()  # this was painted before

    assert scene.anna.again(first) == first
    assert second.id != first.id
    assert (weaker.strength, third.strength) == (0.8, 0.6)
    assert weaker.styles == scene.job(first).styles
    assert "strength 80 %" in second.words
    assert texts(second)[1] == ["🎚 −20", "🎚 +20", "🎨 Keep my colours"]
    assert back.media == "photo"
    assert "painted for you before" in back.words


async def test_strength_ends_at_nothing_and_at_all(scene: Scene):
    shown = await scene.result()
    await scene.press(f"v1|stronger|{id_of(shown)}", on=shown)

    assert scene.job().strength == 1


async def test_my_colours_are_kept_and_the_styles_taken_again(scene: Scene):
    await scene.result()
    await scene.press("Keep my colours")
    mine = scene.job()
    await scene.painted()
    shown = scene.youngest()

    assert mine.colours == "luminance"
    assert "your photo's colours" in shown.words
    assert texts(shown)[1][-1] == "🎨 Take style colours"


async def test_again_paints_again_though_the_same_was_painted_before(scene: Scene):
    first = await scene.result()
    await scene.press("Again")

    assert scene.record().state is State.QUEUED
    assert scene.job().anew
    assert scene.youngest().id != first.id


async def test_more_styles_are_asked_for_with_those_of_the_result_in_the_mix(scene: Scene):
    await scene.result(*MIX)
    await scene.press("Add style")
    card = scene.youngest()

    assert card.words.startswith("🎨 Styles: 🖋 Ink")
    assert scene.bot.desk.drafts.awaited(scene.anna.chat_id, scene.anna.id) == card.id


async def test_the_painting_is_made_twice_as_large_by_somebody_who_can(scene: Scene):
    shown = await scene.result()
    await scene.press("2×")
    wanted, status = scene.job(), scene.youngest()
    await scene.painted(width=128, height=96, painter="Enlarger")
    large = scene.youngest()

    assert (wanted.purpose, wanted.source) == ("enlargement", id_of(shown))
    assert [part.gallery for part in wanted.styles] == ["wave"]
    assert (wanted.lane, wanted.needs) == (Lane.FAST, {"enlarge"})
    assert "🌊 Hokusai's wave · ⬆️ twice as large" in status.words
    assert large.words.startswith("✅ 🌊 Hokusai's wave · ⬆️ twice as large · Enlarger · 128×96 · painted in")
    assert texts(large) == [  # not twice
        ["📄 Original file", "🖌 Other style"],
        ["⭐ Save style", "🔗 Share", "🗑"],
    ]


async def test_what_is_no_longer_kept_is_not_enlarged_and_says_so(scene: Scene):
    shown = await scene.result()
    scene.bot.desk.results.expire(hours=-1)
    gone = await scene.press("2×")
    announce(scene.bot, Lane.FAST, {"wave"})
    scene.bot.desk.results.write(id_of(shown), b"kept")
    away = await scene.press("2×")

    assert gone.text.startswith("The file is gone")
    assert away.text.startswith("Enlarging is not possible at the moment")
    assert len(scene.anna.messages()) == 2


async def test_a_style_is_saved_under_its_own_name_once(scene: Scene):
    await scene.result()
    first = await scene.press("Save style")
    second = await scene.press("Save style")
    saved = Saved(scene.bot.desk.store.redis)

    assert first.text.startswith("⭐ Saved as 🌊 Hokusai's wave.")
    assert "⭐ Mine" in first.text
    assert second.text.startswith("⭐ This style is saved already")
    assert saved.all(scene.anna.id) == {"🌊 Hokusai's wave": StylePart(gallery="wave", weight=50)}


async def test_own_pictures_are_numbered_and_found_again(scene: Scene):
    saved, redis = Saved(scene.bot.desk.store.redis), scene.bot.desk.store.redis
    for number in (1, 2):
        await scene.ordered("v1|own|")
        await scene.anna_sends_a_style((number, 0, 0))
        await scene.press("v1|run|")
        await scene.painted(Lane.SLOW)
        await scene.press("Save style")
    names = list(saved.all(scene.anna.id))
    saved.remove(scene.anna.id, "My style 1")
    redis.hset(f"person:{scene.anna.id}:saved", "broken", "{}")

    assert names == ["My style 1", "My style 2"]
    assert list(saved.all(scene.anna.id)) == ["My style 2"]
    assert saved.all(scene.anna.id)["My style 2"].picture is not None


async def test_the_original_file_comes_as_a_reply_to_the_picture(scene: Scene):
    shown = await scene.result()
    await scene.press("Original file")

    assert (scene.youngest().media, scene.youngest().reply_to) == ("document", shown.id)


BUTTONS = ["Again", "−20", "Keep my colours", "Other style", "Save style", "Original file", "🗑"]


@pytest.mark.parametrize("button", BUTTONS)
async def test_the_buttons_work_when_the_record_is_gone_by_the_history(scene: Scene, button: str):
    shown = await scene.result()
    before = len(scene.anna.messages())
    scene.forget_record(shown)
    answer = await scene.press(button)
    after = scene.anna.messages()

    assert "too old" not in str(answer)
    if button in ("Again", "−20"):
        assert scene.job().styles[0].gallery == "wave"
        assert after[-1].reply_to == shown.reply_to
    elif button == "🗑":
        assert answer.text == "Delete this picture?"
    elif button == "Save style":
        assert answer.text.startswith("⭐ Saved as")
    else:
        assert len(after) == before + 1


@pytest.mark.parametrize("button", ["Again", "+20", "Keep my colours", "Save style", "Original file"])
async def test_a_button_older_than_all_that_is_known_leads_on_from_the_photo(scene: Scene, button: str):
    shown = await scene.result(*MIX)
    await scene.press("−20")
    await scene.painted()
    shown = scene.youngest()
    scene.forget_record(shown)
    History(scene.bot.desk.store.redis).forget(scene.anna.id, id_of(shown))
    await scene.press(button)
    told = scene.youngest()
    await scene.press("New from this photo")
    card = scene.youngest()

    assert (told.words, told.reply_to) == ("This button is too old.", shown.reply_to)
    assert texts(told) == [["🔁 New from this photo"]]
    assert card.words.startswith("📷 64×48. What shall I do?")
    assert card.reply_to == shown.reply_to


async def test_other_style_opens_a_card_from_the_photo_alone(scene: Scene):
    shown = await scene.result()
    scene.forget_record(shown)
    History(scene.bot.desk.store.redis).forget(scene.anna.id, id_of(shown))
    await scene.press("Other style")

    assert scene.youngest().words.startswith("📷 64×48. What shall I do?")


async def test_where_the_photo_is_gone_too_that_is_said(scene: Scene):
    shown = await scene.result()
    scene.forget_record(shown)
    History(scene.bot.desk.store.redis).forget(scene.anna.id, id_of(shown))
    scene.anna.delete(scene.anna.messages()[0])
    answers = [await scene.press(button) for button in ("Again", "Other style")]

    assert {answer.text[:23] for answer in answers} == {"This button is too old,"}
    assert all("send the photo again" in answer.text for answer in answers)


async def test_nobody_else_orders_with_or_deletes_somebodys_picture(scene: Scene, sandbox: Sandbox):
    boris = sandbox.person(name="Boris", language="en")
    shown = await scene.result()
    answers = [
        await scene.press(f"v1|{verb}|{id_of(shown)}", by=boris)
        for verb in (
            "again",
            "weaker",
            "recolour",
            "other",
            "addstyle",
            "larger",
            "savestyle",
            "delete",
            "erase",
        )
    ]

    assert {answer.text.partition(".")[0] for answer in answers} == {
        "These buttons work only for whoever called me",
        "Only the author can delete this",
    }
    assert scene.anna.messages()[-1] == shown
    assert Saved(scene.bot.desk.store.redis).all(boris.id) == {}


async def test_a_failure_says_why_and_what_to_do_and_is_tried_again(scene: Scene):
    await scene.ordered()
    store = scene.bot.desk.store
    claim = store.claim(Lane.FAST, "w1", ABLE[Lane.FAST])
    store.conclude(claim, State.FAILED, reason="out_of_memory")
    await scene.bot.delivery.deliver(claim.job.id, claim.fence)
    failed = scene.youngest()
    await scene.press("Try again")

    assert failed.words == (
        f"😕 It didn't work (#{claim.job.label}). "
        "The picture is too large for this machine. Please send a smaller one."
    )
    assert scene.record().state is State.QUEUED


async def test_an_enlargement_that_failed_is_tried_again_as_one(scene: Scene):
    shown = await scene.result()
    await scene.press("2×")
    store = scene.bot.desk.store
    claim = store.claim(Lane.FAST, "w1", ABLE[Lane.FAST])
    store.conclude(claim, State.FAILED, reason="broken")
    await scene.bot.delivery.deliver(claim.job.id, claim.fence)
    await scene.press("Try again")

    assert (scene.job().purpose, scene.job().source) == ("enlargement", id_of(shown))
    assert scene.job().method is Method.MULTISTYLE


async def test_where_there_is_no_room_the_card_keeps_what_was_to_be_changed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
):
    shown = await scene.result()
    for name, most in {"FAST_WAITING": "1", "HELD": "0"}.items():
        monkeypatch.setenv(f"ATELIER_{name}", most)
    settings.cache_clear()
    try:
        await scene.press("🎚 −20", on=shown)
        await scene.press("🎚 −20", on=shown)
    finally:
        settings.cache_clear()
    draft = scene.bot.desk.drafts.load(scene.anna.chat_id, scene.youngest().id)

    assert draft is not None
    assert (draft.job, draft.strength) == ("", 0.8)
