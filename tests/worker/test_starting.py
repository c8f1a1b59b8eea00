"""A worker or a clerk that cannot start says so in a line and ends; one whose Redis is late waits for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis

from jobs import keys
from jobs.results import Results
from sandbox.serving import DEFAULT_TOKEN
from tests.whole.fleet import fleet

ROOT = Path(__file__).parents[2]


def start(redis: Redis, *command: str, results: str) -> subprocess.CompletedProcess[str]:
    """Start a process that is to end by itself."""
    port = redis.connection_pool.connection_kwargs["port"]
    told = {
        "ATELIER_BOT_TOKEN": DEFAULT_TOKEN,
        "ATELIER_BOT_API_URL": "http://127.0.0.1:9",
        "ATELIER_REDIS_URL": f"redis://127.0.0.1:{port}/0",
        "ATELIER_RESULTS_URL": results,
    }
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=os.environ | told,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [pytest.param(("worker", "fast_gan"), marks=pytest.mark.slow), ("clerk",)],
    ids=lambda command: command[0],
)
def test_results_that_lie_elsewhere_end_a_process_with_a_plain_line(
    redis: Redis, tmp_path: Path, command: tuple[str, ...]
):
    Results((tmp_path / "ours").as_uri()).check_shared(redis)
    ended = start(redis, *command, results=(tmp_path / "elsewhere").as_uri())

    assert ended.returncode == 1
    assert "set ATELIER_RESULTS_URL to the same place" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_results_store_of_an_unknown_kind_ends_a_process_with_a_plain_line(redis: Redis):
    ended = start(redis, "clerk", results="nosuch://place")

    assert ended.returncode == 1
    assert "results store cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
def test_a_clerk_whose_redis_is_late_waits_for_it(tmp_path: Path):
    with fleet(tmp_path) as run:
        run.server.kill()
        clerk = run.start("clerk", "clerk")
        with pytest.raises(subprocess.TimeoutExpired):
            clerk.wait(6)
        run.server.start()
        run.wait_for_key(keys.lock("redriver"))

        assert clerk.poll() is None
