"""Contact sheets: numbered pictures of styles, made once by a worker and then shown by Telegram's file id.

Nobody waits for one: where a sheet is not made yet it is asked for, and there when somebody looks again.
"""

import hashlib
import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from redis import Redis

from jobs import keys
from jobs.queue import ask_for_sheet
from jobs.results import Results

#: Styles on one sheet.
TILES: Final = 8
#: Version of how tiles and sheets look: another one has them all made again.
VERSION: Final = 1
#: Seconds that a sheet is shown by its file id, and before one that does not come is asked for again.
KEPT: Final = 31 * 24 * keys.HOUR
AGAIN: Final = 120

#: What stands for a file id while a sheet is being made.
_ASKED: Final = "asked"
#: What Telegram's file ids are made of. Its library would send a text that names a file as that file.
_FILE_ID: Final = re.compile(r"[A-Za-z0-9_-]{20,}")


@dataclass(frozen=True)
class Sheet:
    """Styles shown side by side on the same photo."""

    #: Of at most :data:`TILES` styles.
    names: tuple[str, ...]
    #: Number on the first tile.
    first: int = 1

    def __post_init__(self) -> None:
        if not 1 <= len(self.names) <= TILES:
            raise ValueError(f"a sheet has 1 to {TILES} styles, not {len(self.names)}")

    @property
    def digest(self) -> str:
        """What tells it from all other sheets; see :meth:`Sheets.name_of` for what is on it."""
        return digest(str(self.first), *self.names)


def digest(*words: str) -> str:
    """Shorten words to ten characters A-Z, 2-7."""
    text = "\0".join((str(VERSION), *words))
    return b32encode(hashlib.blake2b(text.encode(), digest_size=8).digest()).decode()[:10]


@dataclass(frozen=True)
class Sheets:
    """The sheets that there are.

    Args:
        results: where they lie until somebody has seen them; housekeeping takes them from there in a day.
    """

    redis: "Redis"
    results: Results

    def find(self, sheet: Sheet) -> str | bytes | None:
        """Look for a sheet: Telegram's ``file_id``, else the picture's bytes; None: it is not made yet."""
        name = self.name_of(sheet)
        said = str(self.redis.get(keys.sheet(name)) or "")
        return said if _FILE_ID.fullmatch(said) else self.results.read(name)

    def note(self, sheet: Sheet, file_id: str) -> None:
        """Remember what Telegram calls a sheet that was shown."""
        self.redis.set(keys.sheet(self.name_of(sheet)), file_id, ex=KEPT)

    def forget(self, sheet: Sheet) -> None:
        """Telegram does not know its file id any more."""
        self.redis.delete(keys.sheet(self.name_of(sheet)))

    def ask(self, sheet: Sheet) -> None:
        """Have a sheet made, unless that was asked in the last two minutes.

        Raises:
            kombu.exceptions.OperationalError: the broker is away.
        """
        if self.redis.set(keys.sheet(self.name_of(sheet)), _ASKED, nx=True, ex=AGAIN):
            ask_for_sheet(sheet.names, sheet.first)

    def name_of(self, sheet: Sheet) -> str:
        """Name a sheet in Redis and in the results store: another one when an operator's style changed."""
        return f"SHEET{digest(sheet.digest, *self.editions(sheet.names).values())}"

    def editions(self, names: tuple[str, ...]) -> dict[str, str]:
        """Which edition of the sample photo ("") and of each style is shown; "" where nothing is known."""
        wanted = ("", *names)
        found: list[str | None] = self.redis.mget([keys.sheet_edition(name) for name in wanted])  # type: ignore[assignment]
        return {name: edition or "" for name, edition in zip(wanted, found, strict=True)}

    def note_editions(self, editions: Mapping[str, str]) -> None:
        """Say what styles look like now: sheets that show them otherwise are not found any more."""
        with self.redis.pipeline() as pipe:
            for name, edition in editions.items():
                pipe.set(keys.sheet_edition(name), edition, ex=KEPT)
            pipe.execute()
