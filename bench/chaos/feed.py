"""All chats at once, as they are now and as they were: one question a moment for the whole crowd."""

import asyncio
from collections import defaultdict
from collections.abc import Callable

import httpx

from sandbox.person import Message, Sandbox, State

#: Seconds between two looks.
LOOK = 0.15


class Feed:
    """Follows the sandbox's history.

    Attributes:
        states: everything that was shown, oldest first.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.states: list[State] = []
        self._sandbox = sandbox
        self._chats: dict[int, dict[int, State]] = defaultdict(dict)
        self._changed: dict[int, asyncio.Event] = defaultdict(asyncio.Event)

    async def follow(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except httpx.TransportError:  # the machine is busy: the next look brings it
                continue
            finally:
                await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """Take in what is new."""
        read = self.states[-1].number if self.states else 0
        news = await asyncio.to_thread(self._sandbox.history, read)
        self.states += news
        for state in news:
            self._chats[state.chat_id][state.message_id] = state
        for chat in {state.chat_id for state in news}:
            self._changed.pop(chat, asyncio.Event()).set()

    def now(self, chat: int, message: int) -> State | None:
        """What a message shows now; None: nobody has sent it yet."""
        return self._chats[chat].get(message)

    def answers(self, chat: int, message: int) -> list[State]:
        """What the bot shows now in answer to a message, oldest message first."""
        there = (self._chats[chat][number] for number in sorted(self._chats[chat]))
        return [state for state in there if state.message and _answers(state.message, message)]

    async def until(
        self, chat: int, look: Callable[[], State | None], seconds: float | None = None
    ) -> State | None:
        """Wait until a look at a chat finds something; None: it did not in that time."""
        try:
            async with asyncio.timeout(seconds):
                while (found := look()) is None:
                    await self._changed[chat].wait()
        except TimeoutError:
            return None
        return found


def _answers(message: Message, asked: int) -> bool:
    return message.from_bot and message.reply_to == asked
