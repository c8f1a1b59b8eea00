"""``manifest.toml`` as frozen entries: which files, from where, by which digest, under which licence."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from weights.digest import Digest
from weights.errors import UnknownWeights

PATH: Final = Path(__file__).with_name("manifest.toml")
EMBEDDED: Final = Path(__file__).with_name("files")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file of weights."""

    #: unique; what people type and what ``jobs.catalogue`` refers to
    name: str
    #: where it lies in the weights folder or, embedded, in the package
    file: str
    #: tried in order, after the mirror
    addresses: tuple[str, ...] = ()
    #: None: what is fetched first is trusted and pinned
    digest: Digest | None = None
    #: bytes, where known exactly
    size: int | None = None
    licence: str
    #: address of the paper that the weights belong to
    paper: str
    #: one line for the operator
    purpose: str
    #: fetched when no name is given
    recommended: bool = False
    #: part of the package: nothing to fetch
    embedded: bool = False
    #: fetched only when named in full
    non_commercial: bool = False
    #: where people get it by hand when no address can be fetched
    page: str = ""

    def path(self, folder: Path) -> Path:
        """Where the file is, or would be, with this weights folder."""
        return (EMBEDDED if self.embedded else folder) / self.file


@cache
def load(path: Path = PATH) -> MappingProxyType[str, Entry]:
    """Read a manifest: name to entry, in the order of the file.

    Raises:
        ValueError: it is not a manifest; the message names the entry.
    """
    return MappingProxyType(
        {name: _entry(name, table) for name, table in tomllib.loads(path.read_text("utf-8")).items()}
    )


def entry(name: str) -> Entry:
    """Look one name up.

    Raises:
        UnknownWeights: the manifest has no such name.
    """
    try:
        return load()[name]
    except KeyError:
        known = "`python -m weights list` shows the names"
        raise UnknownWeights(f"no weights are called {name!r}; {known}") from None


def chosen(names: list[str], everything: bool = False) -> list[Entry]:
    """Say which files to fetch: those named, in full or by a family ("microast"); else the recommended ones.

    What is not for commercial use comes only when named in full.

    Raises:
        UnknownWeights: a name is neither a file's nor a family's.
    """
    entries = [item for item in load().values() if not item.embedded]
    free = [item for item in entries if not item.non_commercial]
    if everything:
        return free
    if not names:
        return [item for item in free if item.recommended]
    picked: dict[str, Entry] = {}
    for name in names:
        family = [item for item in free if item.name.startswith(f"{name}-")]
        found = family if family and name not in load() else [entry(name)]
        picked |= {item.name: item for item in found if not item.embedded}
    return list(picked.values())


def _entry(name: str, table: dict[str, Any]) -> Entry:
    try:
        digest = Digest.parse(table.pop("digest")) if "digest" in table else None
        addresses = tuple(table.pop("addresses", ()))
        return Entry(name=name, digest=digest, addresses=addresses, **table)
    except (TypeError, ValueError) as cause:
        raise ValueError(f"manifest entry {name}: {cause}") from cause
