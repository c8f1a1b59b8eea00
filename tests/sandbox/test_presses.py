"""Buttons: a press reaches the bot, and the answer reaches the person, once and in time."""

from collections.abc import Iterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from sandbox.person import Person, Sandbox
from sandbox.serving import Options, running
from tests.sandbox.conftest import bot_of

TOO_OLD = "Query is too old and response timeout expired or query id is invalid"
CARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("⚡ Fast styles · ~3 s", callback_data="v1|fast")],
        [InlineKeyboardButton("✖️ Close", callback_data="v1|close")],
    ]
)


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


async def test_a_press_by_a_part_of_the_text_reaches_the_bot_with_the_card_it_stands_under(
    anna: Person, bot: Bot
) -> None:
    asked = anna.send_text("hello")
    card = await bot.send_message(anna.id, "card", reply_markup=CARD, reply_to_message_id=asked.id)
    anna.press("Fast")

    query = (await bot.get_updates(timeout=10))[-1].callback_query
    assert (query.data, query.from_user.id) == ("v1|fast", anna.id)
    assert query.message.message_id == card.message_id
    assert query.message.reply_to_message.message_id == asked.id


async def test_the_answer_is_seen_once(anna: Person, bot: Bot) -> None:
    await bot.send_message(anna.id, "card", reply_markup=CARD)
    press = anna.press("v1|close")
    unanswered = press.answer()
    [update] = await bot.get_updates(timeout=10)
    await update.callback_query.answer("Closed.", show_alert=True)
    with pytest.raises(BadRequest, match=TOO_OLD):
        await update.callback_query.answer("Closed again.")

    assert unanswered is None
    answer = anna.wait_for_answer(press, deadline_s=10)
    assert (answer.text, answer.alert) == ("Closed.", True)


async def test_a_button_that_is_not_there_is_named(anna: Person, bot: Bot) -> None:
    await bot.send_message(anna.id, "card", reply_markup=CARD)
    [card] = anna.messages()

    with pytest.raises(LookupError, match=r"no button 'Slow' under message .* only .*Fast styles"):
        anna.press("Slow", on=card)


async def test_a_press_looks_at_the_card_as_it_is_now(anna: Person, bot: Bot) -> None:
    sent = await bot.send_message(anna.id, "card", reply_markup=CARD)
    [card] = anna.messages()
    changed = InlineKeyboardMarkup([[InlineKeyboardButton("Run", callback_data="v1|run")]])
    await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=changed)
    anna.press("Run", on=card)

    [update] = await bot.get_updates(timeout=10)
    assert update.callback_query.data == "v1|run"


@pytest.fixture
def hasty() -> Iterator[Sandbox]:
    """A sandbox in which every answer to a press is too late."""
    with running(Options(press_lifetime=0)) as address:
        client = Sandbox(address)
        yield client
        client.close()


async def test_an_answer_that_comes_too_late_is_refused(hasty: Sandbox) -> None:
    anna = hasty.person()
    async with bot_of(hasty) as bot:
        await bot.send_message(anna.id, "card", reply_markup=CARD)
        press = anna.press("Fast")
        [update] = await bot.get_updates(timeout=10)
        with pytest.raises(BadRequest, match=TOO_OLD):
            await update.callback_query.answer("late")

    assert press.answer() is None


async def test_a_message_that_the_server_lost_is_known_by_its_number_alone(anna: Person, bot: Bot) -> None:
    card = await bot.send_message(anna.id, "card", reply_markup=CARD)
    press = anna.press("Fast", inaccessible=True)
    [update] = await bot.get_updates(timeout=10)
    await update.callback_query.answer("still here")

    message = update.callback_query.message
    assert (message.message_id, message.is_accessible) == (card.message_id, False)
    assert press.answer().text == "still here"
