"""One process of the fleet: started, killed, and started again."""

import ctypes
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import psutil  # type: ignore[import-untyped]

#: What the command line of a pool's child holds, and that of nobody else.
CHILD = "spawn_main"


def die_with_parent() -> None:
    """Leave no process behind even where this one is killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # 1: PR_SET_PDEATHSIG


@dataclass(kw_only=True)
class Member:
    """A Python module that runs as a process of its own."""

    name: str
    #: What follows ``python -m``.
    module: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(repr=False)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it; called from the main thread, whose end ends it too."""
        with self.log.open("ab") as lines:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self.module],
                cwd=self.log.parent,  # where there is no .env
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=lines,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    @property
    def pid(self) -> int:
        """Of the main process."""
        return self.process.pid if self.process else 0

    @property
    def runs(self) -> bool:
        """Is the main process there?"""
        return self.process is not None and self.process.poll() is None

    def children(self) -> list[int]:
        """Process ids of the pool's children: those that paint."""
        try:
            there = psutil.Process(self.pid).children()
            return [child.pid for child in there if CHILD in " ".join(child.cmdline())]
        except psutil.Error:  # it ended just now
            return []

    def kill(self) -> None:
        """End it as a crash does; its children die with it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def ask_to_stop(self) -> None:
        """Send what a restart sends."""
        if self.runs and self.process is not None:
            self.process.terminate()

    def ended(self, until: float) -> bool:
        """Wait until it has stopped; killed where it does not.

        Args:
            until: by the monotonic clock.
        """
        if self.process is None:
            return True
        try:
            self.process.wait(max(0.0, until - monotonic()))
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        return True
