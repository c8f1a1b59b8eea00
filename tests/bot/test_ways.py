"""Ways in, in private: photos, captions, commands, replies, links and words all lead to a card."""

from pathlib import Path

import pytest

from jobs.catalogue import Method
from sandbox.person import Person, Sandbox
from tests.bot.lives import Bot, picture
from tests.bot.ways import answer, answers, card_of, draft_on, job_of, press, said, says
from tests.conftest import SHARED
from tests.sandbox.films import film, vector_sticker, webp_sticker


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


async def test_a_photo_gets_eyes_and_a_card_in_answer(bot: Bot, anna: Person):
    photo = anna.send_photo(picture(128, 96))
    card = await answer(bot, anna)

    assert anna.again(photo).reactions == ("👀",)
    assert (card.reply_to, card.words) == (photo.id, "📷 128×96. What shall I do?")


async def test_a_sticker_a_gif_and_a_video_become_contents_of_fast_styles_only(bot: Bot, anna: Person):
    kinds = []
    for send, content in (
        (anna.send_sticker, webp_sticker()),
        (anna.send_animation, film()),
        (anna.send_video, film(sound=True)),
    ):
        send(content)
        card = await answer(bot, anna)
        kinds.append((draft_on(bot, card).content.kind, draft_on(bot, card).content.moves))

        assert card.button("v1|fast|")
        assert card.words != "📷 128×96. What shall I do?"

    assert kinds == [("sticker", False), ("animation", True), ("video", True)]


async def test_what_cannot_be_painted_is_told_with_its_reason_and_a_way_on(bot: Bot, anna: Person):
    anna.send_sticker(vector_sticker())
    drawn = await answer(bot, anna)
    anna.send_video(film(seconds=12, sound=True))
    long = await answer(bot, anna)

    assert "(.tgs)" in drawn.words
    assert "Send one that stands still" in drawn.words
    assert long.words == "This clip lasts 12 s; I paint 10 s at most. Cut it shorter, please."


async def test_a_photo_with_the_caption_style_becomes_a_style_of_the_card(bot: Bot, anna: Person):
    card = await card_of(bot, anna)
    style = anna.send_photo(picture(80, 80), caption="/style 60")
    line = await answer(bot, anna)
    draft = draft_on(bot, card)

    assert "🎨 Styles: your picture" in anna.again(card).words
    assert (line.words, line.reply_to) == ("🎨 Taken as a style: your picture. Your card ⬆️", card.id)
    assert [part.weight for part in draft.styles] == [60]
    assert style.id in draft.messages.values()


@pytest.mark.slow
async def test_a_weight_that_is_out_of_range_in_a_caption_is_taken_as_the_nearest(bot: Bot, anna: Person):
    card = await card_of(bot, anna)
    for caption in ("/style 3", "/style 900 %"):
        anna.send_photo(picture(80, 80), caption=caption)
        await bot.handle_all()

    assert [part.weight for part in draft_on(bot, card).styles] == [10, 100]


async def test_a_style_before_the_photo_is_kept_for_it_and_only_for_it(bot: Bot, anna: Person):
    anna.send_photo(picture(80, 80), caption="/style")
    kept = await answer(bot, anna)
    first = await card_of(bot, anna)
    await press(bot, anna, "v1|close|", first)
    second = await card_of(bot, anna, 70)

    assert kept.words == "🎨 Taken as a style: your picture. Now send the photo that I should repaint."
    assert "🎨 Styles: your picture" in first.words
    assert draft_on(bot, second).styles == ()


async def test_a_named_style_in_a_caption_is_chosen_for_that_photo(bot: Bot, anna: Person):
    anna.send_photo(picture(), caption="/style wave 60")
    card = await answer(bot, anna)
    draft = draft_on(bot, card)

    assert draft.chosen is not None
    assert (draft.chosen.gallery, draft.strength) == ("wave", 0.6)
    assert "Hokusai's wave" in card.words


async def test_a_style_that_is_not_there_gets_the_nearest_names_and_the_photo_its_card(
    bot: Bot, anna: Person
):
    photo = anna.send_photo(picture(), caption="/style mosaik")
    messages = await answers(bot, anna)
    card = next(message for message in messages if message.reply_to == photo.id)
    line = next(message for message in messages if "no style" in message.words)
    await press(bot, anna, "v1|choose|mosaic", line)

    assert line.words == "I have no style called “mosaik”. Do you mean:"
    assert draft_on(bot, card).chosen.gallery == "mosaic"


async def test_nst_after_a_photo_asks_for_styles_and_then_paints_with_them(bot: Bot, anna: Person):
    card = await card_of(bot, anna)
    anna.send_text("/nst")
    await bot.handle_all()
    asking = anna.again(card)
    anna.send_photo(picture(80, 80))
    await bot.handle_all()
    anna.send_text("/nst")
    await bot.handle_all()
    job = job_of(bot, anna)

    assert asking.words.startswith("🎨 Send the picture whose style I should take")
    assert job.method is Method.GATYS
    assert [part.picture is not None for part in job.styles] == [True]
    assert "In the queue" in anna.again(card).words


