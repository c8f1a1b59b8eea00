"""A style picture at the size at which it is looked at: the size of its strokes. NumPy only."""

import numpy

from painting.sizes import resized
from painting.wish import Picture

SMALLEST = 64  # pixels: three sizes of it can be looked at
#: How much a style picture may be enlarged where larger strokes are wished than it has.
MOST_ENLARGED = 1.5


def at_scale(style: Picture, area: int, scale: float) -> Picture:
    """Bring a style picture to the painting's area, so that its strokes keep their share of the picture.

    It is enlarged only where larger strokes are wished, and then little: a blurred style paints mud.

    Args:
        style: (3, h, w) in [0, 1].
        area: of the painting, square pixels.
        scale: size of the strokes, 1 being the style's own; larger ones show a larger style.

    Returns:
        (3, h, w) in [0, 1], h, w >= ``SMALLEST``; a smaller picture is laid out in mirrored copies.
    """
    wanted = scale * (area / (style.shape[1] * style.shape[2])) ** 0.5
    share = min(wanted, min(max(1.0, scale), MOST_ENLARGED))
    height, width = (max(1, round(side * share)) for side in style.shape[1:])
    return _mirrored(resized(style, height, width).clip(0, 1))


def _mirrored(picture: Picture) -> Picture:
    missing = [max(0, SMALLEST - side) for side in picture.shape[1:]]
    if not any(missing):
        return picture
    return numpy.pad(picture, [(0, 0), (0, missing[0]), (0, missing[1])], mode="symmetric")
