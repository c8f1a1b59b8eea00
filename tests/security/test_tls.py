"""``rediss://``: our client and Celery speak TLS and trust nobody whom they cannot verify."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from jobs.redis import connect
from tests.security.deployment import ROOT
from tests.security.tls import Authority, tls_before

#: What Celery's side of a process does: publish a ticket, and count it through a client of ours.
WAKE = """\
from jobs.catalogue import Lane
from jobs.queue import app, wake
from jobs.redis import connect
from jobs.settings import settings
from kombu.exceptions import OperationalError
try:
    wake(Lane.FAST)
except OperationalError as error:
    raise SystemExit(f"refused: {error}")
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"), "127.0.0.1")


@pytest.fixture
def port(redis: Redis, authority: Authority) -> Iterator[int]:
    """The test's Redis, behind TLS."""
    with tls_before(redis.connection_pool.connection_kwargs["port"], authority) as port:
        yield port


def wake(url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Publish a ticket from a process whose settings hold this address."""
    environment = os.environ | {"ATELIER_REDIS_URL": url, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", WAKE], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )


def test_our_client_and_celery_speak_tls_with_a_server_they_can_verify(
    redis: Redis, port: int, authority: Authority, tmp_path: Path
) -> None:
    url = f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={authority.file}"
    with connect(url) as client:
        client.set("said", "through TLS")
    published = wake(url, tmp_path)

    assert redis.get("said") == "through TLS"
    assert published.returncode == 0, published.stderr
    assert redis.llen("fast_gan") == 1


@pytest.mark.parametrize("knows", ["nobody", "somebody else"])
def test_a_server_that_cannot_be_verified_is_refused_by_both(
    redis: Redis, port: int, knows: str, tmp_path: Path
) -> None:
    other = Authority(tmp_path / "other", "127.0.0.1")
    url = f"rediss://127.0.0.1:{port}/0" + (f"?ssl_ca_certs={other.file}" if knows != "nobody" else "")
    published = wake(url, tmp_path)

    with pytest.raises(RedisConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
        connect(url).ping()
    assert published.returncode == 1
    assert "CERTIFICATE_VERIFY_FAILED" in published.stderr
    assert "insecure" not in published.stderr
    assert redis.dbsize() == 0


def test_a_certificate_for_another_host_is_refused_by_both(redis: Redis, tmp_path: Path) -> None:
    elsewhere = Authority(tmp_path / "ca", "redis.example.org")
    with tls_before(redis.connection_pool.connection_kwargs["port"], elsewhere) as port:
        url = f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={elsewhere.file}"
        published = wake(url, tmp_path)

        with pytest.raises(RedisConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
            connect(url).ping()
    assert "CERTIFICATE_VERIFY_FAILED" in published.stderr
    assert redis.dbsize() == 0
