"""Where one picture of a film ends and another begins: a cut is a jump that stands out."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Final

import numpy
from numpy.typing import NDArray
from PIL import Image

from worker.motion.clip import Clip, Frame

#: Side, in pixels, at which frames are compared.
SIDE: Final = 16
#: Mean change, of 1, below which nothing is a cut.
LEAST: Final = 0.08
#: So many times the usual change around it a cut is.
JUMP: Final = 4
#: Frames before and after that say what is usual.
AROUND: Final = 5
#: Seconds after which a jump is a cut whatever is usual: so slow a row of pictures cannot flicker.
APART: Final = Fraction(2, 5)
#: Most key frames of a shot, and frames for each.
MOST_KEYS: Final = 5
FRAMES_PER_KEY: Final = 6


def shots(clip: Clip) -> list[range]:
    """Numbers of the frames of each shot."""
    small = [_small(frame) for frame in clip.frames]
    changes = [float(numpy.abs(after - before).mean()) for before, after in pairwise(small)]
    shown = clip.shown
    cuts = [number + 1 for number in range(len(changes)) if _is_cut(number, changes, shown[number])]
    return [range(start, stop) for start, stop in zip([0, *cuts], [*cuts, len(small)], strict=True)]


def keys(shot: range) -> list[int]:
    """Numbers of the frames that stand for a shot, evenly over it."""
    count = min(MOST_KEYS, 1 + len(shot) // FRAMES_PER_KEY)
    return [shot[(2 * number + 1) * len(shot) // (2 * count)] for number in range(count)]


def _is_cut(number: int, changes: Sequence[float], shown: Fraction) -> bool:
    change = changes[number]
    around = [*changes[max(0, number - AROUND) : number], *changes[number + 1 : number + 1 + AROUND]]
    stands_out = not around or change > JUMP * median(around)
    return change > LEAST and (stands_out or shown >= APART)


def _small(frame: Frame) -> NDArray[numpy.float32]:
    image = Image.fromarray(frame).resize((SIDE, SIDE), Image.Resampling.BOX)
    return numpy.asarray(image, numpy.float32) / numpy.float32(255)
