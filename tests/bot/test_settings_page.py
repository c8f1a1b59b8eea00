"""/settings: what is set is shown, changes at once, and reaches what is ordered next."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from bot.people import Preferences
from jobs import keys
from sandbox.person import Person, Sandbox
from tests.bot.lives import Bot
from tests.bot.people_pages import asks, bot_with_workers, last, orders, presses, texts


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    async with bot_with_workers(sandbox, redis, tmp_path, monkeypatch) as bot:
        yield bot


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


async def test_another_language_changes_the_page_and_every_later_answer(bot: Bot, anna: Person):
    page = await asks(bot, anna, "/settings")
    changed = await presses(bot, anna, "Русский", page)
    answer = await asks(bot, anna, "/queue")

    assert "Settings" in page.words
    assert "Настройки" in changed.words
    assert "● Русский" in texts(changed)
    assert "фото" in answer.words


async def test_as_in_telegram_goes_back_to_the_language_of_the_app(bot: Bot, anna: Person):
    page = await asks(bot, anna, "/settings")
    russian = await presses(bot, anna, "Русский", page)
    back = await presses(bot, anna, "Как в Telegram", russian)

    assert "Settings" in back.words
    assert "● As in Telegram" in texts(back)


async def test_what_is_pressed_twice_stays_as_it_is(bot: Bot, anna: Person):
    page = await asks(bot, anna, "/settings")
    once = await presses(bot, anna, "1280 px", page)
    twice = await presses(bot, anna, "1280 px", once)

    assert once.buttons == twice.buttons
    assert "● 1280 px" in texts(twice)


async def test_size_file_previews_and_notes_reach_what_is_ordered_next(bot: Bot, redis: Redis, anna: Person):
    page = await asks(bot, anna, "/settings")
    for button in ("640 px", "Always a file", "Show it growing: yes", "Tell me when ready: yes"):
        page = await presses(bot, anna, button, page)
    status = await orders(bot, anna, width=900)
    job_id = (status.button("Cancel").data or "").rpartition("|")[2]
    record = bot.desk.store.record(job_id)

    assert record is not None
    job = record.job
    assert (job.longest, job.as_file, job.previews, job.notify) == (640, True, False, False)
    assert "Show it growing: no" in " ".join(texts(page))


async def test_nobody_else_can_change_them(bot: Bot, sandbox: Sandbox, redis: Redis, anna: Person):
    group = sandbox.group("Painters")
    page = await asks(bot, anna.within(group), "/settings@atelier_sandbox_bot")
    boris = sandbox.person(name="Boris", language="en").within(group)
    press = boris.press("Русский", on=page)
    await bot.handle_all()
    answer = press.answer()

    assert answer is not None
    assert "somebody else's" in (answer.text or "")
    assert Preferences.load(redis, anna.id) == Preferences()
    assert last(anna.within(group)).words == page.words


@pytest.mark.parametrize("argument", ["{id}:language:xx", "{id}:colour:1", "{id}:", ""])
async def test_a_made_up_press_sets_nothing(bot: Bot, redis: Redis, anna: Person, argument: str):
    page = await asks(bot, anna, "/settings")
    anna._sandbox.post(
        f"chats/{anna.chat_id}/messages/{page.id}/press",
        json={"person_id": anna.id, "data": "v1|set|" + argument.format(id=anna.id)},
    )
    await bot.handle_all()

    assert Preferences.load(redis, anna.id) == Preferences()


def test_settings_of_another_form_count_as_not_set(redis: Redis):
    redis.hset(keys.person(7), mapping={"language": "tlh", "longest": "many"})

    assert Preferences.load(redis, 7) == Preferences()
