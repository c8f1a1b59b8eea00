"""Messages that wait for a contact sheet: once it is made they show it.

In this process only: where it ends before the sheet is made, the button below such a message looks again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Final, Self, TypeAlias

import structlog
from redis.exceptions import RedisError

from bot.desk import Desk, off_loop
from bot.types import Context
from jobs.sheets import AGAIN, Sheet, Sheets

logger = structlog.get_logger()

#: Seconds between two looks for a sheet, however many messages wait for it.
LOOK = 1.0
#: Seconds after which nobody waits for it any more: it would have to be asked for again.
PATIENCE: Final = AGAIN

#: A chat and a message in it.
Where: TypeAlias = tuple[int, int]
#: Puts the sheet into a message, or says there that none came.
Show: TypeAlias = Callable[[str | bytes | None], Awaitable[None]]


@dataclass(frozen=True)
class Coming:
    """Who waits for which sheet; one look serves all of them."""

    desk: Desk
    _waiting: dict[Sheet, dict[Where, Show]] = field(default_factory=dict)
    _tasks: dict[Sheet, asyncio.Task[None]] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk, context: Context) -> Self:
        """The one of this process."""
        here: Self = context.bot_data.setdefault(cls, cls(desk))
        return here

    def wait(self, sheet: Sheet, where: Where, show: Show) -> None:
        """Let a message show a sheet when it is made; it waits for no other one any more."""
        self.leave(where)
        self._waiting.setdefault(sheet, {})[where] = show
        if sheet not in self._tasks:
            self._tasks[sheet] = asyncio.create_task(self._wait(sheet))

    def leave(self, where: Where) -> None:
        """The message shows something else now."""
        for waiting in self._waiting.values():
            waiting.pop(where, None)

    async def _wait(self, sheet: Sheet) -> None:
        try:
            made = await self._made(sheet)
            while waiting := self._waiting.get(sheet):
                where = next(iter(waiting))  # who asked first
                try:
                    await waiting.pop(where)(made)
                except Exception:  # the outermost edge: the others' messages get it all the same
                    logger.exception("! no contact sheet shown", chat=where[0])
        finally:  # at once: who asks from now on begins anew
            del self._tasks[sheet], self._waiting[sheet]

    async def _made(self, sheet: Sheet) -> str | bytes | None:
        """The sheet when it is made; None: nobody waits any more, or waited too long."""
        sheets, until = Sheets(self.desk.store.redis, self.desk.results), monotonic() + PATIENCE
        while self._waiting.get(sheet) and monotonic() < until:
            await asyncio.sleep(LOOK)
            with suppress(RedisError):  # away for a while
                if found := await off_loop(sheets.find, sheet):
                    return found
        return None
