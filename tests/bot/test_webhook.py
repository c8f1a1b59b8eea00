"""The webhook: only Telegram may use it, only updates get in, and 200 means that they lie in the inbox."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import SecretStr
from redis import Redis

from bot.updates.absence import Absence
from bot.updates.arrivals import KINDS
from bot.updates.endpoint import MOST_BYTES, SECRET_HEADER
from bot.updates.intake import Intake
from bot.updates.webhook import Address, Webhook, WrongAddress, secret_of
from chat.bot_api import bot as client
from jobs.inbox import Inbox
from jobs.redis import connect
from jobs.settings import Settings
from sandbox.person import Sandbox
from sandbox.serving import DEFAULT_TOKEN, running

BOT, SOON = 42, 20
SECRET = secret_of(DEFAULT_TOKEN)
HEAD = f"POST /hook HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\n".encode()
UPDATE = {"update_id": 5, "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}}


def settings(**more: object) -> Settings:
    told = {
        "bot_token": DEFAULT_TOKEN,
        "webhook_url": "http://127.0.0.1/hook",
        "webhook_listen": f"127.0.0.1:{free_port()}",
    }
    return Settings(**(told | more))


@pytest.fixture(scope="module", autouse=True)
def telegram() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox, pytest.MonkeyPatch.context() as environment:
        environment.setenv("ATELIER_BOT_API_URL", address)
        yield sandbox


@asynccontextmanager
async def listening(redis: Redis, *, well: bool = True) -> AsyncIterator[httpx.AsyncClient]:
    """A webhook that Telegram has been told of, and somebody who sends things to it."""
    chosen = settings()
    async with client(chosen, redis) as bot:
        intake = Intake(Inbox(redis, BOT), Absence(bot), wake=lambda: None)
        webhook = asyncio.create_task(Webhook(bot, Address.of(chosen), intake, lambda: well).run())
        try:
            where = f"http://{chosen.webhook_listen}"
            async with httpx.AsyncClient(base_url=where, trust_env=False, timeout=SOON) as sender:
                await answers(sender)
                yield sender
        finally:
            webhook.cancel()
            await asyncio.wait({webhook})


async def answers(sender: httpx.AsyncClient) -> None:
    async with asyncio.timeout(SOON):
        while True:
            try:
                await sender.get("/healthz")
            except httpx.TransportError:
                await asyncio.sleep(0.02)
            else:
                return


def secret(word: str | bytes = SECRET) -> list[tuple[bytes, bytes]]:
    return [(SECRET_HEADER.encode(), word if isinstance(word, bytes) else word.encode())]


async def test_an_update_lies_in_the_inbox_when_it_is_confirmed(redis: Redis):
    async with listening(redis) as sender:
        first = await sender.post("/hook", json=UPDATE, headers=secret())
        again = await sender.post("/hook", json=UPDATE, headers=secret())
    claim = Inbox(redis, BOT).claim("test")

    assert (first.status_code, again.status_code) == (200, 200)
    assert claim is not None
    assert (claim.update, claim.chat, json.loads(claim.text)) == (5, 7, UPDATE)
    assert "server" not in first.headers


async def test_who_does_not_know_the_secret_is_sent_away(redis: Redis):
    strange = [
        [],
        secret(""),
        secret("x"),
        secret(SECRET[:-1]),
        secret(SECRET + "x"),
        secret(SECRET.upper()),
        secret("sécret".encode("latin-1")),
        secret("секрет"),
        secret(b"\xff\xfe\x80"),
        secret("x" * 10_000),
        secret(DEFAULT_TOKEN),
        secret("x") + secret(),
    ]
    async with listening(redis) as sender:
        answers = [await sender.post("/hook", json=UPDATE, headers=given) for given in strange]

    assert [answer.status_code for answer in answers] == [403] * len(strange)
    assert redis.keys("inbox:*") == []


async def test_every_other_method_and_path_is_refused(redis: Redis):
    async with listening(redis) as sender:
        methods = [
            (await sender.request(method, "/hook", headers=secret())).status_code
            for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
        ]
        paths = [
            (await sender.post(path, json=UPDATE, headers=secret())).status_code
            for path in ("/", "/hook2", "/HOOK", "/hook/x", "//hook", "/hook%00", f"/{DEFAULT_TOKEN}")
        ]

    assert set(methods) == {405}
    assert set(paths) == {404}
    assert redis.keys("inbox:*") == []


async def test_what_is_no_update_is_refused_and_the_next_one_taken(redis: Redis):
    bodies = [
        b"",
        b"{",
        b"null",
        b"[1]",
        b'"update_id"',
        b"{}",
        b'{"update_id": "5"}',
        b'{"update_id": -5}',
        b'{"update_id": 5, "x": Infinity}',
        b"\xff\x00",
        b"[" * 900_000,
    ]
    async with listening(redis) as sender:
        refused = [await sender.post("/hook", content=body, headers=secret()) for body in bodies]
        taken = await sender.post("/hook", json=UPDATE, headers=secret())

    assert [answer.status_code for answer in refused] == [400] * len(bodies)
    assert taken.status_code == 200
    assert Inbox(redis, BOT).chats() == 1


async def test_a_body_that_is_too_long_is_refused_told_or_not(redis: Redis):
    async with listening(redis) as sender:
        told = await raw(sender, b"Content-Length: 5000000", b"x" * 1000)
        chunks = b"".join(b"10000\r\n" + b"x" * 0x10000 + b"\r\n" for _ in range(MOST_BYTES // 0x10000 + 1))
        untold = await raw(sender, b"Transfer-Encoding: chunked", chunks)
        fits = json.dumps(UPDATE).ljust(MOST_BYTES).encode()
        taken = await sender.post("/hook", content=fits, headers=secret())
        over = await sender.post("/hook", content=fits + b" ", headers=secret())

    assert told.startswith(b"HTTP/1.1 413")
    assert untold.startswith(b"HTTP/1.1 413")
    assert (taken.status_code, over.status_code) == (200, 413)


async def test_broken_requests_end_their_own_connection_only(redis: Redis):
    broken = [
        b"Content-Length: -5",
        b"Content-Length: 5_0",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"nonsense",
    ]
    async with listening(redis) as sender:
        answers = [await raw(sender, headers, b"{}   ") for headers in broken]
        taken = await sender.post("/hook", json=UPDATE, headers=secret())

    assert all(answer.startswith(b"HTTP/1.1 400") for answer in answers), answers
    assert taken.status_code == 200


async def raw(sender: httpx.AsyncClient, headers: bytes, body: bytes) -> bytes:
    """Send what no decent client would, and read the answer's first line."""
    url = sender.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(HEAD + headers + b"\r\n\r\n" + body)
    try:
        async with asyncio.timeout(SOON):
            return await reader.readline()
    finally:
        writer.close()


