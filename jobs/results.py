"""Where painted pictures wait to be delivered: any fsspec address that all processes share."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import PurePosixPath
from uuid import uuid4

import fsspec
from redis import Redis

from jobs import keys
from jobs.errors import StoreMismatch

_ID_FILE = "store-id"
#: What a job's id is made of, and with it the name of a result.
_JOB_ID = re.compile(r"[A-Z2-7]{1,16}")
_ID_KEY = "results:id"


@dataclass(frozen=True)
class Results:
    """Pictures by job id.

    Args:
        url: fsspec address of a folder, such as ``file:///var/lib/atelier/results`` or ``s3://bucket/results``.
    """

    url: str

    @cached_property
    def _place(self) -> tuple[fsspec.AbstractFileSystem, PurePosixPath]:
        filesystem, path = fsspec.core.url_to_fs(self.url)
        filesystem.makedirs(path, exist_ok=True)
        return filesystem, PurePosixPath(path)

    def check_shared(self, redis: "Redis") -> None:
        """Compare with what the other processes behind this Redis use.

        Raises:
            StoreMismatch: they keep their results elsewhere.
        """
        filesystem, folder = self._place
        path = str(folder / _ID_FILE)
        # Everything starts at once, and two that find no file would both write one.
        with redis.lock(keys.lock(_ID_FILE), timeout=10, blocking_timeout=30):
            if not filesystem.exists(path):
                filesystem.pipe_file(path, uuid4().hex.encode())
            mine = filesystem.cat_file(path).decode()
        redis.set(_ID_KEY, mine, nx=True)
        if redis.get(_ID_KEY) != mine:
            raise StoreMismatch(
                "the processes behind this Redis use different results stores: "
                "set ATELIER_RESULTS_URL to the same place for all of them"
            )

    def write(self, job_id: str, picture: bytes) -> None:
        """Keep a picture; a reader sees all of it or nothing."""
        filesystem, path = self._path(job_id)
        part = f"{path}.{uuid4().hex}.part"
        try:
            filesystem.pipe_file(part, picture)
            filesystem.mv(part, path)
        except BaseException:
            with suppress(OSError):  # what is left of it would keep a full store full
                filesystem.rm_file(part)
            raise

    def read(self, job_id: str) -> bytes | None:
        """Fetch a picture; None: it expired."""
        filesystem, path = self._path(job_id)
        try:
            picture: bytes = filesystem.cat_file(path)
        except FileNotFoundError:
            return None
        return picture

    def delete(self, job_id: str) -> None:
        """Delete a picture, if it is there."""
        filesystem, path = self._path(job_id)
        with suppress(FileNotFoundError):
            filesystem.rm_file(path)

    def _path(self, job_id: str) -> tuple[fsspec.AbstractFileSystem, str]:
        """Where a result lies: below the folder, whatever stands in a record.

        Raises:
            ValueError: this is no job's id.
        """
        if not _JOB_ID.fullmatch(job_id):
            raise ValueError("no job's id")
        filesystem, folder = self._place
        return filesystem, str(folder / job_id)

    def expire(self, hours: float) -> int:
        """Delete what is older; returns how many pictures went."""
        filesystem, folder = self._place
        before = datetime.now(UTC) - timedelta(hours=hours)
        old = [
            path
            for path in filesystem.ls(str(folder), detail=False)
            if PurePosixPath(path).name != _ID_FILE and filesystem.modified(path) < before
        ]
        for path in old:
            filesystem.rm_file(path)
        return len(old)
