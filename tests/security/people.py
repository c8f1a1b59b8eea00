"""The bot's handlers in this process, with a real Redis and the sandbox: updates go in as Telegram's JSON."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from telegram.ext import ExtBot

from bot.app import application
from bot.desk import Desk
from bot.updates.dispatch import Dispatch
from chat.bot_api import bot
from chat.flood import Priority
from jobs import queue
from jobs.settings import Settings, settings
from jobs.store import Store
from sandbox.person import Message, Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, running

_numbers = count(1000)


class Handlers:
    """The real table of handlers; what it raises comes out."""

    def __init__(self, sandbox: Sandbox, redis: Redis, client: ExtBot[Priority], desk: Desk) -> None:
        self.sandbox, self.redis = sandbox, redis
        self.loop = asyncio.new_event_loop()
        self._client = client
        self.loop.run_until_complete(client.initialize())
        self._dispatch = Dispatch(application(client, desk))

    def handle(self, **content: Any) -> int:
        """Handle one update; returns its number. The flood budget is full: its pauses are no matter here."""
        number = next(_numbers)
        if budgets := self.redis.keys("flood:*"):
            self.redis.delete(*budgets)
        text = json.dumps({"update_id": number} | content)
        self.loop.run_until_complete(asyncio.wait_for(self._dispatch.handle(text), 30))
        return number

    def write(self, person: Person, *, reply_to: dict[str, Any] | None = None, **content: Any) -> int:
        """Let a person send a message."""
        answered = {"reply_to_message": reply_to} if reply_to else {}
        return self.handle(message=message_of(person) | answered | content)

    def press(self, person: Person, on: Message, data: str) -> int:
        """Let a person press; a client of their own can send any data with any message that has buttons."""
        pressed = {"id": str(next(_numbers)), "from": one(person), "chat_instance": "1", "data": data}
        card = {"message_id": on.id, "date": 1, "chat": chat_of(on.chat_id), "text": on.words}
        return self.handle(callback_query=pressed | {"message": card})

    def close(self) -> None:
        """Close the connections."""
        self.loop.run_until_complete(self._client.shutdown())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


@contextmanager
def handlers(redis: Redis, folder: Path) -> Iterator[Handlers]:
    """Put the bot together around a Redis; its tickets go there too."""
    port = redis.connection_pool.connection_kwargs["port"]
    with running() as address, Sandbox(address) as sandbox, pytest.MonkeyPatch.context() as environment:
        for name, value in {
            "REDIS_URL": f"redis://127.0.0.1:{port}/0",
            "RESULTS_URL": folder.as_uri(),
            "BOT_TOKEN": DEFAULT_TOKEN,
            "BOT_API_URL": address,
            "FAST_WAITING": "1000",
            "SLOW_WAITING": "1000",
            "FAST_QUEUE": "100000",
            "SLOW_QUEUE": "100000",
        }.items():
            environment.setenv(f"ATELIER_{name}", value)
        settings.cache_clear()
        environment.setitem(queue.app.conf, "broker_url", str(settings().redis_url))
        mine: Settings = settings()
        made = Handlers(sandbox, redis, bot(mine, redis), Desk.of(mine, Store(redis)))
        try:
            yield made
        finally:
            made.close()
            settings.cache_clear()


def one(person: Person) -> dict[str, Any]:
    """Telegram's ``User``."""
    return {"id": person.id, "is_bot": False, "first_name": "Quetzalina", "language_code": "en"}


def chat_of(chat: int) -> dict[str, Any]:
    """Telegram's ``Chat``."""
    return (
        {"id": chat, "type": "private"} if chat > 0 else {"id": chat, "type": "supergroup", "title": "Group"}
    )


def message_of(person: Person) -> dict[str, Any]:
    """The frame of a message that a person sends."""
    return {"message_id": next(_numbers), "date": 1, "from": one(person), "chat": chat_of(person.chat_id)}


def photo() -> list[dict[str, Any]]:
    """What a message with a photo holds."""
    return [
        {"file_id": "AgAC-photo_1", "file_unique_id": "AQAD1", "width": 90, "height": 60, "file_size": 1000}
    ]


def youngest(person: Person) -> Message:
    """The bot's last message in a person's chat."""
    return person.wait_for(lambda message: message.from_bot, 10)
