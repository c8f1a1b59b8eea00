"""Which weights there are and where they lie.

Painters are given paths found here; fetching is ``python -m weights fetch``.
"""

from typing import Final

from weights.errors import DigestMismatch, FileError, NotInstalled, UnknownWeights
from weights.finding import find, installed
from weights.manifest import Entry, load

__all__ = [
    "ENTRIES",
    "DigestMismatch",
    "Entry",
    "FileError",
    "NotInstalled",
    "UnknownWeights",
    "find",
    "installed",
]

#: name to entry, in the manifest's order
ENTRIES: Final = load()
