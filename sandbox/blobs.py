"""Bytes in a folder, each kept once under a name that follows from its content."""

import asyncio
import base64
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

#: Two encoders at once: more would starve the painters on a small machine.
THREADS = 2

T = TypeVar("T")


class Blobs:
    """Keeps bytes by content; the oldest go when there are too many.

    Args:
        folder: where the bytes lie; must exist.
        capacity: bytes kept at most.
    """

    def __init__(self, folder: Path, capacity: int) -> None:
        self._folder = folder
        self._capacity = capacity
        self._sizes: dict[str, int] = {}
        self._total = 0
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="sandbox-files")

    async def keep(self, content: bytes) -> str:
        """Keep ``content`` and return its name."""
        unique = unique_id(content)
        if unique not in self._sizes:
            await self.in_thread(lambda: (self._folder / unique).write_bytes(content))
        self._total += len(content) - self._sizes.pop(unique, 0)
        self._sizes[unique] = len(content)  # last in the dict: the youngest
        self._drop_oldest()
        return unique

    def size(self, unique: str) -> int | None:
        """Return how many bytes are kept under this name, or None where there are none."""
        return self._sizes.get(unique)

    def place(self, unique: str) -> Path | None:
        """Return where the bytes lie, or None where there are none."""
        return self._folder / unique if unique in self._sizes else None

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Do slow work on bytes beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _drop_oldest(self) -> None:
        while self._total > self._capacity and len(self._sizes) > 1:
            unique = next(iter(self._sizes))
            self._total -= self._sizes.pop(unique)
            (self._folder / unique).unlink(missing_ok=True)


def unique_id(content: bytes) -> str:
    """Return the name of these bytes: the same for every bot and every time they are sent."""
    return "AQAD" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()[:12]).decode()
