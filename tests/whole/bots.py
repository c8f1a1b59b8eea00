"""Several real bot processes on a Redis of their own and a sandbox: what restarts and outages do to them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from jobs.inbox import Inbox
from local.redis import Server
from sandbox.person import Message, Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, running
from tests.conftest import free_port

ROOT = Path(__file__).parents[2]
ACCOUNT = 42
#: Seconds for anything to happen, a lease that runs out included; and for a process to stop.
SOON, STOP = 60, 30


@dataclass
class Bots:
    """Telegram, Redis, and the bot processes between them."""

    telegram: Sandbox
    redis: Server
    folder: Path
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a bot."""
        address = {
            "ATELIER_REDIS_URL": f"redis://127.0.0.1:{self.redis.port}/0",
            "ATELIER_RESULTS_URL": (self.folder / "results").as_uri(),
            "ATELIER_BOT_TOKEN": DEFAULT_TOKEN,
            "ATELIER_BOT_API_URL": self.telegram.base_url,
        }
        with self.log(len(self.processes)).open("w") as lines:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot"], cwd=ROOT, env=os.environ | address | environment, stderr=lines
            )
        self.processes.append(process)
        return process

    def log(self, number: int) -> Path:
        """Where the lines of a bot lie."""
        return self.folder / f"bot{number}.log"

    def wait_for_line(self, number: int, words: str) -> None:
        """Wait until a bot has logged this."""
        self.wait(lambda: words in self.log(number).read_text(), f"bot {number}: {words}")

    def wait(self, fits: Callable[[], object], what: str) -> None:
        """Wait until something is so."""
        until = monotonic() + SOON
        while not fits():
            assert monotonic() < until, what
            sleep(0.02)

    def wait_until_confirmed(self) -> None:
        """Wait until Telegram has been told that we have everything."""
        self.wait(lambda: not self.telegram.waiting_updates(), "all confirmed")

    def wait_until_handled(self) -> None:
        """Wait until Telegram has nothing for us, and the inbox neither."""
        inbox = Inbox(self.redis.client, ACCOUNT)
        self.wait(lambda: not self.telegram.waiting_updates() and inbox.chats() == 0, "all handled")

    @contextmanager
    def frozen_redis(self) -> Iterator[None]:
        """Stop Redis without ending it: whoever calls waits for the time-out."""
        os.kill(self.redis.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.redis.pid, signal.SIGCONT)


@contextmanager
def bots(folder: Path) -> Iterator[Bots]:
    """Run Telegram and Redis, and in the end stop all bots."""
    redis = Server(folder / "redis", free_port())
    with running() as address, Sandbox(address) as telegram:
        fleet = Bots(telegram, redis, folder)
        try:
            redis.start()
            yield fleet
        finally:
            for process in fleet.processes:
                process.kill()
                process.wait(STOP)
            redis.stop()


def answers(person: Person) -> list[Message]:
    """What the bot has said to somebody."""
    return [message for message in person.messages() if message.from_bot]
