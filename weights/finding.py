"""A name becomes a verified file, embedded in the package or lying in the weights folder."""

from pathlib import Path

from weights import manifest, pins
from weights.digest import Digest, verified
from weights.errors import DigestMismatch, NotInstalled
from weights.manifest import Entry


def find(name: str, folder: Path) -> Path:
    """Return the file of ``name``, embedded or in the weights folder, after comparing its digest.

    The comparison is done once per process and file as long as its size and time stay the same.

    Raises:
        NotInstalled: the file is not there; the message holds the command that fetches it.
        DigestMismatch: it is another file than the one meant.
        UnknownWeights: the manifest has no such name.
    """
    return checked(manifest.entry(name), folder)


def checked(entry: Entry, folder: Path) -> Path:
    """Do what ``find`` does, for an entry at hand."""
    name, path, digests = entry.name, entry.path(folder), expected(entry, folder)
    if not path.is_file():
        raise NotInstalled(f"{name}: {path} is not there; {_remedy(entry, folder)}")
    if not digests:
        remedy = f"`python -m weights verify --trust {name} --into {folder}` takes it on trust"
        raise NotInstalled(f"{name}: nobody has vouched for {path}; {remedy}")
    for digest in digests:
        if not verified(path, digest):
            raise DigestMismatch(f"{name}: {path} is not {digest}; {_remedy(entry, folder)}")
    return path


def installed(name: str, folder: Path) -> bool:
    """Say whether ``find`` would find something, without reading the file.

    Raises:
        UnknownWeights: the manifest has no such name.
    """
    entry = manifest.entry(name)
    path = entry.path(folder)
    if not path.is_file() or (entry.size is not None and path.stat().st_size != entry.size):
        return False
    return bool(expected(entry, folder))


def expected(entry: Entry, folder: Path) -> list[Digest]:
    """List what the file must hash to: the manifest's digest, and the pinned one where that is not whole."""
    if entry.digest is not None and entry.digest.is_whole:
        return [entry.digest]
    return [digest for digest in (entry.digest, pins.pinned(folder, entry.name)) if digest is not None]


def _remedy(entry: Entry, folder: Path) -> str:
    if entry.embedded:
        return (
            "it is part of the package: install that again, or after training run `python -m weights stamp`"
        )
    return f"fetch it with `python -m weights fetch {entry.name} --into {folder}`"
