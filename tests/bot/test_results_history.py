"""/history: the last pictures in one message to leaf through, by what Telegram calls them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from jobs.history import Entry, History
from jobs.record import State
from sandbox.person import Sandbox
from tests.bot.lives import bot_of, tickets_to
from tests.bot.results_scene import ABLE, Scene, announce, id_of, plain, texts
from tests.chat.samples import job, result
from tests.chat.test_delivery import clip


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


async def asked(scene: Scene) -> None:
    scene.anna.send_text("/history")
    await scene.bot.handle_all()


async def three(scene: Scene) -> list[str]:
    """Three pictures, one of them a file: their jobs, youngest first."""
    first = await scene.result()
    second = await scene.result("v1|fast|", "v1|paint|cradle", kind="document")
    await scene.press("Keep my colours")
    await scene.painted()
    return [id_of(scene.youngest()), id_of(second), id_of(first)]


async def test_who_has_no_pictures_is_told_kindly(scene: Scene, sandbox: Sandbox):
    await asked(scene)
    english = scene.youngest().words
    scene.anna = sandbox.person(name="Аня", language="ru")
    await asked(scene)

    assert english.startswith("Nothing here yet.")
    assert scene.youngest().words.startswith("Здесь пока пусто.")


async def test_the_pictures_are_leafed_through_in_one_message(scene: Scene):
    youngest, second, first = await three(scene)
    await asked(scene)
    page = scene.youngest()
    await scene.press("»", on=page)
    older = scene.anna.again(page)
    await scene.press("»", on=page)
    oldest = scene.anna.again(page)
    await scene.press("»", on=page)

    assert texts(page) == [["«", f"1 of 3 · #{youngest[:6]}", "»"], ["🔁 Again", "🗑 Off the list"]]
    assert (page.media, older.media, oldest.media) == ("photo", "document", "photo")
    assert f"2 of 3 · #{second[:6]}" in texts(older)[0]
    assert f"3 of 3 · #{first[:6]}" in texts(oldest)[0]
    assert "Klimt" in older.words
    assert texts(scene.anna.again(page)) == texts(page)  # round and round


async def test_new_pictures_do_not_shift_the_pages(scene: Scene):
    _, second, _ = await three(scene)
    await asked(scene)
    page = scene.youngest()
    await scene.press(f"v1|weaker|{second}", on=page)
    await scene.painted()
    await scene.press("»", on=page)

    assert f"3 of 4 · #{second[:6]}" in texts(scene.anna.again(page))[0]


async def test_one_of_them_is_painted_again_under_its_own_photo(scene: Scene):
    youngest, *_ = await three(scene)
    await asked(scene)
    shown = scene.bot.desk.store.record(youngest)
    await scene.press("Again")

    assert scene.record().state is State.QUEUED
    assert scene.youngest().reply_to == shown.job.photo_message


async def test_one_is_taken_off_and_its_neighbour_shown(scene: Scene):
    youngest, second, first = await three(scene)
    await asked(scene)
    page = scene.youngest()
    answer = await scene.press("Off the list", on=page)
    left = scene.anna.again(page)
    await scene.press("Off the list", on=page)
    await scene.press("Off the list", on=page)

    assert answer.text.startswith("Removed from this list")
    assert f"1 of 2 · #{second[:6]}" in texts(left)[0]
    assert History(scene.bot.desk.store.redis).all(scene.anna.id) == []
    assert page.id not in [message.id for message in scene.anna.messages()]
    assert {youngest, first} <= {id_of(message) for message in scene.anna.messages() if message.buttons}


async def test_what_telegram_no_longer_knows_is_shown_from_the_kept_file(scene: Scene):
    shown = await scene.result()
    await scene.result("v1|fast|", "v1|paint|cradle")
    history = History(scene.bot.desk.store.redis)
    entry = history.find(scene.anna.id, id_of(shown))
    history.forget(scene.anna.id, entry.id)
    history.note(entry.model_copy(update={"file_id": "AgACAgIAAxkBAAIBforgotten"}))
    await asked(scene)
    await scene.press("»")

    assert scene.youngest().media == "photo"
    assert "Hokusai" in scene.youngest().words


async def test_clips_are_among_them_and_stickers_which_have_no_words_are_not(scene: Scene):
    status = await scene.ordered()
    sent = await scene.bot.app.bot.send_animation(scene.anna.chat_id, clip())
    history, name = History(scene.bot.desk.store.redis), scene.job(status)
    history.note(Entry.of(name, result("animation"), sent.animation.file_id, "✅ clip"))
    other = job(scene.anna.id)
    history.note(Entry.of(other, result("sticker"), "CAACAgIAAxkBAAIBsticker", "✅ sticker"))
    await asked(scene)
    page = scene.youngest()

    assert (page.media, page.words) == ("animation", "✅ clip")
    assert texts(page)[0] == [f"1 of 1 · #{name.label}"]


async def test_in_a_group_only_what_was_painted_there_is_shown(scene: Scene, sandbox: Sandbox):
    await scene.result()
    group = sandbox.group("Family")
    here = scene.anna.within(group)
    here.send_text("/history")
    await scene.bot.handle_all()
    [told] = [message for message in here.messages() if message.from_bot]

    assert told.words.startswith("Nothing here yet.")


async def test_in_a_group_the_page_answers_who_asked_for_it(scene: Scene, sandbox: Sandbox):
    private, group = scene.anna, sandbox.group("Family")
    scene.anna = private.within(group)
    scene.anna.send_photo(plain((200, 60, 20)), caption=f"@{scene.bot.app.bot.username}")
    await scene.bot.handle_all()
    for button in ("v1|fast|", "v1|paint|wave"):
        await scene.press(button)
    scene.settle()
    await scene.painted()
    asked_here = scene.anna.send_text("/history")
    await scene.bot.handle_all()
    page = scene.youngest()
    scene.anna = private
    await asked(scene)

    assert (page.media, page.reply_to) == ("photo", asked_here.id)
    assert scene.youngest().reply_to is None


async def test_a_button_elsewhere_opens_the_list_in_a_message_of_its_own(scene: Scene):
    shown = await scene.result()
    await scene.press("v1|history|", on=shown)

    assert scene.youngest().id != shown.id
    assert texts(scene.youngest())[1] == ["🔁 Again", "🗑 Off the list"]
