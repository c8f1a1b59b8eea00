"""The webhook: Telegram sends updates to this process, and is told that we have those in the inbox."""

import asyncio
import hmac
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import structlog
import uvicorn
from telegram.ext import ExtBot

from bot.updates.arrivals import KINDS
from bot.updates.endpoint import HEALTH, Endpoint
from bot.updates.intake import Intake
from bot.updates.patience import insist
from chat.flood import Priority
from jobs.settings import Settings

logger = structlog.get_logger()

#: Updates that Telegram may send at the same time.
CONNECTIONS = 40
#: Seconds that a stop waits for what is being stored.
GRACE = 2
_PATH = re.compile(r"/[A-Za-z0-9._~/-]*")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class WrongAddress(ValueError):
    """A setting of the webhook cannot be used; the message names it and says why."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where updates are sent to, where they arrive, and what shows that Telegram sent them."""

    url: str
    path: str
    host: str
    port: int
    secret: str = field(repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Address":
        """Read it from the settings.

        Raises:
            WrongAddress: it would show the token, or cannot work.
        """
        token, path = settings.bot_token.get_secret_value(), urlsplit(settings.webhook_url).path or "/"
        if token.rpartition(":")[2] in unquote(settings.webhook_url):
            raise WrongAddress("ATELIER_WEBHOOK_URL holds the token: addresses are written into many logs")
        if not _PATH.fullmatch(path) or path == HEALTH:
            raise WrongAddress(f"ATELIER_WEBHOOK_URL: its path must be of letters and digits, not {HEALTH}")
        secret = settings.webhook_secret.get_secret_value() or secret_of(token)
        if not _SECRET.fullmatch(secret):
            raise WrongAddress("ATELIER_WEBHOOK_SECRET: up to 256 of A-Z, a-z, 0-9, _ and -")
        host, _, port = settings.webhook_listen.rpartition(":")
        return cls(url=settings.webhook_url, path=path, host=host, port=int(port), secret=secret)


def secret_of(token: str) -> str:
    """Derive the webhook's secret from the token: all processes agree, and the token is not given away."""
    return hmac.new(token.encode(), b"atelier webhook", "sha256").hexdigest()


class _Server(uvicorn.Server):
    """Leaves the signals to the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do not."""
        yield


class Webhook:
    """Takes updates in while it runs; opened when made, so that an address in use ends the process at once.

    Args:
        well: does this process do its work?

    Raises:
        WrongAddress: nothing can be opened there.
    """

    def __init__(
        self, bot: ExtBot[Priority], address: Address, intake: Intake, well: Callable[[], bool]
    ) -> None:
        self._bot = bot
        self._address = address
        self._socket = _listen(address.host, address.port)
        self._server = _Server(
            uvicorn.Config(
                Endpoint(intake, address.secret, well).app(address.path),
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_keep_alive=75,  # longer than a sender's pause: closing just then looks like an error
                timeout_graceful_shutdown=GRACE,
            )
        )

    async def run(self) -> None:
        """Take updates in until cancelled.

        Raises:
            telegram.error.InvalidToken: Telegram does not know the bot.
        """
        serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        try:
            await insist("setWebhook", self._announce)
            logger.info("updates are sent here", port=self._address.port)
            await asyncio.shield(serving)
        finally:
            self._server.should_exit = True
            await asyncio.wait({serving})

    async def _announce(self) -> bool:
        return await self._bot.set_webhook(
            self._address.url,
            allowed_updates=KINDS,
            max_connections=CONNECTIONS,
            secret_token=self._address.secret,
        )


def _listen(host: str, port: int) -> socket.socket:
    # asyncio switches Nagle's delay (40 ms for each answer) off only where the protocol is named.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise WrongAddress(f"ATELIER_WEBHOOK_LISTEN: {error}") from error
    return listening
