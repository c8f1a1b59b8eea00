"""Paths, addresses and names from outside: none of them chooses a file here, or a server elsewhere."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from pydantic import ValidationError
from redis import Redis
from telegram import Chat, Document, Message
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.cards.pictures import picture_in
from chat.bot_api import Request, bot
from chat.deliver import Delivery
from chat.flood import Priority
from jobs.catalogue import STYLES, Lane, Method, Style
from jobs.errors import TellThePerson
from jobs.gallery import read_folder
from jobs.job import Photo
from jobs.presence import Announcement
from jobs.record import State
from jobs.results import Results
from jobs.settings import Settings
from jobs.store import Store
from tests.chat.samples import ROOM, job, result
from worker.downloads import download
from worker.painters import build

TOKEN = "42:" + "harmless-token"
PHOTO = Photo(file_id="AgAC-1", file_unique_id="A1", width=9, height=9, kind="photo")


@dataclass
class Hostile:
    """A Bot API server that does not mean well."""

    #: What getFile calls the path of a file.
    file_path: str = ""
    #: Where every call is sent on to.
    elsewhere: str = ""
    asked: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    address: str = ""

    def answer(self, path: str) -> bytes:
        """What a call gets."""
        if path.endswith("/getFile"):
            return json.dumps(
                {"ok": True, "result": {"file_id": "f", "file_unique_id": "u", "file_path": self.file_path}}
            ).encode()
        if path.endswith("/getMe"):
            me = {"id": 42, "is_bot": True, "first_name": "B", "username": "b"}
            return json.dumps({"ok": True, "result": me}).encode()
        return b'{"ok": false, "error_code": 400, "description": "Bad Request: message to edit not found"}'


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    there = Hostile()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            there.asked.append(self.path)
            there.bodies.append(self.rfile.read(int(self.headers.get("content-length", 0))))
            body = there.answer(self.path)
            well = 200 if json.loads(body)["ok"] else 400
            self.send_response(302 if there.elsewhere else well)
            if there.elsewhere:
                self.send_header("location", there.elsewhere + self.path)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        there.address = f"http://127.0.0.1:{server.server_port}"
        yield there
        server.shutdown()
        thread.join()


@pytest.fixture
async def client(hostile: Hostile, redis: Redis) -> Iterator[ExtBot[Priority]]:
    settings = Settings(_env_file=None, bot_token=TOKEN, bot_api_url=hostile.address)
    async with bot(settings, redis) as client:
        hostile.asked.clear()
        yield client


async def test_no_redirect_is_followed(hostile: Hostile, client: ExtBot[Priority]) -> None:
    hostile.elsewhere = f"{hostile.address}/elsewhere"
    request = client.request
    assert isinstance(request, Request)
    for call in (
        client.get_me(),
        client.get_file("f"),
        request.fetch(f"{client.base_file_url}/photos/1", 1000),
        request.retrieve(f"{client.base_file_url}/photos/1"),
    ):
        with pytest.raises(TelegramError):
            await call

    assert len(hostile.asked) == 4
    assert not any("elsewhere" in path for path in hostile.asked)


#: Paths that a server might give a file, which lead to a file of this machine or up from where files lie.
ASTRAY = (
    "/etc/passwd",
    "pyproject.toml",
    "../../../etc/passwd",
    "photos/../../../etc/passwd",
    "photos/./x",
    "photos//x",
    "..\\..\\x",
    "//elsewhere.example/x",
    "",
)
#: Paths with signs that mean something in an address.
SIGNS = ("http://elsewhere.example/x", "@elsewhere.example/x", "x?y=z#k", "%2e%2e/x", "a\r\nb: c", "x\0")


async def test_a_path_that_leads_elsewhere_is_neither_read_nor_asked_for(
    hostile: Hostile, client: ExtBot[Priority]
) -> None:
    for hostile.file_path in ASTRAY:
        with pytest.raises(TellThePerson):
            await download(client, [PHOTO])

    assert [path.rpartition("/")[2] for path in hostile.asked] == ["getFile"] * len(ASTRAY)


async def test_a_path_with_signs_of_an_address_stays_a_path(
    hostile: Hostile, client: ExtBot[Priority]
) -> None:
    """It is quoted below the Bot API's own address, or not asked for at all."""
    for hostile.file_path in SIGNS:
        with suppress(TellThePerson):
            await download(client, [PHOTO])
    asked = [path for path in hostile.asked if not path.endswith("/getFile")]

    assert asked
    assert all(path.startswith(f"/file/bot{TOKEN}/") for path in asked)
    assert not any("?" in path or "#" in path or "/../" in path for path in asked)


