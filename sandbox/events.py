"""What changed, told to every page that is open, and again to one that was cut off."""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

from sandbox.people import Json

#: Events that a slow page may be behind before it is cut off, and that are kept for one that comes back.
MAX_BEHIND = 1000


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that a page hears."""

    #: Which run of the sandbox, and the event's number in it.
    id: str
    #: ``hello`` comes first, or ``lost`` where the page missed more than is kept; then ``change``.
    kind: Literal["hello", "lost", "change"]
    content: Json


class Events:
    """Passes events to those who listen."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Event | None]] = set()
        self._run = secrets.token_hex(4)
        self._count = 0
        self._kept: deque[Event] = deque(maxlen=MAX_BEHIND)

    def tell(self, content: Json) -> None:
        """Pass what happened to all who listen now, and keep it for those who come back."""
        self._count += 1
        event = self._event("change", content)
        self._kept.append(event)
        for queue in tuple(self._listeners):
            try:
                queue.put_nowait(event)
            except asyncio.QueueFull:
                self._end(queue)

    async def listen(self, heard: str | None = None) -> AsyncIterator[Event]:
        """Yield events until the sandbox closes or the listener is too far behind.

        Args:
            heard: id of the last event that the listener has got before.
        """
        queue: asyncio.Queue[Event | None] = asyncio.Queue(MAX_BEHIND)
        self._listeners.add(queue)
        try:
            for missed in self._missed(heard):
                yield missed
            while (event := await queue.get()) is not None:
                yield event
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """End all listening."""
        for queue in tuple(self._listeners):
            self._end(queue)

    def _missed(self, heard: str | None) -> list[Event]:
        if heard is None:
            return [self._event("hello", {})]
        run, _, number = heard.partition("-")
        behind = self._count - int(number) if run == self._run and number.isdecimal() else MAX_BEHIND + 1
        if not 0 <= behind <= len(self._kept):
            return [self._event("lost", {})]
        return list(self._kept)[len(self._kept) - behind :]

    def _event(self, kind: Literal["hello", "lost", "change"], content: Json) -> Event:
        return Event(id=f"{self._run}-{self._count}", kind=kind, content=content)

    def _end(self, queue: asyncio.Queue[Event | None]) -> None:
        self._listeners.discard(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)
