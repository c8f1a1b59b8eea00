"""Runs the sandbox: for the command line until it is told to stop, for tests in a thread."""

import contextlib
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from sandbox.app import build_app
from sandbox.connection import Connection
from sandbox.world import World, new_world

#: Harmless: it opens nothing but a sandbox.
DEFAULT_TOKEN = "42:sandbox-token"  # noqa: S105


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a sandbox is run."""

    host: str = "127.0.0.1"
    #: 0 takes a free one.
    port: int = 0
    token: str = DEFAULT_TOKEN
    #: Limit how many messages the bot may send.
    flood: bool = False
    #: Bytes of files kept at most.
    capacity: int = 2 * 1024**3
    #: Seconds in which the press of a button or an inline query can be answered.
    press_lifetime: float = 900.0
    #: Seconds in which the bot has to agree to a payment.
    checkout_lifetime: float = 10.0


class Server(uvicorn.Server):
    """Ends the calls that wait before it waits for them to end."""

    world: World

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop."""
        self.world.close()
        await super().shutdown(sockets)


@contextlib.contextmanager
def prepared(options: Options) -> Iterator[tuple[Server, socket.socket, str]]:
    """Yield a server that does not run yet, its socket that listens already, and its address."""
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder, _listening(options) as listening:
        world = new_world(
            options.token,
            Path(folder),
            flood=options.flood,
            capacity=options.capacity,
            press_lifetime=options.press_lifetime,
            checkout_lifetime=options.checkout_lifetime,
        )
        # The access log would hold the token: it is part of each address.
        server = Server(
            uvicorn.Config(
                build_app(world),
                http=Connection,
                ws="none",
                lifespan="off",
                access_log=False,
                log_level="warning",
                timeout_graceful_shutdown=1,
                # Longer than a bot's pause between two calls: closing just then looks like a network error.
                timeout_keep_alive=75,
            )
        )
        server.world = world
        with contextlib.closing(world.files.blobs):  # after the calls that still encode
            yield server, listening, f"http://{options.host}:{listening.getsockname()[1]}"


def _listening(options: Options) -> socket.socket:
    # asyncio switches Nagle's delay (40 ms for each answer) off only where the protocol is named.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((options.host, options.port))
    return listening


@contextlib.contextmanager
def running(options: Options | None = None, deadline_s: float = 20) -> Iterator[str]:
    """Run a sandbox in a thread and yield its address.

    Raises:
        TimeoutError: it was not up after ``deadline_s`` seconds.
    """
    with prepared(options or Options()) as (server, listening, address):
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + deadline_s
        try:
            while not server.started:
                if time.monotonic() > until:
                    raise TimeoutError(f"the sandbox was not up after {deadline_s} s")
                time.sleep(0.01)
            yield address
        finally:
            server.should_exit = True
            thread.join(deadline_s)
