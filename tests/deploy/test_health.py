"""Compose's health checks, run as they stand, against a real Redis and real processes."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
from redis import Redis

from jobs import presence
from jobs.catalogue import Lane
from tests.deploy.files import ROOT, services

#: Seconds that a process has for coming up on a busy machine.
PATIENCE = 60


@pytest.fixture
def variables(redis: Redis, tmp_path: Path) -> dict[str, str]:
    """A container's environment, more or less."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("ATELIER_")}
    return bare | {
        "PYTHONPATH": str(ROOT),
        "ATELIER_BOT_TOKEN": "42:" + "no-such-token",
        "ATELIER_BOT_API_URL": "http://127.0.0.1:9",
        "ATELIER_REDIS_URL": f"redis://127.0.0.1:{redis.connection_pool.connection_kwargs['port']}/0",
        "ATELIER_RESULTS_URL": f"file://{tmp_path}/results",
    }


def healthy(name: str, variables: dict[str, str], folder: Path) -> bool:
    """Run the health check of a service."""
    kind, program, *arguments = services()[name]["healthcheck"]["test"]
    assert (kind, program) == ("CMD", "python")
    seen = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=variables, capture_output=True, timeout=PATIENCE
    )
    return seen.returncode == 0


def becomes_healthy(name: str, variables: dict[str, str], folder: Path) -> bool:
    """Ask again until the one deadline."""
    deadline = monotonic() + PATIENCE
    while not (well := healthy(name, variables, folder)) and monotonic() < deadline:
        sleep(0.2)
    return well


@contextmanager
def process(
    name: str, module: str, folder: Path, variables: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a module, by a Python that goes by this name."""
    words = [name, "-m", module]
    running = subprocess.Popen(
        words, executable=sys.executable, cwd=folder, env=variables, stderr=subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        running.send_signal(signal.SIGCONT)
        running.terminate()
        running.wait(PATIENCE)


def announce(redis: Redis, host: str) -> None:
    word = presence.Announcement(name=f"fast_gan@{host}.7", lane=Lane.FAST, device="cpu", able=frozenset())
    presence.Presence(redis).announce(word)


@pytest.mark.parametrize("name", ["worker-slow", "worker-fast"])
def test_a_worker_is_well_when_it_has_announced_itself_and_not_when_another_has(
    name: str, redis: Redis, variables: dict[str, str], tmp_path: Path
) -> None:
    announce(redis, "elsewhere")
    before = healthy(name, variables, tmp_path)
    announce(redis, socket.gethostname())

    assert not before
    assert healthy(name, variables, tmp_path)


@pytest.mark.slow  # each ping waits 5 s
def test_a_clerk_is_well_when_it_answers(variables: dict[str, str], tmp_path: Path) -> None:
    before = healthy("clerk", variables, tmp_path)
    with process(sys.executable, "clerk", tmp_path, variables):
        assert becomes_healthy("clerk", variables, tmp_path)

    assert not before


def test_a_bot_is_ill_when_redis_is_away_or_it_is_stopped(variables: dict[str, str], tmp_path: Path) -> None:
    if healthy("bot", variables, tmp_path):
        pytest.skip("another bot runs on this machine, and the check would see it")
    folder = tmp_path / "bot"
    folder.mkdir()
    (folder / "bot.py").write_text("import signal\nsignal.pause()\n")  # a bot without Telegram
    own = variables | {"PYTHONPATH": ""}
    away = variables | {"ATELIER_REDIS_URL": "redis://127.0.0.1:9/0"}
    with process("python", "bot", folder, own) as bot:
        assert becomes_healthy("bot", variables, tmp_path)
        assert not healthy("bot", away, tmp_path)
        bot.send_signal(signal.SIGSTOP)
        assert not healthy("bot", variables, tmp_path)
