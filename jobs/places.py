"""The places of all who wait in a lane, and what their status messages say of them."""

from dataclasses import dataclass
from time import time

from redis import Redis

from jobs.catalogue import Lane
from jobs.lua import script


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One queued job."""

    id: str
    #: From 1.
    place: int
    #: The place that its status message shows; 0: none yet.
    shown: int
    #: Seconds since that was shown.
    since: float


def standings(redis: "Redis", lane: Lane) -> list[Standing]:
    """Everybody who waits, first who is served first: one call of Redis."""
    now = time()
    return [
        Standing(id=job_id, place=place, shown=shown, since=now - float(at))
        for place, (job_id, shown, at) in enumerate(script(redis, "places")(args=[lane]), 1)
    ]
