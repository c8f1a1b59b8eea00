"""A chat's turn: this process has claimed it and handles its updates, one after the other."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import ParamSpec, Protocol, TypeVar

import structlog
from redis.exceptions import RedisError

from bot.desk import off_loop
from bot.updates.verdicts import What, is_spent, verdict
from jobs.inbox import ChatClaim, Inbox, LostChat

logger = structlog.get_logger()
P = ParamSpec("P")
T = TypeVar("T")

#: Seconds between two tries to write what became of an update.
AGAIN = 1.0
#: Seconds for giving a chat back when the process stops.
GIVING_BACK = 2.0


class Handler(Protocol):
    """What is done with an update's text."""

    async def handle(self, text: str) -> None:
        """Do what the person wants; anything may be raised, and the same update may come again."""

    async def tell_broken(self, text: str) -> None:
        """Tell the person that it does not work."""

    def kind(self, text: str) -> str:
        """Name the update's kind, for the operator."""


class Turn:
    """A chat in hand; see :mod:`bot.updates.handling` for who begins and ends it."""

    def __init__(self, inbox: Inbox, handler: Handler, claim: ChatClaim) -> None:
        self._inbox = inbox
        self._handler = handler
        self.claim = claim
        #: By the monotonic clock: since when it is in hand, and when its lease was lengthened.
        self.since = self.renewed = monotonic()
        self._last = False
        self._lost = False
        self._writing = False
        self.task = asyncio.create_task(self._run())

    def make_last(self) -> None:
        """Begin no further update of the chat."""
        self._last = True

    def lose(self) -> None:
        """Somebody else has the chat: stop, and write nothing."""
        self._lost = True
        self.let_go()

    def let_go(self) -> None:
        """Nobody knows whose the chat is: stop. What is handled stays so, its fence will tell."""
        if not self._writing:
            self._writing = True
            self.task.cancel()

    async def _run(self) -> None:
        try:
            claim: ChatClaim | None = self.claim
            while claim is not None and not self._last:
                claim = await self._one(claim)
                self.claim = claim or self.claim
            if claim is not None:
                await self._give_back()
        except asyncio.CancelledError:
            await self._stopped()
        except LostChat:
            logger.warning("! chat lost", update=self.claim.update)
        except Exception:
            # The outermost edge: the lease runs out, and the update is tried again.
            logger.exception("! handling broke", update=self.claim.update)

    async def _one(self, claim: ChatClaim) -> ChatClaim | None:
        """Handle an update: the chat's next one, or None where the chat was given up."""
        began, telling = monotonic(), is_spent(claim)
        try:
            await (self._handler.tell_broken if telling else self._handler.handle)(claim.text)
        except Exception as error:  # the outermost edge of every handler
            return await self._broke(claim, error)
        if telling:
            return await self._set_aside(claim, claim.why or "killed")
        took = round(monotonic() - began, 3)
        logger.info("← handled", update=claim.update, attempt=claim.begun, seconds=took)
        return await self._surely(self._inbox.done, claim)

    async def _broke(self, claim: ChatClaim, error: Exception) -> ChatClaim | None:
        judged, name = verdict(error, claim), type(error).__name__
        if judged.what is What.LATER:
            logger.warning("↻ put off", update=claim.update, error=name, pause_s=round(judged.pause, 1))
            await self._surely(self._inbox.pause, claim, judged.pause, put_off=True)
        elif judged.what is What.GIVEN_UP or is_spent(claim):
            return await self._set_aside(claim, claim.why or name)
        elif judged.what is What.OVER:
            logger.info("! the person blocked the bot", update=claim.update)
            return await self._surely(self._inbox.done, claim)
        else:
            logger.error("! a handler broke", update=claim.update, attempt=claim.begun, exc_info=error)
            await self._surely(self._inbox.pause, claim, judged.pause, counted=True, why=name)
        return None

    async def _set_aside(self, claim: ChatClaim, why: str) -> ChatClaim | None:
        kind = self._handler.kind(claim.text)
        logger.error("! set aside", update=claim.update, kind=kind, error=why)
        return await self._surely(self._inbox.set_aside, claim, kind, why)

    async def _surely(self, write: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write what became of an update, which must not be handled again because Redis is away."""
        self._writing = True
        while True:
            try:
                answer = await off_loop(write, *args, **kwargs)
            except RedisError as trouble:
                logger.warning("! not written yet", update=self.claim.update, error=type(trouble).__name__)
                await asyncio.sleep(AGAIN)
            else:
                self._writing = False
                return answer

    async def _stopped(self) -> None:
        if self._lost:
            logger.warning("! chat lost", update=self.claim.update)
        elif self._last:
            await self._give_back()
        else:  # nobody knows whose the chat is: Redis was silent for as long as the lease
            await self._surely(self._inbox.pause, self.claim, 0)

    async def _give_back(self) -> None:
        # If Redis is away too, the lease runs out by itself.
        with suppress(RedisError, TimeoutError):
            await asyncio.wait_for(off_loop(self._inbox.pause, self.claim, 0), GIVING_BACK)
            logger.info("↻ handed back", update=self.claim.update)
