"""Numbers that describe how a picture is painted: moments of its features, over an image pyramid.

Gatys, Ecker and Bethge, 2016, "Image Style Transfer Using Convolutional Neural Networks", section 2.2. All of
them are float32, whatever precision the features come in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

# A picture of one colour has nothing but a mean; this share of it keeps relative errors finite.
FLAT = 1e-3


@dataclass(frozen=True, kw_only=True)
class Moments:
    """What one layer says of a picture's style: which features there are, and which occur together."""

    #: (C,), float32.
    mean: Tensor
    #: (C, C), float32, symmetric: the Gram matrix F·Fᵀ over the number of places, mean of all products.
    gram: Tensor


def moments(features: Tensor) -> Moments:
    """Measure one layer.

    Args:
        features: (1, C, h, w), any floating-point type; gradients flow back to it.
    """
    gram, mean = _Correlation.apply(features)
    return Moments(mean=mean, gram=gram)


def gram(features: Tensor) -> Tensor:
    """Correlate the channels of a layer: F·Fᵀ / (C·h·w), for (1, C, h, w) → (C, C), float32."""
    return moments(features).gram / features.shape[1]


class _Correlation(torch.autograd.Function):
    """Both moments, with a backward pass of one product in the features' own precision.

    Autograd would take two products in float32 there, and these cost as much as the convolutions.
    """

    @staticmethod
    def forward(ctx: Any, features: Tensor) -> tuple[Tensor, Tensor]:
        ctx.save_for_backward(features)
        values = _rows(features).float()
        return values.T @ values / len(values), values.mean(0)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        (features,) = ctx.saved_tensors
        by_gram, by_mean = gradients
        _, channels, height, width = features.shape
        places = height * width
        slope = ((by_gram + by_gram.T) / places).to(features.dtype)
        change = torch.addmm((by_mean / places).to(features.dtype), _rows(features), slope)
        return change.view(1, height, width, channels).permute(0, 3, 1, 2)


def _rows(features: Tensor) -> Tensor:
    """(1, C, h, w) → (h·w, C), without a copy where the memory is channels-last."""
    return features.permute(0, 2, 3, 1).reshape(-1, features.shape[1])


def mixed(styles: Sequence[Moments], weights: Sequence[float]) -> Moments:
    """Average the moments of several styles: those of a wall on which all of them hang.

    One target results, so that painting with four styles costs what painting with one does.

    Args:
        styles: of one layer.
        weights: not negative, sum > 0; normalised here.
    """
    shares = [weight / sum(weights) for weight in weights]
    return Moments(
        mean=_average([style.mean for style in styles], shares),
        gram=_average([style.gram for style in styles], shares),
    )


def _average(tensors: Sequence[Tensor], shares: Sequence[float]) -> Tensor:
    return torch.stack([share * tensor for tensor, share in zip(tensors, shares, strict=True)]).sum(0)


def mismatch(found: Moments, wanted: Moments) -> Tensor:
    """How far one layer is from its target: 0 when equal, about 1 for an unrelated picture.

    Both Gram matrices are taken about the wanted mean, and the squared distance is relative to the wanted
    one's size. About zero, as in the paper, the mean is most of the matrix and the strokes are little of it;
    relative, because no layer of any network should need a weight of its own.
    """
    about = _about(wanted, wanted.mean)
    error = _about(found, wanted.mean) - about
    unit = about.square().sum() + FLAT * wanted.gram.square().sum()
    return error.square().sum() / unit.clamp_min(1e-12)


def _about(point: Moments, centre: Tensor) -> Tensor:
    cross = torch.outer(point.mean, centre)
    return point.gram - cross - cross.T + torch.outer(centre, centre)


def total_variation(image: Tensor) -> Tensor:
    """Mean squared difference of neighbouring pixels, (N, 3, H, W) → a number."""
    down = (image[:, :, 1:] - image[:, :, :-1]).square()
    right = (image[:, :, :, 1:] - image[:, :, :, :-1]).square()
    return (down.sum() + right.sum()) / image.numel()


def pyramid(image: Tensor, levels: int) -> list[Tensor]:
    """The image at its own size and at each half of the one before, (N, 3, H, W) each.

    Halved by a triangle filter: a box, whose gradient is constant over squares, paints squares.
    """
    sizes = [image]
    for _ in range(levels - 1):
        half = (sizes[-1].shape[2] // 2, sizes[-1].shape[3] // 2)
        sizes.append(F.interpolate(sizes[-1], size=half, mode="bilinear", antialias=True))
    return sizes
