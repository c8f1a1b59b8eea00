"""What broke earlier bots, as a person meets it: see ``docs/pitfalls.md``. Painting is in ``tests/whole``."""

from collections.abc import Awaitable, Callable

import pytest
from redis import Redis

from jobs.catalogue import Lane
from sandbox.person import Message, Person, Sandbox
from tests.bot.lives import Bot, picture
from tests.bot.results_scene import Scene
from tests.bot.ways import card_of, draft_on, job_of, press, said, says

DAY = 24 * 3600


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


def let_days_pass(redis: Redis, days: int) -> None:
    """Take from Redis what expires within so many days, and let the rest be older by them.

    Workers are there as before.
    """
    for key in redis.scan_iter("*"):
        left = -1 if key.startswith("workers:") else redis.ttl(key)
        if 0 <= left <= days * DAY:
            redis.delete(key)
        elif left > 0:
            redis.expire(key, left - days * DAY)


def answered(anna: Person, photo: Message, before: list[Message]) -> bool:
    """Has the bot written or changed anything since, and put eyes under the photo?"""
    return said(anna) != before and anna.again(photo).reactions == ("👀",)


async def nothing_before(bot: Bot, anna: Person) -> None: ...


async def a_card_is_there(bot: Bot, anna: Person) -> None:
    await card_of(bot, anna)


async def a_style_is_awaited(bot: Bot, anna: Person) -> None:
    await press(bot, anna, "v1|own|", await card_of(bot, anna))


async def four_styles_are_chosen(bot: Bot, anna: Person) -> None:
    await a_style_is_awaited(bot, anna)
    for width in range(70, 74):
        anna.send_photo(picture(width, 48))
    await bot.handle_all()


async def a_strength_is_asked_for(bot: Bot, anna: Person) -> None:
    await press(bot, anna, "v1|strength|", await card_of(bot, anna))


async def a_style_was_chosen_first(bot: Bot, anna: Person) -> None:
    await says(bot, anna, "/style wave")


async def a_picture_waits_in_the_queue(bot: Bot, anna: Person) -> None:
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|fast|", card)
    await press(bot, anna, "v1|paint|wave", card)


async def a_picture_was_cancelled(bot: Bot, anna: Person) -> None:
    await a_picture_waits_in_the_queue(bot, anna)
    await press(bot, anna, "Cancel", said(anna)[-1])


async def the_card_was_closed(bot: Bot, anna: Person) -> None:
    await press(bot, anna, "v1|close|", await card_of(bot, anna))


@pytest.mark.parametrize(
    "prepare",
    [
        nothing_before,
        a_card_is_there,
        a_style_is_awaited,
        four_styles_are_chosen,
        a_strength_is_asked_for,
        a_style_was_chosen_first,
        a_picture_waits_in_the_queue,
        a_picture_was_cancelled,
        the_card_was_closed,
    ],
)
async def test_every_photo_is_acknowledged_whatever_was_before_it(
    bot: Bot, anna: Person, prepare: Callable[[Bot, Person], Awaitable[None]]
):
    await prepare(bot, anna)
    for caption in (None, "/style", "my cat"):
        before = said(anna)
        photo = anna.send_photo(picture(96, 64), caption=caption)
        await bot.handle_all()

        assert answered(anna, photo, before), caption


async def test_after_cancel_a_new_run_paints_with_none_of_the_old_styles(bot: Bot, anna: Person):
    await four_styles_are_chosen(bot, anna)
    await says(bot, anna, "/cancel")
    card = await card_of(bot, anna, 90)
    await press(bot, anna, "v1|own|", card)
    anna.send_photo(picture(81, 81))
    await bot.handle_all()
    await press(bot, anna, "v1|run|", card)
    job = job_of(bot, anna)

    assert job.content.width == 90
    assert [part.picture.width for part in job.styles if part.picture] == [81]
    assert "your picture ·" in anna.again(card).words


@pytest.mark.parametrize("typed", ["70", "70%", "70 %"])
async def test_a_typed_strength_is_the_one_that_is_painted(bot: Bot, anna: Person, typed: str):
    card = await card_of(bot, anna)
    await press(bot, anna, "v1|strength|", card)
    for nonsense in ("много", "150"):
        told = await says(bot, anna, nonsense)
        assert told.words == "A number from 0 to 100, please: for example 70."
    anna.send_text(typed)
    await bot.handle_all()
    await press(bot, anna, "v1|fast|", card)
    await press(bot, anna, "v1|paint|wave", card)

    assert job_of(bot, anna).strength == 0.7


async def test_words_instead_of_a_style_leave_the_bot_waiting_for_it(bot: Bot, anna: Person):
    await a_style_is_awaited(bot, anna)
    card = said(anna)[-1]
    told = await says(bot, anna, "like Monet, please")
    anna.send_photo(picture(81, 81))
    await bot.handle_all()

    assert told.words.startswith("Send the picture whose style I should take")
    assert [part.picture.width for part in draft_on(bot, card).styles if part.picture] == [81]


@pytest.mark.parametrize("lost", [False, True], ids=["known to Telegram", "too old for Telegram"])
@pytest.mark.parametrize("button", ["v1|fast|", "v1|try|", "v1|close|"])
async def test_a_button_of_a_card_three_days_old_is_answered_and_leads_on(
    bot: Bot, anna: Person, button: str, lost: bool
):
    card = await card_of(bot, anna)
    anna.age(card, 72)
    let_days_pass(bot.desk.store.redis, 3)
    pressed = anna.press(button, on=card, inaccessible=lost)
    await bot.handle_all()
    told, (now, *new) = pressed.answer(), said(anna)

    assert told is not None
    if lost:
        assert [message.words.startswith("😴 I fell asleep") for message in new] == [True]
    else:
        assert "your photo is still here" in (told.text or "")
        assert (now != card, new) == (True, [])


@pytest.mark.parametrize("button", ["Again", "Other style", "Original file", "🗑"])
async def test_a_button_of_a_result_three_days_old_works_or_says_what_to_do(
    bot: Bot, anna: Person, button: str
):
    scene = Scene(bot, anna)
    await scene.ordered()
    await scene.painted(Lane.FAST)
    shown = scene.youngest()
    anna.age(shown, 72)
    let_days_pass(bot.desk.store.redis, 3)
    assert bot.desk.results.expire(0) == 1
    told = await scene.press(button, on=shown)

    assert told is not None
    assert told.text is not None or scene.youngest() != shown
    assert anna.again(shown).content == shown.content
