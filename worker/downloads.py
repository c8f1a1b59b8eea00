"""Pictures in Telegram's keeping to bytes, with what Telegram refuses turned into our errors."""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog
from telegram import File
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from chat.bot_api import Request, TooLarge, address_of
from chat.flood import Priority, seconds
from jobs.errors import AtelierError, TellThePerson
from jobs.job import Photo

logger = structlog.get_logger()

#: Seconds that all pictures of a job have for arriving, repetitions included: half of the shortest deadline.
TOTAL: Final = 30.0
#: Bytes of one picture: the most that Telegram hands out to bots.
MOST: Final = 20 << 20
#: Tries for one picture; the job is postponed after that.
TRIES: Final = 4
#: Seconds, doubled from try to try.
PAUSE: Final = 0.5


class Away(AtelierError):
    """Telegram does not hand the pictures out now: try the job later, it is not at fault."""


async def download(bot: ExtBot[Priority], photos: Sequence[Photo], total: float = TOTAL) -> list[bytes]:
    """Fetch pictures by their ``file_id``.

    Args:
        total: seconds for all of them.

    Raises:
        TellThePerson: one is too large for bots, or Telegram no longer has it.
        Away: Telegram could not be reached, several times, or was too slow.
    """
    tasks: list[asyncio.Task[bytes]] = []
    try:
        async with asyncio.timeout(total):
            tasks = [asyncio.create_task(_one(bot, photo)) for photo in photos]
            return await asyncio.gather(*tasks)
    except TimeoutError as trouble:
        raise Away(f"not there after {total:.0f} s") from trouble
    finally:
        for task in tasks:
            task.cancel()


async def _one(bot: ExtBot[Priority], photo: Photo) -> bytes:
    for attempt in range(TRIES):
        try:
            return await _received(bot, await bot.get_file(photo.file_id))
        except TooLarge as refusal:
            raise TellThePerson("too_large") from refusal
        except BadRequest as refusal:  # a kind of NetworkError
            reason = "too_large" if "too big" in refusal.message.lower() else "file_gone"
            raise TellThePerson(reason) from refusal
        except RetryAfter as refusal:
            await asyncio.sleep(seconds(refusal))
        except NetworkError as trouble:
            if attempt == TRIES - 1:
                raise Away(type(trouble).__name__) from trouble
            await asyncio.sleep(PAUSE * 2**attempt)
        except TelegramError as trouble:  # the token, say: the operator's to mend, while the picture waits
            raise Away(type(trouble).__name__) from trouble
    raise Away("Telegram kept asking to wait")


async def _received(bot: ExtBot[Priority], file: File) -> bytes:
    request = bot.request
    if not isinstance(request, Request):
        raise TypeError("this client was not made by chat.bot_api")
    if (file.file_size or 0) > MOST:
        raise TooLarge
    try:
        address = address_of(bot, file)
    except ValueError as error:
        logger.error("! not fetched", error=str(error))
        raise TellThePerson("file_gone") from error
    return await request.fetch(address, MOST)