async def deliver(client: ExtBot[Priority], redis: Redis, folder: Path, noted: str) -> None:
    """Deliver a job of which somebody noted that Telegram calls its picture this."""
    store, results = Store(redis), Results(folder.as_uri())
    wanted = job(7)
    store.accept(wanted, allowed=60, limits=ROOM)
    claim = store.claim(Lane.FAST, "w", {"wave"})
    store.conclude(claim, State.DONE, result=result("document"))
    store.note_delivered(wanted.id, noted)
    delivery, fence = Delivery(client, store, results), claim.fence
    while not await asyncio.wait_for(delivery.deliver(wanted.id, fence), 20):
        await asyncio.sleep(0.2)
        fence = store.claim_delivery(wanted.id) or fence  # as a clerk does


async def test_a_file_id_that_is_a_path_uploads_no_file(
    hostile: Hostile, client: ExtBot[Priority], redis: Redis, tmp_path: Path
) -> None:
    """The library opens a text that names a file; who can write to Redis could have workers send theirs."""
    secret = tmp_path / "secret"
    secret.write_text("a word that must stay here")
    await deliver(client, redis, tmp_path / "results", str(secret))

    assert any(path.endswith(("/editMessageMedia", "/editMessageText")) for path in hostile.asked)
    assert not any(b"a word that must stay here" in body for body in hostile.bodies)
    assert not any(b"secret" in body for body in hostile.bodies)


OUTSIDE = ("../outside", "/outside", "a/b", "..", ".", "", "store-id", "a\0b")


@pytest.mark.parametrize("name", OUTSIDE)
def test_only_a_jobs_id_names_a_result(tmp_path: Path, name: str) -> None:
    """Ids come from records, which are looked up first; this is for who can write to Redis."""
    results = Results((tmp_path / "results").as_uri())

    with pytest.raises(ValueError, match="no job's id"):
        results.write(name, b"picture")
    with pytest.raises(ValueError, match="no job's id"):
        results.read(name)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "", "no_such"])
def test_a_style_that_is_not_in_the_gallery_opens_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeyError):
        build(Method.MULTISTYLE, {name: 1.0}, STYLES, tmp_path, "cpu")


@pytest.mark.parametrize("name", ["../x", "a/b", "A", "", "x" * 33, "a|b", "ä", "²", "a\n"])
def test_a_worker_cannot_announce_a_style_whose_name_is_more_than_a_name(name: str) -> None:
    style = {"name": name, "title": "T", "method": Method.GATYS, "lane": Lane.SLOW}

    with pytest.raises(ValidationError):
        Style.model_validate(style)
    with pytest.raises(ValidationError):
        Announcement.model_validate(
            {"name": "w", "lane": Lane.SLOW, "device": "cpu", "able": ["x"], "own": [style]}
        )


def test_an_announced_file_is_not_taken_over() -> None:
    style = Style(name="x", title="T", method=Method.GATYS, lane=Lane.SLOW, file=Path("/etc/passwd"))
    word = Announcement(name="w", lane=Lane.SLOW, device="cpu", able=frozenset({"x"}), own=(style,))

    assert word.own[0].file is None


def test_a_style_file_outside_the_operators_folder_is_not_reached_by_its_label(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"x")
    folder = tmp_path / "styles"
    folder.mkdir()
    (folder / "a.toml").write_text('title = "A"\nlicence = "MIT"\nfile = "../secret.jpg"\n')

    assert read_folder(folder).styles == ()


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "/etc/passwd.png", "a\0.jpg", "C:\\x.jpg"])
def test_the_name_of_a_persons_file_is_not_kept(name: str) -> None:
    document = Document(file_id="f", file_unique_id="u", file_name=name)
    message = Message(message_id=1, date=None, chat=Chat(1, "private"), document=document)
    picture = picture_in(message)

    assert picture is not None
    assert name not in picture.model_dump_json()
    assert "passwd" not in picture.model_dump_json()
