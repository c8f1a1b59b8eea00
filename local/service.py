"""Everything on this machine: Redis, then the Procfile's processes by honcho; stopped the other way round."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import IO

import httpx
from redis import Redis

from jobs.catalogue import Lane
from jobs.presence import Presence
from local import redis as own_redis
from local.surroundings import Surroundings

PROCFILE = Path(__file__).parents[1] / "Procfile"
HONCHO = (sys.executable, "-m", "honcho", "--no-colour")
#: Seconds that honcho and what it runs have for stopping.
STOP = 20


class NotReady(RuntimeError):
    """Some process did not come up: its lines in the log say why."""


@contextmanager
def running(surroundings: Surroundings, log: IO[str] | None = None) -> Iterator["Redis"]:
    """Run everything while the block runs.

    Args:
        log: where the processes' lines go; None: here.

    Yields:
        A client of the Redis.

    Raises:
        BlockingIOError: another run has this folder.
    """
    surroundings.folder.mkdir(parents=True, exist_ok=True)
    with (
        _only_one(surroundings.folder),
        own_redis.running(surroundings.folder / "redis", surroundings.redis_port) as redis,
    ):
        # Not .env: what a run decides must win over it, and every process reads it anyway.
        honcho = subprocess.Popen(
            [*HONCHO, "--env", os.devnull, "--procfile", str(PROCFILE), "start", *surroundings.processes],
            cwd=PROCFILE.parent,
            env=os.environ | surroundings.environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches this process, which stops the others in order
        )
        try:
            yield redis
        finally:
            _stop(honcho)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: two Redis servers on one file would destroy it."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _stop(honcho: "subprocess.Popen[bytes]") -> None:
    honcho.send_signal(signal.SIGTERM)
    try:
        honcho.wait(STOP)
    except subprocess.TimeoutExpired:
        honcho.kill()
        honcho.wait()


def wait_until_ready(redis: "Redis", surroundings: Surroundings, seconds: float = 120) -> None:
    """Wait until a worker is there for each lane, the bot polls, and the pages answer.

    Raises:
        NotReady: it takes longer; says what is missing.
    """
    deadline = monotonic() + seconds
    while missing := _missing(redis, surroundings):
        if monotonic() > deadline:
            raise NotReady(f"not ready after {seconds:.0f} s: {', '.join(missing)}")
        sleep(0.2)


def _missing(redis: "Redis", surroundings: Surroundings) -> list[str]:
    presence = Presence(redis)
    missing = [
        f"a worker of {lane} with styles" for lane in Lane if not any(w.able for w in presence.present(lane))
    ]
    pages = {"sandbox": surroundings.sandbox_url, "flower": surroundings.flower_url}
    return missing + [name for name, url in pages.items() if url and not _answers(url)]


def _answers(url: str) -> bool:
    try:
        httpx.get(url, timeout=5)
    except httpx.HTTPError:
        return False
    return True
