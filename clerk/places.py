"""Tell the people who wait where they stand: seldom when they are far back, more often near the front."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog
from telegram.error import TelegramError

from chat import status
from chat.show import show
from clerk.desk import Desk
from jobs.catalogue import Lane
from jobs.estimates import Estimate
from jobs.job import Unreadable
from jobs.record import Record, State
from jobs.store import Place

logger = structlog.get_logger()

#: Seconds between two edits of one status message.
REST = 5
#: Every place up to this one is shown; behind it each is about a quarter further back than the one before.
EACH, GROWTH = 7, 1.25


def worth_showing(last: int = 10_000) -> list[int]:
    """The places at which a status message is edited: 1 2 3 4 5 6 7 9 11 14 18 …"""
    places = list(range(1, EACH + 1))
    while places[-1] < last:
        places.append(int(places[-1] * GROWTH + 0.5))
    return places


_WORTH = frozenset(worth_showing())


def show_places(desk: Desk) -> None:
    """Edit the status messages whose place has changed enough.

    Raises:
        redis.exceptions.RedisError: Redis is away; try again later.
    """
    edits = []
    for lane in Lane:
        for job_id in desk.store.waiting(lane):
            place = desk.store.place(job_id)
            shown, seconds = desk.store.last_shown(job_id)
            new = place is not None and (shown == 0 or (place.place < shown and place.place in _WORTH))
            if place and new and seconds >= REST:
                edits.append(_edit(desk, job_id, place))
    if edits:
        desk.thread.run(_all(edits))


async def _all(edits: list[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*edits)


async def _edit(desk: Desk, job_id: str, place: Place) -> None:
    try:
        record = await asyncio.to_thread(desk.store.record, job_id)
    except Unreadable:  # of a newer version: its own clerk shows it
        return
    if record is None or record.state is not State.QUEUED:
        return
    job, until_done = record.job, await asyncio.to_thread(_until_done, desk, record, place)
    try:
        text = status.queued(job, place, until_done)
        if not await show(desk.thread.bot, desk.store, job, text):
            return
    except TelegramError as trouble:
        logger.info("! place not shown", job=job.label, error=type(trouble).__name__)
    await asyncio.to_thread(desk.store.shown, job_id, place.place)


def _until_done(desk: Desk, record: Record, place: Place) -> Estimate:
    job = record.job
    return desk.estimates.until_done(
        desk.store, job.lane, job.method, job.content.megapixels, place.place - 1
    )
