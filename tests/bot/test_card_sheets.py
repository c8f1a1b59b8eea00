"""Styles as contact sheets: numbers below a picture that name styles, and then the person's own photo."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis

from bot.cards.draft import Draft
from chat.texts import LANGUAGES
from jobs import keys
from jobs.catalogue import CATALOGUE, STYLES, Lane
from jobs.doubts import Doubts
from jobs.sheets import Sheet, Sheets
from sandbox.person import Message, Person, Sandbox
from tests.bot.cards import announce, card, datas, jobs, press, texts
from tests.bot.lives import Bot, bot_of, picture, tickets_to

NETS = tuple(style.name for style in CATALOGUE if style.lane is Lane.FAST)[:12]
#: Of the gallery: all that are pictures.
DRAWN = tuple(style.name for style in CATALOGUE if style.by_picture)
PAGES = (NETS[:8], NETS[8:], DRAWN)


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    tickets_to(redis, monkeypatch)
    async with bot_of(sandbox, redis, tmp_path) as bot:
        announce(bot, Lane.FAST, *NETS, "microast")
        announce(bot, Lane.SLOW, "gatys")
        await bot.updates()
        yield bot
    sandbox.clear_faults()


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


@pytest.fixture
def sheets(bot: Bot) -> Sheets:
    return Sheets(bot.desk.store.redis, bot.desk.results)


def make(sheets: Sheets, *pages: tuple[str, ...]) -> None:
    """Be the worker that makes sheets."""
    for number, names in enumerate(pages):
        sheets.results.write(sheets.name_of(Sheet(names)), picture(1280, 400 + number))


def kept(bot: Bot, message: Message) -> Draft:
    draft = bot.desk.drafts.load(message.chat_id, message.id)
    assert draft is not None
    return draft


@pytest.mark.parametrize("language", LANGUAGES)
async def test_until_a_sheet_is_made_titles_are_shown_and_it_is_asked_for(
    bot: Bot, sandbox: Sandbox, sheets: Sheets, redis: Redis, language: str
):
    anna = sandbox.person(name="Anna", language=language)
    shown = await press(bot, anna, await card(bot, anna), "v1|fast|")
    asked = int(redis.llen(str(Lane.FAST)))
    await press(bot, anna, shown, "v1|back|", "v1|fast|")

    assert shown.media is None
    assert texts(shown)[0] == (
        ["🌊 Волна Хокусая", "🌾 Пшеничное поле Ван Гога"]
        if language == "ru"
        else ["🌊 Hokusai's wave", "🌾 Van Gogh's wheat field"]
    )
    assert texts(shown)[-3:] == (
        [["«", "1/2", "»"], ["⭐ Мои", "➕ Смешать"], ["⬅️ Назад"]]
        if language == "ru"
        else [["«", "1/2", "»"], ["⭐ Mine", "➕ Mix several"], ["⬅️ Back"]]
    )
    assert asked == 2  # this page and the next
    assert redis.llen(str(Lane.FAST)) == asked


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_sheet_shows_numbers_whose_titles_stand_in_the_caption(
    bot: Bot, sandbox: Sandbox, sheets: Sheets, language: str
):
    make(sheets, *PAGES)
    anna = sandbox.person(name="Anna", language=language)
    shown = await press(bot, anna, await card(bot, anna), "v1|fast|")

    assert (shown.media, shown.size) == ("photo", (1280, 400))
    assert shown.words.splitlines()[:3] == [
        "⚡ Выберите стиль:" if language == "ru" else "⚡ Choose a style:",
        "1 · 🌊 Волна Хокусая" if language == "ru" else "1 · 🌊 Hokusai's wave",
        "2 · 🌾 Пшеничное поле Ван Гога" if language == "ru" else "2 · 🌾 Van Gogh's wheat field",
    ]
    assert texts(shown)[:2] == [list("1234"), list("5678")]
    assert datas(shown)[:8] == [f"v1|paint|{name}" for name in NETS[:8]]
    assert (kept(bot, shown).page, kept(bot, shown).captioned) == ("fast", True)


async def test_a_page_is_turned_in_one_call_and_its_numbers_name_other_styles(
    bot: Bot, anna: Person, sheets: Sheets, sandbox: Sandbox
):
    make(sheets, *PAGES)
    shown = await press(bot, anna, await card(bot, anna), "v1|fast|")
    since = sandbox.calls()[-1]["number"]
    turned = await press(bot, anna, shown, "v1|fast|1")
    calls = [call["method"] for call in sandbox.calls(since=since) if call["method"].startswith("edit")]

    assert calls == ["editMessageMedia"]
    assert turned.size == (1280, 401)
    assert datas(turned)[:4] == [f"v1|paint|{name}" for name in NETS[8:]]


async def test_a_sheet_is_uploaded_once_and_then_shown_by_its_file_id(bot: Bot, anna: Person, sheets: Sheets):
    make(sheets, NETS[:8])
    first = await press(bot, anna, await card(bot, anna), "v1|fast|")
    found = sheets.find(Sheet(NETS[:8]))
    second = await press(bot, anna, await card(bot, anna), "v1|fast|")

    assert isinstance(found, str)
    assert second.content == first.content


async def test_a_sheet_that_telegram_has_forgotten_is_asked_for_again_and_titles_are_shown(
    bot: Bot, anna: Person, sheets: Sheets
):
    sheets.note(Sheet(NETS[:8]), "AgACAgIAAxkBAAIBZ2forgottenbytelegram")
    shown = await press(bot, anna, await card(bot, anna), "v1|fast|")

    assert (shown.media, texts(shown)[0][0]) == (None, "🌊 Hokusai's wave")
    assert sheets.find(Sheet(NETS[:8])) is None


async def test_leaving_the_styles_shows_the_person_s_own_photo_again(bot: Bot, anna: Person, sheets: Sheets):
    make(sheets, *PAGES)
    shown = await press(bot, anna, await card(bot, anna, 120, 90), "v1|fast|", "v1|back|")
    mix = await press(bot, anna, shown, "v1|gallery|", "v1|pick|drawn_ink")

    assert [(each.media, each.size) for each in (shown, mix)] == [("photo", (120, 90))] * 2
    assert shown.words == "📷 120×90. What shall I do?"
    assert mix.words.startswith("🎨 Styles: 🖋 Ink")


async def test_a_file_cannot_be_shown_as_a_photo_so_its_card_shows_titles(
    bot: Bot, anna: Person, sheets: Sheets
):
    make(sheets, *PAGES)
    anna.send_document(picture(), name="photo.jpg")
    await bot.handle_all()
    shown = await press(bot, anna, anna.messages()[-1], "v1|fast|")

    assert shown.media is None
    assert texts(shown)[0] == ["🌊 Hokusai's wave", "🌾 Van Gogh's wheat field"]

    shown = await press(bot, anna, shown, "v1|back|")

    assert shown.media is None
    assert shown.words == "📷 Got it. What shall I do?"


async def test_a_photo_that_telegram_has_forgotten_leaves_the_sheet_and_its_words_are_right(
    bot: Bot, anna: Person, sheets: Sheets
):
    make(sheets, *PAGES)
    shown = await press(bot, anna, await card(bot, anna), "v1|fast|")
    draft = kept(bot, shown)
    gone = draft.content.model_copy(update={"file_id": "AgACAgIAAxkBAAIBZ2forgottenbytelegram"})
    bot.desk.drafts.save(draft.changed(content=gone))
    shown = await press(bot, anna, shown, "v1|back|")

    assert shown.size == (1280, 400)
    assert shown.words == "📷 64×48. What shall I do?"


async def test_an_order_from_a_sheet_goes_on_below_the_photo(bot: Bot, anna: Person, sheets: Sheets):
    make(sheets, *PAGES)
    shown = await press(bot, anna, await card(bot, anna, 120, 90), "v1|fast|", "v1|paint|candy")
    [job] = jobs(bot)

    assert job.captioned
    assert (shown.media, shown.size) == ("photo", (120, 90))
    assert "In the queue" in shown.words
    assert texts(shown) == [["✖️ Cancel"]]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_several_are_ticked_on_one_page_and_no_more_than_four(
    bot: Bot, sandbox: Sandbox, sheets: Sheets, language: str
):
    make(sheets, *PAGES)
    anna, ru = sandbox.person(name="Anna", language=language), language == "ru"
    gallery = await press(bot, anna, await card(bot, anna), "v1|gallery|")
    shown = await press(bot, anna, gallery, "v1|several|0")
    begun = shown.words
    ticks = [f"v1|tick|{name}" for name in DRAWN[:5]]
    shown = await press(bot, anna, shown, *ticks)
    full = shown.words
    shown = await press(bot, anna, shown, ticks[0])
    mix = await press(bot, anna, shown, "v1|mix|")

    assert gallery.words.startswith("🖼 Выберите один" if ru else "🖼 Choose one or several")
    assert begun.startswith("🖼 Отметьте до 4" if ru else "🖼 Tick up to 4")
    assert full.startswith("🖼 Больше четырёх нельзя" if ru else "🖼 Four is the most")
    assert texts(shown)[:2] == [["1", "✓ 2", "✓ 3", "✓ 4"], ["5", "6"]]
    assert texts(shown)[2] == (["⭐ Мои", "✅ Смешать (3)"] if ru else ["⭐ Mine", "✅ Mix (3)"])
    assert [part.gallery for part in kept(bot, mix).styles] == list(DRAWN[1:4])


async def test_numbers_name_styles_whatever_the_workers_have_by_then(bot: Bot, anna: Person, sheets: Sheets):
    make(sheets, *PAGES)
    shown = await press(bot, anna, await card(bot, anna), "v1|fast|")
    announce(bot, Lane.FAST, *NETS[2:], "microast")
    await press(bot, anna, shown, datas(shown)[4])
    [job] = jobs(bot)

    assert job.styles[0].gallery == NETS[4]


async def test_an_edit_of_the_sheet_whose_outcome_is_unknown_is_in_doubt(
    bot: Bot, anna: Person, sheets: Sheets, sandbox: Sandbox
):
    make(sheets, *PAGES)
    shown = await card(bot, anna)
    sandbox.fault("502_after", method="editMessageMedia")
    anna.press("v1|fast|", on=shown)
    [update] = await bot.updates()
    with pytest.raises(Exception, match="Bad Gateway"):
        await bot.handle(update)
    doubt = Doubts(bot.desk.store.redis).left(anna.chat_id, shown.id)
    await bot.handle(update)

    assert doubt > 0
    assert anna.again(shown).media == "photo"
    assert kept(bot, shown).captioned


async def test_the_sheets_of_the_fast_styles_are_of_those_that_are_there(
    bot: Bot, anna: Person, redis: Redis
):
    announce(bot, Lane.FAST, "wave")
    shown = await press(bot, anna, await card(bot, anna), "v1|fast|")
    asked = [key for key in redis.scan_iter(keys.sheet("*")) if redis.get(key) == "asked"]

    assert len(asked) == 1
    assert texts(shown)[:1] == [[STYLES["wave"].title]]
