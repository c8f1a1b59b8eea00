"""What the tests of the bot's handlers share."""

from collections.abc import Iterator

import pytest

from jobs import keys
from sandbox.person import Sandbox
from sandbox.serving import running


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def workers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Announce workers for an hour: nobody repeats it here, and a busy machine may stop for a while."""
    monkeypatch.setattr(keys, "PRESENCE", keys.HOUR)
