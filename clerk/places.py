"""Tell the people who wait where they stand: seldom when they are far back, more often near the front."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog
from telegram.error import Forbidden, TelegramError

from chat import status
from chat.show import show
from clerk.desk import Desk
from jobs.catalogue import Lane
from jobs.deserted import Deserted
from jobs.job import Unreadable
from jobs.places import Standing, standings
from jobs.record import State

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
    edits = [
        _edit(desk, standing.id)
        for lane in Lane
        for standing in standings(desk.store.redis, lane)
        if is_due(standing)
    ]
    if edits:
        desk.thread.run(_all(edits))


def is_due(standing: Standing) -> bool:
    """Has a place changed enough, and not just now?"""
    nearer = standing.place < standing.shown and standing.place in _WORTH
    return (standing.shown == 0 or nearer) and standing.since >= REST


async def _all(edits: list[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*edits)


async def _edit(desk: Desk, job_id: str) -> None:
    try:
        record = await asyncio.to_thread(desk.store.record, job_id)
    except Unreadable:  # of a newer version: its own clerk shows it
        return
    if record is None or record.state is not State.QUEUED:
        return
    job, left = record.job, await asyncio.to_thread(desk.estimates.left, record.job)
    if left is None:
        return
    place, until_done = left
    paused = await asyncio.to_thread(desk.store.is_paused, job.lane)
    words = status.queued(job, place, until_done, paused=paused)
    try:
        if not await show(desk.thread.bot, desk.store, job, words):
            return
    except Forbidden:  # the person has left: nobody waits for these pictures
        await asyncio.to_thread(Deserted(desk.store.redis).end, job.person, job.chat)
        return
    except TelegramError as trouble:
        logger.info("! place not shown", job=job.label, error=type(trouble).__name__)
    await asyncio.to_thread(desk.store.shown, job_id, place.place)
