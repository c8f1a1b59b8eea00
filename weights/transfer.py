"""One file from one place into a ``.part`` beside its target: resumable, bounded, over https."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

Progress = Callable[[int, int | None], None]  # bytes done, bytes in all where known

CHUNK: Final = 1 << 18  # bytes
REDIRECTS: Final = 5
TIMEOUT: Final = httpx.Timeout(30, connect=10)  # seconds without a byte


class Refused(Exception):
    """Raised when trying the same place again is useless: not there, too big, not allowed."""


class Interrupted(Exception):
    """Raised when the transfer broke off and may go on from where it is."""


def transfer(source: str, part: Path, limit: int, progress: Progress) -> None:
    """Bring ``source`` into ``part``, going on after the bytes that ``part`` already holds.

    Args:
        source: an https or http address, or a path of a file.
        part: grows; left in place when the transfer breaks off.
        limit: bytes; what is longer is refused, announced or not.
        progress: called after each piece.

    Raises:
        Refused: this place cannot give the file.
        Interrupted: it might, at another try.
    """
    if urlsplit(source).scheme in {"http", "https"}:
        _download(source, part, limit, progress)
    else:
        _copy(Path(source), part, limit, progress)


def _copy(source: Path, part: Path, limit: int, progress: Progress) -> None:
    if not source.is_file():
        raise Refused("not there")
    size = source.stat().st_size
    _check_room(size, part, limit)
    with source.open("rb") as given, part.open("wb") as taken:
        while piece := given.read(CHUNK):
            taken.write(piece)
            progress(taken.tell(), size)


def _download(address: str, part: Path, limit: int, progress: Progress) -> None:
    have = part.stat().st_size if part.exists() else 0
    try:
        with httpx.Client(timeout=TIMEOUT) as client, _response(client, address, have) as response:
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                _at_the_end(response, part, have)
            else:
                _check_status(response)
                _receive(response, part, limit, progress)
    except httpx.TransportError as cause:
        raise Interrupted(f"{type(cause).__name__}: {cause}") from cause
    except httpx.InvalidURL as cause:
        raise Refused(f"not an address: {cause}") from cause


@contextmanager
def _response(client: httpx.Client, address: str, have: int) -> Iterator[httpx.Response]:
    """Follow redirects by hand, since each must be allowed."""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    for _ in range(REDIRECTS + 1):
        with client.stream("GET", address, headers=headers) as response:
            if not response.is_redirect:
                yield response
                return
            address = redirected(address, response.headers["Location"])
    raise Refused(f"more than {REDIRECTS} redirects")


def redirected(address: str, location: str) -> str:
    """Return where a redirect leads.

    Raises:
        Refused: it leads away from https; an operator's mirror on http must not redirect at all.
    """
    target = urljoin(address, location)
    if urlsplit(target).scheme != "https":
        raise Refused(f"redirects to {urlsplit(target).scheme}, and only https is followed")
    return target


def _at_the_end(response: httpx.Response, part: Path, have: int) -> None:
    """Accept a part that was whole before, as after a crash between the last byte and the renaming."""
    if response.headers.get("Content-Range", "") != f"bytes */{have}":
        part.unlink()
        raise Interrupted("the part did not fit; starting again")


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status in {httpx.codes.OK, httpx.codes.PARTIAL_CONTENT}:
        return
    reason = f"HTTP {status} {response.reason_phrase}"
    if status in {httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS} or response.is_server_error:
        raise Interrupted(reason)
    raise Refused(reason)


def _receive(response: httpx.Response, part: Path, limit: int, progress: Progress) -> None:
    start, total = _extent(response, part)
    _check_room(total or 0, part, limit)
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        for (
            piece
        ) in response.iter_raw():  # in pieces as they come: collecting them would lose some at a break
            if file.tell() + len(piece) > limit:
                raise Refused(f"longer than {limit} bytes")
            file.write(piece)
            progress(file.tell(), total)
        if total is not None and file.tell() != total:
            raise Interrupted(f"{file.tell()} of {total} bytes came")


def _extent(response: httpx.Response, part: Path) -> tuple[int, int | None]:
    """Say where the answer begins in the file, and how long the whole file is, in bytes."""
    if response.status_code == httpx.codes.PARTIAL_CONTENT:
        found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
        if found is None or int(found[1]) != part.stat().st_size:
            part.unlink(missing_ok=True)
            raise Interrupted("another part came than was asked for; starting again")
        return int(found[1]), None if found[2] == "*" else int(found[2])
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdecimal() else None


def _check_room(size: int, part: Path, limit: int) -> None:
    if size > limit:
        raise Refused(f"{size} bytes, more than {limit}")
    have = part.stat().st_size if part.exists() else 0
    free = shutil.disk_usage(part.parent).free
    if size - have > free:
        raise Refused(f"needs {size - have} bytes, and {part.parent} has {free} free")
