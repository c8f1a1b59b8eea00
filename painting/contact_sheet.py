"""Many small pictures side by side on one, each with its number and its title, to be read on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy
from PIL import Image, ImageDraw

from painting.lettering import ELLIPSIS, face, lines_of
from painting.sizes import resized
from painting.wish import Picture

#: How many stand side by side: more where the sheet would become too high.
COLUMNS: Final = (4, 5, 6, 8)
#: Pixels of a sheet at most, in both directions: Telegram shrinks what is larger.
MOST: Final = 1280
GAP: Final = 12
#: Pixels of the longer side of pictures with which four columns are that wide, and where it ends; of the
#: narrowest column that takes a title.
SIDE: Final = (MOST - (COLUMNS[0] + 1) * GAP) // COLUMNS[0]
SMALLEST: Final = 96
NARROWEST: Final = 180

LETTERS: Final = 27  # px
LINE: Final = 34
MOST_LINES: Final = 2
NUMBER: Final = 30
BADGE: Final = 46

GROUND: Final = (24, 26, 31)
EMPTY: Final = (46, 49, 57)
INK: Final = (240, 238, 232)


@dataclass(frozen=True, kw_only=True, eq=False)
class Tile:
    """One of the small pictures."""

    #: None: there is none, and its place says so.
    picture: Picture | None
    title: str


def contact_sheet(tiles: Sequence[Tile], shape: tuple[int, int], *, first: int = 1) -> Picture:
    """Lay out tiles, row by row, as large as Telegram shows them.

    Args:
        tiles: at least one.
        shape: (height, width) of the pictures in any unit; of others as much is shown as has this shape.
        first: number of the first tile.

    Returns:
        (3, H, W) in [0, 1].

    Raises:
        ValueError: there is no tile.
    """
    if not tiles:
        raise ValueError("a contact sheet has at least one tile")
    grid = _fitting(tiles, shape)
    sheet = Image.new("RGB", grid.size, GROUND)
    for number, tile in enumerate(tiles):
        grid.draw(sheet, number, tile, str(first + number))
    return _picture(sheet)


def _fitting(tiles: Sequence[Tile], shape: tuple[int, int]) -> "_Grid":
    """The grid with the largest pictures that is not too large; the fewest columns among equals."""
    grids = (
        _Grid.of(tiles, shape, side, columns) for side in range(SIDE, SMALLEST - 1, -1) for columns in COLUMNS
    )
    return next(
        (grid for grid in grids if max(grid.size) <= MOST), _Grid.of(tiles, shape, SMALLEST, COLUMNS[-1])
    )


@dataclass(frozen=True, kw_only=True)
class _Grid:
    height: int
    width: int
    #: Of a column, with its title.
    column: int
    columns: int
    rows: int
    #: Of the titles.
    lines: int

    @classmethod
    def of(cls, tiles: Sequence[Tile], shape: tuple[int, int], side: int, columns: int) -> "_Grid":
        height, width = (max(1, round(side * one / max(shape))) for one in shape)
        column, columns = max(width, NARROWEST), min(columns, len(tiles))
        lines = max(len(_title(tile, column)) for tile in tiles)
        rows = -(-len(tiles) // columns)
        return cls(height=height, width=width, column=column, columns=columns, rows=rows, lines=lines)

    @property
    def row(self) -> int:
        return self.height + 6 + self.lines * LINE

    @property
    def size(self) -> tuple[int, int]:
        return self.columns * (self.column + GAP) + GAP, self.rows * (self.row + GAP) + GAP

    def draw(self, sheet: Image.Image, number: int, tile: Tile, label: str) -> None:
        row, column = divmod(number, self.columns)
        left, top = GAP + column * (self.column + GAP), GAP + row * (self.row + GAP)
        shown = self._shown(tile)
        sheet.paste(shown, (left + (self.column - self.width) // 2, top))
        pen = ImageDraw.Draw(sheet)
        _number(pen, (left + 8, top + 8), label)
        middle, below = left + self.column / 2, top + self.height + 6
        for line, text in enumerate(_title(tile, self.column)):
            at = (middle, below + line * LINE + LINE / 2)
            pen.text(at, text, INK, face(LETTERS), anchor="mm")

    def _shown(self, tile: Tile) -> Image.Image:
        if tile.picture is not None:
            return _image(_covering(tile.picture, self.height, self.width))
        nothing = Image.new("RGB", (self.width, self.height), EMPTY)
        at = (self.width / 2, self.height / 2)
        ImageDraw.Draw(nothing).text(at, ELLIPSIS, INK, face(2 * NUMBER), anchor="mm")
        return nothing


def _title(tile: Tile, width: int) -> tuple[str, ...]:
    return lines_of(tile.title, width, LETTERS, MOST_LINES)


def _number(pen: ImageDraw.ImageDraw, at: tuple[int, int], label: str) -> None:
    left, top = at
    width = max(BADGE, round(pen.textlength(label, face(NUMBER))) + 22)
    pen.rounded_rectangle((left, top, left + width, top + BADGE), BADGE / 2, GROUND, INK, 2)
    pen.text((left + width / 2, top + BADGE / 2), label, INK, face(NUMBER), anchor="mm")


def _covering(picture: Picture, height: int, width: int) -> Picture:
    """Cut a picture to a shape about its middle, and resample it."""
    share = max(height / picture.shape[1], width / picture.shape[2])
    rows, columns = (
        max(1, min(has, round(side / share)))
        for has, side in zip(picture.shape[1:], (height, width), strict=True)
    )
    top, left = (picture.shape[1] - rows) // 2, (picture.shape[2] - columns) // 2
    return resized(picture[:, top : top + rows, left : left + columns], height, width)


def _image(picture: Picture) -> Image.Image:
    values = (picture.clip(0, 1) * 255).round().astype(numpy.uint8)
    return Image.fromarray(numpy.ascontiguousarray(values.transpose(1, 2, 0)))


def _picture(image: Image.Image) -> Picture:
    values = numpy.asarray(image, numpy.float32) / 255
    return numpy.ascontiguousarray(values.transpose(2, 0, 1))
