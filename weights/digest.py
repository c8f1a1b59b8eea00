"""Digests in the three forms in which the world publishes them."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final

LENGTHS: Final = {"sha256": 64, "sha1-git": 40, "sha256-prefix": 8}  # hexadecimal digits, the least
CHUNK: Final = 1 << 20  # bytes


@dataclass(frozen=True)
class Digest:
    """What a file must hash to: ``sha256:HEX``, ``sha1-git:HEX`` or ``sha256-prefix:HEX``."""

    kind: str
    hexadecimal: str

    @classmethod
    def parse(cls, text: str) -> "Digest":
        """Read the manifest's form.

        Raises:
            ValueError: it is not one of the three forms.
        """
        kind, _, hexadecimal = text.partition(":")
        length = LENGTHS.get(kind)
        whole = length is not None and (len(hexadecimal) >= length if kind.endswith("prefix") else
                                        len(hexadecimal) == length)  # fmt: skip
        if not whole or not re.fullmatch("[0-9a-f]+", hexadecimal):
            raise ValueError(f"{text!r} is not a digest")
        return cls(kind, hexadecimal)

    @property
    def is_whole(self) -> bool:
        """Whether it tells the file from every other; a prefix of 32 bits does not."""
        return self.kind != "sha256-prefix"

    def matches(self, path: Path) -> bool:
        """Read the whole file and compare."""
        return of(path, self.kind).hexadecimal.startswith(self.hexadecimal)

    def __str__(self) -> str:
        return f"{self.kind}:{self.hexadecimal}"


def of(path: Path, kind: str = "sha256") -> Digest:
    """Hash a file; a kind of prefix gives all the digits."""
    with path.open("rb") as file:
        if kind == "sha1-git":
            return Digest(kind, _git_blob(file, path.stat().st_size))
        return Digest(kind, hashlib.file_digest(file, "sha256").hexdigest())


def verified(path: Path, digest: Digest) -> bool:
    """Compare as ``Digest.matches`` does, but read an unchanged file only once in a process."""
    status = path.stat()
    return _verified(path, status.st_size, status.st_mtime_ns, digest)


@lru_cache(maxsize=256)
def _verified(path: Path, size: int, changed: int, digest: Digest) -> bool:  # noqa: ARG001  part of the key
    return digest.matches(path)


def _git_blob(file: BinaryIO, size: int) -> str:
    """Hash as git does: a header with the length goes before the content."""
    sha1 = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
    while chunk := file.read(CHUNK):
        sha1.update(chunk)
    return sha1.hexdigest()