@pytest.mark.slow
async def test_nst_does_not_run_on_what_moves_and_says_so(bot: Bot, anna: Person):
    anna.send_animation(film())
    card = await answer(bot, anna)
    line = await says(bot, anna, "/nst")

    assert (line.words.startswith("Only fast styles"), line.reply_to) == (True, card.id)


async def test_gan_after_a_photo_orders_previews(bot: Bot, anna: Person):
    card = await card_of(bot, anna)
    anna.send_text("/gan")
    await bot.handle_all()
    job = job_of(bot, anna)

    assert (job.purpose, job.status_message) == ("previews", card.id)
    assert {part.gallery for part in job.styles} == {"wave", "candy", "mosaic"}


@pytest.mark.slow
async def test_gan_again_paints_the_last_photo_once_more_on_a_card_of_its_own(bot: Bot, anna: Person):
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|fast|", card)
    await press(bot, anna, "v1|paint|wave", card)
    anna.send_text("/gan")
    fresh = await answer(bot, anna)

    assert fresh.reply_to == card.reply_to
    assert draft_on(bot, fresh).job


@pytest.mark.parametrize("command", ["/nst", "/gan", "/gan@{name}"])
async def test_a_command_before_any_photo_says_what_comes_first(bot: Bot, anna: Person, command: str):
    line = await says(bot, anna, command.format(name=bot.app.bot.username))

    assert line.words.startswith("Send me a photo first, then /")


@pytest.mark.slow
async def test_commands_in_captions_do_what_they_do_in_texts(bot: Bot, anna: Person):
    anna.send_photo(picture(), caption="/gan")
    await bot.handle_all()
    previews = job_of(bot, anna)
    anna.send_photo(picture(70, 50), caption="/nst")
    asking = await answer(bot, anna)

    assert previews.purpose == "previews"
    assert asking.words.startswith("🎨 Send the picture whose style I should take")


async def test_a_command_in_answer_to_a_photo_is_about_that_photo(bot: Bot, anna: Person):
    first = anna.send_photo(picture(100, 50))
    card = await answer(bot, anna)
    await card_of(bot, anna, 70)
    anna.send_text("/style candy 40", reply_to=first)
    fresh = await answer(bot, anna)

    assert fresh.reply_to == first.id
    assert (draft_on(bot, fresh).chosen.gallery, draft_on(bot, fresh).content.width) == ("candy", 100)
    assert draft_on(bot, card).chosen is None


@pytest.mark.slow
async def test_a_bare_style_in_answer_to_a_photo_makes_that_photo_a_style(bot: Bot, anna: Person):
    first = anna.send_photo(picture(100, 50))
    await answer(bot, anna)
    card = await card_of(bot, anna, 70)
    line = await says(bot, anna, "/style 30", reply_to=first)

    assert line.words.startswith("🎨 Taken as a style")
    assert [part.weight for part in draft_on(bot, card).styles] == [30]


async def test_a_style_chosen_first_stands_on_the_next_photos_card_and_paints_at_once(bot: Bot, anna: Person):
    line = await says(bot, anna, "/style wave 60")
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|paint|wave", card)
    other = await card_of(bot, anna, 70)

    assert line.words == "🎨 🌊 Hokusai's wave: chosen. Now send the photo that I should repaint."
    assert any((each.data or "").startswith("v1|paint|wave") for row in card.buttons for each in row)
    assert job_of(bot, anna).strength == 0.6
    assert draft_on(bot, other).chosen is None


async def test_a_deep_link_chooses_a_style_for_the_photo_that_comes(bot: Bot, anna: Person):
    anna.start("style_candy")
    line = await answer(bot, anna)
    card = await card_of(bot, anna)

    assert "chosen. Now send the photo" in line.words
    assert draft_on(bot, card).chosen.gallery == "candy"


@pytest.mark.slow
async def test_a_deep_link_to_a_style_that_is_gone_offers_others(bot: Bot, anna: Person):
    anna.start("style_nothing_like_it")
    line = await answer(bot, anna)

    assert "I have no style" in line.words
    assert line.button("v1|styles|")


async def test_a_photo_in_answer_to_the_card_or_its_photo_is_a_style_there(bot: Bot, anna: Person):
    photo = anna.send_photo(picture())
    card = await answer(bot, anna)
    anna.send_photo(picture(80, 80), reply_to=card)
    anna.send_photo(picture(90, 80), reply_to=photo)
    new = await answers(bot, anna)

    assert new == []
    assert len(draft_on(bot, card).styles) == 2


@pytest.mark.slow
async def test_a_photo_in_answer_to_an_older_photo_gets_a_card_for_that(bot: Bot, anna: Person):
    first = anna.send_photo(picture(100, 50))
    await answer(bot, anna)
    await card_of(bot, anna, 70)
    anna.send_photo(picture(80, 80), reply_to=first)
    fresh = await answer(bot, anna)

    assert fresh.reply_to == first.id
    assert len(draft_on(bot, fresh).styles) == 1


