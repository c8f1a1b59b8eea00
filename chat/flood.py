"""Telegram's patience, shared: one flood budget in Redis for the bot, every worker and the clerk."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from enum import Enum
from typing import Any

import structlog
from redis import Redis
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from jobs import keys
from jobs.lua import script

logger = structlog.get_logger()

#: Calls a second over all chats; Telegram's own limit is 30.
OVERALL = (1 / 25, 25)
#: (seconds between calls, burst) in a private chat and in a group.
PRIVATE = (1.0, 5)
GROUP = (3.0, 5)
#: Methods that Telegram does not count against a chat.
FREE = frozenset(
    {"getMe", "getUpdates", "getFile", "answerCallbackQuery", "sendChatAction", "setMessageReaction"}
)
#: Times that an answer which met a 429 is sent again after the pause that Telegram asked for.
ANSWER_TRIES = 3
#: Seconds of such a pause above which an answer is given up.
LONGEST_PAUSE = 60
#: Seconds that a result waits in place; longer, and whoever brings it turns to another chat.
IN_PLACE = 2


class Priority(Enum):
    """Who goes first when the budget is short: the share of each bucket that is left to the others."""

    RESULT = 0.0
    ANSWER = 0.2
    PLACE = 0.5
    PROGRESS = 0.6
    #: Bypasses the budget, which lies in Redis: the one notice while Redis is away. The caller paces it.
    NOTICE = -1.0

    @property
    def may_wait(self) -> bool:
        """Is it worth waiting for? Places and progress are dropped instead: a newer one follows."""
        return self in (Priority.RESULT, Priority.ANSWER)


class Dropped(Exception):
    """The budget was short and the call was not important enough to wait."""


class Busy(RetryAfter):
    """The chat must rest for longer than a result waits in place: bring it later."""


class FloodBudget(BaseRateLimiter[Priority]):
    """A python-telegram-bot rate limiter; pass ``rate_limit_args=Priority.…`` with a call.

    A 429 holds that chat for everybody, and no other chat.
    """

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis
        self._take = script(redis, "flood")

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> Any:
        """Send a call when its turn has come.

        Raises:
            Dropped: no budget for a call that does not wait.
            Busy: no budget for a result soon enough.
            telegram.error.RetryAfter: Telegram refused; the chat is held for as long as it said.
        """
        chat = data.get("chat_id")
        if endpoint in FREE or chat is None or rate_limit_args is Priority.NOTICE:
            return await callback(*args, **kwargs)
        priority = rate_limit_args or Priority.ANSWER
        tries = ANSWER_TRIES if priority is Priority.ANSWER else 1
        while True:
            await self._admission(int(chat), priority)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refusal:
                tries -= 1
                pause = await self._hold(int(chat), refusal)
                if tries == 0 or pause > LONGEST_PAUSE:
                    raise

    async def _admission(self, chat: int, priority: Priority) -> None:
        interval, burst = PRIVATE if chat > 0 else GROUP
        budget = [keys.flood_chat(chat), interval, burst, *OVERALL, priority.value]
        while (wait := float(await asyncio.to_thread(self._take, args=budget))) > 0:
            if not priority.may_wait:
                raise Dropped
            if priority is Priority.RESULT and wait > IN_PLACE:
                raise Busy(timedelta(seconds=wait))
            await asyncio.sleep(wait)

    async def _hold(self, chat: int, refusal: RetryAfter) -> float:
        pause = seconds(refusal)
        logger.warning("! flood limit", chat_held_s=pause)
        key = keys.hold(keys.flood_chat(chat))
        await asyncio.to_thread(self._redis.set, key, "1", px=int(pause * 1000) + 1)
        return pause


def seconds(refusal: RetryAfter) -> float:
    """Say how long Telegram wants to rest."""
    pause = refusal.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
