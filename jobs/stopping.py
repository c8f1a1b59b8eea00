"""A stop that ends: what is in hand gets its time, and then the process goes, whatever hangs."""

import os
import signal
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import structlog

logger = structlog.get_logger()


class Stopping:
    """Waits for the word in a thread: in a signal's handler nothing may be locked, and Redis may be frozen.

    Args:
        stop: called when the process was told to stop; when it returns, the process ends if it still runs.
    """

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._asked = Event()
        Thread(target=self._end, name="stopping", daemon=True).start()

    def ask(self, **_: Any) -> None:
        """Celery was told to stop; told a second time, this process ends at once."""
        if self._asked.is_set():
            os._exit(1)
        self._asked.set()

    def same_for_ctrl_c(self, **_: Any) -> None:
        """Let SIGINT do what SIGTERM does: Celery's own takes three of them, and waits between."""
        signal.signal(signal.SIGINT, signal.getsignal(signal.SIGTERM))

    def _end(self) -> None:
        self._asked.wait()
        try:
            self._stop()
        except Exception as error:  # the outermost edge: the process must end
            logger.exception("! stopping broke", error=type(error).__name__)
        logger.warning("! ended: something did not stop in time")
        os._exit(1)  # children of a pool end with it, see worker/stopping.py
