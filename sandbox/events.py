"""What changed, told to every page that is open."""

import asyncio
from collections.abc import AsyncIterator

from sandbox.people import Json

#: Events that a slow page may be behind before it is cut off; it then connects anew.
MAX_BEHIND = 1000


class Events:
    """Passes events to those who listen."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Json | None]] = set()

    def tell(self, event: Json) -> None:
        """Pass ``event`` to all who listen now."""
        for queue in tuple(self._listeners):
            try:
                queue.put_nowait(event)
            except asyncio.QueueFull:
                self._end(queue)

    async def listen(self) -> AsyncIterator[Json]:
        """Yield events until the sandbox closes or the listener is too far behind."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue(MAX_BEHIND)
        self._listeners.add(queue)
        try:
            while (event := await queue.get()) is not None:
                yield event
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """End all listening."""
        for queue in tuple(self._listeners):
            self._end(queue)

    def _end(self, queue: asyncio.Queue[Json | None]) -> None:
        self._listeners.discard(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)
