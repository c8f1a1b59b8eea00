"""One photo in many styles on one sheet, small, so that a person can choose."""

from dataclasses import replace
from typing import Final

import structlog

from chat.titles import title_of
from jobs.catalogue import Style
from jobs.errors import TellThePerson
from jobs.job import Job, StylePart
from painting.contact_sheet import Tile, contact_sheet
from painting.lettering import drawable
from painting.step import Step, Tell
from painting.wish import Colours
from painting.wish import Picture as Pixels
from worker import device
from worker.pictures import Picture, on_white, within
from worker.tiles import TilePainter

logger = structlog.get_logger()

#: Pixels of the longer side of a preview.
SIDE: Final = 256
#: Parts of a tile that progress is told in.
PARTS: Final = 100


def sheet(job: Job, content: Picture, painter: TilePainter, progress: Tell) -> Pixels:
    """Paint a small preview in each of a job's styles; one that breaks leaves its place empty.

    Returns:
        The sheet, tiles numbered from 1 in the order of the styles.

    Raises:
        jobs.errors.TellThePerson: none of them could be painted.
        Exception: what ``progress`` raises.
    """
    small = within(content, SIDE)
    tiles = [
        _Preview(job, number, progress).tile(part, small, painter) for number, part in enumerate(job.styles)
    ]
    if all(tile.picture is None for tile in tiles):
        raise TellThePerson("broken")
    return contact_sheet(tiles, (small.height, small.width))


class _Preview:
    """One tile; knows what was raised to stop it from what broke."""

    def __init__(self, job: Job, number: int, progress: Tell) -> None:
        self.job = job
        self.number = number
        self.progress = progress
        self.wanted: BaseException | None = None

    def tile(self, part: StylePart, photo: Picture, painter: TilePainter) -> Tile:
        style = painter.styles.get(part.gallery or "")
        if style is None:
            return Tile(picture=None, title=part.title or part.gallery or "")
        title = self._title(style)
        try:
            colours = Colours(self.job.colours)
            painting = painter.paint(style, photo, self._tell, self.job.strength, colours)
        except Exception as error:
            # The outermost edge of one tile: whatever broke, the others are painted.
            if error is self.wanted or device.is_short_of_memory(error):
                raise
            logger.exception("! preview broke", style=style.name, error=type(error).__name__)
            return Tile(picture=None, title=title)
        self._tell(Step(step=PARTS, of=PARTS))
        shown = painting if photo.alpha is None else on_white(painting, photo.alpha)
        return Tile(picture=shown, title=title)

    def _title(self, style: Style) -> str:
        """Name a style as the buttons below do, if the face has the letters: Pillow's own has no Cyrillic."""
        title = title_of(style, self.job.language)
        return title if any(letter.isalpha() for letter in drawable(title)) else style.title

    def _tell(self, step: Step) -> None:
        done = self.number * PARTS + max(1, PARTS * step.step // step.of)
        try:
            self.progress(replace(step, step=done, of=len(self.job.styles) * PARTS, picture=None))
        except BaseException as wanted:
            self.wanted = wanted
            raise
