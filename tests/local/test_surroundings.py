"""Ports, folders and the environment of one run."""

from pathlib import Path

import pytest

from jobs.settings import Settings
from local.surroundings import SANDBOX_TOKEN, choose

TOKEN = "123456:somebody-s-real-token"


@pytest.fixture(autouse=True)
def no_settings_from_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A developer's own .env is no part of these tests."""
    monkeypatch.chdir(tmp_path)


def test_two_runs_get_different_ports(tmp_path: Path):
    runs = [choose(tmp_path, Settings(bot_token=""), sandbox=True) for _ in range(5)]
    ports = [port for run in runs for port in (run.redis_port, run.sandbox_port, run.flower_port)]

    assert len({run.redis_port for run in runs}) == 5
    assert all(len({run.redis_port, run.sandbox_port, run.flower_port}) == 3 for run in runs)
    assert all(1024 < port < 65536 for port in ports)


def test_without_a_token_everybody_talks_to_the_sandbox(tmp_path: Path):
    run = choose(tmp_path, Settings(bot_token=""))
    environment = run.environment()

    assert run.processes[0] == "sandbox"
    assert environment["ATELIER_BOT_API_URL"] == run.sandbox_url == f"http://127.0.0.1:{run.sandbox_port}"
    assert environment["ATELIER_BOT_TOKEN"] == environment["SANDBOX_TOKEN"] == SANDBOX_TOKEN


def test_with_a_token_there_is_no_sandbox_and_nothing_of_telegram_is_changed(tmp_path: Path):
    run = choose(tmp_path, Settings(bot_token=TOKEN))

    assert "sandbox" not in run.processes
    assert run.sandbox_url is None
    assert not {"ATELIER_BOT_TOKEN", "ATELIER_BOT_API_URL", "SANDBOX_TOKEN"} & run.environment().keys()


def test_the_demo_never_uses_a_real_token(tmp_path: Path):
    run = choose(tmp_path, Settings(bot_token=TOKEN), sandbox=True)

    assert run.environment()["ATELIER_BOT_TOKEN"] == SANDBOX_TOKEN
    assert TOKEN not in str(run.environment())


def test_every_process_keeps_its_results_in_the_runs_own_folder(tmp_path: Path):
    run = choose(Path("run"), Settings(bot_token=""))

    assert run.environment()["ATELIER_RESULTS_URL"] == f"file://{tmp_path}/run/results"
