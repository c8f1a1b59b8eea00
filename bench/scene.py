"""A small installation and its customers, for the measurements of ``bench.service``."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import fleet
from bench.chaos.feed import Feed
from bench.customers import Customers
from bench.fleet import Fleet

#: One bot, three workers whose painters only wait, one clerk.
MODULES: Mapping[str, tuple[str, ...]] = {
    "bot-1": ("bot",),
    **{f"fast-{number}": ("bench.idle_worker", "fast_gan") for number in (1, 2, 3)},
    "clerk-1": ("clerk",),
}
#: Requests to the sandbox at the same time.
THREADS = 64


@dataclass(frozen=True)
class Scene:
    """A fleet and those who use it."""

    fleet: Fleet
    customers: Customers

    async def live(self, life: Callable[[Customers], Awaitable[None]]) -> None:
        """Let the customers live while they see their chats."""
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        following = asyncio.create_task(self.customers.feed.follow())
        try:
            await life(self.customers)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


@contextmanager
def scene(painting: float) -> Iterator[Scene]:
    """Run a service while the block runs.

    Args:
        painting: seconds that each picture takes to paint.
    """
    settings = {"BENCH_PAINTING": str(painting)}
    with (
        tempfile.TemporaryDirectory(prefix="service-") as folder,
        fleet.running(Path(folder), MODULES, settings, flood=False) as started,
    ):
        started.wait_until_ready()
        yield Scene(started, Customers(started.sandbox, Feed(started.sandbox)))
