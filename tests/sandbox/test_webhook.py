"""Updates by webhook: the secret, the order within a chat, and patience."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict

from sandbox.person import Person, Sandbox


class Receiver:
    """A bot's address: remembers what came, and answers with the next of ``answers``, then with 200."""

    def __init__(self) -> None:
        received: list[tuple[str | None, dict[str, Any]]] = []
        answers: list[int] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                update = json.loads(self.rfile.read(int(self.headers["content-length"])))
                received.append((self.headers.get("x-telegram-bot-api-secret-token"), update))
                self.send_response(answers.pop(0) if answers else 200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Be quiet."""

        self.received, self.answers = received, answers
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, update in self.received]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    thread = threading.Thread(target=receiver.server.serve_forever)
    thread.start()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()
    thread.join()


async def test_updates_are_sent_with_the_secret_and_in_order(
    receiver: Receiver, sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    anna.send_text("before")
    await bot.set_webhook(receiver.url, secret_token="s3cret")
    anna.send_text("after")
    await _until_confirmed(sandbox)
    await bot.delete_webhook()

    assert receiver.texts() == ["before", "after"]
    assert {secret for secret, _ in receiver.received} == {"s3cret"}


async def test_an_update_is_sent_again_until_it_is_taken_and_the_next_one_waits(
    receiver: Receiver, sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    receiver.answers += [500, 403]
    anna.send_text("one")
    anna.send_text("two")
    await bot.set_webhook(receiver.url)
    await _until_confirmed(sandbox)
    info = await bot.get_webhook_info()
    await bot.delete_webhook()

    assert receiver.texts() == ["one", "one", "one", "two"]
    assert "403" in (info.last_error_message or "")


async def test_who_has_a_webhook_cannot_ask(receiver: Receiver, bot: Bot) -> None:
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()

    assert await bot.get_updates() == ()


async def test_an_update_repeated_by_hand_is_sent_twice(
    receiver: Receiver, sandbox: Sandbox, anna: Person, bot: Bot
) -> None:
    await bot.set_webhook(receiver.url)
    anna.send_text("one")
    await _until_confirmed(sandbox)
    sandbox.repeat_update()
    await _until_confirmed(sandbox)
    await bot.delete_webhook()

    ids = [update["update_id"] for _, update in receiver.received]
    assert receiver.texts() == ["one", "one"]
    assert len(set(ids)) == 1


async def test_an_address_without_a_scheme_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="https url must be provided"):
        await bot.set_webhook("atelier.example/hook")

    assert (await bot.get_webhook_info()).url == ""


async def _until_confirmed(sandbox: Sandbox, deadline_s: float = 20) -> None:
    async with asyncio.timeout(deadline_s):
        while await asyncio.to_thread(sandbox.waiting_updates):  # noqa: ASYNC110 - another server's state
            await asyncio.sleep(0.02)
