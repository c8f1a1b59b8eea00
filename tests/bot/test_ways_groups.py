"""Ways in, in groups: commands, answers to the bot and mentions; everything else is between people."""

import pytest

from sandbox.person import Person, Sandbox
from tests.bot.lives import Bot, picture
from tests.bot.ways import answer, answers, draft_on, job_of, press, said
from tests.sandbox.films import webp_sticker


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


@pytest.fixture
def boris(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Boris", language="en")


def mention(bot: Bot, words: str = "") -> str:
    return f"@{bot.app.bot.username} {words}".strip()


async def test_talk_and_pictures_between_people_are_left_alone(bot: Bot, anna: Person, sandbox: Sandbox):
    here = anna.within(sandbox.group())
    here.send_text("hello all")
    here.send_photo(picture())
    here.send_photo(picture(), caption="my cat")
    here.send_sticker(webp_sticker())
    here.send_text("/style@another_bot wave")
    new = await answers(bot, here)

    assert [message for message in new if not message.service] == []


async def test_a_command_in_answer_to_somebody_elses_photo_makes_the_asker_its_painter(
    bot: Bot, anna: Person, boris: Person, sandbox: Sandbox
):
    group = sandbox.group()
    here, there = anna.within(group), boris.within(group)
    photo = there.send_photo(picture(100, 50))
    await answers(bot, here)
    here.send_text(f"/style{mention(bot)} wave", reply_to=photo)
    card = await answer(bot, here)
    refused = there.press("v1|fast|", on=card)
    await bot.handle_all()
    taken = await press(bot, here, "v1|paint|wave", card)

    assert (card.reply_to, draft_on(bot, card).person) == (photo.id, anna.id)
    assert refused.answer().text.startswith("These buttons work only for whoever called me.")
    assert "In the queue" in taken.words


@pytest.mark.slow
async def test_two_people_who_ask_for_the_same_photo_have_cards_of_their_own(
    bot: Bot, anna: Person, boris: Person, sandbox: Sandbox
):
    group = sandbox.group()
    here, there = anna.within(group), boris.within(group)
    photo = here.send_photo(picture())
    await answers(bot, here)
    here.send_text("/style wave", reply_to=photo)
    first = await answer(bot, here)
    there.send_text("/style candy", reply_to=photo)
    second = await answer(bot, here)

    assert [draft_on(bot, card).chosen.gallery for card in (first, second)] == ["wave", "candy"]
    assert [draft_on(bot, card).person for card in (first, second)] == [anna.id, boris.id]


@pytest.mark.slow
async def test_a_mention_in_answer_to_a_photo_opens_its_card(bot: Bot, anna: Person, sandbox: Sandbox):
    here = anna.within(sandbox.group())
    photo = here.send_photo(picture())
    await answers(bot, here)
    here.send_text(mention(bot, "candy"), reply_to=photo)
    card = await answer(bot, here)

    assert (card.reply_to, draft_on(bot, card).chosen.gallery) == (photo.id, "candy")


@pytest.mark.slow
async def test_a_mention_alone_says_what_the_bot_does(bot: Bot, anna: Person, sandbox: Sandbox):
    here = anna.within(sandbox.group())
    await answers(bot, here)
    here.send_text(mention(bot))
    line = await answer(bot, here)

    assert line.words.startswith("👋 I repaint photos.")
    assert "\n" not in line.words


@pytest.mark.slow
async def test_gan_in_answer_to_a_photo_paints_previews_of_it(bot: Bot, anna: Person, sandbox: Sandbox):
    here = anna.within(sandbox.group())
    photo = here.send_photo(picture())
    await answers(bot, here)
    here.send_text("/gan", reply_to=photo)
    status = await answer(bot, here)

    assert (job_of(bot, anna).purpose, status.reply_to) == ("previews", photo.id)


async def test_nst_in_answer_to_a_photo_asks_for_its_styles_in_one_message_and_no_edit(
    bot: Bot, anna: Person, sandbox: Sandbox
):
    here = anna.within(sandbox.group())
    photo = here.send_photo(picture())
    await answers(bot, here)
    here.send_text("/nst", reply_to=photo)
    card = await answer(bot, here)
    here.send_photo(picture(80, 80), reply_to=card)
    await bot.handle_all()
    here.send_text("/nst", reply_to=photo)
    await bot.handle_all()

    assert (card.reply_to, card.edits) == (photo.id, 0)
    assert card.words.startswith("🎨 Answer this message with the picture whose style I should take")
    assert len(job_of(bot, anna).styles) == 1


async def test_a_comment_on_a_picture_of_the_bots_is_left_alone_and_one_on_a_card_is_not(
    bot: Bot, anna: Person, sandbox: Sandbox
):
    here = anna.within(sandbox.group())
    here.send_photo(picture(), caption=mention(bot))
    await bot.handle_all()
    card = said(here)[-1]
    here.send_text("nice!", reply_to=card)
    hint = await answer(bot, here)
    here.send_text("60", reply_to=card)
    number = await answers(bot, here)
    strength = draft_on(bot, card).strength
    await press(bot, here, "v1|fast|", card)
    status = await press(bot, here, "v1|paint|wave", card)
    here.send_text("wow!", reply_to=status)
    here.send_sticker(webp_sticker(), reply_to=status)
    comments = await answers(bot, here)

    assert hint.words.startswith("Your photo is on this card")
    assert (number, strength) == ([], 0.6)
    assert comments == []


async def test_everything_stays_in_its_topic(bot: Bot, anna: Person, sandbox: Sandbox):
    group = sandbox.group(topics=["Cats"])
    cats, general = anna.within(group, "Cats"), anna.within(group)
    for here in (cats, general):
        photo = here.send_photo(picture())
        here.send_text("/style wave", reply_to=photo)
    new = await answers(bot, general)
    cards = [message for message in new if "What shall I do?" in message.words]

    assert [card.thread_id for card in cards] == [group.topics["Cats"], None]


async def test_who_writes_in_the_name_of_the_group_is_asked_to_write_as_themselves(
    bot: Bot, anna: Person, sandbox: Sandbox
):
    here = anna.within(sandbox.group())
    await bot.handle_all()
    here.send_text("/gan")
    (update,) = await bot.updates()
    raw = update.to_dict()
    raw["message"]["sender_chat"] = raw["message"]["chat"]
    raw["message"]["from"] = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    before = said(here)
    await bot.handle(type(update).de_json(raw, bot.app.bot))
    (line,) = [message for message in said(here) if message not in before]

    assert line.words.startswith("I can't tell who you are")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post", "another bot", "forwarded"])
async def test_what_nobody_wrote_is_left_alone_and_breaks_nothing(
    bot: Bot, anna: Person, sandbox: Sandbox, kind: str
):
    here = anna.within(sandbox.group())
    await bot.handle_all()
    here.send_photo(picture(), caption="/style wave")
    (update,) = await bot.updates()
    raw = update.to_dict()
    message = raw.pop("message")
    if "channel" in kind:
        del message["from"]
        message["chat"] = {"id": message["chat"]["id"], "type": "channel", "title": "Channel"}
    elif kind == "another bot":
        message["from"] |= {"is_bot": True}
    else:
        message |= {"is_automatic_forward": True, "sender_chat": message["chat"]}
    before = said(here)
    kind = kind if "channel" in kind else "message"
    await bot.handle(type(update).de_json(raw | {kind: message}, bot.app.bot))

    assert said(here) == before


@pytest.mark.slow
async def test_a_group_without_first_names_is_served_as_any(bot: Bot, anna: Person, sandbox: Sandbox):
    here = anna.within(sandbox.group())
    await bot.handle_all()
    photo = here.send_photo(picture())
    await bot.handle_all()
    here.send_text("/style wave", reply_to=photo)
    (update,) = await bot.updates()
    raw = update.to_dict()
    raw["message"]["from"]["first_name"] = ""
    raw["message"]["reply_to_message"]["from"].pop("language_code", None)
    await bot.handle(type(update).de_json(raw, bot.app.bot))

    assert said(here)[-1].reply_to == photo.id


async def test_a_card_in_a_group_asks_for_answers_since_nothing_else_is_heard_there(
    bot: Bot, anna: Person, sandbox: Sandbox
):
    here = anna.within(sandbox.group())
    here.send_photo(picture(), caption=mention(bot))
    await bot.handle_all()
    card = said(here)[-1]
    strength = (await press(bot, here, "v1|strength|", card)).words
    await press(bot, here, "v1|back|", card)
    asks = (await press(bot, here, "v1|own|", card)).words
    here.send_photo(picture(80, 80), reply_to=card)
    await bot.handle_all()

    assert asks.startswith("🎨 Answer this message with the picture whose style I should take")
    assert strength.endswith("answer this message with any from 0 to 100.")
    assert "Answer this message with more (up to 4)" in here.again(card).words
    assert len(draft_on(bot, card).styles) == 1


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ("/start", "👋 I repaint photos. Answer any photo with /gan or /style, or mention"),
        ("/help", "Answer any photo, picture file, sticker, GIF or short video here with /gan or /style"),
        ("/nonsense", "I don't know this command. Answer any photo with /gan or /style"),
        ("hello", "I understand photos and buttons. Answer any photo with /gan or /style"),
    ],
)
async def test_in_a_group_nobody_is_told_to_send_a_photo_that_would_not_be_heard(
    bot: Bot, anna: Person, sandbox: Sandbox, words: str, answered: str
):
    here = anna.within(sandbox.group())
    await bot.handle_all()
    here.send_text(f"{words}{mention(bot)}" if words[0] == "/" else mention(bot, words))
    line = await answer(bot, here)

    assert line.words.startswith(answered)


async def test_the_bot_introduces_itself_in_one_line_when_it_is_taken_into_a_group(
    bot: Bot, anna: Person, sandbox: Sandbox
):
    here = anna.within(sandbox.group())
    await bot.handle_all()
    here.send_text("hello")
    (update,) = await bot.updates()
    raw = update.to_dict()
    del raw["message"]["text"]
    raw["message"]["new_chat_members"] = [bot.app.bot.bot.to_dict()]
    before = said(here)
    for _ in range(2):
        await bot.handle(type(update).de_json(raw, bot.app.bot))
    (line,) = [message for message in said(here) if message not in before]

    assert line.words.startswith("👋 I repaint photos.")
    assert (line.reply_to, "\n" in line.words) == (None, False)
