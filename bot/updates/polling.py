"""Polling: one of the bot processes asks Telegram for updates, and confirms those that lie in the inbox."""

import asyncio
import json
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import structlog
from redis.exceptions import RedisError
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.desk import off_loop
from bot.updates.arrivals import KINDS, Arrival, Unreadable, arrival
from bot.updates.intake import Intake
from bot.updates.patience import Patience, insist
from chat.bot_api import READ, request
from chat.flood import Priority
from jobs import keys
from jobs.inbox import Inbox

logger = structlog.get_logger()

#: Seconds that Telegram keeps a question open while nothing happens.
LONG_POLL = 10
#: Seconds between two signs of the process that asks, and between two looks of the others.
RENEW = keys.POLLER_LEASE / 4
#: Seconds before Telegram is asked again for what could not be stored.
AGAIN = 1.0
#: Seconds that the way out may take while Redis is away.
RESIGN = 1.0


class Polling:
    """Asks for updates while it is elected.

    Args:
        owner: name of this process.
    """

    def __init__(self, bot: ExtBot[Priority], inbox: Inbox, intake: Intake, owner: str) -> None:
        self._bot = bot
        self._inbox = inbox
        self._intake = intake
        self._owner = owner
        self._elected = False
        # Not the library's `get_updates`: it reads a whole batch at once, so that one update which it cannot
        # read would keep all others from us for ever. The inbox stores JSON, read when it is handled.
        self._request = request()

    async def run(self) -> None:
        """Ask until cancelled.

        Raises:
            telegram.error.InvalidToken: Telegram does not know the bot.
        """
        await self._request.initialize()
        try:
            while True:
                if await self._still_elected():
                    await self._term()
                await asyncio.sleep(random.uniform(0.7, 1.3) * RENEW)  # noqa: S311
        finally:
            await self._resign()
            await self._request.shutdown()

    async def _term(self) -> None:
        """Ask, and say so to the other processes, until one of them is elected."""
        logger.info("asking for updates")
        asking = asyncio.create_task(self._ask())
        try:
            while not asking.done() and await self._still_elected():
                await asyncio.wait({asking}, timeout=RENEW)
        finally:
            asking.cancel()
            await asyncio.wait({asking})
        if not asking.cancelled():
            asking.result()
        logger.info("another process asks for updates")

    async def _still_elected(self) -> bool:
        # While Redis is away, who asked goes on asking: people must hear that their messages have come.
        with suppress(RedisError):
            self._elected = await off_loop(self._inbox.elect, self._owner)
        return self._elected

    async def _ask(self) -> None:
        await insist("deleteWebhook", self._bot.delete_webhook)
        patience, offset = Patience(), 0
        while True:
            try:
                arrivals = await self._updates(offset)
            except TelegramError as trouble:
                pause = patience.after(trouble)
                logger.warning("! no updates", error=type(trouble).__name__, pause_s=pause)
                await asyncio.sleep(pause)
                continue
            patience.well()
            # Without updates nothing is left to be confirmed, and an offset that stays would hide later ones:
            # after a week of silence Telegram begins at a random number, which may be lower.
            if not arrivals:
                offset = 0
            elif await self._stored(arrivals):
                offset = max(one.entry.update for one in arrivals) + 1

    async def _updates(self, offset: int) -> list[Arrival]:
        wanted = {"offset": offset, "timeout": LONG_POLL, "allowed_updates": json.dumps(KINDS)}
        address = f"{self._bot.base_url}/getUpdates?{urlencode(wanted)}"
        answer = await self._request.post(address, read_timeout=LONG_POLL + READ)
        return list(_readable(answer)) if isinstance(answer, list) else []

    async def _stored(self, arrivals: list[Arrival]) -> bool:
        try:
            await self._intake.store(arrivals)
        except RedisError:
            await self._intake.absence.tell(arrivals)
            await asyncio.sleep(AGAIN)
            return False
        return True

    async def _resign(self) -> None:
        with suppress(RedisError, TimeoutError):
            await asyncio.wait_for(off_loop(self._inbox.resign, self._owner), RESIGN)


def _readable(updates: list[dict[str, Any]]) -> Iterator[Arrival]:
    for raw in updates:
        try:
            yield arrival(raw)
        except (Unreadable, RecursionError) as error:
            logger.error("! not an update", error=type(error).__name__)
