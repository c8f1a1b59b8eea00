"""A clip as it is read: what is known before the first frame, and the frames one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from worker.motion.clip import FRAME_PIXELS, LONGEST, Frame, Kind
from worker.motion.errors import TooLong
from worker.opening import LIMIT_SIDE
from worker.picture_errors import BrokenPicture, TooManyPixels


@dataclass(frozen=True, kw_only=True, eq=False)
class Shown:
    """One frame."""

    #: (H, W, 3).
    colour: Frame
    #: (H, W, 1); None where the reel has no opacity.
    opacity: Frame | None
    #: Seconds, from the clip's beginning: when it is shown, and when the next one is.
    begin: Fraction
    end: Fraction


@dataclass(frozen=True, kw_only=True, eq=False)
class Reel:
    """Frames that are yet to be decoded."""

    width: int
    height: int
    has_alpha: bool
    kind: Kind
    source_format: str
    #: May raise a ``PictureError`` at any frame.
    frames: Iterator[Shown]


def check_size(width: int, height: int, limit_pixels: int = FRAME_PIXELS) -> None:
    """Refuse frames of this size.

    Raises:
        BrokenPicture, TooManyPixels: they have no pixels, or too many.
    """
    if width < 1 or height < 1:
        raise BrokenPicture(f"{width}x{height} px")
    if width * height > limit_pixels or max(width, height) > LIMIT_SIDE:
        raise TooManyPixels(f"{width}x{height} px; a clip may have {limit_pixels} px")


def check_length(seconds: Fraction) -> None:
    """Refuse a clip that lasts so long.

    Raises:
        TooLong: it does.
    """
    if seconds > LONGEST:
        raise TooLong(f"{float(seconds):.1f} s")
