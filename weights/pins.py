"""Trust on first use: the digests of files that nobody published one for, kept beside them."""

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from weights.digest import Digest
from weights.places import replaced

NAME: Final = "pinned.toml"
HEADER: Final = "# Digests of files that were taken on trust; remove an entry to trust anew.\n"


def pinned(folder: Path, name: str) -> Digest | None:
    """Return the digest that was pinned for ``name``, if one was."""
    record = _read(folder).get(name)
    return None if record is None else Digest.parse(record["digest"])


def pin(folder: Path, name: str, digest: Digest, source: str) -> None:
    """Remember what was taken on trust, and from where."""
    record = {"digest": str(digest), "source": source, "on": datetime.now(UTC).date().isoformat()}
    records = _read(folder) | {name: record}
    with replaced(folder / NAME) as part:
        part.write_text(HEADER + "".join(map(_table, records, records.values())), "utf-8")


def _read(folder: Path) -> dict[str, dict[str, str]]:
    try:
        return tomllib.loads((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        return {}


def _table(name: str, record: dict[str, str]) -> str:
    # A JSON string is a TOML basic string too.
    lines = [f"{key} = {json.dumps(value)}" for key, value in record.items()]
    return "\n".join([f"\n[{name}]", *lines, ""])
