"""Pictures come from Telegram alone, in time and no larger than allowed: against a server that does worse."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from redis import Redis

from chat.bot_api import BotThread, bot
from jobs.errors import TellThePerson
from jobs.job import Photo
from jobs.settings import Settings
from sandbox.serving import DEFAULT_TOKEN
from worker import downloads
from worker.downloads import Away, download

PHOTO = Photo(file_id="f", file_unique_id="u", width=64, height=48, kind="photo")


class Telegram(ThreadingHTTPServer):
    """Answers getFile with one path, and each file as told."""

    def __init__(self, send: "Callable[[Answer], None]", path: str = "photos/file_1.jpg") -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.send, self.path = send, path
        self.asked: list[str] = []
        self.over = Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """One call."""

    server: Telegram

    def do_POST(self) -> None:
        body = {"file_id": "f", "file_unique_id": "u", "file_path": self.server.path}
        self.say(json.dumps({"ok": True, "result": body}).encode(), "application/json")

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.send(self)

    def say(self, content: bytes, kind: str = "image/jpeg", length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(server: Telegram) -> Iterator[Telegram]:
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()


def fetched(telegram: Telegram, redis: Redis, total: float = 20) -> list[bytes]:
    """What a job gets, from a thread of its own as in a worker."""
    thread = BotThread(bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url=telegram.address), redis))
    try:
        return thread.run(download(thread.bot, [PHOTO], total), 20)
    finally:
        thread.close()


def test_a_picture_is_fetched_as_it_is(redis: Redis):
    with serving(Telegram(lambda call: call.say(b"a picture"))) as telegram:
        pictures = fetched(telegram, redis)

    assert pictures == [b"a picture"]
    assert telegram.asked == [f"/file/bot{DEFAULT_TOKEN}/photos/file_1.jpg"]


def dribble(call: Answer) -> None:
    call.say(b"", length=1000)
    while not call.server.over.wait(0.05):
        try:
            call.wfile.write(b".")
        except OSError:
            return


def test_a_picture_that_dribbles_in_is_cut_off_by_the_total(redis: Redis):
    with serving(Telegram(dribble)) as telegram, pytest.raises(Away):
        fetched(telegram, redis, total=0.5)


def one_is_missing(call: Answer) -> None:
    """The first is not there, the others dribble."""
    if len(call.server.asked) == 1:
        call.send_error(404)
    else:
        dribble(call)


@pytest.mark.parametrize(("send", "error"), [(dribble, Away), (one_is_missing, TellThePerson)])
def test_what_nobody_waits_for_does_not_go_on(
    redis: Redis, send: Callable[[Answer], None], error: type[Exception]
):
    async def look() -> int:
        client = bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url=telegram.address), redis)
        await client.request.initialize()
        with pytest.raises(error):
            await download(client, [PHOTO, PHOTO], 1)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        left = (await asyncio.wait(others, timeout=5))[1] if others else set()
        await client.request.shutdown()
        return len(left)

    with serving(Telegram(send)) as telegram:
        left = asyncio.run(look())

    assert left == 0


def flood(call: Answer) -> None:
    call.send_response(200)
    call.end_headers()  # no length: it goes on until the connection is closed
    while not call.server.over.is_set():
        try:
            call.wfile.write(b"." * (1 << 16))
        except OSError:
            return


def test_a_file_that_does_not_end_is_too_large(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(downloads, "MOST", 1 << 20)
    with serving(Telegram(flood)) as telegram, pytest.raises(TellThePerson) as told:
        fetched(telegram, redis)

    assert told.value.reason == "too_large"


def turn_away(call: Answer) -> None:
    call.send_response(302)
    call.send_header("Location", "/elsewhere")
    call.send_header("Content-Length", "0")
    call.end_headers()


def test_a_redirect_is_not_followed(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(downloads, "PAUSE", 0)
    with serving(Telegram(turn_away)) as telegram, pytest.raises(Away):
        fetched(telegram, redis)

    assert set(telegram.asked) == {f"/file/bot{DEFAULT_TOKEN}/photos/file_1.jpg"}


@pytest.mark.parametrize(
    "path",
    [
        "../../elsewhere",
        "photos/../../../elsewhere",
        "/etc/hostname",
        "//127.0.0.1:9/elsewhere",
        "..\\elsewhere",
        "photos//../x",
        "",
    ],
)
def test_a_path_that_leads_elsewhere_is_not_fetched(redis: Redis, path: str):
    elsewhere = Telegram(lambda call: call.say(b"elsewhere"), path)
    with serving(elsewhere) as telegram, pytest.raises(TellThePerson) as told:
        fetched(telegram, redis)

    assert told.value.reason == "file_gone"
    assert telegram.asked == []


@pytest.mark.parametrize(
    "path", ["photos/%2e%2e/x", "photos/a?b#c", "photos/http://127.0.0.1/x", "фото/ё.jpg"]
)
def test_an_odd_path_stays_below_the_files(redis: Redis, path: str):
    odd = Telegram(lambda call: call.say(b"odd"), path)
    with serving(odd) as telegram, suppress(TellThePerson):  # or it is not fetched at all
        fetched(telegram, redis)

    assert all(asked.startswith(f"/file/bot{DEFAULT_TOKEN}/") for asked in telegram.asked)
    assert all("?" not in asked and "/../" not in asked for asked in telegram.asked)


@pytest.mark.parametrize(("status", "reason"), [(404, "file_gone"), (400, "file_gone")])
def test_a_file_that_is_not_there_is_told(redis: Redis, status: int, reason: str):
    def refuse(call: Answer) -> None:
        call.send_error(status)

    with serving(Telegram(refuse)) as telegram, pytest.raises(TellThePerson) as told:
        fetched(telegram, redis)

    assert told.value.reason == reason


def test_telegram_away_is_nobodys_fault(redis: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(downloads, "PAUSE", 0)
    with serving(Telegram(lambda call: call.send_error(502))) as telegram, pytest.raises(Away):
        fetched(telegram, redis)

    assert len(telegram.asked) == downloads.TRIES
