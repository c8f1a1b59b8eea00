"""``python -m bot``: the bot, by long polling or by webhook."""

import asyncio
import logging
import os
import signal
import sys
from typing import NoReturn

from telegram.error import InvalidToken

from bot.desk import Desk
from bot.service import serve
from bot.updates.webhook import Address, WrongAddress
from jobs import log
from jobs.errors import StoreMismatch
from jobs.redis import connect, wait_for
from jobs.settings import Settings, settings
from jobs.store import Store


def main() -> None:
    """Run until told to stop."""
    log.configure()
    signal.signal(signal.SIGTERM, lambda *_: _leave(0))  # until the event loop has its own
    try:
        desk = _desk(settings())
        # Not closed, see below: closing waits for threads.
        asyncio.Runner().run(serve(desk))
    except (StoreMismatch, WrongAddress) as error:
        _leave(str(error))
    except InvalidToken:  # its message holds the token
        _leave("Telegram does not know this token: copy it from @BotFather into .env once more")
    _leave(0)


def _desk(settings: Settings) -> Desk:
    if not settings.bot_token.get_secret_value():
        _leave("ATELIER_BOT_TOKEN is empty: put the token from @BotFather into .env, or use `make run`")
    if settings.webhook_url:
        Address.of(settings)
    redis = connect(str(settings.redis_url))
    wait_for(redis)
    desk = Desk.of(settings, Store(redis))
    desk.results.check_shared(redis)
    return desk


def _leave(code: int | str) -> NoReturn:
    """End at once: threads that wait for a frozen Redis would hold a usual exit for seconds.

    Args:
        code: the exit status, or what went wrong.
    """
    if isinstance(code, str):
        sys.stderr.write(code + "\n")
    logging.shutdown()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    main()
