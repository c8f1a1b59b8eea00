"""Sends updates to the bot's own address until it takes them, as Telegram does."""

import asyncio
import random
import time

import httpx

from sandbox.people import Json
from sandbox.updates import Update, Updates

#: Seconds: how long the bot may take, and the longest pause that it may ask for by ``Retry-After``.
TIMEOUT = 60.0
MAX_RETRY_AFTER = 3600.0


class Webhook:
    """Delivers in order within a chat, chats beside each other.

    Args:
        updates: what is to be delivered.
        url: the bot's address; plain http is allowed here.
        secret: sent as ``X-Telegram-Bot-Api-Secret-Token``.
        connections: deliveries at once.
    """

    def __init__(self, updates: Updates, url: str, secret: str | None, connections: int) -> None:
        self.url = url
        self.connections = connections
        #: When and why the last delivery failed, in seconds since 1970.
        self.last_error: tuple[int, str] | None = None
        self._updates = updates
        self._headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._task = asyncio.create_task(self._run())

    def info(self) -> Json:
        """Return the part of ``WebhookInfo`` that is ours."""
        failed = self.last_error
        errors = {"last_error_date": failed[0], "last_error_message": failed[1]} if failed else {}
        return {"url": self.url, "max_connections": self.connections} | errors

    def stop(self) -> None:
        """End all deliveries."""
        for task in (self._task, *self._busy.values()):
            task.cancel()

    async def _run(self) -> None:
        async with httpx.AsyncClient(timeout=TIMEOUT) as client:
            while True:
                for update in self._updates.waiting():
                    if update.chat_id not in self._busy and len(self._busy) < self.connections:
                        self._busy[update.chat_id] = asyncio.create_task(self._deliver(client, update))
                await self._updates.changed()

    async def _deliver(self, client: httpx.AsyncClient, update: Update) -> None:
        failures = 0
        while (pause := await self._offer(client, update, failures)) is not None:
            failures += 1
            await asyncio.sleep(pause)
        self._updates.done(update)
        del self._busy[update.chat_id]
        self._updates.wake()

    async def _offer(self, client: httpx.AsyncClient, update: Update, failures: int) -> float | None:
        """Send the update once; return None where the bot took it, else seconds to wait."""
        pause = min(2.0 ** (failures - 1), random.uniform(60, 120)) if failures else 0.0  # noqa: S311
        try:
            answer = await client.post(self.url, json=update.as_api(), headers=self._headers)
        except httpx.HTTPError as error:
            self._failed(f"{type(error).__name__}: {error}")
            return pause
        if answer.is_success:
            return None
        self._failed(f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}")
        asked_for = answer.headers.get("retry-after", "")
        return min(float(asked_for), MAX_RETRY_AFTER) if asked_for.isdecimal() else pause

    def _failed(self, reason: str) -> None:
        self.last_error = int(time.time()), reason
