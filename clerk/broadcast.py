"""A broadcast goes out, a few chats at a time, whenever nothing more important wants the flood budget."""

import asyncio
from html import escape

import structlog
from redis.exceptions import RedisError
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from chat.flood import Dropped, Priority
from clerk.desk import Desk
from jobs.broadcasts import Broadcast, Broadcasts

logger = structlog.get_logger()

#: Chats of one turn: so few that a clerk which stops leaves nothing behind.
AT_ONCE = 10


def broadcast(desk: Desk) -> None:
    """Send the oldest broadcast to the next chats.

    Raises:
        redis.exceptions.RedisError: Redis is away; a chat that was taken from the list is then skipped.
    """
    broadcasts = Broadcasts(desk.store.redis)
    under_way = broadcasts.under_way()
    if under_way is not None:
        desk.thread.run(_some(desk, broadcasts, under_way))


async def _some(desk: Desk, broadcasts: Broadcasts, under_way: Broadcast) -> None:
    for _ in range(AT_ONCE):
        chat = await asyncio.to_thread(broadcasts.next_chat, under_way)
        if chat is None:
            await asyncio.to_thread(broadcasts.end, under_way)
            logger.info("← broadcast is over", number=under_way.number)
            return
        if not await _sent(desk, broadcasts, under_way, chat):
            return


async def _sent(desk: Desk, broadcasts: Broadcasts, under_way: Broadcast, chat: int) -> bool:
    """Send it to one chat; False: no more for now."""
    try:
        await desk.thread.bot.send_message(chat, escape(under_way.words), rate_limit_args=Priority.PROGRESS)
    except (Dropped, RetryAfter):  # surely not sent
        await asyncio.to_thread(broadcasts.put_back, under_way, chat)
        return False
    except (Forbidden, BadRequest):
        await asyncio.to_thread(broadcasts.forget_chat, chat)
        await asyncio.to_thread(broadcasts.count, under_way, "away")
        return True
    except TelegramError as trouble:  # nobody knows whether it arrived: never twice
        logger.info("! broadcast not confirmed", error=type(trouble).__name__)
        return False
    try:
        await asyncio.to_thread(broadcasts.count, under_way, "sent")
    except RedisError as trouble:
        logger.warning("! broadcast not counted", error=type(trouble).__name__)
    return True
