"""Words and buttons that need no photo: the start, styles to look at, typed numbers and names, hints."""

import pytest

from bot.app import introduce
from jobs import keys
from jobs.catalogue import Lane
from jobs.presence import Announcement, Presence
from jobs.sheets import Sheet, Sheets
from sandbox.person import Message, Person, Sandbox
from tests.bot.lives import Bot, picture
from tests.bot.ways import answer, answers, card_of, draft_on, press, said, says


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


async def mix_of(bot: Bot, anna: Person, count: int) -> Message:
    """A card with some of the person's own pictures in its mix."""
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|own|", card)
    for number in range(count):
        anna.send_photo(picture(80 + number, 80))
        await bot.handle_all()
    return anna.again(card)


@pytest.mark.parametrize(
    ("typed", "strength"), [("70", 0.7), ("70%", 0.7), ("70 %", 0.7), ("0", 0), ("100", 1)]
)
async def test_a_typed_strength_is_taken_on_its_page_and_right_after(
    bot: Bot, anna: Person, typed: str, strength: float
):
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|strength|", card)
    written = anna.send_text("40")
    silent = await answers(bot, anna)
    anna.send_text(typed)
    silent += await answers(bot, anna)

    assert silent == []
    assert anna.again(written).reactions == ("👌",)
    assert draft_on(bot, card).strength == strength
    assert f"{round(100 * strength)} %" in anna.again(card).button("v1|strength|").text


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["много", "150", "-5", "a lot", "70 80", "1e9", "99999999999999999999"])
async def test_what_is_no_strength_is_told_with_an_example(bot: Bot, anna: Person, typed: str):
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|strength|", card)
    line = await says(bot, anna, typed)

    assert line.words == "A number from 0 to 100, please: for example 70."
    assert draft_on(bot, card).strength == 1


async def test_typed_weights_are_taken_by_a_mix_of_as_many_styles(bot: Bot, anna: Person):
    card = await mix_of(bot, anna, 2)
    anna.send_text("60 40")
    silent = await answers(bot, anna)
    wrong = await says(bot, anna, "60 30 10")
    zero = await says(bot, anna, "100 0")

    assert silent == []
    assert [part.weight for part in draft_on(bot, card).styles] == [60, 40]
    assert "60 %" in anna.again(card).words
    assert wrong.words == zero.words
    assert wrong.words.startswith("2 numbers from 1 to 100, please, one for each style: for example 60 40")


@pytest.mark.slow
async def test_numbers_are_for_the_card_that_was_used_last(bot: Bot, anna: Person):
    first, second = await card_of(bot, anna), await card_of(bot, anna, 70)
    await press(bot, anna, "v1|strength|", first)
    anna.send_text("30")
    await bot.handle_all()

    assert (draft_on(bot, first).strength, draft_on(bot, second).strength) == (0.3, 1)


@pytest.mark.parametrize("typed", ["wave", "Hokusai's wave", "WAVE", "🌊 Hokusai’s wave"])
async def test_a_typed_name_of_a_style_chooses_it(bot: Bot, anna: Person, typed: str):
    card = await card_of(bot, anna)
    line = await says(bot, anna, typed)

    assert (line.words, line.reply_to) == ("🎨 🌊 Hokusai's wave: it is on your card ⬆️", card.id)
    assert draft_on(bot, card).chosen.gallery == "wave"


async def test_every_state_has_its_hint(bot: Bot, anna: Person):
    hints = [await says(bot, anna, "hello")]
    await says(bot, anna, "/style wave")
    hints.append(await says(bot, anna, "hello"))
    card = await card_of(bot, anna)
    hints.append(await says(bot, anna, "hello"))
    await press(bot, anna, "v1|own|", card)
    hints.append(await says(bot, anna, "hello"))
    await press(bot, anna, "v1|back|", card)
    await press(bot, anna, "v1|paint|wave", card)
    hints.append(await says(bot, anna, "hello"))

    assert [hint.words.partition(".")[0].partition("⬆️")[0] for hint in hints] == [
        "I understand photos and buttons",
        "🎨 🌊 Hokusai's wave: chosen",
        "Your photo is on this card ",
        "Send the picture whose style I should take, or press ✖️ Cancel on the card above",
        "I'm at this picture ",
    ]