async def test_a_photo_in_answer_to_a_result_is_a_style_for_the_same_photo(bot: Bot, anna: Person):
    card = await card_of(bot, anna, 100)
    await press(bot, anna, "v1|fast|", card)
    status = await press(bot, anna, "v1|paint|wave", card)
    anna.send_photo(picture(80, 80), reply_to=status)
    fresh, line = await answers(bot, anna)

    assert (fresh.reply_to, draft_on(bot, fresh).content.width) == (card.reply_to, 100)
    assert len(draft_on(bot, fresh).styles) == 1
    assert (line.words, line.reply_to) == ("🎨 Taken as a style: your picture. Your card ⬆️", fresh.id)
    assert line.buttons[0][0].text == "📷 No, paint this one"


@pytest.mark.slow
async def test_a_photo_is_never_refused_and_the_old_card_stays_usable(bot: Bot, anna: Person):
    first = await card_of(bot, anna)
    second = await card_of(bot, anna, 70)
    await press(bot, anna, "v1|fast|", first)
    status = await press(bot, anna, "v1|paint|wave", first)

    assert first.id != second.id
    assert "In the queue" in status.words


async def test_an_edited_caption_changes_the_weight_of_its_style(bot: Bot, anna: Person):
    card = await card_of(bot, anna)
    style = anna.send_photo(picture(80, 80), caption="/style 60")
    await bot.handle_all()
    anna.edit_caption(style, "/style 30")
    new = await answers(bot, anna)

    assert new == []
    assert [part.weight for part in draft_on(bot, card).styles] == [30]


@pytest.mark.slow
async def test_other_edits_are_left_alone(bot: Bot, anna: Person):
    hello = anna.send_text("hello")
    photo = anna.send_photo(picture(), caption="my cat")
    await bot.handle_all()
    before = said(anna)
    anna.edit_text(hello, "/help")
    anna.edit_caption(photo, "/style 30")
    new = await answers(bot, anna)

    assert new == []
    assert said(anna) == before


async def test_cancel_forgets_what_was_chosen_so_that_a_new_run_has_no_old_styles(bot: Bot, anna: Person):
    await says(bot, anna, "/style wave")
    forgotten = await says(bot, anna, "/cancel")
    chosen = draft_on(bot, await card_of(bot, anna)).chosen
    anna.send_photo(picture(80, 80), caption="/style")
    await bot.handle_all()
    await says(bot, anna, "/cancel")
    fresh = await card_of(bot, anna)

    assert forgotten.words.startswith("✖️ All right, forgotten")
    assert chosen is None
    assert draft_on(bot, fresh).styles == ()


@pytest.mark.slow
async def test_choosing_can_be_taken_back_by_its_button(bot: Bot, anna: Person):
    line = await says(bot, anna, "/style wave")
    changed = await press(bot, anna, "v1|unchoose|", line)
    card = await card_of(bot, anna)

    assert (changed.words.startswith("✖️"), changed.buttons) == (True, [])
    assert draft_on(bot, card).chosen is None


@pytest.mark.slow
async def test_what_was_chosen_is_deleted_with_the_person(bot: Bot, anna: Person, sandbox: Sandbox):
    here = anna.within(sandbox.group())
    here.send_photo(picture(), caption="/style")
    anna.send_album([picture(60, 40), picture(70, 40)], caption="/style")
    await bot.handle_all()
    page = await says(bot, anna, "/delete_me")
    await press(bot, anna, "Yes, delete", page)
    redis = bot.desk.store.redis
    texts = {key: redis.get(key) for key in redis.scan_iter("awaiting:*")}

    assert not [key for key, text in texts.items() if str(anna.id) in f"{key} {text}" or "file_id" in text]


ROWS = {
    "sends a photo or an image file": "test_a_photo_gets_eyes_and_a_card_in_answer",
    "sends a photo with the caption": "test_a_photo_with_the_caption_style_becomes_a_style_of_the_card",
    "sends a photo, then `/nst`": "test_nst_after_a_photo_asks_for_styles_and_then_paints_with_them",
    "`/gan` after a photo": "test_gan_after_a_photo_orders_previews",
    "in *reply* to any photo": "test_a_command_in_answer_to_a_photo_is_about_that_photo",
    "chooses a style first": "test_a_style_chosen_first_stands_on_the_next_photos_card_and_paints_at_once",
    "an album of two or more": "test_an_album_of_three_gets_one_card_in_whatever_order_it_comes",
    "a photo as a *reply* to the card": "test_a_photo_in_answer_to_the_card_or_its_photo_is_a_style_there",
    "`/start style_<name>` deep link": "test_a_deep_link_chooses_a_style_for_the_photo_that_comes",
}


@pytest.mark.skipif(not (SHARED / "conversation.md").exists(), reason="the specification is not here")
def test_each_way_in_of_the_specification_has_its_test():
    page = (SHARED / "conversation.md").read_text("utf-8")
    table = page.partition("## Ways in")[2].partition("\nA photo is never refused")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("test_ways*.py"))
    found = {row: [part for part in ROWS if part in row] for row in rows}

    assert len(rows) == len(ROWS)
    assert all(len(parts) == 1 for parts in found.values()), found
    assert [name for name in ROWS.values() if f"def {name}(" not in tests] == []
