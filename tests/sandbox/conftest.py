"""A sandbox in a thread, a person in it, and a bot that talks to it through python-telegram-bot."""

import io
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser
from telegram import Bot
from telegram.request import HTTPXRequest

from sandbox.client import NO_CERTIFICATES
from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, Options, running
from tests.sandbox.browser import launched
from tests.sandbox.page_town import Robot, Town


@pytest.fixture(autouse=True)
def library_with_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """``RetryAfter`` warns where it is not asked for its new type, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A fresh sandbox in which a press has to be answered in two minutes."""
    with running(Options(press_lifetime=120)) as address:
        client = Sandbox(address)
        yield client
        client.close()


@pytest.fixture(scope="module")
def lasting() -> Iterator[Sandbox]:
    """A sandbox for all tests of a file: starting one for each takes most of a short test's time."""
    with running() as address, Sandbox(address) as client:
        yield client


@pytest.fixture
def tidied(lasting: Sandbox) -> Sandbox:
    """The lasting sandbox: nothing goes wrong any more, and no updates wait; its people and chats stay."""
    lasting.clear_faults()
    lasting.privacy(on=False)
    called(lasting, "deleteWebhook", drop_pending_updates=True)
    called(lasting, "getUpdates", allowed_updates=[])
    return lasting


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with bot_of(sandbox) as bot:
        yield bot


def bot_of(sandbox: Sandbox, token: str = DEFAULT_TOKEN) -> Bot:
    """Return python-telegram-bot's Bot with its two addresses changed, and no certificates read."""
    asks, waits = (HTTPXRequest(httpx_kwargs={"verify": NO_CERTIFICATES}) for _ in range(2))
    return Bot(
        token,
        base_url=f"{sandbox.base_url}/bot",
        base_file_url=f"{sandbox.base_url}/file/bot",
        request=asks,
        get_updates_request=waits,
    )


def called(sandbox: Sandbox, method: str, **call: object) -> httpx.Response:
    """Call a method without any library."""
    address = f"{sandbox.base_url}/bot{DEFAULT_TOKEN}/{method}"
    return httpx.post(address, json=call, verify=NO_CERTIFICATES, trust_env=False)


def refusal(sandbox: Sandbox, method: str, **call: object) -> str:
    """Return the words with which a bad request is refused, as the server says them."""
    answer = called(sandbox, method, **call)
    assert answer.status_code == 400, answer.text
    return str(answer.json()["description"]).removeprefix("Bad Request: ")


def picture(width: int, height: int, kind: str = "JPEG", **how: object) -> bytes:
    """Return a picture file whose left half is red and whose right half is blue."""
    drawn = Image.new("RGB", (width, height), (200, 30, 30))
    drawn.paste((30, 30, 200), (width // 2, 0, width, height))
    file = io.BytesIO()
    drawn.save(file, kind, **how)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    """Return the picture in a file."""
    return Image.open(io.BytesIO(content))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chrome() -> AsyncIterator[Browser]:
    """One browser for the whole run."""
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def page_bot() -> AsyncIterator[tuple[Sandbox, Robot]]:
    """One sandbox for all tests of the page, and its bot; each test has its own people."""
    with running(Options(press_lifetime=120)) as address, Sandbox(address) as sandbox:
        async with bot_of(sandbox) as bot:
            yield sandbox, Robot(bot)


@pytest_asyncio.fixture(loop_scope="session")
async def town(
    chrome: Browser, page_bot: tuple[Sandbox, Robot], request: pytest.FixtureRequest
) -> AsyncIterator[Town]:
    sandbox, robot = page_bot
    await robot.forget()
    yield Town(sandbox, chrome, robot, request.node.name)
    sandbox.clear_faults()
    sandbox.flood_limits(on=False)
