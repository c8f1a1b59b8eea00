"""``python -m tests.whole.odd_painters LANE``: a worker whose painters hang, by the width of what they paint.

Everything else of it is the service's own worker.
"""

import ctypes
import sys
import time
from typing import Any, Final

from celery import signals

from jobs.celery_worker import serve
from worker import tasks  # noqa: F401 - the tasks themselves
from worker.stopping import stop

#: Widths, in pixels: sleeps for ever; the same and lets no other thread run; paints in 200 steps of 50 ms.
HANGS: Final = 101
HOLDS: Final = 103
PAINTS_SLOWLY: Final = 105


class Odd:
    """Paints the photo itself, darker."""

    def paint(self, wish: Any, progress: Any) -> Any:
        from painting.step import Enough, Step

        _, height, width = wish.content.shape
        print(f"at the brush: {width}x{height}", flush=True)
        if width == HANGS:
            time.sleep(3600)
        if width == HOLDS:
            ctypes.PyDLL(None).sleep(3600)
        for number in range(1, 201 if width == PAINTS_SLOWLY else 2):
            time.sleep(0.05)
            try:
                progress(Step(step=number, of=200, picture=lambda: wish.content))
            except Enough:
                break
        return wish.content / 2


@signals.worker_process_init.connect
def _put_in(**_: Any) -> None:
    from jobs.catalogue import Method
    from worker.painters import PAINTERS

    PAINTERS[Method.MULTISTYLE] = lambda *_: Odd()


if __name__ == "__main__":
    import os

    os.environ["ATELIER_LANE"] = lane = sys.argv[1]
    serve(lane, "tests.whole.odd_painters", name=lane, pool="prefork", concurrency=1, stop=stop)
