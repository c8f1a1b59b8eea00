"""After training: the digests of the embedded files into the manifest, the rest of which stays as it is."""

import re
from pathlib import Path

from weights import digest
from weights.manifest import Entry
from weights.places import replaced


def stamp(manifest: Path, entries: list[Entry], folder: Path) -> list[str]:
    """Write digest and size of each embedded file that is there; without a file they are taken out.

    Returns:
        The names whose lines changed.
    """
    before = after = manifest.read_text("utf-8")
    changed = []
    for entry in entries:
        if entry.embedded:
            stamped = _stamped(after, entry, folder / entry.file)
            changed += [entry.name] if stamped != after else []
            after = stamped
    if after != before:
        with replaced(manifest) as part:
            part.write_text(after, "utf-8")
    return changed


def _stamped(text: str, entry: Entry, path: Path) -> str:
    """Rewrite one table: its lines up to the next header."""
    found = re.search(rf"^\[{re.escape(entry.name)}\]\n(?:(?!\[).*\n)*", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"the manifest has no table [{entry.name}]")
    lines = [line for line in found[0].splitlines() if not re.match(r"(digest|size)\s*=", line)]
    if path.is_file():
        lines[2:2] = [f'digest = "{digest.of(path)}"', f"size = {path.stat().st_size}"]
    return text[: found.start()] + "\n".join(lines) + "\n" + text[found.end() :]
