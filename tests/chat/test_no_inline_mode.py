"""A bot whose owner has not switched inline mode on: Telegram may take no button that shares."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
from redis import Redis

from chat.bot_api import bot
from chat.deliver import Delivery
from jobs.results import Results
from jobs.settings import Settings
from jobs.store import Store
from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN
from tests.chat.test_delivery import painted

REFUSAL = b'{"ok": false, "error_code": 400, "description": "Bad Request: BUTTON_TYPE_INVALID"}'


@contextmanager
def refusing(address: str) -> Iterator[str]:
    """A Bot API that refuses what shares, and leaves all else to the sandbox."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = 400, REFUSAL
            if b"switch_inline_query" not in content:
                kind = {"Content-Type": self.headers["Content-Type"] or ""}
                forwarded = httpx.post(address + self.path, content=content, headers=kind, timeout=20)
                status, answer = forwarded.status_code, forwarded.content
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Keep still."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def test_the_picture_comes_without_the_button(
    sandbox: Sandbox, redis: Redis, anna: Person, tmp_path: Path
):
    with refusing(sandbox.base_url) as address:
        async with bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url=address), redis) as client:
            delivery = Delivery(client, Store(redis), Results(tmp_path.as_uri()))
            wanted, fence = await painted(delivery, anna)
            told = await delivery.deliver(wanted.id, fence)
    message = anna.messages()[-1]
    texts = [button.text for row in message.buttons for button in row]

    assert told
    assert message.media == "photo"
    assert "📄 Original file" in texts
    assert "🔗 Share" not in texts
