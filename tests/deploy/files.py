"""The files under test, read the way that their own programs read them."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "Dockerfile.gpu"
MAKEFILE = ROOT / "Makefile"

#: Ports and addresses are the surroundings' business: a container's are not those of a shared machine.
PLACE = re.compile(r" --(address|port)=\S+")


def procfile() -> dict[str, str]:
    """Process by name, without its address and port."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    return {name: PLACE.sub("", command).strip() for name, command in (line.split(":", 1) for line in lines)}


def services() -> dict[str, dict[str, Any]]:
    """Compose's services, with what they share merged in."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text())["services"]
    return found


def ours() -> dict[str, dict[str, Any]]:
    """The services that are built here."""
    return {name: service for name, service in services().items() if "build" in service}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One FROM of the Dockerfile with what follows."""

    base: str
    text: str

    @property
    def folders(self) -> list[str]:
        """What it copies from the repository into the working folder."""
        return re.findall(r"^COPY (\w+) \1$", self.text, re.MULTILINE)

    @property
    def command(self) -> str:
        """What it runs, without address and port."""
        words = re.findall(r'"([^"]+)"', self.text.rpartition("\nCMD ")[2])
        return PLACE.sub("", " ".join(words))


def stages() -> dict[str, Stage]:
    """The Dockerfile's stages by name."""
    parts = re.split(r"^FROM (\S+) AS (\S+)$", DOCKERFILE.read_text(), flags=re.MULTILINE)[1:]
    triples = zip(parts[0::3], parts[1::3], parts[2::3], strict=True)
    return {name: Stage(base=base, text=text) for base, name, text in triples}


def compose_tool() -> list[str] | None:
    """Debian's docker-compose, where it is installed."""
    found = shutil.which("docker-compose")
    return [found] if found else None
