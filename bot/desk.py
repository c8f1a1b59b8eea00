"""What every handler needs: the records, the drafts, what the workers can paint and how long it takes."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from telegram import Message

from bot.cards.drafts import Drafts
from bot.sent import Sent
from jobs import keys
from jobs.estimates import Estimates
from jobs.offer import Offer
from jobs.presence import Presence
from jobs.results import Results
from jobs.settings import Settings
from jobs.store import Store

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """The bot's side of Redis."""

    settings: Settings
    store: Store
    drafts: Drafts
    sent: Sent
    estimates: Estimates
    presence: Presence
    results: Results

    @classmethod
    def of(cls, settings: Settings, store: Store) -> "Desk":
        """Set it up on one connection."""
        redis = store.redis
        results = Results(settings.results_url)
        return cls(settings, store, Drafts(redis), Sent(redis), Estimates(redis), Presence(redis), results)

    async def offer(self) -> Offer:
        """What can be picked now."""
        return await off_loop(Offer.now, self.presence)

    async def once(
        self, bot: int, update: int, send: Callable[[], Awaitable[Message]], index: int = 0
    ) -> int:
        """Send the new message that an update asks for; one that is handled again finds the first: its id.

        Args:
            index: which of the update's new messages, from 0.

        Killed between Telegram's effect and the note here, the update sends a second one, which does no harm.
        Nothing could prevent that: a message that Telegram was asked for carries no name of ours.
        """
        number = await off_loop(self.sent.because_of, bot, update, index)
        if number is None:
            number = (await send()).message_id
            await off_loop(self.sent.note, bot, update, number, index)
        return number

    async def waiting(self, bot: int, chat: int) -> int:
        """How many updates of a chat wait behind the one that is handled now."""
        there = await off_loop(self.store.redis.llen, keys.inbox_chat(bot, chat))
        return max(0, int(there) - 1)


async def off_loop(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Make a blocking call to Redis in a thread: the event loop serves everybody else meanwhile."""
    return await asyncio.to_thread(call, *args, **kwargs)
