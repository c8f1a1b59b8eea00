"""``docker-compose.yml``: the Procfile's processes, Redis kept safe, and nothing open to the network."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from clerk import stopping as clerk_stopping
from cli import environment
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
from worker import stopping as worker_stopping

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


def test_redis_forgets_nothing_and_knows_its_users() -> None:
    redis = services()["redis"]
    shell, script, *words = redis["command"]
    options = dict(zip(words[::2], words[1::2], strict=True))

    assert (shell, script) == ("sh", "/deploy/start.sh")
    assert "./deploy/redis:/deploy:ro" in redis["volumes"]
    assert (ROOT / "deploy/redis/start.sh").is_file()
    assert options["--appendonly"] == "yes"
    assert options["--appendfsync"] == "everysec"
    assert options["--maxmemory-policy"] == "noeviction"
    assert "redis:/data" in redis["volumes"]
    assert "ports" not in redis


def test_no_password_is_an_argument_where_a_list_of_processes_would_show_it() -> None:
    for name, service in services().items():
        words = [*str(service.get("command", "")).split(), *map(str, service["healthcheck"]["test"])]

        assert not any("PASSWORD" in word or "AUTH" in word or "TOKEN" in word for word in words), name


#: Who is which user of Redis.
USERS = {
    "bot": "bot",
    "worker-slow": "worker",
    "worker-fast": "worker",
    "clerk": "clerk",
    "flower": "flower",
}


def variables_of(name: str) -> dict[str, str]:
    """What a container is given: all of .env, as an operator fills it in, and compose's own on top."""
    service = services()[name]
    secrets = {variable: f"${{{variable}}}" for variable in (*REQUIRED, "ATELIER_WEBHOOK_SECRET")}
    return (secrets if "env_file" in service else {}) | service["environment"]


@pytest.mark.parametrize("name", USERS)
def test_a_process_is_its_own_user_of_redis_and_knows_no_other_password(name: str) -> None:
    given, user = variables_of(name), USERS[name]
    of_redis = [word for value in given.values() for word in re.findall(r"REDIS_[A-Z]+_PASSWORD", value)]

    assert given["ATELIER_REDIS_URL"] == (f"redis://{user}:${{REDIS_{user.upper()}_PASSWORD:?}}@redis:6379/0")
    assert of_redis == [f"REDIS_{user.upper()}_PASSWORD"]


@pytest.mark.parametrize(
    ("secret", "holders"),
    [
        ("ATELIER_BOT_TOKEN", {"bot", "worker-slow", "worker-fast", "clerk"}),
        ("ATELIER_WEBHOOK_SECRET", {"bot"}),
        ("ATELIER_FLOWER_AUTH", {"flower"}),
    ],
)
def test_a_secret_is_with_those_who_need_it(secret: str, holders: set[str]) -> None:
    names = [*USERS, "redis"]

    assert {name for name in names if any(secret in word for word in variables_of(name).values())} == holders


def test_only_flower_is_published_and_only_on_this_machine() -> None:
    published = {name: service["ports"] for name, service in services().items() if "ports" in service}

    assert list(published) == ["flower"]
    assert all(port.startswith("127.0.0.1:") for port in published["flower"])
    assert services()["flower"]["environment"]["FLOWER_BASIC_AUTH"].startswith("${ATELIER_FLOWER_AUTH:?")
    assert services()["flower"]["environment"]["FLOWER_READ_ONLY"] == "true"


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


@pytest.mark.parametrize(
    ("name", "ends_within"),
    [
        ("worker-slow", worker_stopping.EXIT_WITHIN),
        ("worker-fast", worker_stopping.EXIT_WITHIN),
        ("clerk", clerk_stopping.EXIT_WITHIN),
    ],
)
def test_a_process_may_end_by_itself_before_it_is_killed(name: str, ends_within: float) -> None:
    assert seconds(services()[name]["stop_grace_period"]) > ends_within


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
    for name, user in USERS.items():
        assert resolved[name]["environment"]["ATELIER_REDIS_URL"] == f"redis://{user}:word@redis:6379/0"


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
