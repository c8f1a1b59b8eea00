"""Starting and stopping everything on this machine, without the heavy parts of it."""

import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import httpx
import psutil
import pytest

from jobs.settings import Settings
from local import service
from local.service import PROCFILE, NotReady
from local.surroundings import Surroundings, choose

#: Seconds for a process to come or go.
PATIENCE = 40


@dataclass(frozen=True, kw_only=True)
class Light(Surroundings):
    """The sandbox and the clerk only."""

    @property
    def processes(self) -> list[str]:
        """Names in the Procfile."""
        return ["sandbox", "clerk"]


@pytest.fixture
def light(tmp_path: Path) -> Light:
    return Light(**asdict(choose(tmp_path / "run", Settings(bot_token=""), sandbox=True)))


def those_of(run: Surroundings) -> list[int]:
    """Processes that have this run's Redis in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if f":{run.redis_port}/0" in process.environ().get("ATELIER_REDIS_URL", ""):
                found.append(process.pid)
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return found


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/sandbox/health", timeout=5).status_code == 204
    except httpx.HTTPError:
        return False


def wait_for_sandbox(run: Surroundings) -> None:
    until = monotonic() + PATIENCE
    while not answers(run.sandbox_url or ""):
        assert monotonic() < until, "no sandbox"
        sleep(0.05)


def test_all_processes_run_in_the_block_and_none_after_it(light: Light, tmp_path: Path):
    with (tmp_path / "log").open("w") as log, service.running(light, log) as redis:
        wait_for_sandbox(light)
        while_running = those_of(light)
        alive = redis.ping()

    assert alive
    assert len(while_running) >= 3  # honcho, the sandbox, the clerk
    assert those_of(light) == []
    assert not answers(light.sandbox_url or "")


def test_a_second_run_in_the_same_folder_is_refused_and_harms_nothing(light: Light, tmp_path: Path):
    with (tmp_path / "log").open("w") as log, service.running(light, log) as redis:
        redis.set("mine", 1)

        with pytest.raises(BlockingIOError), service.running(light, log):
            pass
        assert redis.get("mine") == "1"


def test_what_does_not_come_up_is_named(light: Light, tmp_path: Path):
    missing = r"a worker of slow_nst.*a worker of fast_gan.*flower"
    with (
        (tmp_path / "log").open("w") as log,
        service.running(light, log) as redis,
        pytest.raises(NotReady, match=missing),
    ):
        service.wait_until_ready(redis, light, seconds=0)


def test_every_process_of_a_run_is_in_the_procfile(tmp_path: Path):
    lines = dict(line.split(": ", 1) for line in PROCFILE.read_text().splitlines() if line)
    run = choose(tmp_path, Settings(bot_token=""), sandbox=True)

    assert set(run.processes) == set(lines)
    for command in lines.values():
        assert command.startswith("python -m ")


@pytest.mark.slow
def test_the_command_stays_until_ctrl_c_and_takes_everything_with_it(tmp_path: Path):
    folder = tmp_path / "run"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ATELIER_")}
    command = [sys.executable, "-m", "local", "run", "--folder", str(folder)]
    with (tmp_path / "log").open("w") as log:
        # As from a terminal: where tests run in the background, programs are started deaf to Ctrl-C.
        hear = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        run = subprocess.Popen(
            command, cwd=PROCFILE.parent, env=environment, stdout=log, stderr=log, preexec_fn=hear
        )
        until = monotonic() + 100
        while "Atelier is ready." not in (said := (tmp_path / "log").read_text()) and monotonic() < until:
            sleep(0.1)
        refused = subprocess.run(
            command,
            cwd=PROCFILE.parent,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        children = psutil.Process(run.pid).children(recursive=True)
        run.send_signal(signal.SIGINT)
        code = run.wait(PATIENCE)

    assert "Chat:   http://127.0.0.1:" in said
    assert "Flower: http://127.0.0.1:" in said
    assert refused.returncode == 1
    assert "another run uses" in refused.stderr
    assert len(children) > 6
    assert psutil.wait_procs(children, timeout=5)[1] == []
    assert code == 0
