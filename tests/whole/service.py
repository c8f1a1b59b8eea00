"""The whole service as these tests run it: by honcho, but the bot apart so that it can be killed."""

import os
import re
import signal
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from redis import Redis

from jobs.catalogue import Lane
from jobs.presence import Presence
from jobs.record import Record, State
from jobs.settings import Settings
from jobs.store import Store
from local import service
from local.surroundings import Surroundings, choose
from sandbox.person import Message

ROOT = Path(__file__).parents[2]
#: Seconds that the bot has for stopping.
STOP = 20


@dataclass(frozen=True, kw_only=True)
class Apart(Surroundings):
    """Without Flower, and without the bot: honcho stops everything when one of its processes dies."""

    @property
    def processes(self) -> list[str]:
        """Names in the Procfile."""
        return [name for name in super().processes if name not in ("bot", "flower")]

    @property
    def flower_url(self) -> str:
        """Nowhere."""
        return ""


class Bot:
    """The bot's process."""

    def __init__(self, environment: dict[str, str], lines: IO[str]) -> None:
        self._environment = environment
        self._lines = lines
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; updates wait for it in the sandbox."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot"],
            cwd=ROOT,
            env=self._environment,
            stdout=self._lines,
            stderr=self._lines,
            start_new_session=True,
        )

    def kill(self) -> None:
        """End it as a crash does."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it as a restart does."""
        self._process.terminate()
        try:
            self._process.wait(STOP)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass(frozen=True, kw_only=True)
class Service:
    """The running service, and what tests look at behind its back."""

    redis: Redis
    surroundings: Surroundings
    bot: Bot
    log: Path

    @property
    def store(self) -> Store:
        """The job records."""
        return Store(self.redis)

    @property
    def weights(self) -> Path:
        """Where an operator's downloaded weights lie."""
        return self.surroundings.folder / "weights"

    @property
    def styles(self) -> Path:
        """Where an operator's own styles lie."""
        return self.surroundings.folder / "styles"

    def job_id(self, message: Message, button: str) -> str:
        """The job that a button under a message belongs to."""
        return (message.button(button).data or "").rpartition("|")[2]

    def record(self, job_id: str) -> Record:
        """What Redis says of a job."""
        record = self.store.record(job_id)
        assert record is not None
        return record

    def wait_until_painting(self, job_id: str, seconds: float) -> None:
        """Wait until a worker has claimed a job."""
        until = monotonic() + seconds
        while (state := self.record(job_id).state) is State.QUEUED:
            assert monotonic() < until, f"{job_id} still waits"
            sleep(0.02)
        assert state is State.RUNNING

    def wait_until_over(self, job_id: str, seconds: float) -> None:
        """Wait until a job's person has been told."""
        until = monotonic() + seconds
        while (state := self.record(job_id).state) not in (State.DONE, State.FAILED, State.CANCELLED):
            assert monotonic() < until, f"{job_id} is still {state}"
            sleep(0.05)

    def wait_until_announced(self, lane: Lane, name: str, *, there: bool = True, seconds: float = 25) -> None:
        """Wait until a worker of a lane says that it can paint this, or until none does."""
        until = monotonic() + seconds
        while any(name in worker.able for worker in Presence(self.redis).present(lane)) is not there:
            assert monotonic() < until, f"{name} is {'not' if there else 'still'} announced in {lane}"
            sleep(0.1)

    def painter(self, lane: Lane) -> int:
        """Process id of the pool child that paints in a lane; waits while one that is gone still counts."""
        until = monotonic() + 60
        while len(workers := Presence(self.redis).present(lane)) != 1:
            assert monotonic() < until, f"{lane} is announced by {[worker.name for worker in workers]}"
            sleep(0.1)
        return int(workers[0].name.rpartition(".")[2])

    @contextmanager
    def paused(self, lane: Lane) -> Iterator[None]:
        """Let nobody paint in a lane meanwhile; shorter than a lease."""
        painter = self.painter(lane)
        os.kill(painter, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(painter, signal.SIGCONT)

    def written(self) -> bytes:
        """Everything that was ever written to Redis."""
        folder = self.surroundings.folder / "redis"
        return readable(b"".join(file.read_bytes() for file in sorted(folder.rglob("*.aof*"))))


def readable(messages: bytes) -> bytes:
    """Add what Celery's messages carry in base64, where nothing could be found."""
    bodies = re.findall(rb'"body": ?"([A-Za-z0-9+/=]+)"', messages)
    return b"\n".join([messages, *map(b64decode, bodies)])


@contextmanager
def running(folder: Path) -> Iterator[Service]:
    """Run the service in a folder while the block runs."""
    surroundings = Apart(**asdict(choose(folder, Settings(), sandbox=True)))
    log = folder / "log.txt"
    with log.open("a") as lines, service.running(surroundings, lines) as redis:
        bot = Bot(os.environ | surroundings.environment(), lines)
        bot.start()
        try:
            service.wait_until_ready(redis, surroundings)
            yield Service(redis=redis, surroundings=surroundings, bot=bot, log=log)
        finally:
            bot.stop()
