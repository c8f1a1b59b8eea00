"""Redis's users, on a real server with the file that compose starts it with: who may do what."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError, NoPermissionError, ResponseError

from jobs.redis import connect, wait_for
from tests.deploy.files import services
from tests.security.deployment import (
    DEPLOY,
    USERS,
    Guarded,
    guarded_redis,
    password,
    start_script,
    surroundings_of_redis,
    variables,
)
from tests.security.rights import HOLDERS, RECORDS, commands_in, prefixes_in, runs, scripts, spelled, users

#: What nobody may do.
FORBIDDEN = (
    "FLUSHALL",
    "FLUSHDB",
    "CONFIG GET *",
    "CONFIG SET dir /tmp",
    "KEYS *",
    "SCAN 0",
    "DEBUG SLEEP 0",
    "SHUTDOWN NOSAVE",
    "SAVE",
    "BGREWRITEAOF",
    "REPLICAOF 127.0.0.1 9",
    "MODULE LIST",
    "ACL LIST",
    "ACL SETUSER bot nopass",
    "CLIENT LIST",
    "CLIENT KILL 127.0.0.1:9",
    "MONITOR",
    "INFO",
    "SWAPDB 0 1",
    "RENAME job:A job:B",
    "GET someone-else",
    "SCRIPT FLUSH",
    "PUBLISH elsewhere word",
    "EVAL return(redis.call('FLUSHALL')) 0",
    "EVAL return(redis.call('GET','someone-else')) 0",
)
#: What each user may not do besides.
REFUSED = {
    "bot": (
        "BRPOP slow_nst 1",
        "LPUSH delivery word",
        "GET stopping:host:1",
        "HGETALL unacked",
        "PSUBSCRIBE /0.celeryev/*",
        "PUBLISH /0.celery.pidbox shutdown",
        "LPUSH 1.reply.celery.pidbox word",
    ),
    "worker": (
        "GET draft:1:1",
        "GET awaiting:1:1",
        "LRANGE inbox:1:chat:1 0 -1",
        "SET lock:redriver me",
        "LPUSH delivery word",
        "EVAL return(redis.call('GET','draft:1:1')) 0",
    ),
    "clerk": ("GET draft:1:1", "GET awaiting:1:1", "LRANGE inbox:1:chat:1 0 -1", "SET stopping:host:1 1"),
    "flower": (
        "HGETALL job:A",
        "EVAL return(redis.call('HGETALL','job:A')) 0",
        "GET draft:1:1",
        "LRANGE inbox:1:chat:1 0 -1",
        "GET worker:A",
        "GET flood:1",
        "LPUSH slow_nst word",
        "RPUSH delivery word",
        "LRANGE delivery 0 -1",
        "SET lock:redriver me",
    ),
}
#: How Redis 6.2 and 7 say that a script did what its caller may not.
NOT_IN_SCRIPTS = "can't run this command|can't access|ACL failure|NOPERM"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    with guarded_redis(tmp_path_factory.mktemp("redis")) as guarded:
        yield guarded


@pytest.fixture(scope="module")
def clients(guarded: Guarded) -> dict[str, Redis]:
    return {user: guarded.as_user(user) for user in USERS}


def is_refused(client: Redis, command: str) -> bool:
    """Does Redis say that this user has no right to it?"""
    try:
        client.execute_command(*command.split())
    except NoPermissionError:
        return True
    except ResponseError as error:
        return any(words in str(error) for words in NOT_IN_SCRIPTS.split("|"))
    return False


@pytest.mark.parametrize("user", USERS)
def test_no_user_may_do_what_nobody_needs(clients: dict[str, Redis], user: str) -> None:
    assert [command for command in FORBIDDEN if not is_refused(clients[user], command)] == []


@pytest.mark.parametrize("user", USERS)
def test_a_user_may_not_do_what_is_another_ones(clients: dict[str, Redis], user: str) -> None:
    assert [command for command in REFUSED[user] if not is_refused(clients[user], command)] == []


def test_every_key_has_its_holders() -> None:
    assert set(spelled()) == set(HOLDERS)


@pytest.mark.parametrize("name", HOLDERS)
def test_a_key_is_open_to_those_who_use_it_and_to_nobody_else(clients: dict[str, Redis], name: str) -> None:
    key = spelled()[name]

    assert {user for user in USERS if not is_refused(clients[user], f"EXISTS {key}")} == HOLDERS[name], key


def test_keys_that_scripts_spell_are_open_to_those_who_run_them(clients: dict[str, Redis]) -> None:
    for name, text in scripts().items():
        for prefix in prefixes_in(text):
            closed = {user for user in runs(name) if is_refused(clients[user], f"EXISTS {prefix}word")}

            assert not closed, f"{name}.lua: {prefix}"


def test_commands_of_scripts_are_open_to_those_who_run_them() -> None:
    rights = users()
    for name, text in scripts().items():
        for user in runs(name):
            lacking = {command for command in commands_in(text) if f"+{command}" not in rights[user]}

            assert not lacking, f"{user}: {name}.lua"


def test_this_looks_into_the_scripts() -> None:
    found = scripts()

    assert {"job:", "queue:"} <= prefixes_in(found["common"])
    assert {"time", "hget", "rpush", "lpush"} <= commands_in(found["common"])
    assert runs("common") == RECORDS


@pytest.mark.parametrize("credentials", ["", "default:", "bot:wrong", ":botsPassword123", "nobody:word"])
def test_who_is_nobody_gets_nowhere(guarded: Guarded, credentials: str) -> None:
    address = f"redis://{credentials}{'@' if credentials else ''}127.0.0.1:{guarded.port}/0"

    with pytest.raises(AuthenticationError):
        wait_for(connect(address))


def test_the_health_check_needs_no_password_and_may_do_nothing_else(guarded: Guarded) -> None:
    health = connect(f"redis://health:none@127.0.0.1:{guarded.port}/0")

    assert health.ping()
    assert is_refused(health, "GET job:A")
    assert is_refused(health, "EXISTS job:A")
    assert is_refused(health, "PUBLISH /0.celeryev/word word")


def test_composes_health_check_sees_whether_redis_answers(guarded: Guarded) -> None:
    _, check = services()["redis"]["healthcheck"]["test"]
    check = check.replace("$$", "$")
    path = surroundings_of_redis(guarded.folder)

    def code(port: int) -> int:
        here = check.replace("redis-cli ", f"redis-cli -p {port} ")
        return subprocess.run(["sh", "-c", here], env=path, capture_output=True, timeout=30).returncode

    assert code(guarded.port) == 0
    assert code(9) == 1


def test_redis_is_started_without_any_password(guarded: Guarded, tmp_path: Path) -> None:
    programs, told = tmp_path / "bin", tmp_path / "told"
    programs.mkdir()
    for name in ("sha256sum", "cut", "env"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >>"{told}"\nexec {shutil.which(name)} "$@"\n')
        program.chmod(0o755)
    server = programs / "redis-server"
    server.write_text('#!/bin/sh\nenv\necho arguments "$@"\n')
    server.chmod(0o755)
    script = start_script(tmp_path, (DEPLOY / "users.acl").read_text())
    given = variables() | {"PATH": f"{server.parent}:/usr/bin:/bin", "TMPDIR": str(tmp_path)}
    seen = subprocess.run(
        ["sh", str(script), "--appendonly", "yes"],
        env=given,
        capture_output=True,
        text=True,
        timeout=30,
    )
    made = tmp_path / "users.acl"

    assert seen.stdout.splitlines()[-1] == f"arguments --aclfile {made} --appendonly yes"
    assert "sha256sum" in told.read_text()
    for user in USERS:
        assert password(user) not in seen.stdout
        assert password(user) not in made.read_text()
        assert password(user) not in told.read_text()
    assert made.stat().st_mode & 0o077 == 0


def test_a_missing_password_is_told_and_redis_does_not_start(tmp_path: Path) -> None:
    script = start_script(tmp_path, (DEPLOY / "users.acl").read_text())
    given = surroundings_of_redis(tmp_path) | variables() | {"REDIS_CLERK_PASSWORD": ""}
    seen = subprocess.run(["sh", str(script)], env=given, capture_output=True, text=True, timeout=30)

    assert seen.returncode != 0
    assert "REDIS_CLERK_PASSWORD: is empty" in seen.stderr
    assert "started" not in seen.stdout
