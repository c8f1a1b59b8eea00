"""All processes of a fresh run start at once: they must agree on where results lie."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from redis import Redis

from jobs.errors import StoreMismatch
from jobs.results import Results


def test_processes_that_start_at_once_agree_on_a_fresh_folder(redis: Redis, tmp_path: Path):
    together = Barrier(8)

    def start(folder: Path) -> None:
        together.wait(10)
        Results(folder.as_uri()).check_shared(redis)

    for attempt in range(4):
        redis.flushall()
        with ThreadPoolExecutor(8) as processes:
            started = [processes.submit(start, tmp_path / str(attempt)) for _ in range(8)]

        assert [process.exception() for process in started] == [None] * 8


def test_a_process_with_another_folder_is_refused(redis: Redis, tmp_path: Path):
    Results((tmp_path / "one").as_uri()).check_shared(redis)

    with pytest.raises(StoreMismatch, match="ATELIER_RESULTS_URL"):
        Results((tmp_path / "two").as_uri()).check_shared(redis)
    Results((tmp_path / "one").as_uri()).check_shared(redis)