async def test_the_start_offers_styles_examples_a_sample_settings_and_help(bot: Bot, anna: Person):
    anna.start()
    start = await answer(bot, anna)
    for verb in ("styles", "examples", "settings", "help"):
        anna.press(f"v1|{verb}|", on=start)
        assert len(await answers(bot, anna)) == 1, verb

    assert start.words.startswith("👋 I repaint photos. Send me any photo to begin, or start from a style.")
    assert [[each.text for each in row] for row in start.buttons] == [
        ["🖼 Styles", "✨ Examples"],
        ["🎲 Try on a sample photo"],
        ["⚙️ Settings", "❓ Help"],
    ]


async def test_the_sample_photo_comes_with_its_card_and_the_second_time_by_its_file_id(
    bot: Bot, anna: Person, sandbox: Sandbox
):
    anna.start()
    start = await answer(bot, anna)
    anna.press("v1|sample|", on=start)
    photo, card = await answers(bot, anna)
    anna.press("v1|sample|", on=start)
    again, _ = await answers(bot, anna)
    await press(bot, anna, "v1|fast|", card)
    status = await press(bot, anna, "v1|paint|wave", card)

    assert (photo.media, card.reply_to) == ("photo", photo.id)
    assert again.content == photo.content
    assert "In the queue" in status.words


async def test_help_says_which_way_for_what_and_live_times(bot: Bot, anna: Person):
    line = await says(bot, anna, "/help")

    assert "A usual photo takes" in line.words
    assert "Don't like it?" in line.words
    assert len(line.words) < 1600
    assert "v1|help|" not in [button.data for row in line.buttons for button in row]


async def test_styles_are_shown_by_title_until_their_sheet_is_made_and_then_by_number(bot: Bot, anna: Person):
    before = await says(bot, anna, "/styles")
    sheets = Sheets(bot.desk.store.redis, bot.desk.results)
    datas = [each.data for row in before.buttons for each in row]
    names = [data.rpartition("|")[2] for data in datas if "|choose|" in data]
    sheet = Sheet(tuple(names))
    bot.desk.results.write(sheets.name_of(sheet), picture(320, 200))
    after = await says(bot, anna, "/styles")
    noted = sheets.find(sheet)
    again = await says(bot, anna, "/styles")
    turned = await press(bot, anna, "»", after)
    name = turned.buttons[0][0].data
    await press(bot, anna, name, turned)

    assert before.media is None
    assert before.button("v1|choose|wave").text == "🌊 Hokusai's wave"
    assert (after.media, after.buttons[0][0].text) == ("photo", "1")
    assert isinstance(noted, str)
    assert again.content == after.content
    assert turned.buttons != after.buttons
    assert f"{turned.buttons[0][0].text}: chosen" in said(anna)[-1].words


async def test_a_forgotten_draft_is_made_again_from_the_photo_and_says_so(bot: Bot, anna: Person):
    card = await card_of(bot, anna)
    bot.desk.store.redis.delete(keys.draft(anna.chat_id, card.id))
    made = anna.press("v1|fast|", on=card)
    await bot.handle_all()

    assert made.answer().text == "😴 I was asleep and forgot the details, but your photo is still here 👍"
    assert "v1|paint|wave" in {each.data for row in anna.again(card).buttons for each in row}


async def test_where_the_photo_is_gone_too_the_last_pictures_are_offered(bot: Bot, anna: Person):
    photo = anna.send_photo(picture())
    card = await answer(bot, anna)
    bot.desk.store.redis.delete(keys.draft(anna.chat_id, card.id))
    anna.delete(photo)
    anna.press("v1|fast|", on=card)
    line = await answer(bot, anna)
    await press(bot, anna, "v1|history|", line)

    assert line.words.startswith("😴 I fell asleep and forgot our draft; running jobs are safe")
    assert line.button("v1|history|").text == "🕘 My last pictures"


async def test_commands_are_registered_by_scope_and_language(bot: Bot, anna: Person, sandbox: Sandbox):
    await introduce(bot.app.bot, bot.desk)
    boris = sandbox.person(name="Boris", language="ru")
    group = sandbox.group()
    mine, theirs = anna.commands_seen(), boris.commands_seen()
    here = anna.within(group).commands_seen()

    assert list(mine)[:4] == ["start", "styles", "examples", "style"]
    assert mine.keys() == theirs.keys() > here.keys() > {"style", "gan", "nst"}
    assert (mine["history"], theirs["history"]) == ("My last pictures", "Мои последние картинки")
    assert "admin" not in mine


