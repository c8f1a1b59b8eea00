"""A clip: frames, and when each is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias

import numpy
from numpy.typing import NDArray

#: How it was sent, and goes back: "animation" is what people call a GIF, "video" has or had a sound.
Kind: TypeAlias = Literal["animation", "video", "sticker"]
#: sRGB, 0 to 255, shape (H, W, 3), or opacity alone, shape (H, W, 1).
Frame: TypeAlias = NDArray[numpy.uint8]

#: Seconds. What phones record as ten seconds has some frames more.
LONGEST: Final = Fraction(21, 2)
MOST_FRAMES: Final = 300
#: Of one frame: 2560 × 1440, and a little more.
FRAME_PIXELS: Final = 4_000_000
#: Of all frames: ten seconds of 1920 × 1080 at 30 frames a second.
CLIP_PIXELS: Final = 630_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Clip:
    """Frames of one size, upright, in sRGB."""

    #: Not multiplied by alpha; what is transparent may have any colour. At least one.
    frames: Sequence[Frame]
    #: Opacity of each frame; None where all are opaque.
    alpha: Sequence[Frame] | None
    #: Seconds at which each frame is shown, from 0 on, each later than the one before.
    times: tuple[Fraction, ...]
    #: Seconds that the whole takes: more than the last of ``times``.
    duration: Fraction
    kind: Kind
    #: FFmpeg's or Pillow's name of the format it came in, in capitals: "MOV", "MATROSKA", "GIF", ...
    source_format: str

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.frames[0].shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.frames[0].shape[0])

    @property
    def is_still(self) -> bool:
        """Whether nothing moves: a sticker that is a picture."""
        return len(self.frames) == 1

    @property
    def shown(self) -> tuple[Fraction, ...]:
        """Seconds for which each frame is shown."""
        ends = (*self.times[1:], self.duration)
        return tuple(end - begin for begin, end in zip(self.times, ends, strict=True))


def most_frames(width: int, height: int) -> int:
    """How many frames of this size a clip may have; one that has more is thinned out evenly."""
    return min(MOST_FRAMES, CLIP_PIXELS // (width * height))


def keeps(number: int, of: int, most: int) -> bool:
    """Whether a frame stays, by its number from 0, where ``most`` of all are to stay, evenly."""
    return of <= most or number == 0 or number * most // of != (number - 1) * most // of
