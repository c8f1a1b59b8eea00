"""Where each style rules. NumPy only."""

import numpy
from numpy.typing import NDArray

from painting.sizes import resized
from painting.wish import Arrangement, Mask, Wish

#: Width of the soft border between two styles, as a share of the picture's width.
SOFT = 0.08


def masks(wish: Wish, height: int, width: int) -> NDArray[numpy.float32] | None:
    """Say how much each style counts at each place.

    Args:
        wish: checked; its styles have weights and perhaps masks.
        height: of the result, pixels; width: the same.

    Returns:
        (styles, height, width) in [0, 1]; what their sum lacks to 1 stays the photo. Where masks overlap the
        weights decide. None where all rule everywhere by their weights alone.
    """
    given_weights = numpy.array([style.weight for style in wish.styles])
    weights = (given_weights / given_weights.sum()).astype(numpy.float32)
    if any(style.mask is not None for style in wish.styles):
        given = [_sized(style.mask, height, width) for style in wish.styles]
    elif wish.arrangement is Arrangement.SPLIT and len(wish.styles) > 1:
        return numpy.broadcast_to(stripes(weights, width)[:, None, :], (len(weights), height, width))
    else:
        return None
    stacked = numpy.stack(given)
    rule = stacked * weights[:, None, None]
    cover = stacked[weights > 0].sum(0).clip(0, 1)
    covered: NDArray[numpy.float32] = rule * (cover / rule.sum(0).clip(1e-6))
    return covered


def stripes(weights: NDArray[numpy.float32], width: int) -> NDArray[numpy.float32]:
    """Shares of each place from left to right, (styles, width), each style as wide as its weight (sum 1)."""
    places = (numpy.arange(width, dtype=numpy.float32) + 0.5) / width
    ends = numpy.concatenate([[-numpy.inf], numpy.cumsum(weights)[:-1], [numpy.inf]], dtype=numpy.float32)
    # A border near the picture's edge is harder, so that its stripe has all of its width and no more.
    softness = numpy.minimum(SOFT, 2 * numpy.minimum(ends, 1 - ends)).clip(1e-6)
    # How much of the picture lies right of each border, softly; differences are the stripes.
    right = _smooth((places - ends[:, None]) / softness[:, None] + 0.5)
    return right[:-1] - right[1:]


def _smooth(value: NDArray[numpy.float32]) -> NDArray[numpy.float32]:
    t = value.clip(0, 1)
    smooth: NDArray[numpy.float32] = t * t * (3 - 2 * t)
    return smooth


def _sized(mask: Mask | None, height: int, width: int) -> Mask:
    if mask is None:
        return numpy.ones((height, width), numpy.float32)
    sized: Mask = resized(mask[None], height, width)[0].clip(0, 1)
    return sized
