"""The Redis server of our own."""

from pathlib import Path

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from jobs.redis import connect, wait_for
from local import redis as own_redis
from local.redis import NoRedis, Server, running
from tests.conftest import free_port


def test_what_was_written_is_there_after_a_restart(tmp_path: Path):
    for run in (1, 2):
        with running(tmp_path / "redis", free_port()) as redis:
            redis.rpush("kept", run)
            kept = redis.lrange("kept", 0, -1)

    assert kept == ["1", "2"]


def test_it_refuses_to_forget_and_listens_to_this_machine_only(tmp_path: Path):
    with running(tmp_path, free_port()) as redis:
        assert redis.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        assert redis.config_get("bind")["bind"] == "127.0.0.1"
        assert redis.config_get("appendonly")["appendonly"] == "yes"


def test_it_is_gone_when_the_block_ends(tmp_path: Path):
    port = free_port()
    with running(tmp_path, port):
        pass

    with pytest.raises(RedisConnectionError):
        wait_for(connect(f"redis://127.0.0.1:{port}/0"), seconds=0)


def test_a_port_that_is_taken_is_an_error_not_somebody_elses_redis(tmp_path: Path):
    port = free_port()
    with running(tmp_path / "one", port) as redis:
        redis.set("whose", "the first one's")

        with pytest.raises(NoRedis), running(tmp_path / "two", port) as other:
            other.get("whose")


def test_the_server_of_the_wheel_is_found_where_path_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert Path(own_redis.find_server()).name == "redis-server"


def test_a_server_on_the_path_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    server = tmp_path / "redis-server"
    server.write_text("#!/bin/sh\n")
    server.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert own_redis.find_server() == str(server)


def test_a_server_that_is_killed_and_started_again_knows_what_it_knew(tmp_path: Path):
    server = Server(tmp_path, free_port())
    try:
        server.start()
        server.client.set("kept", "yes")
        server.kill()
        with pytest.raises(RedisConnectionError):
            server.client.ping()
        server.start()
        kept = server.client.get("kept")
    finally:
        server.stop()

    assert kept == "yes"
