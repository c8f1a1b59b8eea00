"""Updates of one chat in order, of different chats in parallel."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime

from telegram import Chat, Message, Update

from bot.order_of_updates import ChatByChat


def update(number: int, chat: int) -> Update:
    return Update(number, message=Message(number, datetime.now(UTC), Chat(chat, "private"), text="x"))


class Handled:
    """What happened when; each handler waits until it is let go."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.go = {number: asyncio.Event() for number in range(6)}

    async def handler(self, number: int) -> None:
        self.events.append(f"begin {number}")
        await self.go[number].wait()
        self.events.append(f"end {number}")

    def at_once(self, order: ChatByChat, *chats: int) -> "asyncio.Future[list[None]]":
        """Give updates 0, 1, … of these chats to the processor."""
        calls: list[Coroutine[None, None, None]] = [
            order.process_update(update(number, chat), self.handler(number))
            for number, chat in enumerate(chats)
        ]
        return asyncio.gather(*calls)


async def settle() -> None:
    """Let everything run that can."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_updates_of_one_chat_are_handled_one_after_the_other():
    handled, order = Handled(), ChatByChat()
    everything = handled.at_once(order, 7, 7, 7)
    await settle()
    first = list(handled.events)
    for number in (2, 1, 0):
        handled.go[number].set()
    await everything

    assert first == ["begin 0"]
    assert handled.events == [f"{what} {number}" for number in range(3) for what in ("begin", "end")]


async def test_a_slow_handler_of_one_chat_does_not_hold_another_chat_up():
    handled, order = Handled(), ChatByChat()
    handled.go[1].set()
    everything = handled.at_once(order, 7, 8)
    await settle()
    meanwhile = list(handled.events)
    handled.go[0].set()
    await everything

    assert meanwhile == ["begin 0", "begin 1", "end 1"]


async def test_a_handler_that_breaks_lets_the_next_one_of_its_chat_in():
    order, handled = ChatByChat(), Handled()

    async def breaks() -> None:
        raise LookupError

    handled.go[1].set()
    answers = await asyncio.gather(
        order.process_update(update(0, 7), breaks()),
        order.process_update(update(1, 7), handled.handler(1)),
        return_exceptions=True,
    )

    assert isinstance(answers[0], LookupError)
    assert handled.events == ["begin 1", "end 1"]


async def test_no_lock_is_kept_for_a_chat_that_is_silent():
    order = ChatByChat()
    for chat in range(1000):
        await order.process_update(update(chat, chat), settle())

    assert len(order._locks) <= 1
