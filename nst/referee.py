"""Is the result a painting? Figures by which `make demo`, benchmarks and tests judge a picture."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from nst.statistics import moments, pyramid
from nst.vgg import FeatureNet


@torch.no_grad()
def style_loss(
    picture: Tensor, style: Tensor | Sequence[tuple[Tensor, float]], features: FeatureNet
) -> float:
    """Measure how far a picture is from a style, as Gatys et al., 2016, equation 5, do.

    Args:
        picture: (3, H, W) in [0, 1], any device; H, W >= 16 px times 2^(pyramid - 1).
        style: the same, of any size; brought to the picture's area by whoever asks, if wanted. Or several
            with weights: then the loss is to the weighted mean of their statistics.
        features: the judge; best one that the painting was not made with.

    Returns:
        Mean over layers and pyramid levels of ‖G - G'‖² / ‖G'‖²; 0 when equal. Comparable between pictures
        for the same style and judge.
    """
    styles = [(style, 1.0)] if isinstance(style, Tensor) else style
    whole = sum(weight for _, weight in styles)
    each = [[gram * (weight / whole) for gram in _grams(one, features)] for one, weight in styles]
    found = _grams(picture, features)
    wanted = [torch.stack(grams).sum(0) for grams in zip(*each, strict=True)]
    errors = [
        (one - other).square().sum() / other.square().sum() for one, other in zip(found, wanted, strict=True)
    ]
    return torch.stack(errors).mean().item()


def psnr(first: Tensor, second: Tensor) -> float:
    """Peak signal-to-noise ratio in dB of two pictures in [0, 1] of one shape; infinite when equal.

    Raises:
        ValueError: the shapes differ.
    """
    if first.shape != second.shape:
        raise ValueError(f"pictures of {tuple(first.shape)} and {tuple(second.shape)} cannot be compared")
    error = (first.float() - second.float().to(first.device)).square().mean()
    return (-10 * torch.log10(error)).item()


def _grams(picture: Tensor, features: FeatureNet) -> list[Tensor]:
    if isinstance(features, nn.Module):
        picture = picture.to(next(features.parameters()).device)
    grams = []
    for size in pyramid(picture[None].float(), features.pyramid):
        activations = features.forward(size)
        grams += [moments(activations[name]).gram for name in features.style_layers]
    return grams
