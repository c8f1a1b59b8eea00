"""Picture ↔ a size that a net can take: mirrored borders, cut off again afterwards. NumPy only."""

from typing import Literal

import numpy

from painting.wish import Picture


def padded(picture: Picture, *, multiple: int, least: int) -> Picture:
    """Grow a picture at its right and lower border until a net can take it.

    The border is mirrored; where a side is too short for that, its last pixel is repeated.

    Args:
        picture: (3, H, W).
        multiple: what both sides become multiples of, in pixels.
        least: what both sides are at least, in pixels; itself a multiple of ``multiple``.
    """
    for axis in (1, 2):
        side = picture.shape[axis]
        target = max(least, -(-side // multiple) * multiple)
        picture = _extended(picture, axis, before=0, after=target - side)
    return picture


def bordered(picture: Picture, margin: int) -> Picture:
    """Grow a picture (3, H, W) on all four sides by ``margin`` pixels, in the same way."""
    for axis in (1, 2):
        picture = _extended(picture, axis, before=margin, after=margin)
    return picture


def _extended(picture: Picture, axis: int, *, before: int, after: int) -> Picture:
    if before == after == 0:
        return picture
    mode: Literal["reflect", "edge"] = "reflect" if max(before, after) < picture.shape[axis] else "edge"
    widths = [(0, 0)] * 3
    widths[axis] = (before, after)
    return numpy.pad(picture, widths, mode=mode)
