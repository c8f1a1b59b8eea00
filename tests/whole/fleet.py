"""Processes of the service that tests stop, kill and freeze one by one, and jobs that need no bot."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from redis import Redis

from chat.bot_api import BotThread, bot
from jobs.catalogue import Lane, Method
from jobs.job import Job, Photo, StylePart, job_id
from jobs.presence import Presence
from jobs.record import Record, State
from jobs.redis import connect, wait_for
from jobs.settings import Settings
from jobs.store import Store
from local.finished import is_result
from local.redis import find_server
from sandbox.acting import File
from sandbox.person import Message, Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, Options
from sandbox.serving import running as sandbox_running
from tests.chat.samples import ROOM
from tests.conftest import free_port

ROOT = Path(__file__).parents[2]
#: Seconds for a worker to be announced, with torch to be imported beside others.
UP = 90
OVER = (State.DONE, State.FAILED, State.CANCELLED)


def lives(process: int) -> bool:
    """Does it run? One that has ended but that nobody asked after does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def all_end(processes: set[int], seconds: float = 10) -> bool:
    """Do these end?"""
    until = monotonic() + seconds
    while any(lives(process) for process in processes):
        if monotonic() > until:
            return False
        sleep(0.02)
    return True


@dataclass
class Server:
    """A redis-server that can be killed and started again on what it wrote."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        lasting = ["--appendonly", "yes", "--save", "", "--logfile", str(self.folder / "redis.log")]
        self.process = subprocess.Popen([find_server(), *options, *lasting], start_new_session=True)
        client = connect(self.url)
        wait_for(client, 20)
        client.close()

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@dataclass
class Fleet:
    """Everything that runs, and how it is looked at."""

    server: Server
    sandbox: Sandbox
    folder: Path
    thread: BotThread
    redis: Redis
    environment: dict[str, str]
    running: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return Store(self.redis)

    @property
    def log(self) -> str:
        """What all processes wrote."""
        return "".join(file.read_text() for file in sorted(self.folder.glob("*.log")))

    def start(self, name: str, *command: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start ``python -m command``; its lines go to a file of this name."""
        with (self.folder / f"{name}.log").open("a") as lines:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=self.environment | environment,
                stdout=lines,
                stderr=lines,
                start_new_session=True,
            )
        return self.running[name]

    def wait_for_line(self, words: str, seconds: float = 60) -> None:
        """Wait until some process wrote this."""
        until = monotonic() + seconds
        while words not in self.log:
            assert monotonic() < until, f"{words!r} was not written: {self.log[-3000:]}"
            sleep(0.02)

    def wait_for_call(self, method: str, seconds: float = 60) -> None:
        """Wait until a fault of a Bot API method was taken: calls are noted only when they are over."""
        until = monotonic() + seconds
        while not any(fault["taken"] for fault in self.sandbox.faults() if fault["method"] == method.lower()):
            assert monotonic() < until, f"{method} was not called: {self.log[-3000:]}"
            sleep(0.02)

    def wait_for_key(self, key: str, seconds: float = 60) -> None:
        """Wait until something stands in Redis."""
        until = monotonic() + seconds
        while not self.redis.exists(key):
            assert monotonic() < until, f"no {key}: {self.log[-3000:]}"
            sleep(0.02)

    def end(self) -> None:
        """End whatever still runs."""
        for process in self.running.values():
            if process.poll() is None:
                process.kill()
            process.wait()

    def painters(self, lane: Lane) -> set[int]:
        """Process ids of the pool children that are announced in a lane."""
        return {int(worker.name.rpartition(".")[2]) for worker in Presence(self.redis).present(lane)}

    def wait_for_painters(self, lane: Lane, count: int = 1) -> set[int]:
        until = monotonic() + UP
        while len(there := self.painters(lane)) < count:
            assert monotonic() < until, f"{len(there)} of {count} workers in {lane}: {self.log[-3000:]}"
            sleep(0.1)
        return there

    def wait_for_new_painter(self, lane: Lane, before: set[int]) -> None:
        """Wait until somebody is announced in a lane who was not before."""
        until = monotonic() + UP
        while not self.painters(lane) - before:
            assert monotonic() < until, f"nobody new in {lane}: {self.log[-3000:]}"
            sleep(0.1)

    def order(self, person: Person, photo: File, **wish: Any) -> Job:
        """Order a picture as the bot does, in the style of the wave if not told otherwise."""
        sent = person.send_photo(photo)
        file = self._file(sent)
        status = self.thread.run(self.thread.bot.send_message(person.chat_id, "In the queue"), 20)
        told: dict[str, Any] = {
            "id": job_id(person.id, sent.id),
            "person": person.id,
            "chat": person.chat_id,
            "photo_message": sent.id,
            "status_message": status.message_id,
            "language": "en",
            "content": file,
            "styles": (StylePart(gallery="wave", weight=1),),
            "method": Method.MULTISTYLE,
            "lane": Lane.FAST,
            "created": 0,
        }
        job = Job(**told | wish)
        self.store.accept(job, allowed=60, limits=ROOM)
        return job

    def order_slowly(self, person: Person, photo: File) -> Job:
        """Order a picture that takes Gatys a while."""
        sent = person.send_photo(photo)
        styles = (StylePart(picture=self._file(sent), weight=1),)
        return self.order(person, photo, styles=styles, method=Method.GATYS, lane=Lane.SLOW)

    def _file(self, sent: Message) -> Photo:
        updates = [update["message"] for update in self.sandbox.waiting_updates() if "message" in update]
        (message,) = (each for each in updates if each["message_id"] == sent.id)
        names = ("file_id", "file_unique_id", "width", "height")
        return Photo(kind="photo", **{name: message["photo"][-1][name] for name in names})

    def record(self, job: Job) -> Record:
        record = self.store.record(job.id)
        assert record is not None
        return record

    def wait_until(self, job: Job, *states: State, seconds: float = 120, progress: float = 0) -> Record:
        """Wait until a job is in one of these states, and that far."""
        until = monotonic() + seconds
        while (record := self.record(job)).state not in states or record.progress < progress:
            assert monotonic() < until, f"{job.label} is {record.state}: {self.log[-6000:]}"
            sleep(0.02)
        return record

    def wait_until_over(self, job: Job, seconds: float = 120) -> Record:
        return self.wait_until(job, *OVER, seconds=seconds)

    def edits(self, job: Job) -> list[str]:
        """What the job's status message showed, one after the other: its words, or the result's media.

        A picture that is still being painted counts by its words.
        """
        states = [state for state in self.sandbox.history() if state.chat_id == job.chat]
        own = [state.message for state in states if state.message_id == job.status_message and state.message]
        return [message.media or "" if is_result(message) else message.words for message in own]


