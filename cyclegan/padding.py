"""Picture ↔ a size that a net can take: mirrored borders, cut off again afterwards.

``nst.padding`` says the same, because the two rooms do not import one another.
"""

from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor


def check_picture(picture: Tensor) -> None:
    """Refuse what is not a picture.

    Raises:
        ValueError: the shape is not (3, H, W) with H, W >= 1, or the values are not floating-point.
    """
    if picture.dim() != 3 or picture.shape[0] != 3 or picture.numel() == 0:
        raise ValueError(f"a picture has shape (3, H, W), not {tuple(picture.shape)}")
    if not picture.is_floating_point():
        raise ValueError(f"a picture holds floating-point values in [0, 1], not {picture.dtype}")


def check_one_pass(content: Tensor, styles: Sequence[object], strength: float) -> None:
    """Refuse what a net that has its style in its weights cannot paint.

    Raises:
        ValueError: ``content`` is not a picture, there are style pictures, or ``strength`` is not in [0, 1].
    """
    check_picture(content)
    if styles:
        raise ValueError("this painter has its style in its weights and takes no style pictures")
    if not 0 <= strength <= 1:
        raise ValueError(f"strength is in [0, 1], not {strength}")


def padded(picture: Tensor, *, multiple: int, least: int) -> Tensor:
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
        picture = _extended(picture, axis, target - side)
    return picture


def _extended(picture: Tensor, axis: int, missing: int) -> Tensor:
    mode = "reflect" if missing < picture.shape[axis] else "replicate"
    border = (0, 0, 0, missing) if axis == 1 else (0, missing, 0, 0)
    return F.pad(picture[None], border, mode=mode)[0]
