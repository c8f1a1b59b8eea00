"""``python -m clerk``: a Celery worker on ``delivery``, in threads: it mostly waits for Telegram."""

from clerk.stopping import stop
from jobs.celery_worker import serve
from jobs.queue import DELIVERY

THREADS = 8

if __name__ == "__main__":
    serve(DELIVERY, "clerk.tasks", name="clerk", pool="threads", concurrency=THREADS, stop=stop)
