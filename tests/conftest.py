"""What tests of several rooms share: a real Redis server, and where the sample pictures are."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from redis import Redis

from local.redis import running

# A busy machine is no fault of what is tested.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

#: Seconds that a slow test has at most on a machine that does other things too.
PATIENCE = 600

SHARED = Path(__file__).parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give slow tests more time than the others have, which only says that one hangs."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(PATIENCE))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """A server for this test run."""
    with running(tmp_path_factory.mktemp("redis"), free_port()) as client:
        yield client


@pytest.fixture
def redis(redis_server: Redis) -> Redis:
    """The server, empty."""
    redis_server.flushall()
    return redis_server
