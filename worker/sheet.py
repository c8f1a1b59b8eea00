"""A contact sheet: each style painted once on the sample photo, whenever no person waits.

Tiles are kept in the results store one by one, so that a sheet that was put off goes on where it was, and a
gallery that grows by a style has one tile painted. People's pictures come first: one that comes waits for
one tile at most.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Final

import structlog
from kombu.exceptions import OperationalError

from chat.sample import sample_photo
from jobs.catalogue import Style
from jobs.presence import Presence
from jobs.queue import ask_for_sheet
from jobs.sheets import Sheet, Sheets, digest
from painting.contact_sheet import SIDE, Tile, contact_sheet
from painting.wish import Picture as Pixels
from worker.pictures import Picture, decode, encode, within
from worker.tiles import TilePainter

if TYPE_CHECKING:
    from worker.repertoire import Repertoire
    from worker.studio import Studio

logger = structlog.get_logger()

#: Workers in a row that can do nothing for a sheet, before it is given up; it will be asked for again.
MOST_HANDS: Final = 6
QUALITY: Final = 90


@dataclass(frozen=True)
class SheetMaker:
    """Makes one sheet, as far as this worker can."""

    place: "Studio"
    sheet: Sheet

    @cached_property
    def _sheets(self) -> Sheets:
        return Sheets(self.place.store.redis, self.place.results)

    @cached_property
    def _can(self) -> "Repertoire":
        return self.place.repertoire

    @cached_property
    def _editions(self) -> dict[str, str]:
        """What the sheet is to show: as it was announced, which another worker may know better."""
        return self._sheets.editions(self.sheet.names)

    @cached_property
    def _sample(self) -> Picture:
        return within(decode(sample_photo(self.place.settings)), SIDE)

    def make(self, person_comes_first: Callable[[], bool], handed_on: int = 0) -> str:
        """Paint the tiles that are missing and put all together.

        Args:
            person_comes_first: paints the picture of a person who waits; False: nobody does.
            handed_on: workers in a row that could do nothing for it.

        Returns:
            What became of it, in a word or two.

        Raises:
            redis.exceptions.RedisError: Redis is away; the sheet will be asked for again.
        """
        began, missing = monotonic(), [name for name in self.sheet.names if self._tile(name) is None]
        here = [self._can.styles[name] for name in missing if self._is_able(name)]
        for style in here:
            if self.place.store.redis.exists(self.place.stopping) or person_comes_first():
                return self._put_off(handed_on)
            self._paint(style)
        if len(here) < len(missing):
            return self._hand_on(0 if here else handed_on + 1)
        self._put_together()
        return f"made in {monotonic() - began:.1f} s"

    def _tile(self, name: str) -> bytes | None:
        return self.place.results.read(self._tile_name(name))

    def _tile_name(self, name: str) -> str:
        return f"TILE{digest(name, self._editions[name], self._editions[''])}"

    def _is_able(self, name: str) -> bool:
        """Whether this worker can paint it, and as it was announced."""
        style = self._can.styles.get(name)
        if style is None or not (style.by_picture or name in self._can.able):
            return False
        own = self.place.editions
        announced = (self._editions[name], self._editions[""])
        return announced == (own.of_style(style), own.of_sample())

    def _paint(self, style: Style) -> None:
        painter = TilePainter(self.place.easel.painters, self._can.styles)
        painting = painter.paint(style, self._sample, lambda _: None)
        self.place.results.write(self._tile_name(style.name), encode(painting).content)

    def _put_off(self, handed_on: int) -> str:
        return self._published("put off", handed_on)

    def _hand_on(self, handed_on: int) -> str:
        others = [
            one
            for one in Presence(self.place.store.redis).present(self.place.lane)
            if one.name != self.place.name
        ]
        if handed_on > MOST_HANDS or not others:
            logger.warning("! no sheet: nobody has all its styles", styles=self.sheet.names)
            return "given up"
        return self._published("handed on", handed_on)

    def _published(self, what: str, handed_on: int) -> str:
        try:
            ask_for_sheet(self.sheet.names, self.sheet.first, handed_on)
        except OperationalError:
            logger.warning("! sheet left: the broker is away")
            return "left"
        return what

    def _put_together(self) -> None:
        tiles = [
            Tile(
                picture=self._pixels(name),
                title=self._can.styles[name].title if name in self._can.styles else name,
            )
            for name in self.sheet.names
        ]
        made = contact_sheet(tiles, (self._sample.height, self._sample.width), first=self.sheet.first)
        self.place.results.write(self._sheets.name_of(self.sheet), encode(made, quality=QUALITY).content)

    def _pixels(self, name: str) -> Pixels:
        tile = self._tile(name)
        if tile is None:
            raise LookupError(f"the tile of {name} went while its sheet was made")
        return decode(tile).pixels
