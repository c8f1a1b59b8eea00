"""The worker's tasks, with painters that only wait: what is measured then is the service around them.

Only in the bench: the product has no switch for this. ``BENCH_PAINTING`` says for how many seconds.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import sleep
from typing import Any

from celery import signals

from painting.step import Tell
from painting.wish import Picture, Wish


class Idle:
    """Gives the photo back after a while."""

    def __init__(self, files: Sequence[Path], mixture: Mapping[str, float], device: str) -> None:
        del files, mixture, device
        self._seconds = float(os.environ["BENCH_PAINTING"])

    def paint(self, wish: Wish, progress: Tell) -> Picture:
        """Wait."""
        del progress
        sleep(self._seconds)
        return wish.content


@signals.worker_process_init.connect  # type: ignore[untyped-decorator]
def _replace_painters(**_: Any) -> None:
    """In the pool's child, before it opens its studio."""
    from worker.painters import PAINTERS

    PAINTERS.update(dict.fromkeys(PAINTERS, Idle))


# Last: signals are heard in the order in which they were connected.
import worker.tasks  # noqa: E402, F401
