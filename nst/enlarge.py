"""A painting made at a smaller size → the photo's own size, with the photo's fine detail.

He and Sun, 2015, "Fast Guided Filter", https://arxiv.org/abs/1505.00996: how strongly the painting follows
the photo's brightness is fitted in small windows at the painting's size; that share of the detail which only
the large photo has is added. Where the painting left the photo, nothing of it comes back.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

WINDOW = 5  # pixels at the painting's size
FLAT = 1e-3  # variance of brightness below which a window shows no edge to follow


def enlarge(painting: Tensor, photo: Tensor) -> Tensor:
    """Bring a painting to the size of the photo that it was painted from.

    Args:
        painting: (3, h, w) in [0, 1].
        photo: (3, H, W) in [0, 1], H >= h, W >= w.

    Returns:
        (3, H, W) in [0, 1].
    """
    size = (photo.shape[1], photo.shape[2])
    if size == tuple(painting.shape[1:]):
        return painting
    small = resized(photo, painting.shape[1], painting.shape[2])
    follows = _follows(_brightness(painting), _brightness(small))
    detail = _brightness(photo) - resized(_brightness(small), *size)
    return (resized(painting, *size) + resized(follows, *size) * detail).clamp(0, 1)


def resized(picture: Tensor, height: int, width: int) -> Tensor:
    """Resample a picture (C, h, w) to (C, height, width), without aliasing; may overshoot a little."""
    if tuple(picture.shape[1:]) == (height, width):
        return picture
    sized = F.interpolate(picture[None], size=(height, width), mode="bicubic", antialias=True)
    return sized[0]


def _brightness(picture: Tensor) -> Tensor:
    weights = torch.tensor([0.299, 0.587, 0.114], device=picture.device, dtype=picture.dtype)
    return (picture * weights.view(3, 1, 1)).sum(0, keepdim=True)


def _follows(painting: Tensor, photo: Tensor) -> Tensor:
    """Slope of painting over photo in each window, in [0, 1]: (1, h, w), three times."""
    covariance = _mean(painting * photo) - _mean(painting) * _mean(photo)
    variance = _mean(photo * photo) - _mean(photo).square()
    return (covariance / (variance + FLAT)).clamp(0, 1)


def _mean(picture: Tensor) -> Tensor:
    border = WINDOW // 2
    bordered = F.pad(picture[None], (border, border, border, border), mode="replicate")
    return F.avg_pool2d(bordered, WINDOW, stride=1)[0]
