"""/examples before their sheet is made: it is promised, and shown in the same message when it is there."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from time import monotonic

import pytest
from redis import Redis

from bot.ways import coming
from jobs.catalogue import STYLES, Lane, Method
from jobs.presence import Announcement, Presence
from jobs.sheets import TILES, Sheet, Sheets
from sandbox.person import Message, Person, Sandbox
from tests.bot.lives import Bot, picture
from tests.bot.ways import answers, bot_at_work, press, says

NETS = tuple(name for name, style in STYLES.items() if style.method in (Method.MULTISTYLE, Method.CYCLEGAN))
#: Seconds for what is to happen in the background.
SOON = 20
PROMISE = {"en": "⏳ The same photo in each of these styles", "ru": "⏳ Одно и то же фото"}
SHOWN = {"en": "✨ The same photo in different styles.", "ru": "✨ Одно и то же фото в разных стилях."}
LATER = {"en": "🔄 Look again", "ru": "🔄 Обновить"}


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    monkeypatch.setattr(coming, "LOOK", 0.05)
    word = Announcement(name="nets@test.1", lane=Lane.FAST, device="cpu", able=frozenset(NETS))
    async with bot_at_work(sandbox, redis, tmp_path, monkeypatch) as bot:
        Presence(redis).announce(word)
        yield bot


@pytest.fixture(params=["en", "ru"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


def make(bot: Bot, message: Message, content: bytes | None = None) -> None:
    """Be the worker: make the sheet of the styles that a message names."""
    sheets = Sheets(bot.desk.store.redis, bot.desk.results)
    bot.desk.results.write(sheets.name_of(Sheet(names(message))), content or picture(320, 200))


def names(message: Message) -> tuple[str, ...]:
    """The styles that can be chosen below a message."""
    datas = [each.data or "" for row in message.buttons for each in row]
    return tuple(data.rpartition("|")[2] for data in datas if "|choose|" in data)


async def until(person: Person, shown: Message, there: Callable[[Message], bool]) -> Message:
    """The message when it is so, or as it is at the deadline."""
    end = monotonic() + SOON
    while monotonic() < end and not there(person.again(shown)):  # noqa: ASYNC110 - another server's state
        await asyncio.sleep(0.02)
    return person.again(shown)


async def test_a_sheet_that_is_being_made_is_promised_and_then_shown_in_the_same_message(
    bot: Bot, sandbox: Sandbox, language: str
):
    anna = sandbox.person(name="Anna", language=language)
    promised = await says(bot, anna, "/examples")
    make(bot, promised)
    shown = await until(anna, promised, lambda message: message.media == "photo")

    assert promised.media is None
    assert promised.words.startswith(PROMISE[language])
    assert len(names(promised)) == TILES
    assert promised.buttons[-1][0].text == LATER[language]
    assert shown.media == "photo"
    assert shown.words.startswith(SHOWN[language])
    assert [each.text for each in shown.buttons[0]] == ["1", "2", "3", "4"]
    assert LATER[language] not in {each.text for row in shown.buttons for each in row}


async def test_all_who_wait_for_a_sheet_see_it_and_the_next_at_once_by_its_file_id(
    bot: Bot, anna: Person, sandbox: Sandbox
):
    boris = sandbox.person(name="Boris", language="ru")
    first, second = await says(bot, anna, "/examples"), await says(bot, boris, "/examples")
    make(bot, first)
    shown = [
        await until(person, message, lambda message: message.media == "photo")
        for person, message in ((anna, first), (boris, second))
    ]
    at_once = await says(bot, anna, "/examples")

    assert [each.media for each in (*shown, at_once)] == ["photo"] * 3
    assert (shown[0].words.splitlines()[0], shown[1].words.splitlines()[0]) == (
        "✨ The same photo in different styles. Choose one, then send yours.",
        "✨ Одно и то же фото в разных стилях. Выберите любой и пришлите своё.",
    )
    assert at_once.content == shown[-1].content


async def test_a_sheet_that_does_not_come_is_promised_no_longer_and_can_be_looked_for_again(
    bot: Bot, sandbox: Sandbox, language: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(coming, "PATIENCE", 0.2)
    anna = sandbox.person(name="Anna", language=language)
    promised = await says(bot, anna, "/examples")
    given_up = await until(anna, promised, lambda message: message.words.startswith("✨"))
    make(bot, promised)
    found = await press(bot, anna, LATER[language], promised)

    assert promised.words.startswith(PROMISE[language])
    assert (given_up.media, names(given_up)) == (None, names(promised))
    assert LATER[language] in given_up.words
    assert found.media == "photo"
    assert found.words.startswith(SHOWN[language])


async def test_a_sheet_that_telegram_does_not_take_is_promised_no_longer(bot: Bot, anna: Person):
    promised = await says(bot, anna, "/examples")
    make(bot, promised, b"not a picture at all")
    after = await until(anna, promised, lambda message: not message.words.startswith("⏳"))

    assert after.media is None
    assert "not ready yet" in after.words


async def test_whoever_turns_the_page_meanwhile_sees_what_they_turned_to(
    bot: Bot, anna: Person, sandbox: Sandbox
):
    first = await says(bot, anna, "/examples")
    second = await press(bot, anna, "»", first)
    make(bot, second)
    await until(anna, first, lambda message: message.media == "photo")
    back = await press(bot, anna, "«", first)
    turned = await press(bot, anna, "»", first)
    await shown_to_somebody(bot, sandbox, first)
    stays = anna.again(first)

    assert names(second) != names(first)
    assert names(back) == names(first)
    assert (turned.media, names(turned)) == ("photo", names(second))
    assert stays == turned


async def shown_to_somebody(bot: Bot, sandbox: Sandbox, page: Message) -> None:
    """Let the sheet of a page be made, and who asked last see it: those who asked before would have, too."""
    boris = sandbox.person(name="Boris", language="en")
    beside = await says(bot, boris, "/examples")
    make(bot, page)
    await until(boris, beside, lambda message: message.media == "photo")


async def test_the_page_of_all_styles_promises_nothing_and_lists_what_its_sheet_shows(
    bot: Bot, sandbox: Sandbox, language: str
):
    anna = sandbox.person(name="Anna", language=language)
    before = await says(bot, anna, "/styles")
    make(bot, before)
    await shown_to_somebody(bot, sandbox, await says(bot, anna, "/examples"))
    again, after = anna.again(before), await says(bot, anna, "/styles")

    assert (before.media, again) == (None, before)
    assert len(before.words.splitlines()) == 1
    assert after.media == "photo"
    assert len(after.words.splitlines()) == 1 + TILES
    assert after.words.splitlines()[1] == (
        "1 · 🌊 Волна Хокусая" if language == "ru" else "1 · 🌊 Hokusai's wave"
    )


async def test_where_nobody_paints_nothing_is_promised(bot: Bot, anna: Person):
    for worker in list(Presence(bot.desk.store.redis).present(Lane.FAST)):
        Presence(bot.desk.store.redis).leave(worker)
    anna.send_text("/examples")
    [told] = await answers(bot, anna)

    assert told.words == "No fast style is ready at the moment. Please try again in a minute."
