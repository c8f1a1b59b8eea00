"""The bot's process from its start to its end: updates come in, are handled, and it stops cleanly."""

import asyncio
import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Protocol

import structlog
from telegram.ext import ExtBot

from bot.app import application, introduce
from bot.desk import Desk
from bot.updates.absence import Absence
from bot.updates.dispatch import Dispatch
from bot.updates.handling import Handling
from bot.updates.intake import Intake
from bot.updates.patience import insist
from bot.updates.polling import Polling
from bot.updates.webhook import Address, Webhook
from chat.bot_api import bot
from chat.flood import Priority
from jobs.inbox import Inbox

logger = structlog.get_logger()

#: Threads for calls to Redis: when it is frozen, each call holds one for seconds. Its pool has 100 places.
THREADS = 96
#: Seconds for closing the connections to Telegram.
CLOSING = 1.0


class Source(Protocol):
    """Where updates come from."""

    async def run(self) -> None:
        """Take them in until cancelled."""


async def serve(desk: Desk) -> None:
    """Serve until a signal says stop, at most ten seconds longer.

    Raises:
        telegram.error.InvalidToken: Telegram does not know the bot.
        bot.webhook.WrongAddress: the webhook cannot be opened as it is set.
    """
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(THREADS, "redis"))
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    telegram = bot(desk.settings, desk.store.redis)
    serving, stopping = asyncio.create_task(_serve(desk, telegram)), asyncio.create_task(told.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    logger.info("bot stopped")


async def _serve(desk: Desk, telegram: ExtBot[Priority]) -> None:
    try:
        await insist("getMe", telegram.initialize)
        await _take_in_and_handle(desk, telegram)
    finally:
        with suppress(TimeoutError):
            await asyncio.wait_for(telegram.shutdown(), CLOSING)


async def _take_in_and_handle(desk: Desk, telegram: ExtBot[Priority]) -> None:
    owner = f"{socket.gethostname()}.{os.getpid()}"
    inbox = Inbox(desk.store.redis, telegram.id)
    handling = Handling(inbox, Dispatch(application(telegram, desk)), owner)
    intake = Intake(inbox, Absence(telegram), handling.wake)
    if desk.settings.webhook_url:
        source: Source = Webhook(telegram, Address.of(desk.settings), intake, handling.well)
    else:
        source = Polling(telegram, inbox, intake, owner)
    introducing = asyncio.create_task(introduce(telegram, desk))
    fetching, working = asyncio.create_task(source.run()), asyncio.create_task(handling.run())
    logger.info("bot ready")
    try:
        await asyncio.wait({fetching, working}, return_when=asyncio.FIRST_COMPLETED)
    finally:  # what is stored meanwhile waits for another process, or for the next start
        introducing.cancel()
        fetching.cancel()
        handling.stop()
        await asyncio.wait({introducing, fetching, working})
    for broken in (fetching, working):
        if not broken.cancelled():
            broken.result()