@contextmanager
def fleet(folder: Path, **environment: str) -> Iterator[Fleet]:
    """Redis and a sandbox, and no process of ours yet; all that is started ends with the block."""
    with ExitStack() as stack:
        server = Server(folder / "redis")
        server.start()
        stack.callback(server.kill)
        address = stack.enter_context(sandbox_running(Options()))
        sandbox = stack.enter_context(Sandbox(address))
        told = {
            "ATELIER_BOT_TOKEN": DEFAULT_TOKEN,
            "ATELIER_BOT_API_URL": address,
            "ATELIER_REDIS_URL": server.url,
            "ATELIER_RESULTS_URL": (folder / "results").as_uri(),
            "ATELIER_WEIGHTS_DIR": str(folder / "weights"),
            "ATELIER_STYLES_DIR": str(folder / "styles"),
            "ATELIER_THREADS": "1",
            "ATELIER_DEVICE": "cpu",
            "OMP_WAIT_POLICY": "passive",
            "PYTHONUNBUFFERED": "1",
        }
        (folder / "styles").mkdir()
        client = connect(server.url)
        thread = BotThread(bot(Settings(bot_token=DEFAULT_TOKEN, bot_api_url=address), client))
        run = Fleet(server, sandbox, folder, thread, client, os.environ | told | environment)
        stack.callback(client.close)
        stack.callback(thread.close)
        stack.callback(run.end)
        yield run
