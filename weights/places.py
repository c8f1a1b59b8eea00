"""Files that appear whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """Give a path to write to; what is there at the end takes ``target``'s place in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        yield part
        settle(part, target)
    finally:
        part.unlink(missing_ok=True)


def settle(part: Path, target: Path) -> None:
    """Write ``part`` through to the disk and rename it to ``target``."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