async def test_a_sender_who_leaves_in_the_middle_harms_nobody(redis: Redis):
    async with listening(redis) as sender:
        for _ in range(5):
            _, writer = await asyncio.open_connection(sender.base_url.host, sender.base_url.port)
            head = (
                f"POST /hook HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 500\r\n\r\n"
            )
            writer.write(head.encode() + b'{"update_id": 5')
            await writer.drain()
            writer.close()
        taken = await sender.post("/hook", json=UPDATE, headers=secret())

    assert taken.status_code == 200


async def test_what_cannot_be_stored_is_asked_for_again():
    nowhere = connect("redis://127.0.0.1:1/0")
    async with listening(nowhere) as sender:
        answer = await sender.post("/hook", json=UPDATE, headers=secret())

    assert answer.status_code == 503
    assert answer.headers["retry-after"].isdecimal()


@pytest.mark.parametrize(("well", "code"), [(True, 200), (False, 503)])
async def test_who_watches_hears_how_it_is(redis: Redis, *, well: bool, code: int):
    async with listening(redis, well=well) as sender:
        answer = await sender.get("/healthz")

    assert answer.status_code == code


async def test_telegram_is_told_the_address_and_delivers_in_order(redis: Redis, telegram: Sandbox):
    port = free_port()
    url = f"http://127.0.0.1:{port}/from/telegram"
    chosen = settings(webhook_listen=f"127.0.0.1:{port}", webhook_url=url)
    anna, inbox = telegram.person(name="Quetzalina"), Inbox(redis, BOT)
    async with client(chosen, redis) as bot:
        intake = Intake(inbox, Absence(bot), wake=lambda: None)
        webhook = asyncio.create_task(Webhook(bot, Address.of(chosen), intake, lambda: True).run())
        for text in ("one", "two", "three"):
            await asyncio.to_thread(anna.send_text, text)
        async with asyncio.timeout(SOON):
            while await asyncio.to_thread(undelivered, telegram, inbox):  # noqa: ASYNC110 - another server's
                await asyncio.sleep(0.02)
        info = await bot.get_webhook_info()
        webhook.cancel()
        await asyncio.wait({webhook})
    claim, texts = inbox.claim("test"), []
    while claim:
        texts.append(json.loads(claim.text)["message"]["text"])
        claim = inbox.done(claim)

    assert texts == ["one", "two", "three"]
    assert info.url == url
    assert set(info.allowed_updates) == set(KINDS)


