"""What a picture is compared with, and the loss and its gradient by PyTorch.

The optimiser knows only ``value_and_gradient``; another engine may compute it by other means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn

from nst.statistics import FLAT, Moments, mismatch, mixed, moments, pyramid, total_variation
from nst.vgg import FeatureNet

COLOUR_LEVELS = 4  # the last one averages 8 × 8 px: patches of colour, not only specks


@dataclass(frozen=True, kw_only=True)
class Balance:
    """How much each term of the loss counts."""

    content: float
    style: float
    #: Of the pixels' own moments, which small networks see but dimly.
    colour: float
    variation: float


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is sought: the content of one picture in the style of others, at one size."""

    #: Activations of the content layer, float32, less each channel's mean.
    content: Tensor
    #: ‖content‖² as the unit of its error; not 0 even for a photo of one colour.
    content_scale: Tensor
    #: For each level of the image pyramid: style layer → moments.
    style: tuple[dict[str, Moments], ...]
    #: For each level of a pyramid of its own: the moments of the pixels.
    colour: tuple[Moments, ...]
    balance: Balance


class Engine(Protocol):
    """Evaluates pictures by the features of one network on one device."""

    def target(self, content: Tensor, styles: Sequence[tuple[Tensor, float]], balance: Balance) -> Target:
        """Measure what is sought."""

    def value_and_gradient(self, picture: Tensor, target: Target) -> tuple[float, Tensor]:
        """Compute the loss of a picture (3, h, w), and its gradient, both float32."""


class TorchEngine:
    """Automatic differentiation; bfloat16 convolutions where the processor multiplies these faster."""

    def __init__(self, features: FeatureNet, device: torch.device) -> None:
        """Move the network to the device, its memory in channels-last order."""
        self.device = device
        self.features = features
        if isinstance(features, nn.Module):
            features.to(device).to(memory_format=torch.channels_last)
        self.halved = has_fast_bfloat16(device)

    @torch.no_grad()
    def target(self, content: Tensor, styles: Sequence[tuple[Tensor, float]], balance: Balance) -> Target:
        """Measure what is sought.

        Args:
            content: (3, h, w) in [0, 1], on the device.
            styles: one or more pictures of the same form, of any size, with weights.
            balance: goes into the result unchanged.
        """
        levels = self._levels([content, *(style for style, _ in styles)])
        measured = [self._measured(style, levels) for style, _ in styles]
        weights = [weight for _, weight in styles]
        activations = self._forward(self._prepared(content))[self.features.content_layer].float()
        wanted = _centred(activations)
        return Target(
            content=wanted,
            content_scale=wanted.square().sum() + FLAT * activations.square().sum(),
            style=tuple(
                {name: mixed([one[name] for one in level], weights) for name in self.features.style_layers}
                for level in zip(*measured, strict=True)
            ),
            colour=tuple(
                mixed(level, weights)
                for level in zip(*(self._colours(style) for style, _ in styles), strict=True)
            ),
            balance=balance,
        )

    def value_and_gradient(self, picture: Tensor, target: Target) -> tuple[float, Tensor]:
        """Compute the loss of a picture (3, h, w), and its gradient, both float32."""
        image = self._prepared(picture).requires_grad_()
        with torch.enable_grad():
            loss = self._loss(image, target)
        (gradient,) = torch.autograd.grad(loss, image)
        return loss.item(), gradient[0].contiguous()

    def _loss(self, image: Tensor, target: Target) -> Tensor:
        balance = target.balance
        loss = balance.variation * total_variation(image)
        for level, size in enumerate(pyramid(image, len(target.style))):
            activations, wanted = self._forward(size), target.style[level]
            if level == 0:
                error = _centred(activations[self.features.content_layer].float()) - target.content
                loss = loss + balance.content * error.square().sum() / target.content_scale
            errors = [mismatch(moments(activations[name]), wanted[name]) for name in wanted]
            loss = loss + balance.style * torch.stack(errors).mean() / len(target.style)
        colours = zip(pyramid(image, len(target.colour)), target.colour, strict=True)
        errors = [mismatch(moments(size), wanted) for size, wanted in colours]
        return loss + balance.colour * torch.stack(errors).mean()

    def _levels(self, pictures: Sequence[Tensor]) -> int:
        """As many levels as the network wants and the smallest picture has, 16 px being the least."""
        smallest = min(side for picture in pictures for side in picture.shape[1:])
        return max(1, min(self.features.pyramid, (smallest // 16).bit_length()))

    def _measured(self, picture: Tensor, levels: int) -> list[dict[str, Moments]]:
        measured = []
        for size in pyramid(self._prepared(picture), levels):
            activations = self._forward(size)
            measured.append({name: moments(activations[name]) for name in self.features.style_layers})
        return measured

    def _colours(self, picture: Tensor) -> list[Moments]:
        return [moments(size) for size in pyramid(self._prepared(picture), COLOUR_LEVELS)]

    def _forward(self, image: Tensor) -> dict[str, Tensor]:
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.halved):
            return self.features.forward(image)

    def _prepared(self, picture: Tensor) -> Tensor:
        return picture[None].contiguous(memory_format=torch.channels_last)


def _centred(activations: Tensor) -> Tensor:
    """What is where, regardless of how much of it there is."""
    return activations - activations.mean((2, 3), keepdim=True)


def has_fast_bfloat16(device: torch.device) -> bool:
    """Whether the device multiplies bfloat16 faster than float32."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type == "cpu":
        return bool(torch.cpu._is_avx512_bf16_supported())
    return False
