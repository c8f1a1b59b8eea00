"""What a painter is asked for: the styles it looks at or has in its weights, chance, and size."""

import zlib
from collections.abc import Mapping
from dataclasses import replace

from jobs.catalogue import Method, Style
from jobs.errors import TellThePerson
from jobs.job import Job
from nst.drawings import draw
from nst.enlarger import Enlarger
from painting import sizes
from painting.step import Tell
from painting.wish import Painter, Wish
from painting.wish import Picture as Pixels
from worker.picture_errors import PictureError
from worker.pictures import Picture, decode


def chance(job: Job) -> int:
    """The seed of a job: where a style is one by chance, each job is to have another."""
    return zlib.crc32(job.id.encode()) if job.method is Method.MUNIT else 0


def mixture(job: Job, styles: Mapping[str, Style]) -> Mapping[str, float]:
    """The gallery styles of a job that a net has in its weights, with their shares."""
    mixed: dict[str, float] = {}
    for part in job.styles:
        style = styles.get(part.gallery or "")
        if style is not None and not style.by_picture:
            mixed[style.name] = mixed.get(style.name, 0) + part.weight
    return mixed


def style_picture(style: Style, content: Picture, side: int) -> Pixels:
    """The picture of a gallery style: the operator's file, or drawn as large as it will be used.

    Raises:
        jobs.errors.TellThePerson: the file cannot be read.
    """
    if style.file is not None:
        try:
            return decode(style.file.read_bytes()).pixels
        except (OSError, PictureError) as error:
            raise TellThePerson("style_gone") from error
    share = min(1.0, side / max(content.width, content.height))
    size = (max(1, round(content.height * share)), max(1, round(content.width * share)))
    return draw(style.drawing or "", size)


def paint(painter: Painter, wish: Wish, longest_side: int, enlarger: Enlarger, progress: Tell) -> Pixels:
    """Paint a wish; a larger content at ``longest_side`` pixels, then enlarged with the photo's own detail.

    Returns:
        A picture of the content's size.
    """
    photo = wish.content
    painting = painter.paint(replace(wish, content=sizes.limited(photo, longest_side)), progress)
    if painting.shape == photo.shape:
        return painting
    return sizes.enlarge(painting, photo, enlarger.enlarge(painting))
