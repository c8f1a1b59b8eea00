"""Redis is away: nothing is confirmed to Telegram, and each chat hears once that its message has come."""

import asyncio
from collections.abc import Iterable
from time import monotonic

import structlog
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.updates.arrivals import Arrival
from chat.flood import Priority
from chat.texts import say

logger = structlog.get_logger()

#: Seconds for which Redis may be away before anybody is told: a restart is shorter.
UNNOTICED = 2.0
#: Seconds between two notices; with Redis the flood budget is away too.
PACE = 0.05


class Absence:
    """The present outage, as far as this process sees it."""

    def __init__(self, bot: ExtBot[Priority]) -> None:
        self._bot = bot
        self._since: float | None = None
        self._well = monotonic()
        self._told: set[int] = set()
        self._one_at_a_time = asyncio.Lock()

    def over(self) -> None:
        """An update could be stored."""
        self._well = monotonic()
        if self._since is not None:
            logger.info("Redis is back", away_s=round(self._well - self._since, 1), told=len(self._told))
            self._since = None
            self._told.clear()

    def begin(self, error: Exception, since: float) -> None:
        """Updates could not be stored.

        Args:
            since: when that was begun, by the monotonic clock; what has worked after that is not away.
        """
        if self._since is None and since > self._well:
            logger.error("! updates not stored: Redis is away", error=type(error).__name__)
            self._since = since

    async def tell(self, arrivals: Iterable[Arrival]) -> None:
        """Tell the chats of what could not be stored, each once, and groups not at all."""
        async with self._one_at_a_time:
            for arrival in arrivals:
                if self._to_be_told(arrival):
                    self._told.add(arrival.entry.chat)
                    await self._notice(arrival)
                    await asyncio.sleep(PACE)

    def _to_be_told(self, arrival: Arrival) -> bool:
        lasts = self._since is not None and monotonic() - self._since > UNNOTICED
        return lasts and arrival.private and arrival.entry.chat not in self._told

    async def _notice(self, arrival: Arrival) -> None:
        text = say(arrival.language or "", "notice-away")
        try:
            await self._bot.send_message(arrival.entry.chat, text, rate_limit_args=Priority.NOTICE)
        except TelegramError as trouble:
            logger.warning("! no notice", update=arrival.entry.update, error=type(trouble).__name__)
