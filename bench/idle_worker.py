"""``python -m bench.idle_worker LANE``: a worker as any other, whose painters only wait."""

import os
import sys

from jobs.celery_worker import serve
from jobs.settings import settings
from worker.stopping import stop

if __name__ == "__main__":
    os.environ["ATELIER_LANE"] = lane = sys.argv[1]
    settings.cache_clear()
    serve(lane, "bench.idle_tasks", name=lane, pool="prefork", concurrency=1, stop=stop)