def undelivered(telegram: Sandbox, inbox: Inbox) -> bool:
    return bool(telegram.waiting_updates()) or not inbox.chats()


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"webhook_url": f"https://example.org/{DEFAULT_TOKEN}"}, "ATELIER_WEBHOOK_URL"),
        ({"webhook_url": f"https://example.org/{DEFAULT_TOKEN.replace(':', '%3A')}"}, "ATELIER_WEBHOOK_URL"),
        ({"webhook_url": f"https://example.org/x{DEFAULT_TOKEN.partition(':')[2]}"}, "ATELIER_WEBHOOK_URL"),
        ({"webhook_url": "https://example.org/healthz"}, "ATELIER_WEBHOOK_URL"),
        ({"webhook_url": "https://example.org/{path}"}, "ATELIER_WEBHOOK_URL"),
        ({"webhook_secret": SecretStr("a b")}, "ATELIER_WEBHOOK_SECRET"),
        ({"webhook_secret": SecretStr("é")}, "ATELIER_WEBHOOK_SECRET"),
        ({"webhook_secret": SecretStr("x" * 257)}, "ATELIER_WEBHOOK_SECRET"),
    ],
)
def test_an_address_that_shows_the_token_or_cannot_work_is_refused(wrong: dict[str, object], name: str):
    with pytest.raises(WrongAddress, match=name) as refusal:
        Address.of(settings(**wrong))

    assert DEFAULT_TOKEN not in str(refusal.value)


@pytest.mark.parametrize("place", ["127.0.0.1:99999", "no-such-host.invalid:8443"])
async def test_a_place_where_nothing_can_be_opened_is_named(redis: Redis, place: str):
    chosen = settings(webhook_listen=place)
    bot = client(chosen, redis)
    intake = Intake(Inbox(redis, BOT), Absence(bot), lambda: None)
    with pytest.raises(WrongAddress, match="ATELIER_WEBHOOK_LISTEN"):
        Webhook(bot, Address.of(chosen), intake, lambda: True)


def test_the_secret_is_telegrams_kind_of_word_the_same_everywhere_and_not_the_token():
    own = Address.of(settings(webhook_secret=SecretStr("my_own-Secret")))

    assert re.fullmatch(r"[A-Za-z0-9_-]{32,256}", SECRET)
    assert Address.of(settings()).secret == SECRET != secret_of(DEFAULT_TOKEN + "x")
    assert SECRET not in repr(own)
    assert own.secret == "my_own-Secret"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
