"""A sandbox with somebody in it, and what talks and delivers to them."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis import Redis
from telegram.ext import ExtBot

from chat.bot_api import bot
from chat.deliver import Delivery
from chat.flood import Priority
from jobs.results import Results
from jobs.settings import Settings
from jobs.store import Store
from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, running


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna")


@pytest.fixture
async def client(sandbox: Sandbox, redis: Redis) -> AsyncIterator[ExtBot[Priority]]:
    async with bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url=sandbox.base_url), redis) as client:
        yield client


@pytest.fixture
def delivery(client: ExtBot[Priority], redis: Redis, tmp_path: Path) -> Delivery:
    return Delivery(client, Store(redis), Results(tmp_path.as_uri()))
