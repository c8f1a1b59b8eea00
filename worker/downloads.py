"""Pictures in Telegram's keeping to bytes, with what Telegram refuses turned into our errors."""

import asyncio

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import ExtBot

from chat.flood import Priority, seconds
from jobs.errors import TellThePerson
from jobs.job import Photo

#: Tries for one picture; the job is tried again after that.
TRIES = 4
#: Seconds, doubled from try to try.
PAUSE = 0.5


async def download(bot: ExtBot[Priority], photo: Photo) -> bytes:
    """Fetch a picture by its ``file_id``.

    Raises:
        TellThePerson: it is too large for bots, or Telegram no longer has it.
        telegram.error.NetworkError: Telegram could not be reached, several times.
    """
    for attempt in range(TRIES):
        try:
            file = await bot.get_file(photo.file_id)
            return bytes(await file.download_as_bytearray())
        except BadRequest as refusal:
            reason = "too_large" if "too big" in refusal.message.lower() else "file_gone"
            raise TellThePerson(reason) from refusal
        except RetryAfter as refusal:
            await asyncio.sleep(seconds(refusal))
        except NetworkError:
            if attempt == TRIES - 1:
                raise
            await asyncio.sleep(PAUSE * 2**attempt)
    raise NetworkError("Telegram kept asking to wait")
