"""Redis as compose starts it, with its users, and the service's processes, each under its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from jobs.redis import connect
from jobs.settings import Settings
from local import service
from local.redis import find_server
from local.surroundings import Surroundings, choose
from tests.conftest import free_port

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy" / "redis"
#: The users with a password; ``auditor`` is these tests' own, who reads what was refused to the others.
USERS = ("bot", "worker", "clerk", "flower")
AUDITOR = "user auditor on #REDIS_AUDITOR_PASSWORD ~* &* +@all\n"
#: Seconds for a process to come or go.
PATIENCE = 60

#: Processes of the service by the user of Redis that each of them is.
PROCESSES = {
    "bot": ("bot", ("-m", "bot")),
    "slow": ("worker", ("-m", "worker", "slow_nst")),
    "fast": ("worker", ("-m", "worker", "fast_gan")),
    "clerk": ("clerk", ("-m", "clerk")),
}


def password(user: str) -> str:
    """A password of letters and digits, as .env.example asks for."""
    return f"{user}sPassword123"


def variables(users: tuple[str, ...] = USERS) -> dict[str, str]:
    """What compose gives to Redis's container."""
    return {f"REDIS_{user.upper()}_PASSWORD": password(user) for user in users}


@dataclass(frozen=True)
class Guarded:
    """A Redis that knows its users."""

    port: int
    folder: Path

    def url(self, user: str) -> str:
        """The address for one user."""
        return f"redis://{user}:{password(user)}@127.0.0.1:{self.port}/0"

    def as_user(self, user: str) -> Redis:
        """A client of ours under this user."""
        return connect(self.url(user))

    @property
    def auditor(self) -> Redis:
        """A client that may do everything."""
        return self.as_user("auditor")

    def expect_client_libraries(self) -> None:
        """Let clients say hello in Redis 7's words.

        ``CLIENT MAINT_NOTIFICATIONS`` is unknown to both. Redis 7 says so; 6.2, which has no subcommands
        of its own, takes it for something that is not allowed, and would log it.
        """
        with self.auditor as client:
            if client.info("server")["redis_version"].startswith("6."):
                for user in USERS:
                    client.execute_command("ACL", "SETUSER", user, "+client|maint_notifications")

    def refusals(self) -> list[str]:
        """What Redis refused to whom since the start."""
        with self.auditor as client:
            entries = client.acl_log(128)
        return [f"{entry['username']}: {entry['reason']} {entry['object']}" for entry in entries]


def start_script(folder: Path, acl: str) -> Path:
    """The script that compose runs, beside a file of users."""
    deploy = folder / "deploy"
    deploy.mkdir()
    (deploy / "users.acl").write_text(acl)
    script = deploy / "start.sh"
    script.write_bytes((DEPLOY / "start.sh").read_bytes())
    return script


def surroundings_of_redis(folder: Path) -> dict[str, str]:
    """The environment of Redis's container: a PATH with redis-server, a place for its file of users."""
    return {"PATH": f"{Path(find_server()).parent}{os.pathsep}/usr/bin:/bin", "TMPDIR": str(folder)}


@contextmanager
def guarded_redis(folder: Path) -> Iterator[Guarded]:
    """Run Redis with the users of ``deploy/redis/users.acl``, and the auditor."""
    script = start_script(folder, (DEPLOY / "users.acl").read_text() + AUDITOR)
    guarded = Guarded(free_port(), folder)
    options = [
        "--port",
        str(guarded.port),
        "--bind",
        "127.0.0.1",
        "--dir",
        str(folder),
        "--appendonly",
        "yes",
    ]
    with (folder / "redis.log").open("w") as log:
        server = subprocess.Popen(
            ["sh", str(script), *options],
            env=surroundings_of_redis(folder) | variables((*USERS, "auditor")),
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(guarded)
            guarded.expect_client_libraries()
            yield guarded
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(guarded: Guarded) -> None:
    until = monotonic() + PATIENCE
    with guarded.auditor as client:
        while monotonic() < until:
            try:
                client.ping()
            except RedisConnectionError:
                sleep(0.05)
            else:
                return
    raise AssertionError((guarded.folder / "redis.log").read_text())


@contextmanager
def started(words: tuple[str, ...], environment: dict[str, str], log: IO[str]) -> Iterator[None]:
    """Run a program of Python's while the block runs."""
    process = subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def flower_words(surroundings: Surroundings) -> tuple[str, ...]:
    """How the Procfile starts Flower."""
    words = ("-m", "celery", "--app", "jobs.queue:app", "flower", "--address=127.0.0.1")
    return (*words, f"--port={surroundings.flower_port}")


@contextmanager
def guarded_service(folder: Path, guarded: Guarded) -> Iterator[Surroundings]:
    """Run everything, each process under its own user and with no other's password."""
    surroundings = choose(folder, Settings(), sandbox=True)
    common = os.environ | surroundings.environment() | {"ATELIER_GATYS_SIDE": "128"}
    sandbox = ("-m", "sandbox", "--port", str(surroundings.sandbox_port))
    programs = PROCESSES | {"flower": ("flower", flower_words(surroundings))}
    with (folder / "log.txt").open("w") as log, ExitStack() as running:
        running.enter_context(started(sandbox, common, log))
        for user, words in programs.values():
            environment = common | {"ATELIER_REDIS_URL": guarded.url(user)}
            running.enter_context(started(words, environment, log))
        with guarded.auditor as client:
            service.wait_until_ready(client, surroundings)
        yield surroundings
