"""Handling: this process claims chats of the inbox, keeps them, and gives them back when it stops."""

import asyncio
import random
from contextlib import suppress
from time import monotonic

import structlog
from redis.exceptions import RedisError

from bot.desk import off_loop
from bot.updates.turns import GIVING_BACK, Handler, Turn
from jobs import keys
from jobs.inbox import ChatClaim, Inbox

logger = structlog.get_logger()

#: Chats that one process handles at the same time.
MOST_CHATS = 64
#: Seconds between two looks for chats that nobody here has put into the inbox.
LOOK = 0.3
#: Seconds between two looks while Redis is away.
LOOK_AGAIN = 1.0
#: Seconds between two renewals of the leases.
RENEW = keys.INBOX_LEASE / 4
#: Seconds without an answer of Redis after which this process is not well.
SILENCE = 10.0
#: Seconds for which an update that may have killed a process is tried beside no other such one: those that
#: only were there would be there again.
WATCHED = 1.0
#: Seconds that handlers have for ending when the process stops.
GRACE = 5.0


class Handling:
    """Chats in hand, up to :data:`MOST_CHATS`.

    Args:
        owner: name of this process.
    """

    def __init__(self, inbox: Inbox, handler: Handler, owner: str) -> None:
        self._inbox = inbox
        self._handler = handler
        self._owner = owner
        self._news = asyncio.Event()
        self._room = asyncio.Semaphore(MOST_CHATS)
        self._turns: set[Turn] = set()
        self._suspect: Turn | None = None
        self._stopping = False
        self._stop_at = 0.0
        self._heard = monotonic()
        self._away = False

    def well(self) -> bool:
        """Has Redis answered lately?"""
        return monotonic() - self._heard < SILENCE

    def wake(self) -> None:
        """Something was put into the inbox: look at once."""
        self._news.set()

    def stop(self) -> None:
        """Begin nothing new; :meth:`run` ends when what is in hand has ended or was given back."""
        self._stopping, self._stop_at = True, monotonic() + GRACE
        self._news.set()
        for turn in self._turns:
            turn.make_last()

    async def run(self) -> None:
        """Handle what is there until told to stop."""
        async with asyncio.TaskGroup() as group:
            renewing = group.create_task(self._keep_renewing())
            while not self._stopping:
                async with self._room:  # begin no search for a chat that nobody would handle
                    pass
                await self._look()
            await self._end_turns()
            renewing.cancel()

    async def _look(self) -> None:
        """Begin the next chat's turn, or rest if there is none."""
        self._news.clear()
        claim = await self._claim()
        if claim is not None:
            await self._begin(claim)
        elif not self._stopping:
            with suppress(TimeoutError):
                pause = LOOK_AGAIN if self._away else random.uniform(0.7, 1.3) * LOOK  # noqa: S311
                await asyncio.wait_for(self._news.wait(), pause)

    async def _claim(self) -> ChatClaim | None:
        try:
            claim = await off_loop(self._inbox.claim, self._owner)
        except RedisError as trouble:
            self._note(trouble)
            return None
        self._note(None)
        return claim

    async def _begin(self, claim: ChatClaim) -> None:
        suspect = claim.begun > 1
        if suspect and self._suspect is not None and monotonic() - self._suspect.since < WATCHED:
            await self._later(claim)
            return
        await self._room.acquire()
        turn = Turn(self._inbox, self._handler, claim)
        if suspect:
            self._suspect = turn
        self._turns.add(turn)
        turn.task.add_done_callback(lambda _: self._end(turn))
        if self._stopping:
            turn.make_last()

    async def _later(self, claim: ChatClaim) -> None:
        with suppress(RedisError):  # then its lease runs out
            await off_loop(self._inbox.pause, claim, WATCHED)

    def _end(self, turn: Turn) -> None:
        self._turns.discard(turn)
        self._room.release()
        if self._suspect is turn:
            self._suspect = None

    async def _end_turns(self) -> None:
        for patience in (max(0.0, self._stop_at - monotonic()), GIVING_BACK + 0.5):
            if tasks := {turn.task for turn in self._turns}:
                _, late = await asyncio.wait(tasks, timeout=patience)
                for task in late:
                    task.cancel()

    async def _keep_renewing(self) -> None:
        while True:
            await asyncio.sleep(RENEW)
            if turns := list(self._turns):
                await self._renew(turns)

    async def _renew(self, turns: list[Turn]) -> None:
        began = monotonic()
        try:
            lost = await off_loop(self._inbox.renew, [turn.claim for turn in turns])
        except RedisError as trouble:
            self._note(trouble)
            self._let_go(turns)
            return
        self._note(None)
        for turn in turns:
            turn.renewed = began
            if turn.claim.chat in lost:
                turn.lose()

    def _let_go(self, turns: list[Turn]) -> None:
        """Redis is silent: end the turns whose lease has run out as far as this process knows."""
        for turn in turns:
            if monotonic() - turn.renewed > keys.INBOX_LEASE:
                turn.let_go()

    def _note(self, trouble: RedisError | None) -> None:
        if trouble is None:
            self._heard = monotonic()
        elif not self._away:
            logger.warning("! the inbox is out of reach", error=type(trouble).__name__)
        self._away = trouble is not None
