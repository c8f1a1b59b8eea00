"""Flower as ``make run`` and compose start it: closed without a password, and with one it only shows."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from pydantic import SecretStr
from rich.console import Console

from jobs.settings import Settings
from local.__main__ import way_to_flower
from local.surroundings import Surroundings, choose
from tests.security.deployment import PATIENCE, Guarded, flower_words, guarded_redis, started

PAGES = ("/", "/workers", "/tasks", "/broker", "/tasks/datatable")
API = ("/api/workers", "/api/tasks", "/api/task/types", "/api/queues/length", "/api/task/info/x")
#: What Flower could do, were it allowed to.
DEEDS = (
    "/api/worker/shutdown/clerk@here",
    "/api/worker/pool/restart/clerk@here",
    "/api/worker/pool/grow/clerk@here?n=9",
    "/api/worker/queue/cancel-consumer/clerk@here?queue=delivery",
    "/api/task/send-task/paint.slow_nst",
    "/api/task/async-apply/deliver",
    "/api/task/apply/deliver",
    "/api/task/revoke/x?terminate=true",
    "/api/task/abort/x",
    "/api/task/rate-limit/deliver?workername=clerk@here&ratelimit=0",
    "/api/task/timeout/deliver?workername=clerk@here&soft=1",
)


def chosen(folder: Path, auth: str = "") -> Surroundings:
    return choose(folder, Settings(_env_file=None, flower_auth=SecretStr(auth)), sandbox=True)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    with guarded_redis(tmp_path_factory.mktemp("redis")) as guarded:
        yield guarded


@pytest.fixture(scope="module")
def flower(tmp_path_factory: pytest.TempPathFactory, guarded: Guarded) -> Iterator[Surroundings]:
    """Flower on its own, as its own user of Redis."""
    folder = tmp_path_factory.mktemp("flower")
    surroundings = chosen(folder)
    environment = os.environ | surroundings.environment() | {"ATELIER_REDIS_URL": guarded.url("flower")}
    with (folder / "log.txt").open("w") as log, started(flower_words(surroundings), environment, log):
        until = monotonic() + PATIENCE
        while not answers(f"{surroundings.flower_url}/healthcheck"):
            assert monotonic() < until, (folder / "log.txt").read_text()
            sleep(0.1)
        yield surroundings


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).is_success
    except httpx.HTTPError:
        return False


def credentials(flower: Surroundings) -> tuple[str, str]:
    name, _, password = flower.flower_auth.get_secret_value().partition(":")
    return name, password


@pytest.mark.parametrize("path", [*PAGES, *API])
@pytest.mark.parametrize("auth", [None, ("atelier", "wrong"), ("", "")], ids=["none", "wrong", "empty"])
def test_nothing_is_shown_without_the_password(
    flower: Surroundings, path: str, auth: tuple[str, str] | None
) -> None:
    assert httpx.get(flower.flower_url + path, auth=auth, timeout=20).status_code == 401


@pytest.mark.parametrize("path", ["/", "/tasks", "/api/tasks", "/api/task/types"])
def test_it_shows_with_the_password(flower: Surroundings, path: str) -> None:
    assert httpx.get(flower.flower_url + path, auth=credentials(flower), timeout=20).status_code == 200


@pytest.mark.parametrize("path", DEEDS)
def test_it_does_nothing_even_with_the_password(flower: Surroundings, guarded: Guarded, path: str) -> None:
    refused = httpx.post(flower.flower_url + path, auth=credentials(flower), json={"args": []}, timeout=20)
    unknown = httpx.post(flower.flower_url + path, json={"args": []}, timeout=20)
    with guarded.auditor as redis:
        queued = [redis.llen(name) for name in ("slow_nst", "fast_gan", "delivery")]

    assert (refused.status_code, unknown.status_code) == (403, 401)
    assert queued == [0, 0, 0]


def test_what_is_open_to_all_names_nobody(flower: Surroundings) -> None:
    seen = httpx.get(f"{flower.flower_url}/metrics", timeout=20)

    figures = [line for line in seen.text.splitlines() if not line.startswith("#")]

    assert seen.status_code == 200
    assert figures
    assert all(line.startswith(("python_", "process_", "flower_")) for line in figures)


def test_its_password_is_in_no_log(flower: Surroundings) -> None:
    log = (flower.folder / "log.txt").read_text()

    assert "Visit me at" in log
    assert credentials(flower)[1] not in log


def test_without_a_setting_each_run_makes_up_its_own_password(tmp_path: Path) -> None:
    first, second = chosen(tmp_path), chosen(tmp_path)

    assert credentials(first)[1] != credentials(second)[1]
    assert len(credentials(first)[1]) >= 24
    assert first.environment()["FLOWER_BASIC_AUTH"] == first.flower_auth.get_secret_value()
    assert credentials(first)[1] not in repr(first)


def test_a_password_that_was_set_stays_as_it_is(tmp_path: Path) -> None:
    own = chosen(tmp_path, "me:word with/signs")

    assert own.environment()["FLOWER_BASIC_AUTH"] == "me:word with/signs"
    assert f"http://me:word%20with%2Fsigns@127.0.0.1:{own.flower_port}" == own.flower_link


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "file"])
def test_the_password_is_shown_to_a_person_and_written_to_no_file(tmp_path: Path, terminal: bool) -> None:
    run = chosen(tmp_path)
    shown = way_to_flower(run, Console(file=io.StringIO(), force_terminal=terminal))

    assert (credentials(run)[1] in shown) is terminal
    assert f"127.0.0.1:{run.flower_port}" in shown
