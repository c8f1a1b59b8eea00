"""A worker's studio against the sandbox and a real Redis."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from jobs.catalogue import Lane
from jobs.settings import Settings
from sandbox.person import Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, running
from worker.studio import Studio


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna")


@pytest.fixture
def studio(sandbox: Sandbox, redis: Redis, tmp_path: Path) -> Iterator[Studio]:
    port = redis.get_connection_kwargs()["port"]
    settings = Settings(
        bot_token=DEFAULT_TOKEN,
        bot_api_url=sandbox.base_url,
        redis_url=f"redis://127.0.0.1:{port}/0",
        results_url=(tmp_path / "results").as_uri(),
        weights_dir=tmp_path / "weights",
        device="cpu",
    )
    studio = Studio(settings, Lane.FAST)
    yield studio
    studio.thread.close()
    studio.easel.decoder.close()
    studio.store.redis.close()
    studio.prompt_store.redis.close()
