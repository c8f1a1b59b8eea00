"""A bot that can be killed between any two steps, and begins again: its real handlers, Redis and HTTP."""

import io
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from redis import Redis
from redis.client import Pipeline
from telegram import Update
from telegram.ext import BaseRateLimiter, Defaults, ExtBot
from telegram.request import HTTPXRequest

from bot.app import application
from bot.desk import Desk
from bot.types import App
from chat.deliver import Delivery
from chat.flood import Priority
from jobs import queue
from jobs.settings import Settings
from jobs.store import Store
from sandbox.person import Sandbox
from sandbox.serving import DEFAULT_TOKEN

#: Commands that change something; before each other one a kill is the same as before the next of these.
WRITES = frozenset({"SET", "DEL", "HSET", "HDEL", "EVALSHA"})


class Killed(BaseException):
    """The process is gone: no handling of errors, and nothing that cleans up, changes anything any more."""


@dataclass
class Life:
    """How long a bot lives."""

    #: Steps that it may still make; None: it is not killed.
    left: int | None = None
    #: Names of those that it made.
    steps: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        """Make a step with an effect outside, or die before it."""
        if self.left is not None:
            if self.left == 0:
                raise Killed(name)
            self.left -= 1
        self.steps.append(name)


class MortalRedis(Redis):
    """The client of a bot that can be killed."""

    life: Life

    def execute_command(self, *args: Any, **options: Any) -> Any:
        if args[0] in WRITES or self.life.left == 0:
            self.life.step(str(args[0]))
        return super().execute_command(*args, **options)

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> "MortalPipeline":
        pipe = MortalPipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)
        pipe.life = self.life
        return pipe


class MortalPipeline(Pipeline):
    """Several commands: where they are a transaction, killed before all or after all of them."""

    life: Life

    def execute(self, raise_on_error: bool = True) -> list[Any]:
        if self.explicit_transaction or self.transaction or self.life.left == 0:
            self.life.step("MULTI")
        return super().execute(raise_on_error)


class MortalRequest(HTTPXRequest):
    """Telegram, as a bot that can be killed calls it."""

    life: Life

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if not url.endswith(("/getMe", "/getUpdates")):
            self.life.step(url.rpartition("/")[2])
        return await super().do_request(url, *args, **kwargs)


class Unhurried(BaseRateLimiter[Priority]):
    """No flood budget: the sandbox has patience here, and tests have not."""

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def process_request(
        self, callback: Callable[..., Coroutine[Any, Any, Any]], args: Any, kwargs: Any, **_: Any
    ) -> Any:
        return await callback(*args, **kwargs)


@dataclass
class Bot:
    """The bot's handlers, given one update after the other."""

    app: App
    desk: Desk
    life: Life
    offset: int = 0

    async def updates(self) -> list[Update]:
        """What has come since the last look."""
        found = list(await self.app.bot.get_updates(offset=self.offset))
        self.offset = found[-1].update_id + 1 if found else self.offset
        return found

    async def handle(self, update: Update) -> None:
        """Handle an update; whatever breaks is raised."""
        for handler in self.app.handlers[0]:
            check = handler.check_update(update)
            if check is not None and check is not False:
                context = self.app.context_types.context.from_update(update, self.app)
                await handler.handle_update(update, self.app, check, context)
                return

    async def handle_all(self) -> None:
        """Handle what has come, without being killed."""
        for update in await self.updates():
            await self.handle(update)

    async def killed_after(self, steps: int, update: Update) -> bool:
        """Handle an update and be killed after so many steps, if it takes more; then live on."""
        self.life.left, self.life.steps = steps, []
        try:
            await self.handle(update)
        except Killed:
            return True
        finally:
            self.life.left = None
        return False

    @property
    def delivery(self) -> Delivery:
        """What workers and clerks tell people with."""
        return Delivery(self.app.bot, self.desk.store, self.desk.results)


@asynccontextmanager
async def bot_of(sandbox: Sandbox, redis: Redis, folder: Path) -> AsyncIterator[Bot]:
    """A bot in this test's process."""
    life, mortal = Life(), MortalRedis(connection_pool=redis.connection_pool)
    mortal.life = life
    plain = {"verify": False}  # the sandbox speaks HTTP; reading certificates takes longer than most tests
    asked = MortalRequest(httpx_kwargs=plain)
    calls = MortalRequest(connection_pool_size=4, httpx_kwargs=plain)
    asked.life = calls.life = life
    client = ExtBot(
        DEFAULT_TOKEN,
        base_url=f"{sandbox.base_url}/bot",
        request=calls,
        get_updates_request=asked,
        rate_limiter=Unhurried(),
        defaults=Defaults(parse_mode="HTML", allow_sending_without_reply=True),
    )
    settings = Settings(bot_token=DEFAULT_TOKEN, results_url=folder.as_uri())
    async with client:
        desk = Desk.of(settings, Store(mortal))
        yield Bot(application(client, desk), desk, life)


def tickets_to(redis: Redis, environment: pytest.MonkeyPatch) -> None:
    """Let this process publish tickets into the test's Redis."""
    port = redis.get_connection_kwargs()["port"]
    environment.setattr(queue.app.conf, "broker_url", f"redis://127.0.0.1:{port}/0")


def picture(width: int = 64, height: int = 48) -> bytes:
    """A small photo."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 60, 20)).save(file, "JPEG")
    return file.getvalue()
