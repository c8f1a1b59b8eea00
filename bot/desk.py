"""What every handler needs: the records, the drafts, what the workers can paint and how long it takes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from bot.drafts import Drafts
from jobs.estimates import Estimates
from jobs.offer import Offer
from jobs.presence import Presence
from jobs.results import Results
from jobs.settings import Settings
from jobs.store import Store

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """The bot's side of Redis."""

    settings: Settings
    store: Store
    drafts: Drafts
    estimates: Estimates
    presence: Presence
    results: Results

    @classmethod
    def of(cls, settings: Settings, store: Store) -> "Desk":
        """Set it up on one connection."""
        redis = store.redis
        results = Results(settings.results_url)
        return cls(settings, store, Drafts(redis), Estimates(redis), Presence(redis), results)

    async def offer(self) -> Offer:
        """What can be picked now."""
        return await off_loop(Offer.now, self.presence)


async def off_loop(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Make a blocking call to Redis in a thread: the event loop serves everybody else meanwhile."""
    return await asyncio.to_thread(call, *args, **kwargs)
