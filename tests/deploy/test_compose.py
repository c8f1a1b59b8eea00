"""``docker-compose.yml``: the Procfile's processes, Redis kept safe, and nothing open to the network."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from cli import environment
from jobs import keys
from jobs.settings import Settings
from tests.deploy.files import (
    COMPOSE,
    DOCKERFILE,
    MAKEFILE,
    PLACE,
    ROOT,
    compose_tool,
    ours,
    procfile,
    services,
)

REQUIRED = sorted({"ATELIER_BOT_TOKEN", "ATELIER_FLOWER_AUTH", *environment.COMPOSE})


def seconds(span: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([sm])", span).groups()
    return int(number) * {"s": 1, "m": 60}[unit]


def test_compose_runs_every_process_of_the_procfile_but_the_sandbox() -> None:
    expected = {command for name, command in procfile().items() if name != "sandbox"}

    assert len(expected) == 5
    assert {PLACE.sub("", service["command"]) for service in ours().values()} == expected


@pytest.mark.parametrize(
    "file", [COMPOSE, DOCKERFILE, MAKEFILE, ROOT / ".env.example"], ids=lambda file: file.name
)
def test_every_variable_of_ours_is_a_setting(file: Path) -> None:
    known = {f"ATELIER_{name.upper()}" for name in Settings.model_fields}

    assert set(re.findall(r"\bATELIER_[A-Z_]*[A-Z]\b", file.read_text())) <= known


def test_redis_forgets_nothing_and_lets_nobody_in_without_the_password() -> None:
    redis = services()["redis"]
    words = redis["command"]
    options = dict(zip(words[1::2], words[2::2], strict=True))

    assert options["--appendonly"] == "yes"
    assert options["--appendfsync"] == "everysec"
    assert options["--maxmemory-policy"] == "noeviction"
    assert options["--requirepass"].startswith("${REDIS_PASSWORD")
    assert "redis:/data" in redis["volumes"]
    assert "ports" not in redis
    assert redis["init"] is False  # an init's own arguments would show the password


def test_only_flower_is_published_and_only_on_this_machine() -> None:
    published = {name: service["ports"] for name, service in services().items() if "ports" in service}

    assert list(published) == ["flower"]
    assert all(port.startswith("127.0.0.1:") for port in published["flower"])
    assert "FLOWER_BASIC_AUTH" in services()["flower"]["environment"]


@pytest.mark.parametrize("name", services())
def test_a_service_comes_back_says_how_it_is_and_gains_no_rights(name: str) -> None:
    service = services()[name]

    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", ours())
def test_a_service_of_ours_waits_until_redis_is_well(name: str) -> None:
    assert ours()[name]["depends_on"] == {"redis": {"condition": "service_healthy"}}


def test_only_workers_hold_the_gpu_and_both_do() -> None:
    holders = {name for name, service in services().items() if "gpu" in str(service.get("deploy", ""))}

    assert holders == {"worker-slow", "worker-fast"}


def test_all_who_compare_their_results_store_share_one_volume() -> None:
    for name in ("bot", "worker-slow", "worker-fast", "clerk"):
        service = ours()[name]
        folder = service["environment"]["ATELIER_RESULTS_URL"].rpartition("file://")[2].rstrip("}")

        assert f"results:{folder}" in service["volumes"]


def test_a_delivery_that_has_begun_may_end_before_its_process_is_killed() -> None:
    for name in ("worker-slow", "worker-fast", "clerk"):
        assert seconds(services()[name]["stop_grace_period"]) > keys.DELIVERY_LEASE


def test_what_compose_requires_stands_in_the_example() -> None:
    assert sorted(set(re.findall(r"\$\{(\w+):\?", COMPOSE.read_text()))) == REQUIRED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What compose reads, with the example's secrets filled in."""
    if compose_tool() is None:
        pytest.skip("docker-compose is not installed (Debian: apt-get install docker-compose)")
    (tmp_path / "docker-compose.yml").write_text(COMPOSE.read_text())
    example = (ROOT / ".env.example").read_text()
    (tmp_path / ".env").write_text(re.sub(r"^([A-Z_]+)=$", r"\1=word", example, flags=re.MULTILINE))
    return tmp_path


def config(folder: Path) -> subprocess.CompletedProcess[str]:
    """Let docker-compose read the folder, without the variables of whoever runs the test."""
    command = [*(compose_tool() or []), "--file", "docker-compose.yml", "config"]
    bare = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run(command, cwd=folder, env=bare, capture_output=True, text=True, timeout=60)


def test_compose_itself_reads_the_file(folder: Path) -> None:
    seen = config(folder)

    assert seen.returncode == 0, seen.stderr
    resolved = yaml.safe_load(seen.stdout)["services"]
    assert set(resolved) == set(services())
    for name in ("bot", "worker-slow", "worker-fast", "clerk", "flower"):
        assert resolved[name]["environment"]["ATELIER_REDIS_URL"] == "redis://:word@redis:6379/0"


@pytest.mark.parametrize("variable", REQUIRED)
def test_compose_says_which_secret_is_missing(folder: Path, variable: str) -> None:
    env = folder / ".env"
    env.write_text(env.read_text().replace(f"\n{variable}=word", f"\n{variable}="))
    seen = config(folder)

    assert seen.returncode != 0
    assert variable in seen.stderr or example_of(variable) in seen.stderr


def example_of(variable: str) -> str:
    """The words that compose shows in place of the name."""
    return re.search(rf"\$\{{{variable}:\?([^}}]+)\}}", COMPOSE.read_text())[1]
