"""Named weights into the weights folder: mirror first, then each address, until the digest is right."""

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from weights import digest, pins
from weights.errors import DigestMismatch, FetchRunning, NothingFetched
from weights.finding import checked, expected
from weights.manifest import Entry
from weights.places import settle
from weights.transfer import Interrupted, Progress, Refused, transfer

TRIES: Final = 4  # per place
PAUSE: Final = 0.5  # seconds before the second try, doubled each time
LARGEST: Final = 2 << 30  # bytes, for files whose size the manifest does not know
LOCK: Final = ".fetch.lock"


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What became of one name."""

    path: Path
    #: address or path that it came from; None: it was there already
    source: str | None
    #: the digest taken on trust, where nobody published one
    trusted: digest.Digest | None = None


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Where news go while a file is being fetched."""

    #: bytes done, bytes in all where known
    progress: Progress
    #: a place and why it was given up
    given_up: Callable[[str, str], None]


def fetch(entry: Entry, folder: Path, mirror: str, watch: Watch) -> Fetched:
    """Install one file; nothing is transferred where it is there already.

    Args:
        entry: of the manifest; not an embedded one.
        folder: made if need be; one process at a time may fetch into it.
        mirror: folder or address that is tried first; empty: none.
        watch: told of progress and of places that failed.

    Raises:
        NothingFetched: no place had the file.
        FetchRunning: another process is fetching into ``folder``.
        DigestMismatch: another file lies there already.
    """
    target = entry.path(folder)
    with _alone(folder):
        if target.is_file():
            return _present(entry, folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        failures = []
        for source in places(entry, mirror):
            part = _part(target, source)
            try:
                _bring(entry, expected(entry, folder), source, part, watch.progress)
            except Refused as refusal:
                watch.given_up(source, str(refusal))
                failures.append(f"{source}: {refusal}")
                continue
            return _install(entry, folder, source, part)
    reasons = [f"{entry.name} could not be fetched", *failures, *_by_hand(entry, target)]
    raise NothingFetched("\n  ".join(reasons))


def places(entry: Entry, mirror: str) -> list[str]:
    """List where to look: in the mirror, with and without our folders, then at the manifest's addresses."""
    if not mirror:
        return list(entry.addresses)
    names = dict.fromkeys([entry.file, Path(entry.file).name])
    if urlsplit(mirror).scheme in {"http", "https"}:
        mirrored = [f"{mirror.rstrip('/')}/{quote(name)}" for name in names]
    else:
        mirrored = [str(Path(mirror.removeprefix("file://")) / name) for name in names]
    return [*mirrored, *entry.addresses]


def _bring(entry: Entry, digests: list[digest.Digest], source: str, part: Path, progress: Progress) -> None:
    """Transfer until ``part`` is whole and right; a mismatch after resuming gets one try from the start."""
    resumed = bool(digests) and part.exists()
    if not resumed:
        part.unlink(missing_ok=True)  # without a digest nobody could tell whether two halves belong together
    _patiently(source, part, entry.size or LARGEST, progress)
    wrong = _wrong(part, digests)
    if wrong and resumed:
        part.unlink()
        _patiently(source, part, entry.size or LARGEST, progress)
        wrong = _wrong(part, digests)
    if wrong:
        part.unlink()
        raise Refused(f"another file: not {wrong}")


def _patiently(source: str, part: Path, limit: int, progress: Progress) -> None:
    """Go on after interruptions, as long as they do not come ``TRIES`` times in a row without a byte."""
    failures, had = 0, -1
    while True:
        try:
            transfer(source, part, limit, progress)
        except Interrupted as interruption:
            have = part.stat().st_size if part.exists() else 0
            failures, had = (failures + 1 if have <= had else 1), max(have, had)
            if failures == TRIES:
                raise Refused(f"{interruption} ({TRIES} tries)") from interruption
            time.sleep(PAUSE * 2 ** (failures - 1))
        else:
            return


def _wrong(part: Path, digests: list[digest.Digest]) -> digest.Digest | None:
    return next((wanted for wanted in digests if not wanted.matches(part)), None)


def _install(entry: Entry, folder: Path, source: str, part: Path) -> Fetched:
    target = entry.path(folder)
    trusted = None
    if not any(wanted.is_whole for wanted in expected(entry, folder)):
        trusted = digest.of(part)
        pins.pin(folder, entry.name, trusted, source)
    settle(part, target)
    for leftover in target.parent.glob(f"{target.name}.*.part"):
        leftover.unlink()
    return Fetched(path=target, source=source, trusted=trusted)


def _present(entry: Entry, folder: Path) -> Fetched:
    """Accept what lies there; put there by hand and unknown to all, it is taken on trust."""
    trusted = None
    if not expected(entry, folder):
        trusted = digest.of(entry.path(folder))
        pins.pin(folder, entry.name, trusted, "found in the folder")
    try:
        return Fetched(path=checked(entry, folder), source=None, trusted=trusted)
    except DigestMismatch as mismatch:
        raise DigestMismatch(f"{mismatch}, after removing that file") from mismatch


def _part(target: Path, source: str) -> Path:
    """Name a part after where it comes from, so that only the same place goes on with it."""
    return target.with_name(f"{target.name}.{hashlib.sha256(source.encode()).hexdigest()[:8]}.part")


def _by_hand(entry: Entry, target: Path) -> list[str]:
    return [f"by hand: from {entry.page} to {target}"] if entry.page else []


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FetchRunning(f"another process is fetching into {folder}; wait for it to end") from None
        yield
