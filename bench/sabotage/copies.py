"""Copies of the working tree, each in a folder of its own, and the processes that were started there."""

import compileall
import os
import re
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from py_compile import PycInvalidationMode
from time import monotonic, sleep

ROOT = Path(__file__).parents[2]
#: Seconds that killed processes have for being gone.
GONE = 10


def snapshot(folder: Path) -> None:
    """Copy what git knows or does not ignore, as it is now, compiled so that a change is always seen."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_file():  # git also names what was deleted since the last commit
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    # By content, not by time and size: a change may keep both.
    compileall.compile_dir(folder, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)


def files_of(copy: Path) -> Path:
    """Where the processes of a copy write: beside it."""
    return copy.with_name(f"{copy.name}.files")


def environment(copy: Path) -> dict[str, str]:
    """What a process gets whose code is to be that of the copy, and whose files lie beside it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ATELIER_", "SANDBOX_"))}
    files_of(copy).mkdir(exist_ok=True)
    return own | {
        # Before the virtual environment's, which finds the code that the copy was taken from.
        "PYTHONPATH": str(copy),
        "TMPDIR": str(files_of(copy)),
        "OMP_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "PASSIVE",
        "CI": "1",  # Hypothesis then tries the same examples each time
    }


def end_processes(folder: Path) -> int:
    """Kill every process whose environment names a folder within this one; returns how many there were."""
    found = _processes(folder)
    until = monotonic() + GONE
    while left := _processes(folder):
        for number in left:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        if monotonic() > until:
            raise TimeoutError(f"processes {left} do not end")
        sleep(0.05)
    return len(found)


def _processes(folder: Path) -> list[int]:
    mark = re.compile(re.escape(os.fsencode(folder)) + rb"[/:\0]")
    return [
        int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal() and _has(entry, mark)
    ]


def _has(process: Path, mark: "re.Pattern[bytes]") -> bool:
    try:
        return mark.search((process / "environ").read_bytes()) is not None
    except OSError:  # it has ended, or is somebody else's
        return False
