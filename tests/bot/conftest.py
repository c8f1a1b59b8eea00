"""What the tests of the bot's handlers share."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis import Redis

from jobs import keys
from sandbox.person import Sandbox
from sandbox.serving import running
from tests.bot.lives import Bot
from tests.bot.ways import bot_at_work


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def workers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Announce workers for an hour: nobody repeats it here, and a busy machine may stop for a while."""
    monkeypatch.setattr(keys, "PRESENCE", keys.HOUR)


@pytest.fixture
async def bot(
    sandbox: Sandbox, redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers_stay: None
) -> AsyncIterator[Bot]:
    """A bot with workers of both lanes; files that need others have one of their own."""
    async with bot_at_work(sandbox, redis, tmp_path, monkeypatch) as bot:
        yield bot
