"""A sandbox in a thread, a person in it, and a bot that talks to it through python-telegram-bot."""

import io
from collections.abc import AsyncIterator, Iterator

import pytest
from PIL import Image
from telegram import Bot

from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, Options, running


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


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna", language="en")


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with bot_of(sandbox) as bot:
        yield bot


def bot_of(sandbox: Sandbox, token: str = DEFAULT_TOKEN) -> Bot:
    """Return python-telegram-bot's Bot with nothing but its two addresses changed."""
    return Bot(token, base_url=f"{sandbox.base_url}/bot", base_file_url=f"{sandbox.base_url}/file/bot")


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
