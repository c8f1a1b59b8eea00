"""The service as processes of their own, with a Redis and a sandbox of their own."""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from redis import Redis
from redis.exceptions import RedisError

from bench.member import Member, die_with_parent
from jobs.catalogue import Lane
from jobs.presence import Presence
from local.redis import Server
from local.surroundings import SANDBOX_TOKEN
from sandbox.person import Sandbox

ROOT = Path(__file__).parents[1]
#: Seconds that processes have for stopping cleanly, all together.
STOP = 30
#: Seconds that the sandbox has for coming up.
SANDBOX_START = 30
#: The lane of the members whose names begin so.
LANES = {"fast": Lane.FAST, "slow": Lane.SLOW}


@dataclass(kw_only=True)
class Fleet:
    """Redis, the sandbox and every process of the service."""

    folder: Path
    redis: Server
    telegram: Member
    sandbox: Sandbox
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def store(self) -> "Redis":
        """A client of the Redis."""
        return self.redis.client

    def some(self, *kinds: str) -> list[Member]:
        """The members whose names begin with one of these."""
        return [member for name, member in self.members.items() if name.startswith(kinds)]

    def wait_until_ready(self, seconds: float = 120) -> None:
        """Wait until every worker is announced.

        Raises:
            TimeoutError: it takes longer.
        """
        until = monotonic() + seconds
        while any(self._present(lane) < len(self.some(kind)) for kind, lane in LANES.items()):
            if monotonic() > until:
                raise TimeoutError(f"workers were not ready after {seconds:.0f} s: see {self.folder}")
            sleep(0.2)

    def stop(self) -> list[str]:
        """End the service as a restart does; returns the names of those that did not end in time."""
        for member in self.members.values():
            member.ask_to_stop()
        until = monotonic() + STOP
        return [member.name for member in self.members.values() if not member.ended(until)]

    def _present(self, lane: Lane) -> int:
        try:
            return len(Presence(self.store).present(lane))
        except RedisError:
            return 0


@contextmanager
def running(
    folder: Path, modules: Mapping[str, tuple[str, ...]], settings: Mapping[str, str], *, flood: bool
) -> Iterator[Fleet]:
    """Run a fleet while the block runs.

    Args:
        folder: for everything that it writes.
        modules: of the service, by name; what follows ``python -m``.
        settings: of the service, besides where its parts find each other.
        flood: limit messages as Telegram does.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with _redis(folder) as server, _telegram(folder, flood=flood) as (telegram, sandbox):
        environment = _inherited() | _found(folder, server, sandbox) | dict(settings)
        fleet = Fleet(folder=folder, redis=server, telegram=telegram, sandbox=sandbox)
        for name, module in modules.items():
            log = folder / f"{name}.log"
            fleet.members[name] = Member(name=name, module=module, log=log, environment=environment)
        try:
            for member in fleet.members.values():
                member.start()
            yield fleet
            for name in fleet.stop():
                print(f"! {name} did not stop in {STOP} s and was killed", flush=True)
        finally:
            for member in fleet.members.values():  # at once, where something broke here
                member.kill()


@contextmanager
def _redis(folder: Path) -> Iterator[Server]:
    server = Server(folder / "redis", _free_port(), first=die_with_parent)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def _telegram(folder: Path, *, flood: bool) -> Iterator[tuple[Member, Sandbox]]:
    address = folder / "sandbox-address"
    address.unlink(missing_ok=True)
    options = ["--address-file", str(address)] + (["--flood"] if flood else [])
    environment = _inherited() | {"SANDBOX_TOKEN": SANDBOX_TOKEN}
    telegram = Member(
        name="sandbox", module=("sandbox", *options), log=folder / "sandbox.log", environment=environment
    )
    try:
        telegram.start()
        with Sandbox(_read(address)) as sandbox:
            yield telegram, sandbox
    finally:
        telegram.ask_to_stop()  # it removes its files
        telegram.ended(monotonic() + STOP)


def _inherited() -> dict[str, str]:
    """What processes get of our own environment: nothing that would configure the service."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ATELIER_", "SANDBOX_"))}
    path = os.pathsep.join(filter(None, [str(ROOT), own.get("PYTHONPATH")]))
    return own | {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}


def _found(folder: Path, server: Server, sandbox: Sandbox) -> dict[str, str]:
    """Where the parts of the service find each other; one thread each, that waits without spinning."""
    return {
        "ATELIER_REDIS_URL": f"redis://127.0.0.1:{server.port}/0",
        "ATELIER_RESULTS_URL": f"file://{folder / 'results'}",
        "ATELIER_WEIGHTS_DIR": str(folder / "weights"),  # empty: the embedded ones paint
        "ATELIER_BOT_TOKEN": SANDBOX_TOKEN,
        "ATELIER_BOT_API_URL": sandbox.base_url,
        "ATELIER_THREADS": "1",
        "OMP_WAIT_POLICY": "passive",
    }


def _read(file: Path) -> str:
    until = monotonic() + SANDBOX_START
    while not file.exists():
        if monotonic() > until:
            raise TimeoutError(f"the sandbox was not up after {SANDBOX_START} s")
        sleep(0.05)
    return file.read_text().strip()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
