"""A kept painting twice as large."""

from jobs.errors import TellThePerson
from nst.enlarger import TIMES, Enlarger
from painting.sizes import resized
from painting.step import Tell
from painting.wish import Picture as Pixels
from worker import device
from worker.opening import LIMIT_SIDE
from worker.pictures import Alpha, Picture


def enlarged(
    picture: Picture, enlarger: Enlarger, most_pixels: int, progress: Tell
) -> tuple[Pixels, Alpha | None]:
    """Make a painting twice as large, with its opacity.

    Args:
        most_pixels: that the larger one may have.

    Raises:
        jobs.errors.TellThePerson: it would be too large.
    """
    height, width = TIMES * picture.height, TIMES * picture.width
    if height * width > most_pixels or max(height, width) > LIMIT_SIDE:
        raise TellThePerson("too_large_twice")
    try:
        large = enlarger.enlarge(picture.pixels, progress)
    except (RuntimeError, MemoryError) as error:
        if not device.is_short_of_memory(error):
            raise
        raise TellThePerson("out_of_memory") from error
    alpha = None if picture.alpha is None else resized(picture.alpha, height, width).clip(0, 1)
    return large, alpha
