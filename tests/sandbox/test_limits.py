"""Flood control: off unless it is switched on, and then as strict as Telegram's."""

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from sandbox.errors import TooManyRequests
from sandbox.limits import Bucket, Limits
from sandbox.person import Person, Sandbox


async def test_without_limits_a_chat_takes_any_number(anna: Person, bot: Bot) -> None:
    await _send_many(bot, anna, 40)

    assert len(anna.messages()) == 40


async def test_a_private_chat_takes_a_burst_and_then_has_to_be_waited_for(
    sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    boris = sandbox.person(name="Boris")
    sandbox.flood_limits(on=True)
    with pytest.raises(RetryAfter):
        await _send_many(bot, anna, 40)
    await bot.send_message(boris.id, "the others go on")

    assert 5 <= len(anna.messages()) < 40
    assert len(boris.messages()) == 1


async def test_what_telegram_does_not_count_goes_through(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    written = anna.send_text("hello")
    sandbox.flood_limits(on=True)
    for emoji in ["👀", "👍"] * 20:
        await bot.send_chat_action(anna.id, "typing")
        await bot.set_message_reaction(anna.id, written.id, emoji)

    assert {call["status"] for call in sandbox.calls("setMessageReaction")} == {200}


def test_a_group_takes_twenty_a_minute() -> None:
    limits = Limits(on=True)
    for _ in range(20):
        limits.check("sendMessage", -100)
    with pytest.raises(TooManyRequests) as refused:
        limits.check("sendMessage", -100)

    assert refused.value.retry_after == 3


def test_all_chats_together_take_thirty_a_second() -> None:
    limits = Limits(on=True)
    passed = [_passes(limits, chat) for chat in range(1, 200)]

    assert passed[:30] == [True] * 30
    assert not all(passed)


def test_an_album_counts_as_many_messages() -> None:
    bucket = Bucket(rate=1, burst=5)
    bucket.left -= 3

    assert bucket.wait(2) == 0
    assert bucket.wait(4) > 1


async def _send_many(bot: Bot, person: Person, count: int) -> None:
    for number in range(count):
        await bot.send_message(person.id, str(number))


def _passes(limits: Limits, chat: int) -> bool:
    try:
        limits.check("sendMessage", chat)
    except TooManyRequests:
        return False
    return True