@pytest.mark.slow
async def test_the_descriptions_of_an_operator_are_left_as_they_are(bot: Bot):
    client = bot.app.bot
    await client.set_my_description("Mine")
    await client.set_my_short_description(None)  # none
    await introduce(client, bot.desk)

    assert (await client.get_my_description()).description == "Mine"
    assert (await client.get_my_short_description("ru")).short_description.startswith("Перерисую ваше фото")


async def test_everything_is_said_in_russian_too(bot: Bot, sandbox: Sandbox):
    boris = sandbox.person(name="Boris", language="ru")
    lines = [
        await says(bot, boris, words) for words in ("/start", "привет", "/nst", "/style мозайка", "/style 5")
    ]
    boris.send_photo(picture(80, 80), caption="/style")
    lines.append(await answer(bot, boris))
    card = await card_of(bot, boris)
    await press(bot, boris, "v1|strength|", card)
    lines += [await says(bot, boris, words) for words in ("много", "/nonsense", "/help")]

    assert [line.words.split("\n")[0][:34] for line in lines] == [
        "👋 Я перерисовываю фотографии. Приш",
        "Я понимаю фотографии и кнопки. При",
        "Сначала пришлите фото, потом /nst;",
        "Стиля «мозайка» у меня нет. Может ",
        "Вес от 10 до 100, пожалуйста: напр",
        "🎨 Беру как стиль: ваша картина. Те",
        "Число от 0 до 100, пожалуйста: нап",
        "Такой команды я не знаю. Пришлите ",
        "Пришлите фото, картинку файлом, ст",
    ]
    assert [each.data for each in lines[3].buttons[0]] == ["v1|choose|mosaic"]
    assert boris.again(card).words.startswith("🎚")


async def test_a_style_typed_in_russian_is_chosen_and_named_in_russian(bot: Bot, sandbox: Sandbox):
    boris = sandbox.person(name="Boris", language="ru")
    before = await says(bot, boris, "/style волна 60")
    card = await card_of(bot, boris)
    await says(bot, boris, "леденцы")

    assert before.words.startswith("🎨 🌊 Волна Хокусая: выбрано.")
    assert "🎨 Выбрано: 🍬 Леденцы" in boris.again(card).words
    assert draft_on(bot, card).chosen.gallery == "candy"


async def test_what_no_present_worker_has_is_not_promised_for_later(bot: Bot, anna: Person):
    never = await says(bot, anna, "/style monet")
    presence = Presence(bot.desk.store.redis)
    for worker in presence.present(Lane.FAST):
        presence.leave(worker)
    later = await says(bot, anna, "/style monet")

    assert never.words.startswith("I have no style called “monet”.")
    assert later.words.startswith("🖼 Claude Monet cannot be painted here at the moment.")
    assert never.button("v1|styles|")
    assert later.button("v1|styles|")


async def test_the_start_and_the_help_speak_of_translations_only_where_there_are_some(bot: Bot, anna: Person):
    without = [await says(bot, anna, words) for words in ("/start", "/help")]
    word = Announcement(name="other@test.1", lane=Lane.FAST, device="cpu", able=frozenset({"horse2zebra"}))
    Presence(bot.desk.store.redis).announce(word)
    with_ = [await says(bot, anna, words) for words in ("/start", "/help")]

    assert ["🐴 CycleGAN" in each.words for each in without] == [False, False]
    assert ["\n🐴 CycleGAN" in each.words for each in with_] == [True, True]


@pytest.mark.slow
@pytest.mark.parametrize("words", ["70", "/style wave", "/style", "hello"])
async def test_words_for_a_card_that_was_deleted_are_answered_as_if_there_were_none(
    bot: Bot, anna: Person, words: str
):
    card = await card_of(bot, anna)
    anna.delete(card)
    line = await says(bot, anna, words)
    again = await says(bot, anna, "hello")

    assert "⬆️" not in again.words or words == "hello"
    assert line.words.startswith(
        ("I understand photos", "🎨 🌊 Hokusai's wave: chosen", "🖼 Choose", "Your photo")
    )
