"""How long to wait before Telegram is asked once more."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from chat.flood import seconds

logger = structlog.get_logger()
T = TypeVar("T")

#: Seconds of the first pause and of the longest.
FIRST, LONGEST = 1.0, 30.0


class Patience:
    """Pauses that double until something works."""

    def __init__(self) -> None:
        self._next = FIRST

    def well(self) -> None:
        """It worked."""
        self._next = FIRST

    def after(self, trouble: TelegramError) -> float:
        """Say for how many seconds to wait: what Telegram asked for, else twice the last pause.

        Raises:
            InvalidToken: waiting would not help.
        """
        if isinstance(trouble, InvalidToken):
            raise trouble
        pause, self._next = self._next, min(LONGEST, 2 * self._next)
        return max(pause, seconds(trouble)) if isinstance(trouble, RetryAfter) else pause


async def insist(what: str, call: Callable[[], Awaitable[T]]) -> T:
    """Make a call until Telegram does it.

    Raises:
        telegram.error.InvalidToken: it never will.
    """
    patience = Patience()
    while True:
        try:
            return await call()
        except TelegramError as trouble:
            pause = patience.after(trouble)
            logger.warning("! waiting for Telegram", what=what, error=str(trouble), pause_s=pause)
            await asyncio.sleep(pause)
