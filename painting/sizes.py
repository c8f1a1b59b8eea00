"""Pictures of another size: resampled, or enlarged with the fine detail of the photo they were painted from.

He and Sun, 2015, "Fast Guided Filter", https://arxiv.org/abs/1505.00996: how strongly the painting follows
the photo's brightness is fitted in small windows at the painting's size; that share of the detail which only
the large photo has is added. Where the painting left the photo, nothing of it comes back.
"""

import numpy
from numpy.typing import NDArray
from PIL import Image

from painting.wish import Picture

#: Of red, green and blue in brightness (ITU-R BT.601).
BRIGHTNESS = numpy.array([0.299, 0.587, 0.114], numpy.float32)
WINDOW = 5  # pixels at the painting's size
FLAT = 1e-3  # variance of brightness below which a window shows no edge to follow


def resized(picture: NDArray[numpy.float32], height: int, width: int) -> NDArray[numpy.float32]:
    """Resample (C, h, w) to (C, height, width), bicubic, without aliasing; may overshoot a little."""
    if picture.shape[1:] == (height, width):
        return picture
    channels = [Image.fromarray(numpy.ascontiguousarray(channel)) for channel in picture]
    sized = [channel.resize((width, height), Image.Resampling.BICUBIC) for channel in channels]
    return numpy.stack([numpy.asarray(channel, numpy.float32) for channel in sized])


def limited(picture: Picture, longest: int) -> Picture:
    """Shrink a picture whose longer side exceeds ``longest`` pixels to that."""
    return picture if max(picture.shape[1:]) <= longest else with_side(picture, longest)


def with_side(picture: Picture, longest: float) -> Picture:
    """Shrink or enlarge a picture until its longer side is ``longest`` pixels; in [0, 1]."""
    share = longest / max(picture.shape[1:])
    height, width = (max(1, round(side * share)) for side in picture.shape[1:])
    return resized(picture, height, width).clip(0, 1)


def enlarge(painting: Picture, photo: Picture, twice: Picture | None = None) -> Picture:
    """Bring a painting to the size of the photo that it was painted from.

    Args:
        painting: (3, h, w) in [0, 1].
        photo: (3, H, W) in [0, 1], H >= h, W >= w.
        twice: the painting at (3, 2 h, 2 w), by something sharper than interpolation; None: interpolated.

    Returns:
        (3, H, W) in [0, 1].
    """
    height, width = photo.shape[1:]
    if painting.shape == photo.shape:
        return painting
    small = resized(photo, painting.shape[1], painting.shape[2])
    follows = _follows(brightness(painting), brightness(small))
    detail = brightness(photo) - resized(brightness(small), height, width)
    detail *= resized(follows, height, width)
    large = resized(painting if twice is None else twice, height, width).clip(0, 1)
    large += detail
    return large.clip(0, 1, out=large)


def brightness(picture: Picture) -> NDArray[numpy.float32]:
    """(3, H, W) → (1, H, W)."""
    weighed: NDArray[numpy.float32] = numpy.tensordot(BRIGHTNESS, picture, 1)[None]
    return weighed


def _follows(painting: NDArray[numpy.float32], photo: NDArray[numpy.float32]) -> NDArray[numpy.float32]:
    """Slope of painting over photo in each window, in [0, 1]: (1, h, w), three times."""
    covariance = _mean(painting * photo) - _mean(painting) * _mean(photo)
    variance = _mean(photo * photo) - numpy.square(_mean(photo))
    slope: NDArray[numpy.float32] = (covariance / (variance + FLAT)).clip(0, 1)
    return slope


def _mean(picture: NDArray[numpy.float32]) -> NDArray[numpy.float32]:
    """Mean over ``WINDOW`` × ``WINDOW`` pixels around each, borders repeated; (1, h, w) both ways."""
    reach = WINDOW // 2
    for axis in (1, 2):
        widths = [(0, 0)] * 3
        widths[axis] = (reach, reach)
        windows = numpy.lib.stride_tricks.sliding_window_view(
            numpy.pad(picture, widths, mode="edge"), WINDOW, axis=axis
        )
        picture = windows.mean(-1, dtype=numpy.float32)
    return picture
