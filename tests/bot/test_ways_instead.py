"""Photos that a card took as styles though they were to be painted: said, and put right by a button."""

import pytest

from sandbox.person import Message, Person, Sandbox
from tests.bot.lives import Bot, picture
from tests.bot.test_ways_albums import handled, put
from tests.bot.ways import answer, answers, card_of, draft_on, press, said, says


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


async def waiting(bot: Bot, anna: Person) -> Message:
    """A card that asks for styles, and words below it."""
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|own|", card)
    await says(bot, anna, "hello")
    return card


async def taken(bot: Bot, anna: Person, width: int = 100) -> tuple[Message, Message]:
    """A photo taken as a style: itself, and what was said of it."""
    photo = anna.send_photo(picture(width, 50))
    return photo, await answer(bot, anna)


async def test_styles_sent_right_below_their_card_need_no_words(bot: Bot, anna: Person):
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|own|", card)
    for width in (80, 90, 100):
        anna.send_photo(picture(width, 80))
    said = await answers(bot, anna)

    assert said == []
    assert len(draft_on(bot, card).styles) == 3


@pytest.mark.parametrize(
    ("language", "words", "button"),
    [
        ("en", "🎨 Taken as a style: your picture. Your card ⬆️", "📷 No, paint this one"),
        ("ru", "🎨 Беру как стиль: ваша картина. Ваша карточка ⬆️", "📷 Нет, перерисовать это фото"),
    ],
)
async def test_a_style_for_a_card_that_may_be_out_of_sight_is_told_with_a_way_out(
    bot: Bot, sandbox: Sandbox, language: str, words: str, button: str
):
    person = sandbox.person(name="Anna", language=language)
    card = await waiting(bot, person)
    _, line = await taken(bot, person)

    assert (line.words, line.reply_to) == (words, card.id)
    assert line.buttons[0][0].text == button


async def test_the_button_takes_the_style_out_and_opens_a_card_for_the_photo(bot: Bot, anna: Person):
    old = await waiting(bot, anna)
    photo, line = await taken(bot, anna)
    anna.press("📷", on=line)
    fresh = await answer(bot, anna)
    anna.send_text("40")
    await bot.handle_all()
    following = await card_of(bot, anna, 110)

    assert (fresh.reply_to, fresh.words) == (photo.id, "📷 100×50. What shall I do?")
    assert draft_on(bot, old).styles == ()
    assert anna.again(old).words == "📷 64×48. What shall I do?"
    assert (anna.again(line).words, anna.again(line).buttons) == (
        "📷 No style, then: it has a card of its own ⬇️",
        [],
    )
    assert (draft_on(bot, old).strength, draft_on(bot, fresh).strength) == (1, 0.4)
    assert "What shall I do?" in following.words


async def test_only_that_style_is_taken_out_of_a_mix(bot: Bot, anna: Person):
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|own|", card)
    anna.send_photo(picture(80, 80))
    await bot.handle_all()
    await says(bot, anna, "hello")
    _, line = await taken(bot, anna)
    anna.press("📷", on=line)
    await answer(bot, anna)

    assert [part.picture.width for part in draft_on(bot, card).styles] == [80]
    assert "🎨 Styles: your picture." in anna.again(card).words


async def test_an_album_gets_a_card_as_an_album_does(bot: Bot, anna: Person):
    card = await waiting(bot, anna)
    first, _ = anna.send_album([picture(60, 40), picture(70, 40)])
    await handled(bot, await put(bot))
    line = said(anna)[-1]
    anna.press("📷", on=line)
    fresh = await answer(bot, anna)

    assert line.buttons[0][0].text == "📷 No, paint these"
    assert draft_on(bot, card).styles == ()
    assert (fresh.reply_to, draft_on(bot, fresh).content.width) == (first.id, 60)
    assert [part.picture.width for part in draft_on(bot, fresh).styles] == [70]
    assert anna.again(line).words == "📷 No style, then: they have a card of their own ⬇️"


async def test_a_second_press_opens_no_second_card(bot: Bot, anna: Person):
    await waiting(bot, anna)
    _, line = await taken(bot, anna)
    made = [anna.press("📷", on=line) for _ in range(2)]
    cards = await answers(bot, anna)

    assert len(cards) == 1
    assert made[1].answer().text == "I'm at it already 🙂"


async def test_a_mix_that_was_ordered_keeps_the_style_and_the_photo_gets_its_card(bot: Bot, anna: Person):
    card = await waiting(bot, anna)
    photo, line = await taken(bot, anna)
    status = await press(bot, anna, "v1|run|", card)
    made = [anna.press("📷", on=line) for _ in range(2)]
    (fresh,) = await answers(bot, anna)

    assert "In the queue" in status.words
    assert anna.again(card).words == status.words
    assert fresh.reply_to == photo.id
    assert made[1].answer().text == "I'm at it already 🙂"


async def test_where_the_mix_is_forgotten_the_way_on_is_shown(bot: Bot, anna: Person):
    card = await waiting(bot, anna)
    _, line = await taken(bot, anna)
    await press(bot, anna, "v1|close|", card)
    anna.press("📷", on=line)
    told = await answer(bot, anna)

    assert told.words.startswith("😴 I fell asleep and forgot our draft")


@pytest.mark.slow
async def test_others_in_a_group_cannot_take_it_out(bot: Bot, anna: Person, sandbox: Sandbox):
    group = sandbox.group()
    here, there = anna.within(group), sandbox.person(name="Boris", language="en").within(group)
    name = f"@{bot.app.bot.username}"
    here.send_photo(picture(), caption=name)
    *_, card = await answers(bot, here)
    await press(bot, here, "v1|own|", card)
    here.send_text("look at this")
    here.send_photo(picture(80, 80), caption=name)
    line = await answer(bot, here)
    made = there.press("📷", on=line)
    await bot.handle_all()

    assert made.answer().text.startswith("These buttons work only for whoever called me.")
    assert len(draft_on(bot, card).styles) == 1


@pytest.mark.slow
@pytest.mark.parametrize("argument", ["", "1", "x:1-2", "{card}:", "{card}:x-y", "{card}:1-1", "{card}:²-²"])
async def test_a_button_that_names_nothing_breaks_nothing(bot: Bot, anna: Person, argument: str):
    card = await waiting(bot, anna)
    _, line = await taken(bot, anna)
    path = f"chats/{anna.chat_id}/messages/{line.id}/press"
    data = f"v1|instead|{argument.format(card=card.id)}"
    line.client.post(path, json={"person_id": anna.id, "data": data})
    await bot.handle_all()

    assert len(draft_on(bot, card).styles) == 1
