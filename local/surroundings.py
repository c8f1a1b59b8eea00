"""Free ports, folders and the environment of one run on this machine."""

import os
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pydantic import SecretStr

from jobs.settings import Settings

#: The sandbox's bot: harmless, known to everybody.
SANDBOX_TOKEN = "42:" + "sandbox-token-for-trying-things-out"


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Where the processes of one run find each other."""

    folder: Path
    redis_port: int
    sandbox_port: int | None  # None: the real Telegram
    flower_port: int
    flower_auth: SecretStr

    @property
    def sandbox_url(self) -> str | None:
        """The chat page."""
        return f"http://127.0.0.1:{self.sandbox_port}" if self.sandbox_port else None

    @property
    def flower_url(self) -> str:
        """The page that watches the queues."""
        return f"http://127.0.0.1:{self.flower_port}"

    @property
    def flower_link(self) -> str:
        """The same with its password: for a person's eyes, never for a log."""
        name, _, password = self.flower_auth.get_secret_value().partition(":")
        return f"http://{quote(name, safe='')}:{quote(password, safe='')}@127.0.0.1:{self.flower_port}"

    @property
    def processes(self) -> list[str]:
        """Names in the Procfile."""
        names = ["bot", "slow", "fast", "clerk", "flower"]
        return ["sandbox", *names] if self.sandbox_port else names

    def environment(self) -> dict[str, str]:
        """What every process gets, besides what this one has."""
        variables = {
            "ATELIER_REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "ATELIER_RESULTS_URL": f"file://{self.folder.resolve() / 'results'}",
            "FLOWER_PORT": str(self.flower_port),
            "FLOWER_BASIC_AUTH": self.flower_auth.get_secret_value(),
            "FLOWER_READ_ONLY": "true",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "PYTHONUNBUFFERED": "1",
        }
        if self.sandbox_url:
            variables |= {
                "SANDBOX_PORT": str(self.sandbox_port),
                "SANDBOX_TOKEN": SANDBOX_TOKEN,
                "ATELIER_BOT_TOKEN": SANDBOX_TOKEN,
                "ATELIER_BOT_API_URL": self.sandbox_url,
            }
        return variables


def choose(folder: Path, settings: Settings, *, sandbox: bool | None = None) -> Surroundings:
    """Find free ports; the sandbox takes Telegram's place where there is no token.

    Args:
        folder: for Redis's file and the results.
        sandbox: True wants it in any case.
    """
    wanted = not settings.bot_token.get_secret_value() if sandbox is None else sandbox
    redis, web, flower = _free_ports(3)
    return Surroundings(
        folder=folder,
        redis_port=redis,
        sandbox_port=web if wanted else None,
        flower_port=flower,
        flower_auth=settings.flower_auth if settings.flower_auth.get_secret_value() else _made_up(),
    )


def _made_up() -> SecretStr:
    """A name and a password for this run alone, of which no part needs quoting in an address."""
    return SecretStr(f"atelier:{secrets.token_urlsafe(18)}")


def _free_ports(count: int) -> list[int]:
    listeners = [socket.socket() for _ in range(count)]
    try:
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [listener.getsockname()[1] for listener in listeners]
    finally:
        for listener in listeners:
            listener.close()
